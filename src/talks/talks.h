/* talks.h: what states say to each other, ask of each other and agree on. Front door; the queries
 * of talks.sql are part of it.
 *
 * An item is an engagement (call, talks, summit, visit, summons, note handed over), an ask, a
 * complaint, an agreement, a statement, or background: what was told and is no fact. Its form is
 * the narrower word (talks.def). Incidents are expel's, measures expel's and the ledger's; a link
 * says what an item has to do with them. */
#ifndef TALKS_TALKS_H
#define TALKS_TALKS_H

#include "access/page.h"
#include "base/day.h"
#include "base/verb.h"
#include "talks.sql.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum talks_form {
#define TALKS_FORM(name, word, kind, begins, owner, label) TALKS_FORM_##name,
#include "talks/talks.def"
	TALKS_FORM_N
};
struct talks_form_info {
	const char *word, *label;
	enum talks_kind kind;
	enum talks_state begins;
	const char *owner; /* a word of enum talks_owner, or NULL */
};
const struct talks_form_info *talks_form_info_of(enum talks_form form);
bool talks_form_of(str word, enum talks_form *form);
str talks_form_label(str word); /* "Call" */
str talks_state_label(str state);
str talks_kind_label(str kind);

enum { TALKS_SAYS_MAX = 1000, TALKS_WORDS_MAX = 4000 };

/* What is entered. Fields that do not apply stay 0. */
struct talks_new {
	str form, state;      /* no state: what the form begins as */
	str by_isos, to_isos; /* codes set apart by blanks */
	struct opt_int from_on, to_on;
	str says, words, speaker, office;
	bool is_former;
	str place;
	struct opt_int minutes_n, due_on;
	str concerns;     /* a word of enum talks_concern; null: nothing of the register */
	str owner;        /* null: that of the form */
	str participants; /* lines "GB; Dominic Raab; Foreign Secretary" */
	str topics;       /* lines */
	str modality, source;
	int64_t text_id, text_seq_n; /* the text of intake and the proposal in it; 0: by hand */
	bool is_unpublished, is_invented;
};
/* Inside a deed: adds an item with its sides, people and topics. Faults: what lacks, codes that are
 * no state's, days that go backwards, a word that is none of its list. */
enum err talks_add(struct tx *tx, struct faults *f, const struct talks_new *in,
		   int64_t *id) MUST_CHECK;
/* Inside a deed: says what one thing has to do with another, once. Tables: enum talks_object. */
enum err talks_link(struct tx *tx, str from_table, int64_t from_id, str kind, str to_table,
		    int64_t to_id) MUST_CHECK;

/* What is done to one: each is one deed. ERR_FAULTS with what lacks. */
enum err talks_enter(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		     struct faults *f, const struct talks_new *in, int64_t *id) MUST_CHECK;
struct talks_follow {
	int64_t item_id;
	str says, state, owner; /* null: stays */
	struct opt_int due_on;
	bool has_due; /* due_on counts, also when it is none */
};
enum err talks_follow_up(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
			 struct faults *f, const struct talks_follow *in) MUST_CHECK;
struct talks_readout_new {
	int64_t item_id;
	str state_iso, words, source, topics; /* lines */
	struct opt_int said_on;
};
enum err talks_read_out(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
			struct faults *f, const struct talks_readout_new *in) MUST_CHECK;

/* "Russia > United Kingdom", "Russia and United Kingdom". */
str talks_sides_text(struct arena *a, const struct talks_sides_rows *sides);
/* "17 June 2021", "not after 20 June 2021", "day not known". */
str talks_days_text(struct arena *a, struct opt_int from_on, struct opt_int to_on);
/* Where what it concerns stands: "/visas/backlog?state=RU"; null: nowhere. */
enum err talks_concern_url(struct tx *tx, str concerns, const struct talks_sides_rows *sides,
			   str *url, str *name) MUST_CHECK;
/* A link's other end: its page (null: none) and its name. A thing the viewer may not see is
 * ERR_NOT_FOUND. */
enum err talks_object_name(struct tx *tx, str table, int64_t id, str *url, str *name) MUST_CHECK;
/* "in answer to", seen from the thing the link comes from, or goes to. */
str talks_link_says(str kind, bool is_from);

/* A control for a declared field: a select where there are options, else what the kind of the field
 * asks for. What was typed stands before `value`. */
struct html talks_control(struct arena *a, const struct form_value *v, str id, str value,
			  const struct ui_option *options, ptrdiff_t n_options);

enum {
	TALKS_READS = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_SECURITY) | BIT(ROLE_DESK) |
		      BIT(ROLE_HEAD),
	TALKS_WRITES = BIT(ROLE_DESK),
};

extern const struct verb talks_verbs[];
extern const struct route talks_routes[];

#endif
