/* register.h: opening a register for the program: file, log, clock, and who works with it. */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H

#include "base/verb.h"
#include "data/db.h"

/* Opens `path` with its log and clock. `perm` must outlive it. The sentence of a failure is printed
 * on c->err. */
enum err register_open(struct verb_call *c, const char *path, enum db_mode mode, struct arena *perm,
		       struct db **db) MUST_CHECK;
/* The viewer of --as, or the file's reader when `as` is NULL. Deeds need an account. */
enum err register_viewer(struct verb_call *c, const char *as, struct viewer *v) MUST_CHECK;

extern const struct verb register_verbs[]; /* init, backup, restore, migrate */

#endif
