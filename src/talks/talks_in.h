/* talks_in.h: between the files of the folder. */
#ifndef TALKS_TALKS_IN_H
#define TALKS_TALKS_IN_H

#include "talks/talks.h"

/* Inside a deed: topics, one a line, of one side's readout or (null) of none. One that is there
 * stays. */
enum err talks_add_points(struct tx *tx, int64_t id, str topics, str state_iso) MUST_CHECK;
enum err talks_new_page(struct ctx *c) MUST_CHECK;
enum err talks_new_post(struct ctx *c) MUST_CHECK;
enum err talks_item_page(struct ctx *c) MUST_CHECK;
enum err talks_follow_post(struct ctx *c) MUST_CHECK;
enum err talks_readout_post(struct ctx *c) MUST_CHECK;
const char *talks_tag(str state); /* class of the tag */

#endif
