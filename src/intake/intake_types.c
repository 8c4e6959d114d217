/* intake_types.c: where every type goes, and words. Pure. */
#include "intake/intake.h"

#include <string.h>

#include "base/out.h"

/* clang-format off */
const struct intake_type INTAKE_TYPES[INTAKE_TYPES_N] = {
#define INTAKE_TYPE(type_, place_, word_, concerns_) { #type_, INTAKE_##place_, word_, concerns_ },
#include "intake/intake.def"
};
/* clang-format on */

const char *const INTAKE_MODALITIES[] = { "asserted",    "announced", "planned", "threatened",
					  "conditional", "negated",   "denied",  "reported",
					  "questioned",  NULL };

const struct intake_type *intake_type_of(str type)
{
	for (int i = 0; i < INTAKE_TYPES_N; i++)
		if (str_eq(type, str_of(INTAKE_TYPES[i].type)))
			return &INTAKE_TYPES[i];
	return NULL;
}

str intake_type_label(struct arena *a, str type)
{
	str low = str_lower(a, type);
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < type.n; i++)
		out_char(&o, !i ? type.p[i] : low.p[i] == '_' ? ' ' : low.p[i]);
	return out_view(&o);
}

static bool is_engagement(const struct intake_type *t)
{
	enum talks_form form;
	return t->place == INTAKE_ITEM && talks_form_of(str_of(t->word), &form) &&
	       talks_form_info_of(form)->kind == TALKS_KIND_ENGAGEMENT;
}

struct intake_goes intake_goes_of(const struct intake_type *t, str modality)
{
	struct intake_goes g = { t->place, str_of(t->word), { 0 } };
	bool is_cancelled = !strcmp(t->type, "MEETING_CANCELLED");
	if (is_cancelled)
		g.state = talks_state_text(TALKS_STATE_CANCELLED);
	if (str_eq(modality, S("asserted")) || str_eq(modality, S("announced")))
		return g;
	if (str_eq(modality, S("threatened")) && !strcmp(t->type, "THREAT"))
		return g;
	if (str_eq(modality, S("planned")) && is_engagement(t) && !is_cancelled) {
		g.state = talks_state_text(TALKS_STATE_PLANNED);
		return g;
	}
	return (struct intake_goes){ INTAKE_ITEM,
				     str_of(talks_form_info_of(TALKS_FORM_TOLD)->word),
				     { 0 } };
}

str intake_why_says(str why)
{
	static const char *const says[] = {
		"The text does not say so",      "It is another type",
		"It is another state",           "It is another day",
		"It is another number",          "It is only a comment",
		"It is told twice in this text", "It does not matter to us"
	};
	enum intake_why w;
	return intake_why_of(why, &w) ? str_of(says[w]) : why;
}

static bool opt_eq(struct opt_int a, struct opt_int b)
{
	return a.has == b.has && (!a.has || a.v == b.v);
}

static bool text_eq(str a, str b)
{
	return str_eq(a, b) || (str_is_empty(a) && str_is_empty(b));
}

bool intake_entry_eq(const struct intake_entry *a, const struct intake_entry *b)
{
	return text_eq(a->type, b->type) && text_eq(a->modality, b->modality) &&
	       text_eq(a->by_isos, b->by_isos) && text_eq(a->to_isos, b->to_isos) &&
	       opt_eq(a->from_on, b->from_on) && opt_eq(a->to_on, b->to_on) &&
	       opt_eq(a->value_n, b->value_n) && opt_eq(a->least_n, b->least_n) &&
	       opt_eq(a->most_n, b->most_n) && opt_eq(a->due_on, b->due_on) &&
	       text_eq(a->word, b->word) && text_eq(a->says, b->says) &&
	       text_eq(a->words, b->words) && text_eq(a->speaker, b->speaker) &&
	       text_eq(a->office, b->office) && a->is_former == b->is_former &&
	       text_eq(a->place, b->place) && text_eq(a->participants, b->participants) &&
	       text_eq(a->topics, b->topics) && text_eq(a->concerns, b->concerns);
}
