/* visa.h: applications and their backlog. Front door. The rules themselves are in visa_rules.h. */
#ifndef VISA_VISA_H
#define VISA_VISA_H

#include "access/page.h"
#include "access/proposal.h"
#include "base/out.h"
#include "base/verb.h"
#include "ui/ui_form.h"
#include "visa.sql.h"
#include "visa/visa_rules.h"
#include "web/form.h"

/* The open applications of one state's missions to another state, on a day. */
struct visa_corridor {
	str receiving_iso, sending_iso;
	int64_t on;
	struct visa_backlog figures;
	const struct visa_case *cases; /* figures.open_n */
	struct opt_int
	    standard_days; /* the corridor's general standard on that day; none: there is none */
	str standard_name, standard_unit, standard_source;
};

/* Figures of today, or, with `is_past`, as the register's history tells of the end of that day. */
enum err visa_corridor_read(struct tx *tx, str receiving_iso, str sending_iso, int64_t on,
			    bool is_past, struct visa_corridor *out) MUST_CHECK;

/* Both directions between the host and another state: they apply to us, we apply to them. */
struct visa_both {
	str host_iso, host_name, state_iso, state_name;
	struct visa_corridor theirs, ours;
};
/* A day before today is read from the history. ERR_NOT_FOUND when there is no such state. */
enum err visa_both_read(struct tx *tx, str state_iso, int64_t on, struct visa_both *b) MUST_CHECK;

/* All open applications to the host. */
struct visa_waiting {
	int64_t open_n, over_n;
	int64_t by_holder_n[VISA_HOLDER_N];
	str busiest_iso; /* the state with most of them; null: nothing is open */
};
enum err visa_waiting_read(struct tx *tx, struct visa_waiting *w) MUST_CHECK;
/* The holder for whom people with these roles act; false when they hold no applications. */
bool visa_holder_of_roles(uint32_t role_bits, enum visa_holder *h);
/* How many wait for whoever looks: for the navigation. 0 for those who hold none. */
enum err visa_waiting_for_me(struct tx *tx, int64_t *n) MUST_CHECK;

/* Moves an application as wished, as a deed. To grant or to refuse it takes two people: from the
 * stage of decision such a wish moves it to approval, is kept as a proposal (access/may.h) and
 * comes back as ERR_NEEDS_APPROVAL; approving the proposal closes the application, rejecting sends
 * it back. A refused wish is logged and comes back as ERR_REFUSED with the rule in *refusal;
 * ERR_NOT_FOUND; ERR_DENIED; ERR_CONFLICT when somebody else has just moved it. */
enum err visa_move(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str ref, const struct visa_wish *wish) MUST_CHECK;

/* Notes in the log that an application, and with it its applicant, was shown to the viewer; durable
 * when it returns. */
enum err visa_show(struct db *db, const struct viewer *viewer, struct arena *a, str ref,
		   int64_t person_id) MUST_CHECK;

/* An application that has a history already: entered late, imported, or from the demo world. */
struct visa_step {
	enum visa_stage stage;
	enum visa_holder holder;
	int64_t on;
	str reason; /* null: none */
};
struct visa_entry {
	str ref, sending_iso, receiving_iso, note_no;
	enum visa_kind kind;
	str category; /* of the post, for the standard; null: not known */
	int64_t mission_id, person_id, received_on;
	struct opt_int post_id, household_id, visa_until_on, watched_from_on;
	const struct visa_step *steps; /* the first: received, on that day */
	ptrdiff_t n_steps;
	bool is_closed, is_invented;
	struct visa_step end; /* when closed: its day and reason */
	enum visa_outcome outcome;
};

/* Inside a deed: enters an application under the standard in force at its receipt, and its history.
 * Each step is checked against the table of moves; who made it is not asked. ERR_REFUSED with the
 * rule in tx->refusal; ERR_NOT_FOUND when the corridor has no standard. */
enum err visa_enter(struct tx *tx, const struct visa_entry *e, int64_t *id) MUST_CHECK;

/* Inside a deed: the viewer's wish to grant or refuse, made on the day wish->on, with which an
 * entered application waits for the approver. Its proposal counts as made at nine on that day. */
enum err visa_propose_entered(struct tx *tx, str ref, const struct visa_wish *wish) MUST_CHECK;

/* What missions submit: by a form, as rows of a CSV file or workbook whose columns are the form's
 * fields, and later by themselves. */
enum { VISA_SUBMISSIONS_MAX = 20000 }; /* of one file: all or none of them are entered */
struct visa_submission {
	struct form form;
	int64_t line; /* of the file */
};
struct visa_submissions {
	struct visa_submission *v;
	ptrdiff_t n, cap;
	str file; /* null: a form */
};
/* Reads a file. All faults of the file at once; the rows live in `a`. */
enum err visa_submissions_read(struct arena *a, str file, str text, struct faults *faults,
			       struct visa_submissions *out) MUST_CHECK;
/* Inside a deed: checks them against the register and enters all or none; ids[i] is that of row i.
 */
enum err visa_submit(struct tx *tx, const struct visa_submissions *in, struct faults *faults,
		     int64_t *ids) MUST_CHECK;

/* Writes the figures as the fixed JSON of `grata visa backlog`. `other` may be NULL. */
void visa_corridor_json(struct out *o, const struct visa_corridor *c,
			const struct visa_corridor *other);

/* A standard as somebody wishes it; texts are words of the schema's enumerations. */
struct visa_standard_wish {
	str receiving_iso, sending_iso, kind, category; /* null: all */
	str name, basis, unit, source;
	int64_t limit_days, from_on;
};
extern const struct act_handler visa_acts[], visa_standard_acts[];

/* Who reads figures, and who sees applications: the roles of the queries behind the pages. */
enum {
	VISA_SEES_CASES = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) |
			  BIT(ROLE_SECURITY) | BIT(ROLE_HEAD),
	VISA_SEES_FIGURES = VISA_SEES_CASES | BIT(ROLE_DESK) | BIT(ROLE_AUDITOR),
};

/* "12 days", "1 day", "–" when there is none. */
str visa_days_text(struct arena *a, struct opt_int days);

/* A select of the states that the host has to do with; `first` stands before them (and once). */
enum err visa_state_select(struct page *p, const struct ui_option *first, str chosen, str fault,
			   struct html *html) MUST_CHECK;

/* Open applications by age as a picture, and the same as a table. `id` is unique in the page. */
void visa_ages_chart(struct arena *a, const struct visa_backlog *f, str id, str title,
		     struct html *chart, struct html *table);

extern const struct verb visa_verbs[];
extern const struct route visa_routes[];

#endif
