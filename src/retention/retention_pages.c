/* retention_pages.c: retention, the privacy notice, who looked at one person. */
#include "access/access.h"
#include "audit/leaf.h"
#include "data/query.h"
#include "retention/retention.h"
#include "retention_all.html.h"
#include "retention_looked.html.h"
#include "retention_notice.html.h"
#include "ui/ui_form.h"
#include "web/form.h"

#include <string.h>

enum { LIST_MAX = 200 };

static const struct field hold_fields[] = {
	{ "person", "Person", FIELD_LINE, true, .max = 20, .hint = "a reference such as P-00412" },
	{ "reason", "Matter that is open", FIELD_LINE, .max = 200 },
	{ "what", "What", FIELD_LINE, true, .max = 10 },
	{ 0 },
};

struct due_list {
	struct retention_all_view *v;
	struct retention_all_due *due;
	struct arena *a;
	int64_t on;
};

static bool add_due(void *arg, const struct retention_people_row *p, const struct retention_due *d)
{
	struct due_list *l = arg;
	if (!d->due_on.has || d->due_on.v > l->on || l->v->due_n++ >= LIST_MAX)
		return true;
	l->due[l->v->n_due++] =
	    (struct retention_all_due){ .id = p->id,
					.ref_no = str_copy(l->a, p->ref),
					.name = str_copy(l->a, p->name),
					.due_on = d->due_on.v,
					.class = str_of(retention_says(d->class)),
					.is_png = d->is_png };
	return true;
}

static enum err fill_due(struct page *p, struct retention_all_view *v)
{
	struct arena *a = p->c->a;
	struct due_list l = { v, arena_new_n(a, struct retention_all_due, LIST_MAX), a, p->tx->on };
	v->due = l.due;
	TRY(retention_each(p->tx, add_due, &l));
	v->has_more = v->due_n > v->n_due;
	v->listed_n = v->n_due;
	v->run_n = RETENTION_RUN_MAX;
	return OK;
}

static enum err fill_holds(struct page *p, struct retention_all_view *v)
{
	struct retention_holds_rows rows;
	TRY(retention_holds(p->tx, &rows));
	struct retention_all_holds *to = arena_new_n(p->c->a, struct retention_all_holds, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct retention_all_holds){ .person_id = rows.v[i].person_id,
						      .ref_no = rows.v[i].ref,
						      .reason = rows.v[i].reason,
						      .from_on = rows.v[i].from_on,
						      .by_name = rows.v[i].by_name };
	v->holds = to;
	v->n_holds = rows.n;
	return OK;
}

static enum err fill_erased(struct page *p, struct retention_all_view *v)
{
	struct retention_erasures_args in = { LIST_MAX };
	struct retention_erasures_rows rows;
	TRY(retention_erasures(p->tx, &in, &rows));
	struct retention_all_erased *to = arena_new_n(p->c->a, struct retention_all_erased, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct retention_all_erased){ rows.v[i].erased_on, rows.v[i].class,
						       rows.v[i].due_on, rows.v[i].rows_n,
						       rows.v[i].entries_n };
	v->erased = to;
	v->n_erased = rows.n;
	return OK;
}

static void fill_classes(struct arena *a, struct retention_all_view *v)
{
	struct retention_all_classes *to =
	    arena_new_n(a, struct retention_all_classes, RETENTION_CLASSES_N);
	for (int i = 0; i < RETENTION_CLASSES_N; i++)
		to[i] = (struct retention_all_classes){
			str_of(retention_says((enum retention_class)i)),
			retention_years((enum retention_class)i),
			str_of(retention_from((enum retention_class)i))
		};
	v->classes = to;
	v->n_classes = RETENTION_CLASSES_N;
}

static struct html line_input(struct ctx *c, const struct form *f, const char *name)
{
	const struct form_value *v = form_value(f, name);
	struct ui_field in = { .label = { .text = str_of(v->field->label) },
			       .hint = { .text = str_of(v->field->hint) },
			       .id = str_of(name),
			       .name = str_of(name),
			       .value = v->typed,
			       .classes = S("govuk-!-width-two-thirds"),
			       .error = { .text = v->fault } };
	return ui_input(c->a, &in);
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct retention_all_view v = { 0 };
	TRY(page_begin(c, "Retention", &p));
	if (ctx_has_role(c, ~BIT(ROLE_AUDITOR))) /* an auditor sees no names */
		TRY(fill_due(&p, &v));
	TRY(fill_holds(&p, &v));
	TRY(fill_erased(&p, &v));
	fill_classes(c->a, &v);
	v.csrf = p.csrf;
	v.has_propose = may(ctx_viewer(c), ACT_ERASE, NULL, NULL) == ERR_NEEDS_APPROVAL;
	v.has_hold = may(ctx_viewer(c), ACT_HOLD, NULL, NULL) == OK;
	v.person_html = line_input(c, f, "person");
	v.reason_html = line_input(c, f, "reason");
	return page_send(&p, retention_all, &v);
}

static enum err all_page(struct ctx *c)
{
	struct form f = form_blank(c->a, hold_fields);
	return show(c, &f);
}

static enum err hold(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, hold_fields, CSRF_FIELDS, &f);
	str ref = form_text(&f, "person"), reason = form_text(&f, "reason");
	bool is_end = str_eq(form_text(&f, "what"), S("release"));
	if (e == OK && !is_end && !reason.n) {
		form_fault(c, &f, "reason", "Say which matter is open.");
		e = ERR_FAULTS;
	}
	if (e == OK)
		e = is_end ? retention_release(ctx_db(c), ctx_viewer(c), c->a, ref)
			   : retention_hold(ctx_db(c), ctx_viewer(c), c->a, ref, reason);
	if (e == ERR_NOT_FOUND) {
		form_fault(c, &f, "person",
			   is_end ? "Nobody with this reference is held."
				  : "There is nobody with this reference.");
		e = ERR_FAULTS;
	}
	if (e == OK)
		return see_other(c, "/retention");
	return e == ERR_FAULTS ? show(c, &f) : e;
}

static enum err run(struct ctx *c)
{
	int n;
	int64_t id;
	TRY(retention_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &n, &id));
	if (!n)
		return see_other(c, "/retention");
	return see_other(c, "/proposals/%lld", (long long)id);
}

/* ---- the notice ---- */

static const struct {
	const char *table, *purpose, *basis;
} kept[] = {
#define RETENTION_TABLE(table, purpose, basis) { #table, purpose, basis },
#include "retention/retention.def"
};
enum { KEPT_N = sizeof kept / sizeof kept[0] };

/* "birth_from_on" as people say it: "birth from". */
static void out_words(struct out *o, const char *name)
{
	static const char *const tails[] = { "_on", "_at", "_n", "_id", "_iso", "_days" };
	str s = str_of(name);
	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
		if (str_ends(s, str_of(tails[i]))) {
			s.n -= str_of(tails[i]).n;
			break;
		}
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] == '_' ? ' ' : s.p[i]);
}

static str columns_of(struct arena *a, const char *table)
{
	struct out o = out_to_arena(a);
	for (int t = 0; t < SCHEMA_TABLES_N; t++)
		for (int c = 0; c < SCHEMA_TABLES[t].n_columns; c++) {
			const char *name = SCHEMA_TABLES[t].columns[c].name;
			if (strcmp(SCHEMA_TABLES[t].name, table) != 0 || strcmp(name, "id") == 0)
				continue;
			out_str(&o, o.n ? S(", ") : S(""));
			out_words(&o, name);
		}
	return out_view(&o);
}

static str title_of(struct arena *a, const char *table)
{
	struct out o = out_to_arena(a);
	out_words(&o, table);
	str s = out_view(&o);
	return str_fmt(a, "%c%.*s", s.p[0] - 'a' + 'A', (int)(s.n - 1), s.p + 1);
}

enum err retention_notice_fill(struct tx *tx, struct retention_notice_view *v)
{
	struct arena *a = tx->a;
	struct retention_ministry_row r;
	TRY(retention_ministry(tx, &r));
	struct retention_notice_tables *tables =
	    arena_new_n(a, struct retention_notice_tables, KEPT_N);
	struct retention_notice_labels *labels =
	    arena_new_n(a, struct retention_notice_labels, LABELS_N);
	struct retention_notice_classes *classes =
	    arena_new_n(a, struct retention_notice_classes, RETENTION_CLASSES_N);
	for (int i = 0; i < KEPT_N; i++)
		tables[i] =
		    (struct retention_notice_tables){ .title = title_of(a, kept[i].table),
						      .purpose = str_of(kept[i].purpose),
						      .basis = str_of(kept[i].basis),
						      .columns = columns_of(a, kept[i].table) };
	for (int i = 1; i < LABELS_N; i++)
		labels[i - 1].says = str_of(label_says((enum label)i));
	for (int i = 0; i < RETENTION_CLASSES_N; i++)
		classes[i] = (struct retention_notice_classes){
			.says = str_of(retention_says((enum retention_class)i)),
			.years_n = retention_years((enum retention_class)i),
			.from = str_of(retention_from((enum retention_class)i))
		};
	*v = (struct retention_notice_view){ .ministry = r.ministry,
					     .host_name = r.host_name,
					     .tables = tables,
					     .n_tables = KEPT_N,
					     .labels = labels,
					     .n_labels = LABELS_N - 1,
					     .classes = classes,
					     .n_classes = RETENTION_CLASSES_N };
	return OK;
}

/* Public: whom it is about need not sign in. */
static enum err notice_page(struct ctx *c)
{
	struct page p;
	struct retention_notice_view v;
	const struct viewer me = viewer_of_file(S("notice"));
	TRY(page_begin(c, "Privacy notice", &p));
	const struct viewer *was = p.tx->viewer;
	p.tx->viewer = &me;
	enum err e = retention_notice_fill(p.tx, &v);
	p.tx->viewer = was;
	return e == OK ? page_send(&p, retention_notice, &v) : e;
}

/* ---- who looked ---- */

static enum err looked_page(struct ctx *c)
{
	struct page p;
	struct retention_person_exists_args who = { path_id(c, "id") };
	struct retention_person_exists_row r;
	struct retention_looks_args in = { who.id, LIST_MAX };
	struct retention_looks_rows rows;
	TRY(page_begin(c, "Who looked", &p));
	TRY(retention_person_exists(p.tx, &who, &r));
	TRY(retention_looks(p.tx, &in, &rows));
	struct retention_looked_looks *to =
	    arena_new_n(c->a, struct retention_looked_looks, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct leaf l;
		TRY(leaf_read(c->a, rows.v[i].body, &l));
		to[i] = (struct retention_looked_looks){ l.at, l.actor, l.role, l.act, l.purpose };
	}
	struct retention_looked_view v = { .ref_no = r.ref, .looks = to, .n_looks = rows.n };
	return page_send(&p, retention_looked, &v);
}

#define READERS (BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR))

const struct route retention_routes[] = {
	ROUTE(GET, "/retention", all_page, READERS,
	      "How long people are kept: who is due, who is held."),
	ROUTE(POST, "/retention/hold", hold, BIT(ROLE_SECURITY) | BIT(ROLE_HEAD),
	      "Keeps a record, or ends that.", .is_write = true),
	ROUTE(POST, "/retention/run", run, BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD),
	      "Proposes to erase who is due.", .is_write = true),
	ROUTE(GET, "/privacy", notice_page, NEED_NOTHING, "The privacy notice."),
	ROUTE(GET, "/people/{id}/looked", looked_page,
	      BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR),
	      "Who looked at one person, when, and for what."),
	{ 0 },
};
