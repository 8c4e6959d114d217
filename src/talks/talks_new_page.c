/* talks_new_page.c: an item is entered by hand. */
#include "talks/talks_in.h"
#include "talks_new.html.h"

static const char *const CONCERNS[] = { "", "applications", "ceilings", "measures", NULL };

static const struct field new_fields[] = {
	{ "form", "What it is", FIELD_LINE, .max = 20 },
	{ "state", "Stands", FIELD_LINE, .max = 20 },
	{ "by", "Who acts, asks or says", FIELD_LINE, .max = 200,
	  .hint = "Codes; of a call both: GB RU" },
	{ "to_states", "Whom it is put to, or about", FIELD_LINE, .max = 200, .hint = "Codes" },
	{ "from", "First day", FIELD_DAY },
	{ "to", "Last day", FIELD_DAY, .hint = "Leave empty when it was one day" },
	{ "says", "In our words", FIELD_TEXT, .max = TALKS_SAYS_MAX },
	{ "words", "The exact words", FIELD_TEXT, .max = TALKS_WORDS_MAX },
	{ "speaker", "Who said it", FIELD_LINE, .max = 200 },
	{ "office", "Office held then, or formerly", FIELD_LINE, .max = 200 },
	{ "former", "The office was held formerly: the speaker speaks for no state", FIELD_CHECK },
	{ "place", "Where", FIELD_LINE, .max = 200 },
	{ "minutes_n", "How many minutes", FIELD_INT, .min = 1, .max = 100000 },
	{ "participants", "Who took part", FIELD_TEXT, .max = 2000,
	  .hint = "One a line: GB; name; office held then" },
	{ "topics", "Topics", FIELD_TEXT, .max = 2000, .hint = "One a line" },
	{ "concerns", "Concerns", FIELD_CHOICE, .choices = CONCERNS },
	{ "due_on", "To be answered by", FIELD_DAY },
	{ "source", "Source", FIELD_LINE, .max = 400 },
	{ "unpublished", "Not published: only for those cleared for it", FIELD_CHECK },
	{ 0 },
};

struct options {
	struct ui_option *v;
	ptrdiff_t n, cap;
};

static struct options options_of(struct arena *a, str name)
{
	struct options o = { 0 };
	if (str_eq(name, S("form")))
		for (int i = 0; i < TALKS_FORM_N; i++) {
			const struct talks_form_info *f = talks_form_info_of((enum talks_form)i);
			*arena_push(a, &o) = (struct ui_option){ .value = str_of(f->word),
								 .text = str_of(f->label) };
		}
	if (str_eq(name, S("state"))) {
		*arena_push(a, &o) =
		    (struct ui_option){ .value = S(""), .text = S("As such things begin") };
		for (int i = 0; i < TALKS_STATE_N; i++) {
			str word = talks_state_text((enum talks_state)i);
			*arena_push(a, &o) =
			    (struct ui_option){ .value = word, .text = talks_state_label(word) };
		}
	}
	if (str_eq(name, S("concerns")))
		for (int i = 0; CONCERNS[i]; i++)
			*arena_push(a, &o) =
			    (struct ui_option){ .value = str_of(CONCERNS[i]),
						.text = i ? str_of(CONCERNS[i])
							  : S("nothing of the register") };
	return o;
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct talks_new_view v = { 0 };
	TRY(page_begin(c, "Enter something said, asked or agreed", &p));
	struct talks_new_inputs *to = arena_new_n(c->a, struct talks_new_inputs, f->n);
	for (ptrdiff_t i = 0; i < f->n; i++) {
		str name = str_of(f->v[i].field->name);
		struct options o = options_of(c->a, name);
		to[i].input_html = talks_control(c->a, &f->v[i], name, (str){ 0 }, o.v, o.n);
	}
	v.inputs = to;
	v.n_inputs = f->n;
	v.csrf = p.csrf;
	p.frame.back_url = S("/talks");
	p.frame.back_text = S("Talks");
	return page_send(&p, talks_new, &v);
}

enum err talks_new_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, new_fields);
	return show(c, &blank);
}

static struct opt_int number(const struct form *f, const char *name)
{
	return (struct opt_int){ form_value(f, name)->has, form_value(f, name)->n };
}

enum err talks_new_post(struct ctx *c)
{
	struct form f;
	int64_t id;
	enum err e = form_read(c, new_fields, CSRF_FIELDS, &f);
	if (e == OK) {
		struct talks_new in = { .form = form_text(&f, "form"),
					.state = form_text(&f, "state"),
					.by_isos = form_text(&f, "by"),
					.to_isos = form_text(&f, "to_states"),
					.from_on = number(&f, "from"),
					.to_on =
					    number(&f, form_value(&f, "to")->has ? "to" : "from"),
					.says = form_text(&f, "says"),
					.words = form_text(&f, "words"),
					.speaker = form_text(&f, "speaker"),
					.office = form_text(&f, "office"),
					.is_former = form_is(&f, "former"),
					.place = form_text(&f, "place"),
					.minutes_n = number(&f, "minutes_n"),
					.participants = form_text(&f, "participants"),
					.topics = form_text(&f, "topics"),
					.concerns = form_text(&f, "concerns"),
					.due_on = number(&f, "due_on"),
					.source = form_text(&f, "source"),
					.is_unpublished = form_is(&f, "unpublished") };
		e = talks_enter(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in, &id);
	}
	if (e == OK)
		return see_other(c, "/talks/%lld", (long long)id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, &f) : e;
}
