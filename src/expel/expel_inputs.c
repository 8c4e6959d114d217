/* expel_inputs.c: the fields of a form about a measure as a page shows them: what there is to
 * choose from comes from the register and from the words of the schema. */
#include "expel/expel_pages.h"

#include <string.h>

#include "base/must.h"

/* ---- choices ---- */

struct choices {
	struct ui_option *v;
	ptrdiff_t n, cap;
};

static void choose(struct arena *a, struct choices *c, str value, str text)
{
	*arena_push(a, c) = (struct ui_option){ .value = value, .text = text };
}

#define WORDS(enum_name, N)                                                                        \
	for (int i = 0; i < N; i++)                                                                \
	choose(a, out, enum_name##_text((enum enum_name)i),                                        \
	       mission_label(a, enum_name##_text((enum enum_name)i)))

/* The words of the schema that a field may have; false: it is no such field. */
static bool words_of(struct arena *a, const char *name, struct choices *out)
{
	if (!strcmp(name, "kind"))
		for (int i = 0; i < EXPEL_KIND_N; i++)
			choose(a, out, expel_kind_text((enum expel_kind)i),
			       str_of(expel_kind_info_of((enum expel_kind)i)->label));
	else if (!strcmp(name, "class"))
		WORDS(expel_class, EXPEL_CLASS_N);
	else if (!strcmp(name, "strength"))
		WORDS(expel_strength, EXPEL_STRENGTH_N);
	else if (!strcmp(name, "how"))
		WORDS(expel_left_how, EXPEL_LEFT_HOW_N);
	else if (!strcmp(name, "basis"))
		WORDS(ceiling_basis, CEILING_BASIS_N);
	else if (!strcmp(name, "field"))
		WORDS(expel_field, EXPEL_FIELD_N);
	else
		return false;
	return true;
}

static enum err incidents_of(struct tx *tx, struct choices *out)
{
	struct expel_incidents_rows rows;
	TRY(expel_incidents(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		choose(tx->a, out, rows.v[i].ref,
		       str_fmt(tx->a, "%.*s %.*s", SF(rows.v[i].ref), SF(rows.v[i].title)));
	return OK;
}

static enum err measures_of(struct tx *tx, const struct expel_measure_view *m, struct choices *out)
{
	struct expel_measures_rows rows;
	TRY(expel_measures(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_measures_row *r = &rows.v[i];
		if (!m || (r->id != m->m.id && str_eq(r->sender_iso, m->m.target_iso) &&
			   str_eq(r->target_iso, m->m.sender_iso)))
			choose(tx->a, out, r->ref,
			       str_fmt(tx->a, "%.*s %.*s against %.*s", SF(r->ref),
				       SF(r->sender_name), SF(r->target_name)));
	}
	return OK;
}

static enum err states_of(struct tx *tx, struct choices *out)
{
	struct ref_states_rows rows;
	TRY(ref_states(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		choose(tx->a, out, rows.v[i].iso, rows.v[i].name);
	return OK;
}

static enum err missions_of(struct tx *tx, const struct expel_measure_view *m, struct choices *out)
{
	struct mission_of_pair_args of = { .sending_iso = m->m.target_iso,
					   .host_iso = m->m.sender_iso };
	struct mission_of_pair_rows rows;
	TRY(mission_of_pair(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		choose(tx->a, out, str_fmt(tx->a, "%lld", (long long)rows.v[i].id),
		       str_fmt(tx->a, "%.*s, %.*s", SF(rows.v[i].name), SF(rows.v[i].city)));
	return OK;
}

static void parts_of(struct arena *a, const struct expel_measure_view *m, enum expel_do what,
		     struct choices *out)
{
	enum expel_kind kind =
	    what == EXPEL_DO_CEILING ? EXPEL_KIND_CEILING : EXPEL_KIND_APPLICATION_REFUSED;
	for (ptrdiff_t i = 0; i < m->parts.n; i++)
		if (str_eq(m->parts.v[i].kind, expel_kind_text(kind)))
			choose(a, out, str_fmt(a, "%lld", (long long)m->parts.v[i].id),
			       expel_part_text(a, &m->parts.v[i]));
}

str expel_person_text(struct arena *a, str name, str post_no, str title)
{
	return post_no.p ? str_fmt(a, "%.*s, %.*s %.*s", SF(name), SF(post_no), SF(title)) : name;
}

static enum err nameable_of(struct tx *tx, const struct expel_measure_view *m, struct choices *out)
{
	struct expel_nameable_args of = { .sending_iso = m->m.target_iso,
					  .host_iso = m->m.sender_iso,
					  .measure_id = m->m.id };
	struct expel_nameable_rows rows;
	TRY(expel_nameable(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_nameable_row *r = &rows.v[i];
		choose(tx->a, out, r->person_ref,
		       expel_person_text(tx->a, r->person_name, r->post_no, r->title));
	}
	return OK;
}

/* Of those named: everybody, or who has not left. */
static void named_of(struct arena *a, const struct expel_measure_view *m, bool only_here,
		     struct choices *out)
{
	for (ptrdiff_t i = 0; i < m->n_people; i++) {
		const struct expel_people_row *p = &m->people[i].row;
		if (p->person_ref.p && !(only_here && p->left_on.has))
			choose(a, out, p->person_ref,
			       expel_person_text(a, p->person_name, p->post_no, p->title));
	}
	for (ptrdiff_t i = 0; only_here && i < m->family.n; i++) {
		const struct expel_family_row *p = &m->family.v[i];
		if (p->person_ref.p && !p->left_on.has)
			choose(a, out, p->person_ref,
			       str_fmt(a, "%.*s, family of %.*s", SF(p->person_name),
				       SF(p->principal_name)));
	}
}

/* Applications of the State that wait, for the part that refuses them. */
static enum err applications_of(struct tx *tx, const struct expel_measure_view *m,
				struct choices *out)
{
	struct expel_open_applications_args of = { .sending_iso = m->m.target_iso,
						   .receiving_iso = m->m.sender_iso };
	struct expel_open_applications_rows rows;
	TRY(expel_open_applications(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		choose(tx->a, out, rows.v[i].ref,
		       str_fmt(tx->a, "%.*s %.*s", SF(rows.v[i].ref), SF(rows.v[i].person_name)));
	return OK;
}

static enum err people_of(struct tx *tx, const struct expel_measure_view *m, enum expel_do what,
			  struct choices *out)
{
	if (what == EXPEL_DO_NAME)
		return nameable_of(tx, m, out);
	if (what == EXPEL_DO_REFUSE)
		return applications_of(tx, m, out);
	named_of(tx->a, m, what == EXPEL_DO_LEAVE, out);
	return OK;
}

/* What a field may be, from the register; none: it is typed. */
static enum err choices_of(struct tx *tx, const struct expel_form *form,
			   const struct expel_measure_view *m, const char *name,
			   struct choices *out)
{
	str n = str_of(name);
	*out = (struct choices){ 0 };
	if (words_of(tx->a, name, out))
		return OK;
	if (str_eq(n, S("incident")))
		return incidents_of(tx, out);
	if (str_eq(n, S("answers")))
		return measures_of(tx, m, out);
	if (str_eq(n, S("against")) || str_eq(n, S("by")) || str_eq(n, S("author-state")))
		return states_of(tx, out);
	if (m && str_eq(n, S("mission")))
		return missions_of(tx, m, out);
	if (m && str_eq(n, S("people")))
		return people_of(tx, m, form->what, out);
	if (m && str_eq(n, S("part")))
		parts_of(tx->a, m, form->what, out);
	return OK;
}

/* ---- inputs ---- */

/* What "says" is in this form. */
static str label_of(const struct expel_form *form, const struct field *field)
{
	if (strcmp(field->name, "says") != 0)
		return str_of(field->label);
	static const struct {
		enum expel_do what;
		const char *label;
	} labels[] = {
		{ EXPEL_DO_DRAFT, "What is said of the ground, as the note will say it" },
		{ EXPEL_DO_GROUND, "What is said of the ground, as the note will say it" },
		{ EXPEL_DO_BASIS, "Why, for those cleared for it" },
		{ EXPEL_DO_STOP, "Why it stands still" },
		{ EXPEL_DO_CLOSE, "By which decision, when not everybody has left" },
		{ EXPEL_DO_CLAIM, "In these words" },
		{ EXPEL_DO_ATTRIBUTE, "In these words" },
		{ EXPEL_DO_RECORD, "What happened" },
		{ EXPEL_DO_INCIDENT, "What happened" },
	};
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (labels[i].what == form->what)
			return str_of(labels[i].label);
	return S("Anything else");
}

static bool is_among(const struct form_value *x, str value)
{
	for (int64_t i = 0; x->many && i < x->n; i++)
		if (str_eq(x->many[i], value))
			return true;
	return false;
}

static struct html boxes(struct arena *a, const struct form_value *x, const struct choices *ch)
{
	str *values = arena_new_n(a, str, ch->n + 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < ch->n; i++)
		if (is_among(x, ch->v[i].value))
			values[n++] = ch->v[i].value;
	struct ui_fieldset set = { .legend = { .text = str_of(x->field->label) } };
	return ui_checkboxes(a, &(struct ui_choices){ .fieldset = &set,
						      .error = { .text = x->fault },
						      .name = S("people"),
						      .id_prefix = S("people"),
						      .classes = S("govuk-checkboxes--small"),
						      .values = values,
						      .n_values = n,
						      .items = ch->v,
						      .n_items = ch->n });
}

static struct html select_of(struct arena *a, const struct ui_field *in, const struct choices *ch)
{
	struct ui_field f = *in;
	struct choices all = { 0 };
	choose(a, &all, S(""), S("Choose"));
	for (ptrdiff_t i = 0; i < ch->n; i++)
		choose(a, &all, ch->v[i].value, ch->v[i].text);
	f.options = all.v;
	f.n_options = all.n;
	return ui_select(a, &f);
}

static struct html input_of(struct arena *a, const struct expel_form *form,
			    const struct form_value *x, const struct choices *ch)
{
	const struct field *d = x->field;
	bool is_one = form->what == EXPEL_DO_SUPERSEDE || form->what == EXPEL_DO_CORRECT;
	struct ui_option tick = { .value = S("1"), .text = str_of(d->label) };
	const str yes = S("1");
	struct ui_field in = page_field(x);
	in.label.text = label_of(form, d);
	in.rows_n = 3;
	if (d->kind == FIELD_MANY && !is_one)
		return boxes(a, x, ch);
	if (d->kind == FIELD_MANY)
		in.value = x->many && x->n ? x->many[0] : (str){ 0 };
	if (ch->n || d->kind == FIELD_MANY)
		return select_of(a, &in, ch);
	if (d->kind == FIELD_TEXT)
		return ui_textarea(a, &in);
	if (d->kind == FIELD_CHECK)
		return ui_checkboxes(a,
				     &(struct ui_choices){ .name = in.name,
							   .id_prefix = in.name,
							   .classes = S("govuk-checkboxes--small"),
							   .values = &yes,
							   .n_values = x->n == 1,
							   .items = &tick,
							   .n_items = 1 });
	if (d->kind == FIELD_INT) {
		in.inputmode = S("numeric");
		in.classes = S("govuk-input--width-5");
	}
	bool is_whole_day = form->what == EXPEL_DO_LEAVE && !strcmp(d->name, "on");
	if (is_whole_day)
		in.hint.text = (str){ 0 };
	if (!strcmp(d->name, "time"))
		in.classes = S("govuk-input--width-5");
	if (d->kind == FIELD_DAY || is_whole_day) {
		in.type = S("date");
		in.classes = S("govuk-input--width-10");
	}
	return ui_input(a, &in);
}

enum err expel_inputs_of(struct tx *tx, const struct expel_form *form, const struct form *f,
			 const struct expel_measure_view *m, struct html *html)
{
	struct out o = out_to_arena(tx->a);
	str rest = str_of(form->fields);
	bool is_across = false; /* within a row of short inputs */
	while (rest.n) {
		struct choices ch;
		const char *name = str_z(tx->a, str_cut(&rest, ' '));
		const struct form_value *x = form_value(f, name);
		TRY(choices_of(tx, form, m, name, &ch));
		/* a part or a mission to choose from is only asked where there is one */
		if (!ch.n && (!strcmp(name, "mission") || !strcmp(name, "incident") ||
			      !strcmp(name, "answers")))
			continue;
		bool is_short = !ch.n && (x->field->kind == FIELD_INT ||
					  x->field->kind == FIELD_DAY || !strcmp(name, "time"));
		if (is_short != is_across)
			out_str(&o, is_short ? S("<div class=\"grata-across\">") : S("</div>"));
		is_across = is_short;
		struct html one = input_of(tx->a, form, x, &ch);
		out_raw(&o, one.s, "components escape what they are given");
	}
	out_str(&o, is_across ? S("</div>") : S(""));
	html->s = out_view(&o);
	return OK;
}
