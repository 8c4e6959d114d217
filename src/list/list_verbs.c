/* list_verbs.c: `grata list ...`. */
#include "list/list.h"

#include "person/person.h"

static enum err read_id(struct verb_call *c, int64_t *id)
{
	if (c->n_args == 1 && str_to_int64(str_of(c->args[0]), id))
		return OK;
	fault_field(c->faults, S("edition"), "say which edition: its number");
	return ERR_FAULTS;
}

static enum err check_verb(struct verb_call *c)
{
	struct tx tx;
	struct list_draft d = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = list_draft_read(&tx, &d);
	tx_end(&tx);
	if (e != OK)
		return e;
	out_fmt(c->out, "%lld names in %lld missions, %lld held back\n", (long long)d.lines.n,
		(long long)d.missions_n, (long long)d.held_n);
	for (ptrdiff_t i = 0; i < d.checks.n; i++)
		out_fmt(c->out, "%s: %.*s\n", d.checks.v[i].is_error ? "error" : "warning",
			SF(d.checks.v[i].says));
	return OK;
}

static enum err make_verb(struct verb_call *c)
{
	int64_t id;
	if (c->n_args != 1) {
		fault_field(c->faults, S("title"), "say how the edition is called: \"June 2021\"");
		return ERR_FAULTS;
	}
	TRY(list_make(c->db, c->viewer, c->a, c->refusal, str_of(c->args[0]), &id));
	out_fmt(c->out, "Edition %lld: %s, a draft\n", (long long)id, c->args[0]);
	return OK;
}

static enum err publish_verb(struct verb_call *c)
{
	int64_t id;
	TRY(read_id(c, &id));
	return list_publish(c->db, c->viewer, c->a, c->refusal, id);
}

static const struct verb_opt hold_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "person", OPT_TEXT, "P-00412", "only this person" },
	{ "why", OPT_TEXT, "TEXT", "one sentence" },
	{ "end", OPT_INT, "N", "let go of the hold with this number instead" },
	{ 0 },
};

static enum err hold_verb(struct verb_call *c)
{
	struct tx tx;
	struct person_by_ref_row row = { 0 };
	struct person_by_ref_args by = { verb_text(c, "person") };
	int64_t mission_id = verb_int(c, "mission", 0), end_id = verb_int(c, "end", 0);
	if (end_id)
		return list_release(c->db, c->viewer, c->a, c->refusal, end_id);
	if (!mission_id)
		fault_field(c->faults, S("mission"), "say which mission: its number");
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = by.ref.p ? person_by_ref(&tx, &by, &row) : OK;
	tx_end(&tx);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("person"), "there is no person %.*s", SF(by.ref));
	else if (e != OK)
		return e;
	TRY(faults_err(c->faults));
	TRY(list_hold(c->db, c->viewer, c->a, c->refusal, mission_id, row.id, verb_text(c, "why")));
	out_lit(c->out, "Held back\n");
	return OK;
}

static const struct verb_opt spouse_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "person", OPT_TEXT, "P-00412", "the member" },
	{ "spouse", OPT_TEXT, "P-00413", "the spouse or partner, who consented" },
	{ "consent", OPT_TEXT, "TEXT", "the note or form that says so" },
	{ "end", OPT_FLAG, NULL, "the consent is withdrawn" },
	{ 0 },
};

static enum err find_ref(struct verb_call *c, const char *opt, int64_t *id)
{
	struct tx tx;
	struct person_by_ref_row row = { 0 };
	struct person_by_ref_args by = { verb_text(c, opt) };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = by.ref.p ? person_by_ref(&tx, &by, &row) : ERR_NOT_FOUND;
	tx_end(&tx);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, str_of(opt),
			    "there is no person '%.*s'; a reference is P-00412", SF(by.ref));
	*id = row.id;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err spouse_verb(struct verb_call *c)
{
	int64_t mission_id = verb_int(c, "mission", 0), member_id, spouse_id = 0;
	bool is_end = verb_flag(c, "end");
	str consent = str_trim(verb_text(c, "consent"));
	TRY(find_ref(c, "person", &member_id));
	if (!is_end)
		TRY(find_ref(c, "spouse", &spouse_id));
	if (!is_end && !mission_id)
		fault_field(c->faults, S("mission"), "say which mission: its number");
	if (!is_end && str_is_empty(consent))
		fault_field(c->faults, S("consent"), "say which note or form gives the consent");
	TRY(faults_err(c->faults));
	TRY(list_spouse(c->db, c->viewer, c->a, c->refusal, mission_id, member_id, spouse_id,
			is_end ? (str){ 0 } : consent));
	out_str(c->out, is_end ? S("Printed no more\n") : S("Printed from the next edition on\n"));
	return OK;
}

static const struct verb_opt file_opts[] = {
	{ "out", OPT_TEXT, "FILE",
	  "written there: .csv, .xlsx or .pdf; else CSV to standard output" },
	{ 0 },
};

static enum err file_verb(struct verb_call *c)
{
	struct tx tx;
	struct list_edition ed;
	int64_t id;
	str to = verb_text(c, "out"), bytes = { 0 };
	TRY(read_id(c, &id));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = list_edition_read(&tx, id, &ed);
	if (e == OK && str_ends(to, S(".pdf")))
		e = list_pdf(&tx, &ed, &bytes);
	else if (e == OK)
		e = list_sheet(c->a, &ed, str_ends(to, S(".xlsx")) ? SHEET_XLSX : SHEET_CSV,
			       &bytes);
	tx_end(&tx);
	if (e == OK && to.p)
		return verb_file_write(c, str_z(c->a, to), bytes);
	if (e == OK)
		out_str(c->out, bytes);
	return e;
}

static enum err changes_verb(struct verb_call *c)
{
	static const char *const words[] = { "new", "gone", "changed" };
	struct tx tx;
	struct list_edition ed;
	int64_t id;
	TRY(read_id(c, &id));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = list_edition_read(&tx, id, &ed);
	tx_end(&tx);
	if (e != OK)
		return e;
	if (!ed.before_title.p)
		out_lit(c->out, "No edition was published before.\n");
	for (ptrdiff_t i = 0; i < ed.changes.n; i++) {
		const struct list_change *k = &ed.changes.v[i];
		out_fmt(c->out, "%-8s %.*s: %.*s, %.*s", words[k->kind], SF(k->mission),
			SF(k->name), SF(k->title));
		if (k->was.p)
			out_fmt(c->out, " (was %.*s)", SF(k->was));
		out_lit(c->out, "\n");
	}
	return OK;
}

const struct verb list_verbs[] = {
	{ "list", "check", NULL, "What would be printed now, and what stands in the way.",
	  VERB_READS, NULL, check_verb },
	{ "list", "make", "TITLE", "Make an edition of the Diplomatic List as a draft.",
	  VERB_WRITES, NULL, make_verb },
	{ "list", "publish", "EDITION",
	  "Propose an edition for publication; a second person decides.", VERB_WRITES, NULL,
	  publish_verb },
	{ "list", "hold", NULL, "Hold a mission or a person back from print, or let go.",
	  VERB_WRITES, hold_opts, hold_verb },
	{ "list", "spouse", NULL, "Print a spouse beside a member, with consent; or no more.",
	  VERB_WRITES, spouse_opts, spouse_verb },
	{ "list", "changes", "EDITION", "What changed since the edition before.", VERB_READS, NULL,
	  changes_verb },
	{ "list", "file", "EDITION", "One edition as CSV, workbook or PDF.", VERB_READS, file_opts,
	  file_verb },
	{ 0 },
};
