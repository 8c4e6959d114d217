/* talks_rules.c: forms and words. Pure. */
#include "talks/talks.h"

static const struct talks_form_info forms[TALKS_FORM_N] = {
/* clang-format off */
#define TALKS_FORM(name, word_, kind_, begins_, owner_, label_)                                    \
	[TALKS_FORM_##name] = { .word = word_, .label = label_, .kind = TALKS_KIND_##kind_,        \
				.begins = TALKS_STATE_##begins_, .owner = owner_ },
#include "talks/talks.def"
	/* clang-format on */
};

const struct talks_form_info *talks_form_info_of(enum talks_form form)
{
	return &forms[form];
}

bool talks_form_of(str word, enum talks_form *form)
{
	for (int i = 0; i < TALKS_FORM_N; i++)
		if (str_eq(word, str_of(forms[i].word))) {
			*form = (enum talks_form)i;
			return true;
		}
	return false;
}

str talks_form_label(str word)
{
	enum talks_form form;
	return talks_form_of(word, &form) ? str_of(forms[form].label) : word;
}

/* The label of one of a list of words; a word that is not there stands for itself. */
struct says_of {
	const char *word, *says;
};

static str label_of(const struct says_of *list, str word)
{
	for (; list->word; list++)
		if (str_eq(word, str_of(list->word)))
			return str_of(list->says);
	return word;
}

str talks_state_label(str state)
{
	static const struct says_of list[] = {
		{ "planned", "Planned" }, { "held", "Held" },         { "cancelled", "Cancelled" },
		{ "open", "Open" },       { "answered", "Answered" }, { "done", "Done" },
		{ "dropped", "Dropped" }, { "said", "Said" },         { 0 },
	};
	return label_of(list, state);
}

str talks_kind_label(str kind)
{
	static const struct says_of list[] = {
		{ "engagement", "Engagements" },
		{ "ask", "Asks" },
		{ "complaint", "Complaints" },
		{ "agreement", "Agreements" },
		{ "statement", "Statements" },
		{ "background", "Background" },
		{ 0 },
	};
	return label_of(list, kind);
}

str talks_link_says(str kind, bool is_from)
{
	static const struct says_of from[] = {
		{ "retaliation_for", "In retaliation for" },
		{ "response_to", "In response to" },
		{ "statement_on", "About" },
		{ "made_during", "Made during" },
		{ "follows", "Follows" },
		{ 0 },
	};
	static const struct says_of to[] = {
		{ "retaliation_for", "Retaliation" }, { "response_to", "Response" },
		{ "statement_on", "Said about it" },  { "made_during", "Made during it" },
		{ "follows", "Followed by" },         { 0 },
	};
	return label_of(is_from ? from : to, kind);
}

str talks_days_text(struct arena *a, struct opt_int from_on, struct opt_int to_on)
{
	if (!to_on.has)
		return S("day not known");
	if (!from_on.has)
		return str_fmt(a, "not after %.*s", SF(day_long(a, to_on.v)));
	return interval_long(a, (struct interval){ from_on.v, to_on.v });
}

static void join_names(struct out *o, const struct talks_sides_rows *sides, str role)
{
	ptrdiff_t n = 0, done = 0;
	for (ptrdiff_t i = 0; i < sides->n; i++)
		n += str_eq(sides->v[i].role, role);
	for (ptrdiff_t i = 0; i < sides->n; i++) {
		if (!str_eq(sides->v[i].role, role))
			continue;
		if (done)
			out_str(o, done == n - 1 ? S(" and ") : S(", "));
		out_str(o, sides->v[i].state_name);
		done++;
	}
}

str talks_sides_text(struct arena *a, const struct talks_sides_rows *sides)
{
	struct out by = out_to_arena(a), to = out_to_arena(a);
	join_names(&by, sides, talks_role_text(TALKS_ROLE_BY));
	join_names(&to, sides, talks_role_text(TALKS_ROLE_TO));
	str b = str_copy(a, out_view(&by)), t = str_copy(a, out_view(&to));
	if (!t.n)
		return b.n ? b : S("no state");
	return str_fmt(a, "%.*s > %.*s", SF(b.n ? b : S("no state")), SF(t));
}
