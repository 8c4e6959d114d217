/* list.h: the Diplomatic List: editions made from the register, holds, checks, publishing by two
 * people. Front door. The order inside a mission is the mission's own (VCDR Art. 17); missions
 * stand by the name of their state. An edition that was made is never changed. */
#ifndef LIST_LIST_H
#define LIST_LIST_H

#include "access/proposal.h"
#include "base/verb.h"
#include "doc/sheet.h"
#include "list.sql.h"
#include "list/list_rules.h"
#include "web/http.h"

/* What would be printed now: everybody but who is held back; and what is wrong with it. */
struct list_draft {
	struct list_lines lines;
	struct list_checks checks;
	int64_t missions_n, held_n;
};
enum err list_draft_read(struct tx *tx, struct list_draft *d) MUST_CHECK;

/* Inside a deed: keeps an edition as it would be printed now. ERR_REFUSED while there is an error.
 */
enum err list_keep(struct tx *tx, str title, int64_t *id) MUST_CHECK;

/* Deeds. Making keeps an edition as it would be printed now; ERR_REFUSED while there is an error in
 * it. Publishing proposes it to a second person: ERR_NEEDS_APPROVAL when it waits. */
enum err list_make(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str title, int64_t *id) MUST_CHECK;
enum err list_publish(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, int64_t id) MUST_CHECK;
/* Holds a mission (person_id 0) or one person of it back, with the reason; and lets go again. */
enum err list_hold(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, int64_t mission_id, int64_t person_id,
		   str why) MUST_CHECK;
enum err list_release(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, int64_t hold_id) MUST_CHECK;

/* A deed: the spouse or partner of a member is printed beside the member, with the consent that is
 * named; consent null: it is withdrawn. ERR_REFUSED: not of the household, or another is printed.
 */
enum err list_spouse(struct db *db, const struct viewer *viewer, struct arena *a,
		     struct refusal *refusal, int64_t mission_id, int64_t principal_id,
		     int64_t person_id, str consent) MUST_CHECK;

/* An edition and what changed since the one published before it. ERR_NOT_FOUND. */
struct list_edition {
	struct list_edition_by_id_row row;
	struct list_lines lines;
	struct list_changes changes;
	str before_title; /* null: none was published before */
};
enum err list_edition_read(struct tx *tx, int64_t id, struct list_edition *e) MUST_CHECK;
/* The edition as a file: name by name as CSV or a workbook, in which no cell runs as a formula; set
 * as PDF, of which the same edition gives the same bytes. */
enum err list_sheet(struct arena *a, const struct list_edition *e, enum sheet_form form,
		    str *bytes) MUST_CHECK;
enum err list_pdf(struct tx *tx, const struct list_edition *e, str *bytes) MUST_CHECK;

extern const struct route list_routes[];
extern const struct verb list_verbs[];
extern const struct act_handler list_acts[];

#endif
