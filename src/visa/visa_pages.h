/* visa_pages.h: inside the folder: the pages, and working on applications (visa_work.c). */
#ifndef VISA_VISA_PAGES_H
#define VISA_VISA_PAGES_H

#include "access/page.h"
#include "visa/visa.h"

enum err visa_queue_page(struct ctx *c) MUST_CHECK;
enum err visa_ended_page(struct ctx *c) MUST_CHECK;
enum err visa_case_page(struct ctx *c) MUST_CHECK;
enum err visa_move_page(struct ctx *c) MUST_CHECK;
enum err visa_new_page(struct ctx *c) MUST_CHECK;
enum err visa_submit_page(struct ctx *c) MUST_CHECK;
enum err visa_next_page(struct ctx *c) MUST_CHECK;
enum err visa_bulk_page(struct ctx *c) MUST_CHECK;
enum err visa_touch_page(struct ctx *c) MUST_CHECK;
enum err visa_standards_page(struct ctx *c) MUST_CHECK;
enum err visa_standard_set_page(struct ctx *c) MUST_CHECK;

/* ---- standards ---- */
const struct field *visa_standard_fields(void); /* of the form; NULL name ends them */
enum err visa_standard_read(struct arena *a, const struct pairs *p, struct faults *faults,
			    struct visa_standard_wish *w) MUST_CHECK;
/* A deed: it waits for a second person. Faults: states that are none, or not this ministry's.
 * ERR_REFUSED with the rule: days that are past, another standard in the way. */
enum err visa_standard_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			       struct refusal *refusal, struct faults *faults,
			       const struct visa_standard_wish *w, int64_t *proposal_id) MUST_CHECK;

/* ---- inside a deed ---- */
/* May the viewer work on it? ERR_REFUSED when they keep out of it, or somebody else has taken it.
 */
enum err visa_may_touch(struct tx *tx, int64_t id) MUST_CHECK;
/* Gives it back when the viewer has taken it. */
enum err visa_unlock(struct tx *tx, int64_t id) MUST_CHECK;
/* Moves it as the rules allow, as part of the caller's deed; a proposal about it is void then. */
enum err visa_move_now(struct tx *tx, str ref, const struct visa_wish *wish) MUST_CHECK;

/* ---- forms ---- */
/* The control of a declared field: a list to choose from, boxes or a line. `label` words a choice.
 */
struct html visa_input(struct arena *a, const struct form_value *v,
		       str (*label)(struct arena *a, str value));

/* ---- reads ---- */
/* The note verbale that would go out with a decision as wished, as far as it is said. */
enum err visa_note_preview(struct tx *tx, const struct visa_get_row *row, const struct visa_wish *w,
			   str *wording) MUST_CHECK;
/* Who has taken it; account_id 0: nobody. */
enum err visa_lock_read(struct tx *tx, int64_t id, struct visa_lock_of_row *lock) MUST_CHECK;
struct visa_papers {
	uint32_t needed_bits, missing_bits; /* of enum visa_item */
	struct opt_int given_on[VISA_ITEM_N], asked_on[VISA_ITEM_N];
};
enum err visa_papers_read(struct tx *tx, int64_t id, enum visa_kind kind,
			  struct visa_papers *p) MUST_CHECK;
str visa_items_text(struct arena *a, uint32_t item_bits); /* "a photograph, a curriculum vitae" */

/* ---- deeds; each may be ERR_REFUSED with the rule in *refusal ---- */
/* Takes what is due first of the viewer's section for 30 minutes. ERR_NOT_FOUND: nothing waits. */
enum err visa_take_next(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, int64_t *id, str *ref) MUST_CHECK;
enum err visa_give_back(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, str ref) MUST_CHECK;
/* The viewer must not work on it: conflict of interest. For good. */
enum err visa_keep_out(struct db *db, const struct viewer *viewer, struct arena *a,
		       struct refusal *refusal, str ref, str reason) MUST_CHECK;
/* Gives them to the person who signs in so; an empty login gives them back to the section. */
enum err visa_give_to(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, str *refs, ptrdiff_t n, str login) MUST_CHECK;
/* Asks the missions for papers; the clocks stand until they come, and the note that asks is drafted
 * where the viewer may draft one. All or none. */
enum err visa_ask(struct db *db, const struct viewer *viewer, struct arena *a,
		  struct refusal *refusal, str *refs, ptrdiff_t n, uint32_t item_bits, str more,
		  int64_t *notes_n) MUST_CHECK;
enum err visa_papers_came(struct db *db, const struct viewer *viewer, struct arena *a,
			  struct refusal *refusal, str ref, uint32_t item_bits) MUST_CHECK;

#endif
