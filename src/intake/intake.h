/* intake.h: a report or a note becomes entries. A text is pasted, the reader (reader/reader.h)
 * proposes, a person accepts, edits or rejects each; nothing enters the register by itself. Front
 * door; the queries of intake.sql are part of it.
 *
 * Order: types, adding a text, what a proposal would become, what is known already, deciding. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "access/page.h"
#include "base/verb.h"
#include "intake.sql.h"
#include "talks/talks.h"

/* ---- types (intake.def) ---- */

enum intake_place { INTAKE_MEASURE, INTAKE_ITEM, INTAKE_INCIDENT };
struct intake_type {
	const char *type; /* "EXPULSION" */
	enum intake_place place;
	const char *word;     /* kind of measure, form of item; NULL: of an incident */
	const char *concerns; /* word of enum talks_concern, or NULL */
};
enum { INTAKE_TYPES_N = 35 };
extern const struct intake_type INTAKE_TYPES[INTAKE_TYPES_N];
const struct intake_type *intake_type_of(str type); /* NULL: none of this name */
str intake_type_label(struct arena *a, str type);   /* "Visa request" of VISA_REQUEST */
extern const char *const INTAKE_MODALITIES[];       /* NULL ends them */

/* Where something of a type and modality goes. Only what is asserted or announced is a fact, and
 * only that may be a measure or an incident. `state` null: what the form begins as. */
struct intake_goes {
	enum intake_place place;
	str word, state;
};
struct intake_goes intake_goes_of(const struct intake_type *t, str modality);

/* ---- a text ---- */

enum {
	INTAKE_BODY_MAX = 100000 /* bytes of text */,
	INTAKE_FILE_MAX = 600000 /* before .html is reduced */
};
struct intake_new {
	str title, body, source, place_iso;
	str file_name; /* .html and .htm are reduced to text; null: pasted */
	struct opt_int published_on;
	bool is_invented;
};
/* What was read, before it is written. */
struct intake_reading;
/* Checks and reads a text with the register's own office holders beside the reader's. All faults at
 * once: empty, too large, a null byte, not UTF-8, characters that turn the direction of writing,
 * no day, a day that has not come, no such place, known already. */
enum err intake_read(struct tx *tx, struct faults *f, const struct intake_new *in,
		     struct intake_reading **r) MUST_CHECK;
/* Inside a deed: writes it with all its proposals. */
enum err intake_write(struct tx *tx, const struct intake_reading *r, int64_t *id) MUST_CHECK;
/* Both, as one deed. */
enum err intake_add(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		    struct faults *f, const struct intake_new *in, int64_t *id) MUST_CHECK;
/* HTML to text: no tags, scripts or styles; blocks become lines. Any bytes. */
str intake_html_text(struct arena *a, str html);

/* ---- one text with everything that hangs on it ---- */

struct intake_view {
	struct intake_text_by_id_row text;
	struct intake_proposals_rows proposals;
	struct intake_spans_rows spans;
	struct intake_links_rows links;
};
enum err intake_view_read(struct tx *tx, int64_t text_id, struct intake_view *v) MUST_CHECK;

/* ---- what a proposal would become ---- */

/* All of it may be changed before it is accepted. Lists are one a line, codes set apart by blanks.
 */
struct intake_entry {
	str type, modality, by_isos, to_isos;
	struct opt_int from_on, to_on, value_n, least_n, most_n, due_on;
	str word; /* form of an item, kind of a measure */
	str says, words, speaker, office;
	bool is_former;
	str place, participants, topics, concerns;
};
/* As the text has it: participants and speakers found among the office holders of that day. */
enum err intake_suggest(struct tx *tx, const struct intake_view *v, ptrdiff_t at,
			struct intake_entry *e) MUST_CHECK;
bool intake_entry_eq(const struct intake_entry *a, const struct intake_entry *b);

/* ---- what is known already ---- */

struct intake_known {
	str table, name, url;
	int64_t id;
	bool is_sure; /* same states, type, days and number: it is the same thing */
};
struct intake_known_list {
	struct intake_known *v;
	ptrdiff_t n, cap;
};
enum err intake_known_find(struct tx *tx, const struct intake_entry *e,
			   struct intake_known_list *out) MUST_CHECK;

/* ---- deciding: each is one deed ---- */

struct intake_decision {
	int64_t text_id, seq_n;
	struct intake_entry entry;
	bool has_entry;  /* else as the text has it */
	str known_table; /* it is this one; null: look whether it is known */
	int64_t known_id;
	bool is_new;   /* it is not what is known: enter it */
	str why, says; /* of rejecting: a word of enum intake_why, and a sentence */
	/* comes back */
	bool is_merged;
	str table;
	int64_t id;
};
/* Faults with what lacks; ERR_REFUSED by a rule, and when it was decided before. */
enum err intake_accept(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		       struct faults *f, struct intake_decision *d) MUST_CHECK;
enum err intake_reject(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		       struct faults *f, struct intake_decision *d) MUST_CHECK;
str intake_why_says(str why); /* "The text does not say so" */

enum {
	INTAKE_READS = BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD) |
		       BIT(ROLE_AUDITOR),
	INTAKE_WRITES = BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK),
	INTAKE_ACCEPTS = BIT(ROLE_DESK),
};

/* How many proposals wait: for the navigation. */
enum err intake_count(struct tx *tx, int64_t *n) MUST_CHECK;

extern const struct verb intake_verbs[];
extern const struct route intake_routes[];

#endif
