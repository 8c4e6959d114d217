/* log_pages.c: the audit log as a page. It shows the leaves themselves: who, when, which act, which
 * object, which fields; never a value. Auditor and head read all, others what they did themselves.
 */
#include "access.sql.h"
#include "access/page.h"
#include "access_log.html.h"
#include "audit/audit.h"
#include "audit/leaf.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum { ENTRIES_A_PAGE = 50 };

static const struct field filter_fields[] = {
	{ "who", "Who", FIELD_LINE, .max = 64, .hint = "a login name" },
	{ "object", "Object", FIELD_LINE, .max = 80, .hint = "visa_application 118" },
	{ "act", "Act", FIELD_LINE, .max = 64, .hint = "visa.move" },
	{ "before", "Before entry", FIELD_INT, .min = 1, .max = INT64_MAX },
	{ 0 },
};

struct filter {
	struct opt_int account_id;
	str table, act;
	int64_t object_id, before_id;
};

static enum err find_who(struct tx *tx, str login, struct opt_int *id)
{
	struct access_account_by_login_row row;
	struct access_account_by_login_args in = { .login = login };
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_account_by_login(tx, &in, &row);
	tx->viewer = me;
	*id = (struct opt_int){ e == OK, e == OK ? row.id : 0 };
	return e == ERR_NOT_FOUND ? OK : e;
}

/* "visa_application 118" */
static bool read_object(str s, struct filter *to)
{
	str rest = s;
	to->table = str_trim(str_cut(&rest, ' '));
	return to->table.n && rest.p && str_to_int64(str_trim(rest), &to->object_id);
}

static enum err read_filter(struct ctx *c, struct tx *tx, struct form *f, struct filter *to)
{
	str who = form_text(f, "who"), object = form_text(f, "object"), act = form_text(f, "act");
	const struct viewer *me = tx->viewer;
	*to = (struct filter){ .before_id = form_int(f, "before", INT64_MAX) };
	to->act = act.n ? act : (str){ 0 };
	if (who.n) {
		TRY(find_who(tx, who, &to->account_id));
		if (!to->account_id.has)
			form_fault(c, f, "who", "There is no account '%.*s'.", SF(who));
	}
	if (object.n && !read_object(object, to))
		form_fault(c, f, "object",
			   "Write an object as its table and number: visa_application 118.");
	if (!ctx_has_role(c, BIT(ROLE_AUDITOR) | BIT(ROLE_HEAD)))
		to->account_id = (struct opt_int){ true, me->user_id };
	return OK;
}

struct bodies {
	str *v;
	ptrdiff_t n, cap;
};

static enum err read_bodies(struct tx *tx, const struct filter *f, struct bodies *to)
{
	int64_t limit_n = ENTRIES_A_PAGE + 1;
	if (f->table.n) {
		struct access_log_of_object_args in = { f->table, f->object_id,  f->before_id,
							f->act,   f->account_id, limit_n };
		struct access_log_of_object_rows rows;
		TRY(access_log_of_object(tx, &in, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			*arena_push(tx->a, to) = rows.v[i].body;
	} else if (f->account_id.has) {
		struct access_log_of_account_args in = { f->account_id.v, f->before_id, f->act,
							 limit_n };
		struct access_log_of_account_rows rows;
		TRY(access_log_of_account(tx, &in, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			*arena_push(tx->a, to) = rows.v[i].body;
	} else {
		struct access_log_args in = { f->before_id, f->act, limit_n };
		struct access_log_rows rows;
		TRY(access_log(tx, &in, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			*arena_push(tx->a, to) = rows.v[i].body;
	}
	return OK;
}

static str field_names(struct arena *a, const struct leaf *l)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < l->fields.n; i++) {
		out_str(&o, i ? S(", ") : S(""));
		out_str(&o, l->fields.v[i].name);
	}
	return out_view(&o);
}

static enum err fill_entries(struct ctx *c, const struct bodies *b, struct access_log_view *v)
{
	ptrdiff_t n = b->n > ENTRIES_A_PAGE ? ENTRIES_A_PAGE : b->n;
	struct access_log_entries *to = arena_new_n(c->a, struct access_log_entries, n);
	for (ptrdiff_t i = 0; i < n; i++) {
		struct leaf l;
		TRY(leaf_read(c->a, b->v[i], &l));
		to[i] = (struct access_log_entries){
			.seq_n = l.seq,
			.at = l.at,
			.actor = l.actor,
			.role = l.role,
			.act = l.act,
			.is_refused = str_eq(l.op, S("refuse")),
			.is_view = str_eq(l.op, S("view")),
			.object = str_fmt(c->a, "%.*s %lld", SF(l.obj_table), (long long)l.obj_id),
			.version_n = l.version,
			.fields = field_names(c->a, &l),
			.purpose = l.purpose,
		};
	}
	v->entries = to;
	v->n_entries = n;
	v->next_id = b->n > n ? to[n - 1].seq_n : 0;
	return OK;
}

static struct html filter_input(struct ctx *c, const struct form *f, const char *name)
{
	const struct form_value *v = form_value(f, name);
	struct ui_field in = { .label = { .text = str_of(v->field->label) },
			       .hint = { .text = str_of(v->field->hint) },
			       .id = str_of(name),
			       .name = str_of(name),
			       .value = v->typed,
			       .classes = S("govuk-input--width-20"),
			       .spellcheck = UI_NO,
			       .error = { .text = v->fault } };
	return ui_input(c->a, &in);
}

static enum err log_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct filter filter;
	struct bodies bodies = { 0 };
	TRY(page_begin(c, "Audit log", &p));
	struct access_log_view v = { .log_n = p.frame.log_n, .log_root = p.frame.log_root };
	enum err e = form_read(c, filter_fields, NULL, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(read_filter(c, p.tx, &f, &filter));
	v.is_own_only = !ctx_has_role(c, BIT(ROLE_AUDITOR) | BIT(ROLE_HEAD));
	if (!c->faults.n) {
		TRY(read_bodies(p.tx, &filter, &bodies));
		TRY(fill_entries(c, &bodies, &v));
	}
	v.who = form_text(&f, "who");
	v.object = form_text(&f, "object");
	v.act = form_text(&f, "act");
	if (!v.is_own_only)
		v.who_html = filter_input(c, &f, "who");
	v.object_html = filter_input(c, &f, "object");
	v.act_html = filter_input(c, &f, "act");
	return page_send(&p, access_log, &v);
}

const struct route log_routes[] = {
	ROUTE(GET, "/audit", log_page, NEED_SIGN_IN & ~BIT(ROLE_MISSION),
	      "The audit log: who did what, when, to which object."),
	{ 0 },
};
