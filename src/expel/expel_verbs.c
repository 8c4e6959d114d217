/* expel_verbs.c: `grata expel ...`: every deed from its options; lists, one measure, the table of
 * kinds, deadlines of a file. */
#include "expel/expel_in.h"

#include <stddef.h>
#include <string.h>

#include "base/must.h"
#include "base/os.h"
#include "base/out.h"
#include "doc/sheet.h"
#include "match/match.h"

/* ---- options to a wish ---- */

static const struct expel_place places[] = {
#define AT(name, to, field)                                                                        \
	{                                                                                          \
		name, EXPEL_TO_##to, offsetof(struct expel_wish, field)                            \
	}
	AT("incident", TEXT, incident),
	AT("measure", TEXT, measure),
	AT("answers", TEXT, answers),
	AT("by", TEXT, by_iso),
	AT("against", TEXT, against_iso),
	AT("title", TEXT, title),
	AT("place", TEXT, place),
	AT("says", TEXT, says),
	AT("source", TEXT, source),
	AT("author", TEXT, author),
	AT("author-state", TEXT, author_iso),
	AT("strength", TEXT, strength),
	AT("kind", TEXT, kind),
	AT("class", TEXT, staff_class),
	AT("scope", TEXT, scope),
	AT("note", TEXT, note_no),
	AT("to", TEXT, handed_to),
	AT("how", TEXT, how),
	AT("written", TEXT, name_written),
	AT("persons", COUNT, persons),
	AT("at-least", COUNT, persons_min),
	AT("at-most", COUNT, persons_max),
	AT("posts", COUNT, posts_n),
	AT("was", COUNT, was_n),
	AT("limit", COUNT, limit_n),
	AT("effect", DAY, effect_on),
	AT("floor", FLAG, is_floor),
	AT("ratchet", FLAG, is_ratchet),
	AT("mission", INT, mission_id),
	AT("least", INT, least_n),
	AT("part", INT, part_id),
	AT("zone", TEXT, zone),
	AT("basis", TEXT, basis),
	AT("article", TEXT, article),
	AT("field", TEXT, field),
	AT("became", TEXT, became),
	AT("reason", TEXT, reason),
	AT("with-family", FLAG, has_family),
#undef AT
};

const struct expel_place *expel_place_of(const char *name)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(places[i].name, name) == 0)
			return &places[i];
	return NULL;
}

static void fill_one(struct verb_call *c, const char *name, struct expel_wish *w)
{
	const struct expel_place *p = expel_place_of(name);
	if (!p)
		return; /* read by hand */
	void *to = (char *)w + p->at;
	switch (p->to) {
	case EXPEL_TO_TEXT: *(str *)to = verb_text(c, name); break;
	case EXPEL_TO_COUNT:
		*(struct opt_int *)to = (struct opt_int){ true, verb_int(c, name, 0) };
		if (verb_int(c, name, 0) < 0)
			fault_field(c->faults, str_of(name), "this must not be less than 0");
		break;
	case EXPEL_TO_DAY:
		*(struct opt_int *)to = (struct opt_int){ true, verb_day(c, name, 0) };
		break;
	case EXPEL_TO_FLAG: *(bool *)to = true; break;
	case EXPEL_TO_INT: *(int64_t *)to = verb_int(c, name, 0); break;
	}
}

static bool has_opt(const struct verb_call *c, const char *name)
{
	for (const struct verb_opt *o = c->verb->opts; o && o->name; o++)
		if (strcmp(o->name, name) == 0)
			return c->opt_values[o - c->verb->opts] != NULL;
	return false;
}

static void fill_limit(struct verb_call *c, struct expel_wish *w)
{
	w->has_limit = true;
	if (has_opt(c, "hours"))
		w->limit =
		    (struct expel_limit){ EXPEL_LIMIT_KIND_HOURS, verb_int(c, "hours", 0), 0 };
	else if (has_opt(c, "days"))
		w->limit = (struct expel_limit){ EXPEL_LIMIT_KIND_DAYS, verb_int(c, "days", 0), 0 };
	else if (has_opt(c, "until"))
		w->limit =
		    (struct expel_limit){ EXPEL_LIMIT_KIND_DATE, 0, verb_day(c, "until", 0) };
	else
		w->has_limit = false;
}

static enum err fill(struct verb_call *c, struct expel_wish *w)
{
	*w = (struct expel_wish){ .people = c->args, .n_people = c->n_args };
	for (const struct verb_opt *o = c->verb->opts; o && o->name; o++)
		if (c->opt_values[o - c->verb->opts])
			fill_one(c, o->name, w);
	fill_limit(c, w);
	if (has_opt(c, "on")) {
		w->has_when = interval_read(verb_text(c, "on"), &w->when);
		if (!w->has_when)
			fault_field(c->faults, S("on"),
				    "'%.*s' is not a date: 2018-03-14, 2018-03 or 2018",
				    SF(verb_text(c, "on")));
	}
	if (has_opt(c, "at")) {
		w->at.has = at_read(verb_text(c, "at"), &w->at.v);
		if (!w->at.has)
			fault_field(c->faults, S("at"),
				    "'%.*s' is not an instant: 2018-03-14T12:30:00Z",
				    SF(verb_text(c, "at")));
	}
	return faults_err(c->faults);
}

static enum err run(struct verb_call *c, enum expel_do what)
{
	struct expel_wish w;
	TRY(fill(c, &w));
	enum err e = expel_run(c->db, c->viewer, c->a, c->refusal, c->faults, what, &w);
	if (e == OK && w.made.p)
		out_fmt(c->out, "%.*s\n", SF(w.made));
	return e;
}

#define RUN(name, what)                                                                            \
	static enum err name##_verb(struct verb_call *c)                                           \
	{                                                                                          \
		return run(c, what);                                                               \
	}
RUN(incident, EXPEL_DO_INCIDENT)
RUN(attribute, EXPEL_DO_ATTRIBUTE)
RUN(record, EXPEL_DO_RECORD)
RUN(claim, EXPEL_DO_CLAIM)
RUN(part, EXPEL_DO_PART)
RUN(draft, EXPEL_DO_DRAFT)
RUN(name, EXPEL_DO_NAME)
RUN(strike, EXPEL_DO_STRIKE)
RUN(basis, EXPEL_DO_BASIS)
RUN(terms, EXPEL_DO_TERMS)
RUN(propose, EXPEL_DO_PROPOSE)
RUN(hand_over, EXPEL_DO_HAND_OVER)
RUN(supersede, EXPEL_DO_SUPERSEDE)
RUN(leave, EXPEL_DO_LEAVE)
RUN(stop, EXPEL_DO_STOP)
RUN(resume, EXPEL_DO_RESUME)
RUN(close, EXPEL_DO_CLOSE)
RUN(section, EXPEL_DO_SECTION)
RUN(ground, EXPEL_DO_GROUND)
RUN(notes, EXPEL_DO_NOTES)
RUN(ceiling, EXPEL_DO_CEILING)
RUN(refuse, EXPEL_DO_REFUSE)
RUN(correct, EXPEL_DO_CORRECT)

/* ---- one measure ---- */

static str at_text(struct arena *a, struct opt_int at)
{
	struct out o = out_to_arena(a);
	if (!at.has)
		return (str){ 0 };
	out_at(&o, at.v);
	return out_view(&o);
}

static str when_text(struct arena *a, struct opt_int from_on, struct opt_int to_on)
{
	struct out o = out_to_arena(a);
	if (!from_on.has)
		return (str){ 0 };
	out_interval(&o, (struct interval){ from_on.v, to_on.v });
	return out_view(&o);
}

static void json_parts(struct out *o, const struct expel_components_rows *parts)
{
	out_lit(o, ",\"parts\":[");
	for (ptrdiff_t i = 0; i < parts->n; i++) {
		const struct expel_components_row *p = &parts->v[i];
		enum expel_kind kind;
		must(expel_kind_of(p->kind, &kind));
		const struct expel_kind_info *info = expel_kind_info_of(kind);
		out_str(o, i ? S(",{\"kind\":") : S("{\"kind\":"));
		out_json(o, p->kind);
		out_member(o, "article", str_of(info->vcdr));
		out_member(o, "consular_article", str_of(info->vccr));
		out_member(o, "posts_effect", expel_posts_says(info->posts));
		out_member(o, "class", p->staff_class);
		out_member_int(o, "persons", p->persons_n);
		out_member_int(o, "persons_min", p->persons_min_n);
		out_member_int(o, "persons_max", p->persons_max_n);
		out_member_int(o, "posts", p->posts_n);
		out_member_int(o, "was", p->was_n);
		out_member_int(o, "limit", p->limit_n);
		out_fmt(o, ",\"ratchet\":%s", p->is_ratchet ? "true" : "false");
		out_member(o, "scope", p->scope);
		out_fmt(o, ",\"id\":%lld", (long long)p->id);
		out_member(o, "effect",
			   p->effect_on.has ? day_text(o->a, p->effect_on.v) : (str){ 0 });
		out_lit(o, "}");
	}
	out_lit(o, "]");
}

static void json_claims(struct out *o, const struct expel_claims_rows *claims)
{
	out_lit(o, ",\"claims\":[");
	for (ptrdiff_t i = 0; i < claims->n; i++) {
		const struct expel_claims_row *c = &claims->v[i];
		out_str(o, i ? S(",{\"author\":") : S("{\"author\":"));
		out_json(o, c->author);
		out_member(o, "kind", c->kind);
		out_member_int(o, "persons", c->persons_n);
		out_member(o, "says", c->says);
		out_member(o, "source", c->source);
		out_lit(o, "}");
	}
	out_lit(o, "]");
}

static void json_people(struct out *o, const struct expel_measure_view *v)
{
	out_fmt(
	    o,
	    ",\"named\":%td,\"told\":%lld,\"left\":%lld,\"overdue\":%lld,\"late\":%lld,\"people\":[",
	    v->n_people, (long long)v->told_n, (long long)v->left_n, (long long)v->overdue_n,
	    (long long)v->late_n);
	for (ptrdiff_t i = 0; i < v->n_people; i++) {
		const struct expel_people_row *p = &v->people[i].row;
		out_str(o, i ? S(",{\"ref\":") : S("{\"ref\":"));
		out_json(o, p->person_ref);
		out_member(o, "name", p->person_name);
		out_member(o, "written", p->name_written);
		out_member(o, "post", p->post_no);
		out_member(o, "words", expel_words_for(o->a, p, &v->parts));
		out_member(o, "stands", expel_standing_text(v->people[i].standing));
		out_member(o, "left_on",
			   p->left_on.has ? day_text(o->a, p->left_on.v) : (str){ 0 });
		out_member(o, "left_how", p->left_how);
		out_lit(o, "}");
	}
	out_lit(o, "],\"family\":[");
	for (ptrdiff_t i = 0; i < v->family.n; i++) {
		const struct expel_family_row *p = &v->family.v[i];
		out_str(o, i ? S(",{\"ref\":") : S("{\"ref\":"));
		out_json(o, p->person_ref);
		out_member(o, "with", p->principal_name);
		out_member(o, "left_on",
			   p->left_on.has ? day_text(o->a, p->left_on.v) : (str){ 0 });
		out_lit(o, "}");
	}
	out_lit(o, "]");
}

static void json_notes(struct out *o, const struct expel_measure_view *v)
{
	out_lit(o, ",\"notes\":[");
	for (ptrdiff_t i = 0; i < v->notes.n; i++) {
		const struct expel_notes_row *n = &v->notes.v[i];
		out_str(o, i ? S(",{\"note\":") : S("{\"note\":"));
		out_json(o, n->note_no);
		out_member(o, "handed_over",
			   at_text(o->a, (struct opt_int){ true, n->handed_over_at }));
		out_member(o, "leave_by", at_text(o->a, (struct opt_int){ true, n->leave_by_at }));
		out_member(o, "zone", n->zone);
		out_fmt(o, ",\"superseded\":%s}", i + 1 < v->notes.n ? "true" : "false");
	}
	out_lit(o, "]");
}

static void json_sections(struct out *o, const struct expel_sections_rows *sections)
{
	out_lit(o, ",\"sections\":[");
	for (ptrdiff_t i = 0; i < sections->n; i++) {
		const struct expel_sections_row *s = &sections->v[i];
		out_str(o, i ? S(",{\"section\":") : S("{\"section\":"));
		out_json(o, s->name);
		int64_t stay = s->serving_n - s->taken_n;
		out_fmt(o, ",\"serving\":%lld,\"stay\":%lld,\"least\":%lld,\"below\":%s}",
			(long long)s->serving_n, (long long)stay, (long long)s->least_n,
			stay < s->least_n ? "true" : "false");
	}
	out_lit(o, "]");
}

static void out_measure_json(struct out *o, const struct expel_measure_view *v, str answers_ref)
{
	const struct expel_measure_by_ref_row *m = &v->m;
	out_lit(o, "{\"ref\":");
	out_json(o, m->ref);
	out_member(o, "by", m->sender_iso);
	out_member(o, "against", m->target_iso);
	out_member(o, "date", when_text(o->a, m->announced_from_on, m->announced_to_on));
	out_member(o, "stage", m->stage);
	out_member(o, "says", m->says);
	out_member(o, "source", m->source);
	out_member(o, "stopped", m->stopped_why);
	out_member(o, "closed", m->closed_why);
	out_member(o, "closed_says", m->closed_says);
	out_member(o, "answers_ref", answers_ref);
	out_member(o, "leave_by", at_text(o->a, v->leave_by_at));
	out_lit(o, ",\"answered_by\":[");
	for (ptrdiff_t i = 0; i < v->answers.n; i++) {
		out_bytes(o, ",", i > 0);
		out_json(o, v->answers.v[i].ref);
	}
	out_lit(o, "]");
	json_parts(o, &v->parts);
	json_claims(o, &v->claims);
	json_notes(o, v);
	json_people(o, v);
	json_sections(o, &v->sections);
	out_lit(o, "}\n");
}

static void out_measure(struct out *o, const struct expel_measure_view *v)
{
	const struct expel_measure_by_ref_row *m = &v->m;
	str day = when_text(o->a, m->announced_from_on, m->announced_to_on);
	out_fmt(o, "%.*s  %.*s -> %.*s  %.*s  %.*s\n%.*s\n", SF(m->ref), SF(m->sender_name),
		SF(m->target_name), SF(day), SF(m->stage), SF(m->says));
	for (ptrdiff_t i = 0; i < v->parts.n; i++) {
		str part = expel_part_text(o->a, &v->parts.v[i]);
		out_fmt(o, "  %.*s\n", SF(part));
	}
	if (v->leave_by_at.has) {
		str by = expel_leave_by_text(o->a, v->leave_by_at.v, v->zone.p);
		out_fmt(o, "  leave by %.*s (%.*s)\n", SF(by), SF(v->zone));
	}
	for (ptrdiff_t i = 0; i < v->n_people; i++) {
		const struct expel_people_row *p = &v->people[i].row;
		str words = expel_words_for(o->a, p, &v->parts),
		    stands = expel_standing_text(v->people[i].standing);
		out_fmt(o, "  %.*s %-30.*s %-5.*s %-10.*s %.*s\n", SF(p->person_ref),
			SF(p->person_name), SF(p->post_no), SF(stands), SF(words));
	}
	for (ptrdiff_t i = 0; i < v->claims.n; i++) {
		const struct expel_claims_row *c = &v->claims.v[i];
		out_fmt(o, "  %.*s says: %.*s\n", SF(c->author), SF(c->says));
	}
}

static enum err show(struct verb_call *c, struct tx *tx)
{
	struct expel_measure_view v;
	struct expel_ref_of_row answers = { 0 };
	if (c->n_args != 1) {
		fault_field(c->faults, S("measure"),
			    "say which measure: grata expel show RU-2018-01");
		return ERR_FAULTS;
	}
	TRY(expel_measure_read(tx, str_of(c->args[0]), &v));
	struct expel_ref_of_args of = { .id = v.m.answers_id.v };
	if (v.m.answers_id.has)
		TRY(expel_ref_of(tx, &of, &answers));
	if (c->is_json)
		out_measure_json(c->out, &v, answers.ref);
	else
		out_measure(c->out, &v);
	return OK;
}

static enum err show_verb(struct verb_call *c)
{
	return verb_read(c, show);
}

/* ---- whom a note means ---- */

enum { WHO_LEAST = MATCH_POINTS / 2, WHO_MOST = 5 };

struct who {
	str ref, name, post;
	struct match_score score;
};
struct whos {
	struct who *v;
	ptrdiff_t n, cap;
};

/* The better of the two ways in which the register writes the name. */
static void add_who(struct arena *a, const struct match *m, str written, struct who w, str native,
		    struct whos *out)
{
	struct match_score other = { 0 };
	match_pair(a, m, MATCH_PERSON, written, w.name, &w.score);
	if (native.p)
		match_pair(a, m, MATCH_PERSON, written, native, &other);
	if (other.points > w.score.points)
		w.score = other;
	if (w.score.points < WHO_LEAST)
		return;
	ptrdiff_t i = out->n;
	*arena_push(a, out) = w;
	for (; i > 0 && out->v[i - 1].score.points < w.score.points; i--)
		out->v[i] = out->v[i - 1];
	out->v[i] = w;
}

/* A note may misspell a name (2009): who of the staff is meant, best first, with the evidence. It
 * proposes; a person names. */
static enum err who(struct verb_call *c, struct tx *tx)
{
	struct expel_measure_view v;
	struct expel_nameable_rows rows;
	struct whos found = { 0 };
	if (c->n_args != 1)
		fault_field(c->faults, S("name"), "say the name as the note writes it");
	TRY(faults_err(c->faults));
	str written = str_of(c->args[0]);
	if (written.n > MATCH_NAME_MAX)
		fault_field(c->faults, S("name"), "the name is too long");
	TRY(faults_err(c->faults));
	TRY(expel_measure_read(tx, verb_text(c, "measure"), &v));
	struct expel_nameable_args of = { .sending_iso = v.m.target_iso,
					  .host_iso = v.m.sender_iso,
					  .measure_id = v.m.id };
	TRY(expel_nameable(tx, &of, &rows));
	const struct match *m = match_open(c->a);
	for (ptrdiff_t i = 0; i < v.n_people; i++) {
		const struct expel_people_row *p = &v.people[i].row;
		struct who w = { .ref = p->person_ref, .name = p->person_name, .post = p->post_no };
		if (p->person_name.p)
			add_who(c->a, m, written, w, p->native_name, &found);
	}
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_nameable_row *p = &rows.v[i];
		struct who w = { .ref = p->person_ref, .name = p->person_name, .post = p->post_no };
		add_who(c->a, m, written, w, p->native_name, &found);
	}
	for (ptrdiff_t i = 0; i < found.n && i < WHO_MOST; i++) {
		const struct who *w = &found.v[i];
		out_fmt(c->out, "%.*s %.*s, %.*s: %.2f (", SF(w->ref), SF(w->name), SF(w->post),
			(double)w->score.points / MATCH_POINTS);
		out_match_evidence(c->out, &w->score);
		out_lit(c->out, ")\n");
	}
	if (!found.n)
		out_lit(c->out, "Nobody of that staff has a name like it.\n");
	return OK;
}

static enum err who_verb(struct verb_call *c)
{
	return verb_read(c, who);
}

/* ---- one incident ---- */

static enum err chain(struct verb_call *c, struct tx *tx)
{
	struct expel_incident_by_ref_args by = { .ref =
						     c->n_args == 1 ? str_of(c->args[0]) : S("") };
	struct expel_incident_by_ref_row i;
	struct expel_attributions_rows said;
	struct expel_measures_of_incident_rows measures;
	struct out *o = c->out;
	TRY(expel_incident_by_ref(tx, &by, &i));
	struct expel_attributions_args of = { .incident_id = i.id };
	struct expel_measures_of_incident_args of_it = { .incident_id = i.id };
	TRY(expel_attributions(tx, &of, &said));
	TRY(expel_measures_of_incident(tx, &of_it, &measures));
	out_lit(o, "{\"ref\":");
	out_json(o, i.ref);
	out_member(o, "title", i.title);
	out_lit(o, ",\"attributions\":[");
	for (ptrdiff_t k = 0; k < said.n; k++) {
		out_str(o, k ? S(",{\"author\":") : S("{\"author\":"));
		out_json(o, said.v[k].author);
		out_member(o, "strength", said.v[k].strength);
		out_member(o, "says", said.v[k].says);
		out_lit(o, "}");
	}
	out_lit(o, "],\"measures\":[");
	for (ptrdiff_t k = 0; k < measures.n; k++) {
		const struct expel_measures_of_incident_row *m = &measures.v[k];
		out_str(o, k ? S(",{\"ref\":") : S("{\"ref\":"));
		out_json(o, m->ref);
		out_member(o, "by", m->sender_iso);
		out_member(o, "against", m->target_iso);
		out_member(o, "date", when_text(o->a, m->announced_from_on, m->announced_to_on));
		out_fmt(o, ",\"is_answer\":%s}", m->answers_id.has ? "true" : "false");
	}
	out_lit(o, "]}\n");
	return OK;
}

static enum err chain_verb(struct verb_call *c)
{
	return verb_read(c, chain);
}

/* ---- without a register ---- */

static enum err kinds_verb(struct verb_call *c)
{
	static const char *const who[] = { "receiving State", "sending State", "either State" };
	for (int k = 0; k < EXPEL_KIND_N; k++) {
		const struct expel_kind_info *i = expel_kind_info_of((enum expel_kind)k);
		str word = expel_kind_text((enum expel_kind)k), posts = expel_posts_says(i->posts);
		out_fmt(c->out, "%-20.*s %-52s %-16s %-28.*s %s%s%s\n", SF(word), i->label,
			who[i->who], SF(posts), i->vcdr ? i->vcdr : "",
			i->vcdr && i->vccr ? ", " : "", i->vccr ? i->vccr : "");
	}
	return OK;
}

enum { FILE_MAX = 64 << 20 };
enum { HANDED_OVER, ZONE, LIMIT, AMOUNT };

static void read_case(struct verb_call *c, struct sheet *in)
{
	static const char *const words[] = { "hours", "days", "date" };
	struct expel_limit l = { 0 };
	int64_t at, leave_by_at;
	str limit = sheet_text(in, LIMIT), amount = sheet_text(in, AMOUNT);
	while ((size_t)l.kind < 3 && !str_eq(limit, str_of(words[l.kind])))
		l.kind++;
	if ((size_t)l.kind == 3)
		sheet_fault(in, LIMIT, "a limit is hours, days or date");
	else if (l.kind == EXPEL_LIMIT_KIND_DATE ? !day_read(amount, &l.on)
						 : !str_to_int64(amount, &l.n))
		sheet_fault(in, AMOUNT, "this is no amount of %s", words[l.kind]);
	if (!at_read(sheet_text(in, HANDED_OVER), &at))
		sheet_fault(in, HANDED_OVER, "this is no instant; write 2018-03-14T12:30:00Z");
	else if (!expel_leave_by(&l, at, str_z(c->a, sheet_text(in, ZONE)), &leave_by_at))
		sheet_fault(in, ZONE, "this is no time zone; London is Europe/London");
	if (c->faults->total_n)
		return;
	out_at(c->out, leave_by_at);
	out_lit(c->out, "\n");
}

/* One line for each row: the instant from which on whoever is still there is overdue. */
static enum err deadline_verb(struct verb_call *c)
{
	static const struct sheet_column columns[] = {
		{ "handed_over", false }, { "zone", false }, { "limit", false }, { "amount", false }
	};
	str text;
	if (c->n_args != 1) {
		fault_field(c->faults, S("file"), "say which file: grata expel deadline CASES.csv");
		return ERR_FAULTS;
	}
	TRY(verb_file_read(c, c->args[0], FILE_MAX, &text));
	struct sheet in = sheet_open(c->a, str_of(c->args[0]), text, columns, 4, c->faults);
	while (sheet_next(&in))
		read_case(c, &in);
	return faults_err(c->faults);
}

/* ---- the table ---- */

#define MEASURE                                                                                    \
	{                                                                                          \
		"measure", OPT_TEXT, "RU-2018-01", "which measure"                                 \
	}
#define SAYS                                                                                       \
	{                                                                                          \
		"says", OPT_TEXT, "TEXT", "what it is, or why"                                     \
	}
#define SOURCE                                                                                     \
	{                                                                                          \
		"source", OPT_TEXT, "TEXT", "where it was read"                                    \
	}
#define ON                                                                                         \
	{                                                                                          \
		"on", OPT_TEXT, "DATE", "when: 2018-03-14, 2018-03 or 2018"                        \
	}
#define AT_HOUR                                                                                    \
	{                                                                                          \
		"at", OPT_TEXT, "INSTANT",                                                         \
		    "when it was handed over: 2018-03-14T12:30:00Z; else now"                      \
	}
#define LIMITS                                                                                     \
	{ "hours", OPT_INT, "N", "so many hours from handing over" },                              \
	    { "days", OPT_INT, "N", "to the end of the n-th day after it" },                       \
	{                                                                                          \
		"until", OPT_DAY, "YYYY-MM-DD", "to the end of that day"                           \
	}
#define NUMBERS                                                                                    \
	{ "persons", OPT_INT, "N", "how many people" }, { "at-least", OPT_INT, "N", "at least" },  \
	    { "at-most", OPT_INT, "N", "at most" },                                                \
	    { "floor", OPT_FLAG, NULL, "the number or more" },                                     \
	{                                                                                          \
		"posts", OPT_INT, "N", "posts or offices"                                          \
	}

static const struct verb_opt incident_opts[] = {
	{ "title", OPT_TEXT, "TEXT", "its name" },
	ON,
	{ "place", OPT_TEXT, "TEXT", "where" },
	SAYS,
	SOURCE,
	{ 0 },
};
static const struct verb_opt attribute_opts[] = {
	{ "incident", OPT_TEXT, "I-2018-01", "which incident" },
	{ "author", OPT_TEXT, "NAME", "who says so" },
	{ "author-state", OPT_TEXT, "RU", "whose" },
	ON,
	{ "strength", OPT_TEXT, "WORD",
	  "stated, highly_likely, likely, possible, doubted or denied" },
	SAYS,
	SOURCE,
	{ 0 },
};
static const struct verb_opt record_opts[] = {
	{ "by", OPT_TEXT, "RU", "who acts" },
	{ "against", OPT_TEXT, "GB", "whose staff" },
	ON,
	{ "incident", OPT_TEXT, "I-2018-01", "what it is about" },
	{ "answers", OPT_TEXT, "RU-2018-01", "the measure that it answers" },
	NUMBERS,
	SAYS,
	SOURCE,
	{ 0 },
};
static const struct verb_opt claim_opts[] = {
	MEASURE,
	{ "author", OPT_TEXT, "NAME", "who says so" },
	{ "author-state", OPT_TEXT, "RU", "whose" },
	{ "kind", OPT_TEXT, "WORD", "what it is to the author" },
	{ "persons", OPT_INT, "N", "how many by that account" },
	SAYS,
	SOURCE,
	{ 0 },
};
static const struct verb_opt part_opts[] = {
	MEASURE,
	{ "kind", OPT_TEXT, "WORD", "see grata expel kinds" },
	{ "class", OPT_TEXT, "WORD", "diplomatic, admin_technical, service, ..." },
	NUMBERS,
	{ "was", OPT_INT, "N", "the ceiling before it" },
	{ "limit", OPT_INT, "N", "how many may stay" },
	{ "ratchet", OPT_FLAG, NULL, "each later expulsion lowers the ceiling by one" },
	{ "scope", OPT_TEXT, "TEXT", "which mission, office or people" },
	{ "mission", OPT_INT, "N", "which mission, where the register has it" },
	{ "effect", OPT_DAY, "YYYY-MM-DD", "takes effect then" },
	SAYS,
	{ 0 },
};
static const struct verb_opt draft_opts[] = {
	{ "against", OPT_TEXT, "RU", "whose staff" },
	{ "incident", OPT_TEXT, "I-2018-01", "what it is about" },
	{ "answers", OPT_TEXT, "RU-2018-01", "the measure that it answers" },
	SAYS,
	{ 0 },
};
static const struct verb_opt measure_opts[] = { MEASURE, { 0 } };
static const struct verb_opt says_opts[] = { MEASURE, SAYS, { 0 } };
static const struct verb_opt terms_opts[] = { MEASURE, LIMITS, { 0 } };
static const struct verb_opt hand_over_opts[] = {
	MEASURE,
	{ "note", OPT_TEXT, "NUMBER", "number of the note" },
	AT_HOUR,
	{ "to", OPT_TEXT, "NAME", "to whom" },
	{ "zone", OPT_TEXT, "Europe/Moscow", "the clock where the staff is, when it is not here" },
	LIMITS,
	{ 0 },
};
static const struct verb_opt ground_opts[] = {
	MEASURE,
	{ "incident", OPT_TEXT, "I-2018-01", "what it is about" },
	{ "answers", OPT_TEXT, "RU-2018-01", "the measure that it answers" },
	SAYS,
	{ 0 },
};
static const struct verb_opt ceiling_opts[] = {
	MEASURE,
	{ "part", OPT_INT, "N", "which part; show --json says its number" },
	{ "basis", OPT_TEXT, "WORD", "agreement, host_decision or reciprocity" },
	{ "article", OPT_TEXT, "ARTICLE", "what it rests on" },
	{ 0 },
};
static const struct verb_opt refuse_opts[] = {
	MEASURE,
	{ "part", OPT_INT, "N", "which part; show --json says its number" },
	{ 0 },
};
static const struct verb_opt correct_opts[] = {
	MEASURE,
	{ "field", OPT_TEXT, "WORD", "says, source, note_no, handed_to, written, left or how" },
	{ "became", OPT_TEXT, "TEXT", "what is right" },
	{ "reason", OPT_TEXT, "TEXT", "how this is known" },
	{ 0 },
};
static const struct verb_opt supersede_opts[] = {
	MEASURE,
	{ "note", OPT_TEXT, "NUMBER", "number of the later note" },
	AT_HOUR,
	LIMITS,
	SAYS,
	{ "written", OPT_TEXT, "NAME", "how the note before wrote the name of the person" },
	{ 0 },
};
static const struct verb_opt leave_opts[] = {
	MEASURE,
	ON,
	{ "how", OPT_TEXT, "WORD", "border, mission_note, own_account or files" },
	{ "with-family", OPT_FLAG, NULL, "and those of the household who were told with them" },
	SAYS,
	{ 0 },
};
static const struct verb_opt section_opts[] = {
	{ "mission", OPT_INT, "N", "which mission" },
	{ "title", OPT_TEXT, "TEXT", "its name" },
	{ "least", OPT_INT, "N", "how many it needs" },
	{ 0 },
};

/* clang-format off */
const struct verb expel_verbs[] = {
	{ "expel", "incident", NULL, "Enter an incident.", VERB_WRITES, incident_opts, incident_verb },
	{ "expel", "attribute", NULL, "Enter who says who did it; accounts stand side by side.", VERB_WRITES, attribute_opts, attribute_verb },
	{ "expel", "record", NULL, "Enter a measure of another state, or one of the past from the files.", VERB_WRITES, record_opts, record_verb },
	{ "expel", "claim", NULL, "Enter what somebody says of a measure that another says otherwise.", VERB_WRITES, claim_opts, claim_verb },
	{ "expel", "part", NULL, "Add a part to a measure.", VERB_WRITES, part_opts, part_verb },
	{ "expel", "draft", NULL, "Draft a measure of this ministry.", VERB_WRITES, draft_opts, draft_verb },
	{ "expel", "name", "P-00402 ...", "Name people in a draft.", VERB_WRITES, measure_opts, name_verb },
	{ "expel", "strike", "P-00402 ...", "Take people off a draft.", VERB_WRITES, measure_opts, strike_verb },
	{ "expel", "basis", "P-00402 ...", "Write why people are named, for those cleared for it.", VERB_WRITES, says_opts, basis_verb },
	{ "expel", "terms", NULL, "Say by when people must leave.", VERB_WRITES, terms_opts, terms_verb },
	{ "expel", "propose", NULL, "Propose a draft; two people approve it.", VERB_WRITES, measure_opts, propose_verb },
	{ "expel", "ground", NULL, "Say of a draft what it rests on.", VERB_WRITES, ground_opts, ground_verb },
	{ "expel", "notes", NULL, "Draft a note for each person named in an approved measure.", VERB_WRITES, measure_opts, notes_verb },
	{ "expel", "ceiling", NULL, "Propose a ceiling of a measure to the register; a second person sets it.", VERB_WRITES, ceiling_opts, ceiling_verb },
	{ "expel", "refuse", "A-118 ...", "Say which applications are refused with a measure.", VERB_WRITES, refuse_opts, refuse_verb },
	{ "expel", "correct", "[P-00402]", "Correct what was written down wrongly of a measure.", VERB_WRITES, correct_opts, correct_verb },
	{ "expel", "hand-over", NULL, "The note was handed over: everybody named is told, their posts are frozen.", VERB_WRITES, hand_over_opts, hand_over_verb },
	{ "expel", "supersede", "[P-00402]", "A later note with another deadline counts from now on.", VERB_WRITES, supersede_opts, supersede_verb },
	{ "expel", "leave", "P-00402 ...", "People have left, and how this is known.", VERB_WRITES, leave_opts, leave_verb },
	{ "expel", "stop", NULL, "Let a measure stand still, with the reason.", VERB_WRITES, says_opts, stop_verb },
	{ "expel", "resume", NULL, "Let it go on.", VERB_WRITES, measure_opts, resume_verb },
	{ "expel", "close", NULL, "Close a measure: everybody left, or by the decision that is said.", VERB_WRITES, says_opts, close_verb },
	{ "expel", "section", "D-07 ...", "Say which posts make a section of a mission, and how many it needs.", VERB_WRITES, section_opts, section_verb },
	{ "expel", "who", "NAME", "Who of the staff is meant by a name as a note writes it, with the evidence.", VERB_READS, measure_opts, who_verb },
	{ "expel", "show", "RU-2018-01", "One measure with everything that hangs on it.", VERB_READS, NULL, show_verb },
	{ "expel", "chain", "I-2018-01", "From an incident to its measures and answers, as JSON.", VERB_READS, NULL, chain_verb },
	{ "expel", "kinds", NULL, "Every kind of measure with who may do it, what it does to posts, and its article.", VERB_PURE, NULL, kinds_verb },
	{ "expel", "deadline", "CASES.csv", "When people are overdue; CSV handed_over,zone,limit,amount.", VERB_PURE, NULL, deadline_verb },
	{ 0 },
};
/* clang-format on */
