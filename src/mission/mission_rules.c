/* mission_rules.c: pure rules, in the order of the header. */
#include "mission/mission_rules.h"

#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"

const struct mission_act_rule MISSION_ACTS[MISSION_ACT_KIND_N] = {
#define MISSION_ACT(name, label, needs, vcdr, vccr, deadline, says)                                \
	[MISSION_ACT_KIND_##                                                                       \
	    name] = { MISSION_ACT_KIND_##name, label, needs, vcdr, vccr, deadline, says },
#include "mission/mission.def"
};

bool mission_is_consular(enum mission_kind kind)
{
	return kind == MISSION_KIND_CONSULATE_GENERAL || kind == MISSION_KIND_CONSULATE ||
	       kind == MISSION_KIND_HONORARY;
}

bool mission_is_head_post(enum mission_kind kind, enum post_category category, bool is_first)
{
	if (!mission_is_consular(kind))
		return category == POST_CATEGORY_HEAD;
	return is_first &&
	       (category == POST_CATEGORY_CONSULAR_OFFICER || category == POST_CATEGORY_HONORARY);
}

bool mission_has_category(enum mission_kind kind, enum post_category category)
{
	return !mission_is_consular(kind) || category != POST_CATEGORY_HEAD;
}

str mission_act_article(enum mission_act_kind act, enum mission_kind kind)
{
	const struct mission_act_rule *r = &MISSION_ACTS[act];
	return str_of(mission_is_consular(kind) ? r->vccr : r->vcdr);
}

int64_t mission_late_days(int64_t happened_on, int64_t told_on, int64_t limit_days, bool is_working,
			  const struct calendar *host)
{
	int64_t due_on =
	    is_working ? day_add_working(host, happened_on, limit_days) : happened_on + limit_days;
	return told_on > due_on ? told_on - due_on : 0;
}

/* ---- status ---- */

/* What members of a category enjoy, and what their families do. */
struct standing {
	const char *is, *enjoys, *family;
};
static const struct standing standings[POST_CATEGORY_N] = {
	[POST_CATEGORY_HEAD] = { "head of mission",
				 "inviolable, and immune from criminal jurisdiction (VCDR Art. 29, "
				 "31)",
				 "inviolable and immune like a diplomatic agent (VCDR Art. 37(1))" },
	[POST_CATEGORY_DIPLOMATIC] = { "diplomatic agent",
				       "inviolable, and immune from criminal jurisdiction (VCDR "
				       "Art. 29, 31)",
				       "inviolable and immune like a diplomatic agent (VCDR Art. "
				       "37(1))" },
	[POST_CATEGORY_ADMIN_TECHNICAL] = { "administrative and technical staff",
					    "inviolable, and immune from criminal jurisdiction; in "
					    "civil matters for official acts only (VCDR Art. 37(2))",
					    "inviolable, and immune from criminal jurisdiction "
					    "(VCDR Art. 37(2))" },
	[POST_CATEGORY_SERVICE] = { "service staff",
				    "immune for acts in the course of duties only (VCDR Art. "
				    "37(3))",
				    "no immunity" },
	[POST_CATEGORY_PRIVATE_SERVANT] = { "private servant of a member",
					    "only what this State admits (VCDR Art. 37(4))",
					    "no immunity" },
	[POST_CATEGORY_CONSULAR_OFFICER] = { "consular officer",
					     "no arrest pending trial except for a grave crime and "
					     "by decision of a court; immune for official acts "
					     "(VCCR Art. 41, 43)",
					     "no immunity" },
	[POST_CATEGORY_CONSULAR_EMPLOYEE] = { "consular employee",
					      "immune for official acts only (VCCR Art. 43)",
					      "no immunity" },
	[POST_CATEGORY_HONORARY] = { "honorary consular officer",
				     "immune for official acts only (VCCR Art. 58(2), 43)",
				     "no immunity" },
	[POST_CATEGORY_LOCAL] = { "locally engaged",
				  "only what this State admits (VCDR Art. 38(2))", "no immunity" },
};

static bool is_agent(enum post_category c)
{
	return c == POST_CATEGORY_HEAD || c == POST_CATEGORY_DIPLOMATIC;
}

static bool is_of_consulate(enum post_category c)
{
	return c == POST_CATEGORY_CONSULAR_OFFICER || c == POST_CATEGORY_CONSULAR_EMPLOYEE ||
	       c == POST_CATEGORY_HONORARY;
}

/* VCDR Art. 38, VCCR Art. 71: nationals and residents of the host have less. */
static const char *of_our_own(const struct mission_standing *s)
{
	if (!s->relation.p && is_agent(s->category))
		return "immune for official acts only (VCDR Art. 38(1))";
	if (!s->relation.p && s->category == POST_CATEGORY_CONSULAR_OFFICER)
		return "immune for official acts only (VCCR Art. 71(1))";
	return is_of_consulate(s->category) ? "only what this State admits (VCCR Art. 71(2))"
					    : "only what this State admits (VCDR Art. 38(2))";
}

static const char *enjoys(const struct mission_standing *s)
{
	const struct standing *t = &standings[s->category];
	bool is_own = s->is_host_national || s->is_resident;
	/* Art. 37(1) takes only nationals of the host out of a diplomatic agent's family. */
	if (s->relation.p && is_agent(s->category))
		is_own = s->is_host_national;
	if (s->relation.p && str_eq(s->relation, S("private_servant")))
		return is_own ? of_our_own(s) : standings[POST_CATEGORY_PRIVATE_SERVANT].enjoys;
	if (is_own)
		return of_our_own(s);
	return s->relation.p ? t->family : t->enjoys;
}

str mission_status_line(struct arena *a, const struct mission_standing *s)
{
	if (!s->is_member && !s->was_member)
		return S("not a member of a mission and in no household of one: no status");
	const char *is = standings[s->category].is;
	str who = s->relation.p ? str_fmt(a, "%.*s in the household of a member (%s)",
					  SF(mission_words(a, s->relation)), is)
				: str_of(is);
	const char *until = is_of_consulate(s->category) ? "VCCR Art. 53(3)" : "VCDR Art. 39(2)";
	if (s->is_member)
		return str_fmt(a, "%.*s: %s", SF(who), enjoys(s));
	return str_fmt(
	    a, "was %.*s and has not left yet: %s, until departure or a reasonable period (%s)",
	    SF(who), enjoys(s), until);
}

/* ---- precedence ---- */

static int compare_heads(const void *pa, const void *pb)
{
	const struct mission_head *a = pa, *b = pb;
	if (a->class_n != b->class_n)
		return a->class_n < b->class_n ? -1 : 1;
	if (a->took_at != b->took_at)
		return a->took_at < b->took_at ? -1 : 1;
	return str_cmp(a->mission_name, b->mission_name);
}

static str moment(struct arena *a, int64_t at, str zone)
{
	struct clock c;
	must(zone_clock(str_z(a, zone), at, &c) == OK);
	struct out o = out_to_arena(a);
	out_day_long(&o, c.on);
	out_fmt(&o, ", %02d:%02d", c.hour, c.minute);
	return out_view(&o);
}

void mission_precede(struct arena *a, struct mission_head *heads, ptrdiff_t n, str zone)
{
	qsort(heads, (size_t)n, sizeof *heads, compare_heads);
	for (ptrdiff_t i = 0; i < n; i++) {
		struct mission_head *h = &heads[i];
		if (h->took_at == INT64_MAX)
			h->why =
			    S("the day and hour of taking up functions are not in the register");
		else
			h->why = str_fmt(a, "class %d, took up functions %.*s (VCDR Art. 16(1))",
					 h->class_n, SF(moment(a, h->took_at, zone)));
	}
}

str mission_words(struct arena *a, str word)
{
	if (str_is_null(word))
		return word;
	char *p = arena_bytes(a, word.n + 1, 1);
	for (ptrdiff_t i = 0; i < word.n; i++)
		p[i] = word.p[i] == '_' ? ' ' : word.p[i];
	return (str){ p, word.n };
}

str mission_label(struct arena *a, str word)
{
	str s = mission_words(a, word);
	if (!s.n || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	return str_fmt(a, "%c%.*s", s.p[0] - 'a' + 'A', (int)s.n - 1, s.p + 1);
}
