/* mission.h: missions, posts, appointments. Front door: the queries of mission.sql, and the pages.
 */
#ifndef MISSION_MISSION_H
#define MISSION_MISSION_H

#include "mission.sql.h"
#include "web/http.h"

extern const struct route mission_routes[];

#endif
