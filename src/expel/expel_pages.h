/* expel_pages.h: what the pages of measures share. Inside the folder. */
#ifndef EXPEL_EXPEL_PAGES_H
#define EXPEL_EXPEL_PAGES_H

#include "access/page.h"
#include "expel/expel_in.h"
#include "ui/ui_form.h"
#include "web/form.h"

/* When something may be done to a measure: at which stages, of which side, before or after its note
 * was handed over. */
enum {
	WHEN_DRAFT = 1 << EXPEL_STAGE_DRAFT,
	WHEN_PROPOSED = 1 << EXPEL_STAGE_PROPOSED,
	WHEN_APPROVED = 1 << EXPEL_STAGE_APPROVED,
	WHEN_IN_FORCE = 1 << EXPEL_STAGE_IN_FORCE,
	WHEN_CLOSED = 1 << EXPEL_STAGE_CLOSED,
	WHEN_OURS = 1 << 5,
	WHEN_THEIRS = 1 << 6,
	WHEN_NO_NOTE = 1 << 7,
	WHEN_NOTE = 1 << 8,
	WHEN_STOPPED = 1 << 9,
	WHEN_GOING = 1 << 10,
};

/* One thing to do, with the word of its verb. */
struct expel_form {
	const char *word, *link, *title, *button;
	enum expel_do what;
	const char *fields; /* names between blanks, in the order of the page; NULL: nothing is done
			       there */
	uint32_t need;      /* roles */
	unsigned when;
	const char *next; /* the word to go on with; NULL: the measure */
};
extern const struct expel_form EXPEL_FORMS[]; /* ended by a row without a word */
const struct expel_form *expel_form_of(str word);
bool expel_form_is_open(const struct expel_form *f, const struct expel_measure_view *v);

/* The steps of a measure of this ministry, P7: the word of the form that each is. */
enum { EXPEL_STEPS_N = 8 };
struct expel_step {
	const char *name, *word;
	bool is_done;
	str how; /* "23 people" */
};
enum err expel_steps_of(struct tx *tx, const struct expel_measure_view *v,
			struct expel_step steps[EXPEL_STEPS_N]) MUST_CHECK;

/* The inputs of a form with what was typed; `m` NULL: of something new. */
enum err expel_inputs_of(struct tx *tx, const struct expel_form *form, const struct form *f,
			 const struct expel_measure_view *m, struct html *html) MUST_CHECK;
/* "Petrov Pyotr, D-07 Second Secretary". */
str expel_person_text(struct arena *a, str name, str post_no, str title);
str expel_stage_label(const struct expel_measure_by_ref_row *m);
str expel_stage_tag(const struct expel_measure_by_ref_row *m);
str expel_when(struct arena *a, struct opt_int from_on, struct opt_int to_on); /* or null */
enum err expel_view_of(struct tx *tx, int64_t id, struct expel_measure_view *v) MUST_CHECK;

enum {
	EXPEL_WRITES = BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD),
	EXPEL_NAMES = BIT(ROLE_SECURITY) | BIT(ROLE_DESK),
};

enum err expel_form_page(struct ctx *c), expel_form_post(struct ctx *c),
    expel_new_page(struct ctx *c), expel_new_post(struct ctx *c);

#endif
