/* note_verbs.c: `grata note ...`. */
#include "note/note.h"

#include "attachment/attachment.h"
#include "base/day.h"
#include "ref/ref.h"

static enum err read_kind(struct verb_call *c, enum note_kind *kind)
{
	str word = verb_text(c, "kind");
	*kind = NOTE_KIND_NOTE_VERBALE;
	if (!word.p || note_kind_of(word, kind))
		return OK;
	fault_field(c->faults, S("kind"), "note_verbale, letter or aide_memoire");
	return ERR_FAULTS;
}

/* The note whose reference is the argument. */
static enum err find(struct verb_call *c, struct tx *tx, struct note_by_id_row *n)
{
	struct note_by_ref_row found;
	struct note_by_ref_args by = { .ref = str_of(c->n_args == 1 ? c->args[0] : "") };
	enum err e = note_by_ref(tx, &by, &found);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("reference"), "say which note: N-12");
	if (e != OK)
		return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
	struct note_by_id_args in = { .id = found.id };
	return note_by_id(tx, &in, n);
}

static enum err read_note(struct verb_call *c, struct note_by_id_row *n, str *ministry)
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find(c, &tx, n);
	if (e == OK)
		e = ref_ministry(&tx, ministry);
	tx_end(&tx);
	return e;
}

/* ---- list, show ---- */

static const struct verb_opt list_opts[] = {
	{ "direction", OPT_TEXT, "in|out", "only received, or only ours" },
	{ "state", OPT_TEXT, "STATE", "draft, approved, sent, received" },
	{ "limit", OPT_INT, "N", "how many; 50 unless said" },
	{ 0 },
};

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct note_list_rows rows;
	struct note_list_args in = { .before_id = INT64_MAX,
				     .direction = verb_text(c, "direction"),
				     .state = verb_text(c, "state"),
				     .limit_n = verb_int(c, "limit", 50) };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = note_list(&tx, &in, &rows);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < rows.n; i++) {
		const struct note_list_row *r = &rows.v[i];
		str day = r->note_on.has ? day_text(c->a, r->note_on.v) : S("-");
		out_fmt(c->out, "%-7.*s %-9.*s %-10.*s %-10.*s %.*s: %.*s\n", SF(r->ref),
			SF(r->state), SF(day), SF(r->note_no), SF(r->mission_name), SF(r->subject));
	}
	return e;
}

static enum err show_verb(struct verb_call *c)
{
	struct note_by_id_row n;
	str ministry;
	TRY(read_note(c, &n, &ministry));
	out_fmt(c->out, "%.*s %.*s, %.*s\n%s %.*s\n", SF(n.ref), SF(n.state), SF(n.subject),
		str_eq(n.direction, S("in")) ? "from" : "to", SF(n.mission_name));
	if (n.note_on.has)
		out_fmt(c->out, "number %.*s of %.*s\n", SF(n.note_no),
			SF(day_text(c->a, n.note_on.v)));
	if (n.supersedes_ref.p)
		out_fmt(c->out, "supersedes %.*s\n", SF(n.supersedes_ref));
	out_fmt(c->out, "\n%.*s\n", SF(n.wording));
	return OK;
}

/* ---- paper ---- */

static const struct verb_opt paper_opts[] = {
	{ "form", OPT_TEXT, "pdf|odt", "what is written; pdf unless said" },
	{ "out", OPT_TEXT, "FILE", "where to; standard output unless said" },
	{ 0 },
};

static enum err enclose(struct verb_call *c, const struct note_by_id_row *n, struct paper *p)
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = attachment_enclose(&tx, ATTACHMENT_OF_NOTE, n->id, n->lang, p);
	tx_end(&tx);
	return e;
}

static enum err paper_verb(struct verb_call *c)
{
	struct note_by_id_row n;
	struct paper p;
	str ministry, bytes, form = verb_text(c, "form"), to = verb_text(c, "out");
	if (form.p && !str_eq(form, S("pdf")) && !str_eq(form, S("odt")))
		fault_field(c->faults, S("form"), "pdf or odt");
	TRY(faults_err(c->faults));
	TRY(read_note(c, &n, &ministry));
	TRY(note_paper(c->a, &n, ministry, c->faults, &p));
	TRY(enclose(c, &n, &p));
	TRY(str_eq(form, S("odt")) ? paper_odt(&p, &bytes) : paper_pdf(&p, &bytes));
	if (to.p)
		return verb_file_write(c, str_z(c->a, to), bytes);
	out_str(c->out, bytes);
	return OK;
}

/* ---- draft ---- */

static const struct verb_opt draft_opts[] = {
	{ "mission", OPT_INT, "ID", "number of the mission that it goes to" },
	{ "template", OPT_TEXT, "NAME", "free, acknowledge, visa_documents, ..." },
	{ "lang", OPT_TEXT, "LANG", "en unless said" },
	{ "kind", OPT_TEXT, "KIND", "note_verbale unless said; letter, aide_memoire" },
	{ "supersedes", OPT_INT, "ID", "number of the note that it supersedes" },
	{ 0 },
};

struct drafting {
	struct note_new in;
	int64_t id;
};

static enum err draft_deed(struct tx *tx, void *arg)
{
	struct drafting *d = arg;
	return note_draft(tx, &d->in, &d->id);
}

/* Arguments are values: deadline="5 July 2021". */
static enum err read_values(struct verb_call *c, struct note_new *in)
{
	struct note_value *values = arena_new_n(c->a, struct note_value, c->n_args);
	for (int i = 0; i < c->n_args; i++) {
		str text = str_of(c->args[i]), name = str_cut(&text, '=');
		if (!text.p)
			fault_field(c->faults, name, "write NAME=TEXT");
		values[i] = (struct note_value){ str_z(c->a, name), text };
	}
	in->values = values;
	in->n_values = c->n_args;
	return faults_err(c->faults);
}

static enum err draft_verb(struct verb_call *c)
{
	str lang = verb_text(c, "lang"), name = verb_text(c, "template");
	struct drafting d = { .in = { .template = name.p ? name.p : "free",
				      .lang = lang.p ? lang : S("en"),
				      .mission_id = verb_int(c, "mission", 0),
				      .supersedes_id = verb_int(c, "supersedes", 0) } };
	TRY(read_kind(c, &d.in.kind));
	TRY(read_values(c, &d.in));
	enum err e = db_deed(c->db, c->viewer, c->a, c->refusal, "note.draft", draft_deed, &d);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("template"), "there is no such template or mission");
		return ERR_FAULTS;
	}
	if (e == OK)
		out_fmt(c->out, "N-%lld\n", (long long)d.id);
	return e;
}

/* ---- receive ---- */

static const struct verb_opt receive_opts[] = {
	{ "mission", OPT_INT, "ID", "number of the mission that it comes from" },
	{ "no", OPT_TEXT, "NUMBER", "as it stands on the note" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "the day that it bears" },
	{ "received", OPT_DAY, "YYYY-MM-DD", "when it came; today unless said" },
	{ "subject", OPT_TEXT, "TEXT", "what it is about" },
	{ "lang", OPT_TEXT, "LANG", "en unless said" },
	{ "kind", OPT_TEXT, "KIND", "note_verbale unless said; letter, aide_memoire" },
	{ "supersedes", OPT_INT, "ID", "number of the note that it supersedes" },
	{ 0 },
};

struct receiving {
	struct verb_call *c;
	struct note_received in;
	int64_t id;
};

static enum err receive_deed(struct tx *tx, void *arg)
{
	struct receiving *r = arg;
	r->in.received_on = verb_day(r->c, "received", tx->on);
	return note_receive(tx, &r->in, r->c->faults, &r->id);
}

static enum err receive_verb(struct verb_call *c)
{
	str lang = verb_text(c, "lang");
	struct receiving r = { .c = c,
			       .in = { .mission_id = verb_int(c, "mission", 0),
				       .note_no = verb_text(c, "no"),
				       .note_on = verb_day(c, "on", INT64_MAX),
				       .subject = verb_text(c, "subject"),
				       .lang = lang.p ? lang : S("en"),
				       .supersedes_id = verb_int(c, "supersedes", 0) } };
	TRY(read_kind(c, &r.in.kind));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "note.receive", receive_deed, &r));
	out_fmt(c->out, "N-%lld\n", (long long)r.id);
	return OK;
}

/* ---- wording, propose, send ---- */

static const struct verb_opt wording_opts[] = {
	{ "file", OPT_TEXT, "FILE.txt", "the new wording, as marked text" },
	{ "subject", OPT_TEXT, "TEXT", "the new subject; as before unless said" },
	{ 0 },
};

static enum err wording_verb(struct verb_call *c)
{
	struct note_by_id_row n;
	str ministry, file = verb_text(c, "file"), subject = verb_text(c, "subject"), text;
	struct paper p;
	TRY(read_note(c, &n, &ministry));
	text = n.wording;
	if (file.p)
		TRY(verb_file_read(c, str_z(c->a, file), 4 * NOTE_WORDING_MAX, &text));
	p = paper_new(c->a, PAPER_LETTER, n.subject, n.lang, 0);
	TRY(paper_read(&p, text, c->faults));
	return note_write(c->db, c->viewer, c->a, c->refusal, n.id, n.changes_n,
			  subject.p ? subject : n.subject, text);
}

static enum err propose_verb(struct verb_call *c)
{
	struct note_by_id_row n;
	str ministry;
	TRY(read_note(c, &n, &ministry));
	return note_propose(c->db, c->viewer, c->a, c->refusal, c->faults, n.id);
}

static enum err send_verb(struct verb_call *c)
{
	struct note_by_id_row n;
	str ministry;
	TRY(read_note(c, &n, &ministry));
	TRY(note_send(c->db, c->viewer, c->a, c->refusal, n.id));
	TRY(read_note(c, &n, &ministry));
	out_fmt(c->out, "%.*s is sent as %.*s\n", SF(n.ref), SF(n.note_no));
	return OK;
}

const struct verb note_verbs[] = {
	{ "note", "list", NULL, "Notes in and out, the latest first.", VERB_READS, list_opts,
	  list_verb },
	{ "note", "show", "REF", "One note and its wording.", VERB_READS, NULL, show_verb },
	{ "note", "paper", "REF", "One note as PDF or as an editable document.", VERB_READS,
	  paper_opts, paper_verb },
	{ "note", "draft", "NAME=TEXT...", "Draft a note from a template, with values for it.",
	  VERB_WRITES, draft_opts, draft_verb },
	{ "note", "receive", NULL, "Enter a note as it came from a mission.", VERB_WRITES,
	  receive_opts, receive_verb },
	{ "note", "wording", "REF", "Change the wording of a note that is not sent.", VERB_WRITES,
	  wording_opts, wording_verb },
	{ "note", "propose", "REF", "Ask a second person to approve the wording.", VERB_WRITES,
	  NULL, propose_verb },
	{ "note", "send", "REF", "Give an approved note its number and day.", VERB_WRITES, NULL,
	  send_verb },
	{ 0 },
};
