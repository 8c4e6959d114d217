/* note.h: diplomatic notes in and out. Front door; the queries of note.sql are part of it.
 *
 * A note is drafted (from a template or freely), its wording is approved by a second person, then
 * it is sent: it gets its number among those to the mission in that year, and its day, and never
 * changes again. A note that follows supersedes it and says so. Notes received are entered as
 * they are. Every wording is marked text (doc/paper.h), so PDF and editable form say the same. */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include "access/proposal.h"
#include "base/out.h"
#include "base/verb.h"
#include "doc/paper.h"
#include "note.sql.h"
#include "web/http.h"

enum { NOTE_SUBJECT_MAX = 200, NOTE_WORDING_MAX = 50000 /* characters */ };

/* What stands for {name} in a template. Marks of marked text in it count ("- " begins an item), so
 * lists and tables can be values; braces in it do not. */
struct note_value {
	const char *name;
	str text;
};

struct note_new {
	const char *template; /* "visa_documents"; note_templates has them all */
	str lang;             /* "en"; when the template is not there in it, English */
	enum note_kind kind;
	int64_t mission_id;
	const char
	    *object_table; /* what it is about: "visa_application"; NULL: nothing of the register */
	int64_t object_id;
	int64_t supersedes_id; /* 0: none */
	const struct note_value *values;
	ptrdiff_t n_values;
	bool is_invented; /* of the demo world */
};

/* Inside a deed: drafts a note from a template, as whoever runs the deed. {ministry} and {mission}
 * are filled by themselves; what has no value stays in braces, and must be filled before the
 * wording can be approved. ERR_NOT_FOUND: no such template or mission. ERR_DENIED. */
enum err note_draft(struct tx *tx, const struct note_new *in, int64_t *id) MUST_CHECK;

struct note_received {
	enum note_kind kind;
	int64_t mission_id, note_on, received_on, supersedes_id;
	str note_no, lang, subject, wording; /* wording may be null */
	bool is_invented;
};
/* Inside a deed: enters a note as it came. Faults: days that have not come or go backwards, no
 * number, no subject. */
enum err note_receive(struct tx *tx, const struct note_received *in, struct faults *f,
		      int64_t *id) MUST_CHECK;

/* Deeds. A refusal says which rule. Wording: a draft again, which needs approval anew; ERR_CONFLICT
 * when somebody changed it since `changes_n`. Propose: ERR_NEEDS_APPROVAL when it went well; faults
 * name what is still in braces. Send: `id` gets its number and today's date. */
enum err note_write(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		    int64_t id, int64_t changes_n, str subject, str wording) MUST_CHECK;
enum err note_propose(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		      struct faults *f, int64_t id) MUST_CHECK;
enum err note_send(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		   int64_t id) MUST_CHECK;

/* ---- templates and wording ---- */
struct note_template {
	str name, lang, label, subject, wording;
};
struct note_templates {
	struct note_template *v;
	ptrdiff_t n, cap;
};
/* All templates that come with the program, English first. */
struct note_templates note_templates(struct arena *a);
/* The same as they are on a day: in place of one that comes with the program the last version that
 * two people have made to count by then. */
enum err note_templates_on(struct tx *tx, int64_t on, struct note_templates *t) MUST_CHECK;
/* NULL: there is none of this name. */
const struct note_template *note_template_of(const struct note_templates *t, str name, str lang);
/* The text with its {names} filled; names without a value stay. */
str note_fill(struct arena *a, str text, const struct note_value *values, ptrdiff_t n);
/* "{deadline}, {person}": what is left to fill, without {number} and {date}; null when nothing is.
 */
str note_blanks(struct arena *a, str text);

/* "{person}, {missing}": what is filled of itself in notes from a template of this name. */
str note_template_names(struct arena *a, str name);

struct note_template_wish {
	str name, lang, label, subject, wording, why;
	int64_t from_on;
};
/* A deed: proposes a version of a template to a second person. Faults: a wording without its parts,
 * with names that nothing fills, or that cannot be set; a day that is past. Refusals: it says just
 * that already; a version waits. ERR_NOT_FOUND: no such template or language. */
enum err note_template_propose(struct db *db, const struct viewer *v, struct arena *a,
			       struct refusal *r, struct faults *f,
			       const struct note_template_wish *w, int64_t *proposal_id) MUST_CHECK;

/* The note as a document. What is not sent says that it is a draft; id 0: a template on paper. */
enum err note_paper(struct arena *a, const struct note_by_id_row *n, str ministry, struct faults *f,
		    struct paper *p) MUST_CHECK;
/* The same on a page. */
struct html note_html(struct arena *a, const struct paper *p);
str note_state_label(str state);

enum {
	NOTE_READS = BIT(ROLE_MISSION) | BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) |
		     BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR),
	NOTE_WRITES = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_DESK) | BIT(ROLE_HEAD),
	NOTE_TEMPLATE_WRITES =
	    BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK) | BIT(ROLE_HEAD) | BIT(ROLE_ADMIN),
	NOTE_TEMPLATE_READS = NOTE_TEMPLATE_WRITES | (NOTE_READS & ~BIT(ROLE_MISSION)),
	NOTE_SENDS = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_HEAD),
};

extern const struct verb note_verbs[];
extern const struct route note_routes[], note_template_routes[];
extern const struct act_handler note_acts[], note_template_acts[];

#endif
