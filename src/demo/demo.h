/* demo.h: the demo world: a register of the United Kingdom that stands at Monday 21 June 2021,
 * 09:00, and runs. What is invented and what is public is said in README.md. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "base/verb.h"
#include "data/db.h"

/* Fills a new register, which has the log attached and no deed yet. After an error it
 * is not to be used. */
enum err demo_load(struct db *db, struct arena *a, struct refusal *refusal,
		   struct faults *faults) MUST_CHECK;

/* Of that world: the round of 14 March 2018, each step as the person whose work it is. */
enum err demo_measure(struct db *db, struct arena *a, struct refusal *refusal,
		      struct faults *faults) MUST_CHECK;

extern const struct verb demo_verbs[];

#endif
