/* list_rules.c: keeping lines, looking at them, comparing them. */
#include "list/list_rules.h"

#include <stdlib.h>

#include "person/person.h"

enum { CELLS = 11 }; /* the last one may lack: an edition of before spouses were printed */

/* ---- lines as text ---- */

static void put_cell(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] == '\t' || s.p[i] == '\n' ? ' ' : s.p[i]);
}

static void put(struct out *o, str s)
{
	put_cell(o, s);
	out_char(o, '\t');
}

str list_body(struct arena *a, const struct list_lines *lines)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < lines->n; i++) {
		const struct list_line *l = &lines->v[i];
		put(&o, l->state);
		out_fmt(&o, "%lld\t", (long long)l->mission_id);
		put(&o, l->mission);
		out_fmt(&o, "%lld\t%d\t", (long long)l->appointment_id, l->is_head);
		put(&o, l->title);
		put(&o, l->name);
		put(&o, l->native_name);
		put(&o, l->native_lang);
		out_day(&o, l->since_on);
		if (l->spouse.n) {
			out_char(&o, '\t');
			put_cell(&o, l->spouse);
		}
		out_char(&o, '\n');
	}
	return out_view(&o);
}

bool list_read(struct arena *a, str body, struct list_lines *lines)
{
	*lines = (struct list_lines){ 0 };
	while (body.n) {
		str line = str_cut(&body, '\n'), cell[CELLS];
		for (int i = 0; i < CELLS; i++)
			cell[i] = str_cut(&line, '\t');
		struct list_line l = { .state = cell[0],
				       .mission = cell[2],
				       .is_head = str_eq(cell[4], S("1")),
				       .title = cell[5],
				       .name = cell[6],
				       .native_name = cell[7],
				       .native_lang = cell[8],
				       .spouse = cell[10].n ? cell[10] : S("") };
		if (line.p || !str_to_int64(cell[1], &l.mission_id) ||
		    !str_to_int64(cell[3], &l.appointment_id) || !day_read(cell[9], &l.since_on))
			return false;
		*arena_push(a, lines) = l;
	}
	return true;
}

/* ---- checks ---- */

static void say(struct arena *a, struct list_checks *out, bool is_error, str says)
{
	*arena_push(a, out) = (struct list_check){ is_error, says };
}

static bool is_in(const int64_t *v, ptrdiff_t n, int64_t id)
{
	for (ptrdiff_t i = 0; i < n; i++)
		if (v[i] == id)
			return true;
	return false;
}

/* One mission: lines from..to. Returns how many heads it has. */
static int64_t check_mission(struct arena *a, const struct list_line *v, ptrdiff_t n,
			     bool has_charge, struct list_checks *out)
{
	int64_t heads_n = 0;
	for (ptrdiff_t i = 0; i < n; i++)
		heads_n += v[i].is_head;
	if (heads_n > 1)
		say(a, out, false,
		    str_fmt(a, "%.*s has %lld heads.", SF(v->mission), (long long)heads_n));
	if (!heads_n && !has_charge)
		say(a, out, false,
		    str_fmt(a, "%.*s has neither a head nor a chargé d'affaires a.i.",
			    SF(v->mission)));
	return heads_n;
}

static void check_name(struct arena *a, const struct list_line *l, int64_t on,
		       struct list_checks *out)
{
	str spoof = person_name_spoof(a, l->name);
	if (spoof.p)
		say(a, out, false,
		    str_fmt(a, "%.*s, %.*s: the name looks like something else: %.*s.",
			    SF(l->mission), SF(l->name), SF(spoof)));
	if (l->since_on > on)
		say(a, out, false,
		    str_fmt(a, "%.*s, %.*s: serves only from a day that has not come.",
			    SF(l->mission), SF(l->name)));
}

void list_check_lines(struct arena *a, const struct list_lines *lines, const int64_t *charges,
		      ptrdiff_t n_charges, int64_t on, struct list_checks *out)
{
	str state = { 0 }, first = { 0 }; /* the mission of this state that has a head */
	*out = (struct list_checks){ 0 };
	for (ptrdiff_t i = 0, end; i < lines->n; i = end) {
		const struct list_line *l = &lines->v[i];
		for (end = i; end < lines->n && lines->v[end].mission_id == l->mission_id; end++)
			check_name(a, &lines->v[end], on, out);
		if (!str_eq(state, l->state)) {
			state = l->state;
			first = (str){ 0 };
		}
		int64_t heads_n =
		    check_mission(a, l, end - i, is_in(charges, n_charges, l->mission_id), out);
		if (heads_n && first.p)
			say(a, out, true,
			    str_fmt(a,
				    "%.*s and %.*s both have a head: rivals of one State. Hold one "
				    "back, with the reason.",
				    SF(first), SF(l->mission)));
		else if (heads_n)
			first = l->mission;
	}
}

/* ---- changes ---- */

static int by_appointment(const void *pa, const void *pb)
{
	int64_t a = (*(const struct list_line *const *)pa)->appointment_id,
		b = (*(const struct list_line *const *)pb)->appointment_id;
	return (a > b) - (a < b);
}

static const struct list_line **sorted(struct arena *a, const struct list_lines *lines)
{
	const struct list_line **v = arena_new_n(a, const struct list_line *, lines->n + 1);
	for (ptrdiff_t i = 0; i < lines->n; i++)
		v[i] = &lines->v[i];
	qsort(v, (size_t)lines->n, sizeof *v, by_appointment);
	return v;
}

static const struct list_line *find(const struct list_line **v, ptrdiff_t n,
				    const struct list_line *l)
{
	const struct list_line **hit = bsearch(&l, v, (size_t)n, sizeof *v, by_appointment);
	return hit ? *hit : NULL;
}

static void add_change(struct arena *a, struct list_changes *out, enum list_change_kind kind,
		       const struct list_line *l, str was)
{
	*arena_push(a, out) = (struct list_change){ kind, l->mission, l->name, l->title, was };
}

void list_compare(struct arena *a, const struct list_lines *before, const struct list_lines *now,
		  struct list_changes *out)
{
	const struct list_line **old = sorted(a, before), **new = sorted(a, now);
	*out = (struct list_changes){ 0 };
	for (ptrdiff_t i = 0; i < now->n; i++) {
		const struct list_line *l = &now->v[i], *o = find(old, before->n, l);
		if (!o) {
			add_change(a, out, LIST_NEW, l, (str){ 0 });
			out->new_n++;
		} else if (!str_eq(o->name, l->name) || !str_eq(o->title, l->title) ||
			   !str_eq(o->mission, l->mission) || !str_eq(o->spouse, l->spouse)) {
			add_change(a, out, LIST_CHANGED, l,
				   str_fmt(a, "%.*s, %.*s", SF(o->name), SF(o->title)));
			out->changed_n++;
		}
	}
	for (ptrdiff_t i = 0; i < before->n; i++)
		if (!find(new, now->n, &before->v[i])) {
			add_change(a, out, LIST_GONE, &before->v[i], (str){ 0 });
			out->gone_n++;
		}
}
