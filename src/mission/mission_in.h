/* mission_in.h: what the pages and verbs of the folder share. Inside the folder. */
#ifndef MISSION_MISSION_IN_H
#define MISSION_MISSION_IN_H

#include "mission/mission.h"

/* The instant at which the clocks of the host show this. */
enum err mission_instant(struct tx *tx, int64_t on, int hour, int minute, int64_t *at) MUST_CHECK;

enum err mission_act_page(struct ctx *c) MUST_CHECK;
enum err mission_act_post(struct ctx *c) MUST_CHECK;

#endif
