/* ref_offices.c: who held an office of state, and when: entered and listed. The reader takes names
 * from here, and talks the office that somebody held on the day. */
#include "ref/ref.h"

#include "base/out.h"

/* ---- listing ---- */

const struct verb_opt ref_holders_opts[] = {
	{ "state", OPT_TEXT, "RU", "of which state" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "on which day; today unless said" },
	{ 0 },
};

static enum err list(struct verb_call *c, struct tx *tx)
{
	struct ref_office_holders_at_args of = { verb_text(c, "state"), verb_day(c, "on", tx->on) };
	struct ref_office_holders_at_rows rows;
	TRY(ref_office_holders_at(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ref_office_holders_at_row *r = &rows.v[i];
		out_fmt(c->out, "%.*s, %.*s, since %.*s%s%.*s (%.*s)\n", SF(r->name), SF(r->title),
			SF(day_text(c->a, r->from_on)), r->to_on.has ? " to " : "",
			SF(r->to_on.has ? day_text(c->a, r->to_on.v) : S("")), SF(r->source));
	}
	return OK;
}

enum err ref_holders_verb(struct verb_call *c)
{
	struct tx tx;
	str name;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = ref_state_name(&tx, verb_text(c, "state"), &name);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("state"), "say of which state, by its code: RU");
	e = e == ERR_NOT_FOUND ? ERR_FAULTS : e == OK ? list(c, &tx) : e;
	tx_end(&tx);
	return e;
}

/* ---- entering ---- */

const struct verb_opt ref_holder_opts[] = {
	{ "state", OPT_TEXT, "RU", "of which state" },
	{ "office", OPT_TEXT, "TITLE", "Minister of Foreign Affairs" },
	{ "kind", OPT_TEXT, "WORD",
	  "head_of_state, head_of_government, foreign_minister, foreign_ministry, ambassador or other; needed for a new office" },
	{ "name", OPT_TEXT, "NAME", "given name first" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "first day" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "last day, when it is over" },
	{ "source", OPT_TEXT, "TEXT", "where this is said" },
	{ 0 },
};

struct holder {
	struct faults *f;
	struct ref_office_add_args office;
	struct ref_office_holder_add_args row;
};

static enum err find_office(struct tx *tx, struct holder *h)
{
	struct ref_office_by_title_args by = { h->office.state_iso, h->office.title };
	struct ref_office_by_title_row row;
	struct wrote out;
	enum office_kind kind;
	enum err e = ref_office_by_title(tx, &by, &row);
	if (e == OK)
		h->row.office_id = row.id;
	if (e != ERR_NOT_FOUND)
		return e;
	if (!office_kind_of(h->office.kind, &kind))
		fault_field(h->f, S("kind"), "this office is new: say what kind it is");
	TRY(faults_err(h->f));
	TRY(ref_office_add(tx, &h->office, &out));
	h->row.office_id = out.id;
	return OK;
}

/* Whoever held it without a last day until then held it to the day before. */
static enum err end_before(struct tx *tx, const struct holder *h)
{
	struct ref_office_open_args of = { h->row.office_id };
	struct ref_office_open_rows rows;
	TRY(ref_office_open(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct wrote out;
		struct ref_office_holder_end_args end = { .id = rows.v[i].id,
							  .to_on = { true, h->row.from_on - 1 } };
		if (rows.v[i].from_on < h->row.from_on)
			TRY(ref_office_holder_end(tx, &end, &out));
	}
	return OK;
}

static enum err holder_deed(struct tx *tx, void *arg)
{
	struct holder *h = arg;
	struct wrote out;
	str name;
	enum err e = ref_state_name(tx, h->office.state_iso, &name);
	if (e == ERR_NOT_FOUND)
		fault_field(h->f, S("state"), "say of which state, by its code: RU");
	else if (e != OK)
		return e;
	TRY(faults_err(h->f));
	TRY(find_office(tx, h));
	TRY(end_before(tx, h));
	return ref_office_holder_add(tx, &h->row, &out);
}

enum err ref_holder_verb(struct verb_call *c)
{
	int64_t from_on = verb_day(c, "from", DAY_MIN - 1), to_on = verb_day(c, "to", DAY_MIN - 1);
	struct holder h = { .f = c->faults,
			    .office = { verb_text(c, "state"), verb_text(c, "kind"),
					verb_text(c, "office") },
			    .row = { .name = verb_text(c, "name"),
				     .from_on = from_on,
				     .to_on = { to_on >= DAY_MIN, to_on },
				     .source = verb_text(c, "source") } };
	const char *const needed[] = { "office", "name", "from", "source" };
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (str_is_empty(verb_text(c, needed[i])))
			fault_field(c->faults, str_of(needed[i]), "this is needed");
	if (to_on >= DAY_MIN && to_on < from_on)
		fault_field(c->faults, S("to"), "the last day lies before the first");
	TRY(faults_err(c->faults));
	return db_deed(c->db, c->viewer, c->a, c->refusal, "ref.holder", holder_deed, &h);
}
