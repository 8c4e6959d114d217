/* mission.h: missions, posts, appointments. Front door: the queries of mission.sql. */
#ifndef MISSION_MISSION_H
#define MISSION_MISSION_H

#include "mission.sql.h"

#endif
