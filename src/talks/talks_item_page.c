/* talks_item_page.c: one item, and what is written to it. */
#include "ref/ref.h"
#include "talks/talks_in.h"
#include "talks_one.html.h"

static const char *const STATES[] = { "open", "answered", "done", "dropped", NULL };
static const char *const OWNERS[] = { "", "desk", "visa", "protocol", "security", "head", NULL };

static const struct field follow_fields[] = {
	{ "says", "What happened or was done", FIELD_TEXT, true, .max = TALKS_SAYS_MAX },
	{ "state", "Stands", FIELD_CHOICE, true, .choices = STATES },
	{ "owner", "Who follows it up", FIELD_CHOICE, .choices = OWNERS },
	{ "due_on", "To be answered by", FIELD_DAY },
	{ 0 },
};

static const struct field readout_fields[] = {
	{ "state_iso", "Whose readout", FIELD_LINE, true, .max = 4, .hint = "Code, such as RU" },
	{ "said_on", "Made public on", FIELD_DAY },
	{ "words", "What it says", FIELD_TEXT, true, .max = TALKS_WORDS_MAX },
	{ "topics", "Topics that it names", FIELD_TEXT, .max = 2000, .hint = "One a line" },
	{ "source", "Source", FIELD_LINE, true, .max = 400 },
	{ 0 },
};

/* ---- what hangs on it ---- */

static enum err fill_people(struct tx *tx, int64_t id, struct talks_one_view *v)
{
	struct talks_participants_args of = { .item_id = id };
	struct talks_participants_rows rows;
	TRY(talks_participants(tx, &of, &rows));
	struct talks_one_people *to = arena_new_n(tx->a, struct talks_one_people, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct talks_one_people){ .name = rows.v[i].name,
						   .office = rows.v[i].office,
						   .state_name = rows.v[i].state_name };
	v->people = to;
	v->n_people = rows.n;
	return OK;
}

static enum err fill_readouts(struct tx *tx, int64_t id, struct talks_one_view *v)
{
	struct talks_readouts_args of = { .item_id = id };
	struct talks_readouts_rows rows;
	TRY(talks_readouts(tx, &of, &rows));
	struct talks_one_readouts *to = arena_new_n(tx->a, struct talks_one_readouts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct talks_one_readouts){ .state_name = rows.v[i].state_name,
						     .said_on = rows.v[i].said_on.has
								    ? rows.v[i].said_on.v
								    : 0,
						     .words = rows.v[i].words,
						     .source = rows.v[i].source };
	v->readouts = to;
	v->n_readouts = rows.n;
	return OK;
}

/* Whose readouts name a topic: both, only one, or no readout. */
static enum err named_by(struct tx *tx, const struct talks_points_rows *rows, ptrdiff_t from,
			 ptrdiff_t to, str *by)
{
	ptrdiff_t n = 0;
	str name = { 0 };
	for (ptrdiff_t i = from; i < to; i++) {
		if (!rows->v[i].state_iso.p)
			continue;
		n++;
		TRY(ref_state_name(tx, rows->v[i].state_iso, &name));
	}
	*by = n > 1    ? S("Both sides")
	      : n == 1 ? str_fmt(tx->a, "Only %.*s", SF(name))
		       : S("No readout; another source");
	return OK;
}

static enum err fill_topics(struct tx *tx, int64_t id, struct talks_one_view *v)
{
	struct talks_points_args of = { .item_id = id };
	struct talks_points_rows rows;
	TRY(talks_points(tx, &of, &rows));
	struct talks_one_topics *to = arena_new_n(tx->a, struct talks_one_topics, rows.n);
	for (ptrdiff_t i = 0, end; i < rows.n; i = end) {
		for (end = i + 1;
		     end < rows.n && str_eq(rows.v[end].topic_key, rows.v[i].topic_key);)
			end++;
		to[v->n_topics].topic = rows.v[i].topic;
		TRY(named_by(tx, &rows, i, end, &to[v->n_topics++].by));
	}
	v->topics = to;
	return OK;
}

static enum err add_link(struct tx *tx, str says, str table, int64_t id,
			 struct talks_one_links *list, ptrdiff_t *n)
{
	struct talks_one_links *l = &list[*n];
	enum err e = talks_object_name(tx, table, id, &l->url, &l->name);
	if (e == ERR_NOT_FOUND || e == ERR_DENIED)
		return OK; /* not this viewer's to see */
	l->says = says;
	*n += e == OK;
	return e;
}

static enum err fill_links(struct tx *tx, int64_t id, struct talks_one_view *v)
{
	struct talks_links_from_args from = { S("talks_item"), id };
	struct talks_links_to_args to = { S("talks_item"), id };
	struct talks_links_from_rows out;
	struct talks_links_to_rows in;
	TRY(talks_links_from(tx, &from, &out));
	TRY(talks_links_to(tx, &to, &in));
	struct talks_one_links *list = arena_new_n(tx->a, struct talks_one_links, out.n + in.n);
	for (ptrdiff_t i = 0; i < out.n; i++)
		TRY(add_link(tx, talks_link_says(out.v[i].kind, true), out.v[i].to_table,
			     out.v[i].to_id, list, &v->n_links));
	for (ptrdiff_t i = 0; i < in.n; i++)
		TRY(add_link(tx, talks_link_says(in.v[i].kind, false), in.v[i].from_table,
			     in.v[i].from_id, list, &v->n_links));
	v->links = list;
	return OK;
}

static enum err fill_followups(struct tx *tx, int64_t id, struct talks_one_view *v)
{
	struct talks_followups_args of = { .item_id = id };
	struct talks_followups_rows rows;
	TRY(talks_followups(tx, &of, &rows));
	struct talks_one_followups *to = arena_new_n(tx->a, struct talks_one_followups, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct talks_one_followups){ .followed_on = rows.v[i].followed_on,
						      .state = talks_state_label(rows.v[i].state),
						      .says = rows.v[i].says };
	v->followups = to;
	v->n_followups = rows.n;
	return OK;
}

/* ---- facts ---- */

struct facts {
	struct arena *a;
	struct talks_one_facts *v;
	ptrdiff_t n, cap;
};

static void fact(struct facts *f, const char *key, str value, str url)
{
	if (!str_is_empty(value))
		*arena_push(f->a, f) =
		    (struct talks_one_facts){ .key = str_of(key), .value = value, .url = url };
}

static enum err fill_facts(struct tx *tx, const struct talks_by_id_row *i,
			   const struct talks_sides_rows *sides, struct talks_one_view *v)
{
	struct facts f = { .a = tx->a };
	str none = { 0 }, url, name;
	TRY(talks_concern_url(tx, i->concerns, sides, &url, &name));
	fact(&f, "Said by", i->speaker, none);
	fact(&f, i->is_former ? "Formerly" : "Office then", i->office, none);
	if (i->is_former)
		fact(&f, "Speaks for", S("No state"), none);
	fact(&f, "Where", i->place, none);
	if (i->minutes_n.has)
		fact(&f, "Length", str_fmt(tx->a, "%lld minutes", (long long)i->minutes_n.v), none);
	fact(&f, "Concerns", name, url);
	fact(&f, "Followed up by", i->owner, none);
	if (i->due_on.has)
		fact(&f, "Due", day_long(tx->a, i->due_on.v), none);
	fact(&f, "Told as", i->modality, none);
	fact(&f, "Source", i->source, none);
	if (i->text_id.has && (tx->viewer->role_bits & ~BIT(ROLE_VISA)))
		fact(&f, "Read in",
		     str_fmt(tx->a, "Text %lld, proposal %lld", (long long)i->text_id.v,
			     (long long)i->text_seq_n.v),
		     str_fmt(tx->a, "/intake/%lld#p%lld", (long long)i->text_id.v,
			     (long long)i->text_seq_n.v));
	v->facts = f.v;
	v->n_facts = f.n;
	return OK;
}

/* ---- the page ---- */

static bool is_kind(str kind, enum talks_kind k)
{
	return str_eq(kind, talks_kind_text(k));
}

static void fill_form(struct ctx *c, const struct form *f, const struct talks_by_id_row *i,
		      struct talks_one_view *v)
{
	struct talks_one_inputs *to = arena_new_n(c->a, struct talks_one_inputs, f->n);
	for (ptrdiff_t k = 0; k < f->n; k++) {
		str name = str_of(f->v[k].field->name);
		const char *const *choices = f->v[k].field->choices;
		struct ui_option *options = arena_new_n(c->a, struct ui_option, 8);
		ptrdiff_t n = 0;
		for (; choices && choices[n]; n++)
			options[n] = (struct ui_option){ .value = str_of(choices[n]),
							 .text = choices[n][0] ? str_of(choices[n])
									       : S("as before") };
		str value = str_eq(name, S("state")) ? i->state
			    : str_eq(name, S("due_on")) && i->due_on.has
				? day_text(c->a, i->due_on.v)
				: (str){ 0 };
		to[v->n_inputs++].input_html =
		    talks_control(c->a, &f->v[k], name, value, options, n);
	}
	v->inputs = to;
}

static enum err show(struct ctx *c, const struct form *typed)
{
	struct page p;
	struct talks_by_id_args by = { .id = path_id(c, "id") };
	struct talks_sides_args of = { .item_id = by.id };
	struct talks_by_id_row i;
	struct talks_sides_rows sides;
	TRY(page_begin(c, "Talks", &p));
	TRY(talks_by_id(p.tx, &by, &i));
	TRY(talks_sides(p.tx, &of, &sides));
	struct talks_one_view v = { .id = i.id,
				    .csrf = p.csrf,
				    .ref = i.ref,
				    .form = talks_form_label(i.form),
				    .sides = talks_sides_text(c->a, &sides),
				    .when = talks_days_text(c->a, i.from_on, i.to_on),
				    .state = talks_state_label(i.state),
				    .tag = str_of(talks_tag(i.state)),
				    .says = i.says,
				    .words = i.words,
				    .is_unpublished = !i.is_public,
				    .is_meeting = is_kind(i.kind, TALKS_KIND_ENGAGEMENT),
				    .is_followed = is_kind(i.kind, TALKS_KIND_ASK) ||
						   is_kind(i.kind, TALKS_KIND_COMPLAINT) ||
						   is_kind(i.kind, TALKS_KIND_AGREEMENT),
				    .is_shown = typed != NULL };
	TRY(fill_facts(p.tx, &i, &sides, &v));
	TRY(fill_people(p.tx, i.id, &v));
	TRY(fill_readouts(p.tx, i.id, &v));
	TRY(fill_topics(p.tx, i.id, &v));
	TRY(fill_links(p.tx, i.id, &v));
	TRY(fill_followups(p.tx, i.id, &v));
	struct form blank = form_blank(c->a, v.is_meeting ? readout_fields : follow_fields);
	if ((v.is_meeting || v.is_followed) && ctx_has_role(c, TALKS_WRITES))
		fill_form(c, typed ? typed : &blank, &i, &v);
	p.frame.title = str_fmt(c->a, "%.*s %.*s", SF(i.ref), SF(v.form));
	p.frame.back_url = S("/talks");
	p.frame.back_text = S("Talks");
	return page_send(&p, talks_one, &v);
}

enum err talks_item_page(struct ctx *c)
{
	return show(c, NULL);
}

static enum err answer(struct ctx *c, struct form *f, enum err e)
{
	if (e == OK)
		return see_other(c, "/talks/%lld", (long long)path_id(c, "id"));
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, f) : e;
}

static struct opt_int day_of_form(const struct form *f, const char *name)
{
	return (struct opt_int){ form_value(f, name)->has, form_day(f, name, 0) };
}

enum err talks_follow_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, follow_fields, CSRF_FIELDS, &f);
	struct talks_follow in = { .item_id = path_id(c, "id"), .has_due = true };
	if (e == OK) {
		in.says = form_text(&f, "says");
		in.state = form_text(&f, "state");
		in.owner = form_text(&f, "owner");
		in.due_on = day_of_form(&f, "due_on");
		e = talks_follow_up(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in);
	}
	return answer(c, &f, e);
}

enum err talks_readout_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, readout_fields, CSRF_FIELDS, &f);
	if (e == OK) {
		struct talks_readout_new in = { .item_id = path_id(c, "id"),
						.state_iso = form_text(&f, "state_iso"),
						.words = form_text(&f, "words"),
						.source = form_text(&f, "source"),
						.topics = form_text(&f, "topics"),
						.said_on = day_of_form(&f, "said_on") };
		e = talks_read_out(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in);
	}
	return answer(c, &f, e);
}
