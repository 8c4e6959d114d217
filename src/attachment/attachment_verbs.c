/* attachment_verbs.c: `grata attachment ...`. */
#include "attachment/attachment.h"

#include "base/day.h"
#include "doc/doc.h"

static const struct verb_opt of_opts[] = {
	{ "of", OPT_TEXT, "WORD", "person, mission, note or visa_application" },
	{ "record", OPT_INT, "N", "the record's number, as in its page's address" },
	{ "kind", OPT_TEXT, "WORD", "photograph or scan; scan unless said" },
	{ "title", OPT_TEXT, "TEXT", "what it shows" },
	{ "out", OPT_TEXT, "FILE", "list: all as one ZIP archive, written there" },
	{ 0 },
};

static void read_record(struct verb_call *c, enum attachment_of *of, int64_t *id)
{
	str word = verb_text(c, "of");
	*id = verb_int(c, "record", 0);
	if (!attachment_of_of(word, of))
		fault_field(c->faults, S("of"),
			    "'%.*s' is no record: person, mission, note, visa_application",
			    SF(word));
	if (*id <= 0)
		fault_field(c->faults, S("record"), "say the record's number");
}

static enum err add_verb(struct verb_call *c)
{
	struct attachment_new in = { .kind = ATTACHMENT_KIND_SCAN,
				     .title = str_trim(verb_text(c, "title")) };
	str kind = verb_text(c, "kind");
	int64_t id;
	read_record(c, &in.of, &in.object_id);
	if (kind.p && !attachment_kind_of(kind, &in.kind))
		fault_field(c->faults, S("kind"), "'%.*s' is neither photograph nor scan",
			    SF(kind));
	if (c->n_args != 1)
		fault_field(c->faults, S("file"), "say which file");
	TRY(faults_err(c->faults));
	TRY(verb_file_read(c, c->args[0], FILE_BYTES_MAX + 1, &in.bytes));
	in.file_name = str_eq(str_of(c->args[0]), S("-")) ? (str){ 0 } : str_of(c->args[0]);
	TRY(attachment_add(c->db, c->viewer, c->a, c->refusal, c->faults, &in, &id));
	out_fmt(c->out, "attachment %lld\n", (long long)id);
	return OK;
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	enum attachment_of of;
	struct attachment_record r;
	struct attachment_list_rows rows = { 0 };
	int64_t id;
	str to = verb_text(c, "out"), bytes = { 0 };
	read_record(c, &of, &id);
	TRY(faults_err(c->faults));
	struct attachment_list_args in = { attachment_of_text(of), id };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = attachment_record_of(&tx, of, id, &r);
	if (e == OK)
		e = attachment_list(&tx, &in, &rows);
	if (e == OK && to.p)
		e = attachment_archive(&tx, of, id, &bytes);
	tx_end(&tx);
	if (e != OK)
		return e;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct attachment_list_row *t = &rows.v[i];
		out_fmt(c->out, "%lld %.*s %.*s, %.*s, %lld bytes, ", (long long)t->id, SF(t->kind),
			SF(t->type), SF(t->title), (long long)t->bytes_n);
		out_day(c->out, t->added_on);
		out_lit(c->out, "\n");
	}
	if (!rows.n)
		out_lit(c->out, "Nothing is attached.\n");
	return bytes.p ? verb_file_write(c, str_z(c->a, to), bytes) : OK;
}

static const struct verb_opt why_opts[] = {
	{ "why", OPT_TEXT, "TEXT", "the reason" },
	{ 0 },
};

static enum err remove_verb(struct verb_call *c)
{
	int64_t id = 0;
	if (c->n_args != 1 || !str_to_int64(str_of(c->args[0]), &id)) {
		fault_field(c->faults, S("attachment"), "say which: its number");
		return ERR_FAULTS;
	}
	return attachment_remove(c->db, c->viewer, c->a, c->refusal, c->faults, id,
				 str_trim(verb_text(c, "why")));
}

const struct verb attachment_verbs[] = {
	{ "attachment", "add", "FILE", "Attach a scan or photograph to a record.", VERB_WRITES,
	  of_opts, add_verb },
	{ "attachment", "list", NULL, "What is attached to a record; with --out all of it.",
	  VERB_READS, of_opts, list_verb },
	{ "attachment", "remove", "ATTACHMENT", "Take an attachment off its record.", VERB_WRITES,
	  why_opts, remove_verb },
	{ 0 },
};
