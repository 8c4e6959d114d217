/* intake_verbs.c: `grata intake ...` beside `grata intake read`, which is the reader's and needs no
 * register. */
#include "base/out.h"
#include "expel/expel.h"
#include "intake/intake_in.h"

/* ---- add ---- */

static const struct verb_opt add_opts[] = {
	{ "published", OPT_DAY, "YYYY-MM-DD", "the day on which it appeared" },
	{ "place", OPT_TEXT, "GB", "the country where it appeared" },
	{ "title", OPT_TEXT, "TEXT", "what it is called" },
	{ "source", OPT_TEXT, "TEXT", "its address, or who published it" },
	{ 0 },
};

static enum err add_verb(struct verb_call *c)
{
	int64_t on = verb_day(c, "published", DAY_MIN - 1), id;
	struct intake_new in = { .title = verb_text(c, "title"),
				 .source = verb_text(c, "source"),
				 .place_iso = verb_text(c, "place"),
				 .published_on = { on >= DAY_MIN, on } };
	if (c->n_args != 1) {
		fault_field(c->faults, S("FILE"), "Name one file, or - for standard input.");
		return ERR_FAULTS;
	}
	in.file_name = str_of(c->args[0]);
	TRY(verb_file_read(c, c->args[0], INTAKE_FILE_MAX, &in.body));
	TRY(intake_add(c->db, c->viewer, c->a, c->refusal, c->faults, &in, &id));
	out_fmt(c->out, "%lld\n", (long long)id);
	return OK;
}

/* ---- show ---- */

static void json_spans(struct out *o, const struct intake_view *v, int64_t seq_n)
{
	bool is_first = true;
	out_lit(o, ",\"evidence\":[");
	for (ptrdiff_t i = 0; i < v->spans.n; i++) {
		const struct intake_spans_row *s = &v->spans.v[i];
		if (s->seq_n != seq_n || !str_eq(s->kind, S("evidence")))
			continue;
		out_bytes(o, ",", !is_first);
		out_json(o, intake_slice(v, s));
		is_first = false;
	}
	out_lit(o, "]");
}

static enum err json_known(struct out *o, struct tx *tx, const struct intake_entry *e)
{
	struct intake_known_list known;
	TRY(intake_known_find(tx, e, &known));
	out_lit(o, ",\"known\":[");
	for (ptrdiff_t i = 0; i < known.n; i++) {
		const struct intake_known *k = &known.v[i];
		out_bytes(o, ",", i > 0);
		out_fmt(o, "{\"id\":%lld,\"is_sure\":%s", (long long)k->id,
			k->is_sure ? "true" : "false");
		out_member(o, "table", k->table);
		out_member(o, "name", k->name);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static enum err json_proposal(struct out *o, struct tx *tx, const struct intake_view *v,
			      ptrdiff_t at)
{
	const struct intake_proposals_row *p = &v->proposals.v[at];
	struct intake_entry e;
	TRY(intake_suggest(tx, v, at, &e));
	out_fmt(o, "{\"n\":%lld", (long long)p->seq_n);
	out_member(o, "type", p->type);
	out_member(o, "modality", p->modality);
	out_member(o, "outcome", p->outcome);
	out_member(o, "by", e.by_isos);
	out_member(o, "to", e.to_isos);
	out_member_int(o, "value", p->value_n);
	out_member_day(o, "first_day", p->from_on);
	out_member_day(o, "last_day", p->to_on);
	out_member(o, "says", e.says);
	out_member(o, "words", e.words);
	out_member(o, "speaker", e.speaker);
	out_member(o, "office", e.office);
	out_member(o, "place", e.place);
	out_member(o, "people", e.participants);
	out_member(o, "concerns", e.concerns);
	out_member(o, "reasons", p->reasons);
	out_member(o, "became_table", p->object_table);
	out_member_int(o, "became_id", p->object_id);
	json_spans(o, v, p->seq_n);
	if (!p->object_id.has)
		TRY(json_known(o, tx, &e));
	out_lit(o, "}");
	return OK;
}

static enum err print_proposal(struct out *o, struct tx *tx, const struct intake_view *v,
			       ptrdiff_t at)
{
	const struct intake_proposals_row *p = &v->proposals.v[at];
	struct intake_entry e;
	str days = talks_days_text(o->a, p->from_on, p->to_on), url, name;
	TRY(intake_suggest(tx, v, at, &e));
	out_fmt(o, "%3lld  %-8.*s %.*s, %.*s  %.*s > %.*s  %.*s\n     %.*s\n", (long long)p->seq_n,
		SF(p->outcome), SF(p->type), SF(p->modality), SF(e.by_isos), SF(e.to_isos),
		SF(days), SF(e.says));
	if (p->object_id.has &&
	    talks_object_name(tx, p->object_table, p->object_id.v, &url, &name) == OK)
		out_fmt(o, "     became %.*s\n", SF(name));
	return OK;
}

static enum err show(struct verb_call *c, struct tx *tx, int64_t id)
{
	struct intake_view v;
	TRY(intake_view_read(tx, id, &v));
	if (!c->is_json) {
		str on = day_long(c->a, v.text.published_on);
		out_fmt(c->out, "%.*s, %.*s, %.*s\n", SF(v.text.title), SF(on),
			SF(v.text.place_name));
		for (ptrdiff_t i = 0; i < v.proposals.n; i++)
			TRY(print_proposal(c->out, tx, &v, i));
		return OK;
	}
	out_lit(c->out, "{\"title\":");
	out_json(c->out, v.text.title);
	out_member(c->out, "published", day_text(c->a, v.text.published_on));
	out_member(c->out, "extractor", v.text.extractor);
	out_lit(c->out, ",\"proposals\":[");
	for (ptrdiff_t i = 0; i < v.proposals.n; i++) {
		out_bytes(c->out, ",", i > 0);
		TRY(json_proposal(c->out, tx, &v, i));
	}
	out_lit(c->out, "]}\n");
	return OK;
}

static bool read_number(struct verb_call *c, int at, const char *what, int64_t *n)
{
	if (at < c->n_args && str_to_int64(str_of(c->args[at]), n) && *n > 0)
		return true;
	fault_field(c->faults, str_of(what), "say which: a number from 1 on");
	return false;
}

static enum err show_verb(struct verb_call *c)
{
	struct tx tx;
	int64_t id;
	if (!read_number(c, 0, "text", &id))
		return ERR_FAULTS;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = show(c, &tx, id);
	tx_end(&tx);
	return e;
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct intake_texts_rows rows = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = intake_texts(&tx, &rows);
	tx_end(&tx);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct intake_texts_row *r = &rows.v[i];
		str on = day_text(c->a, r->published_on);
		out_fmt(c->out, "%4lld  %.*s  %.*s  %lld of %lld open\n", (long long)r->id, SF(on),
			SF(r->title), (long long)r->open_n, (long long)r->proposals_n);
	}
	return e;
}

/* ---- accept, reject ---- */

static const struct verb_opt accept_opts[] = {
	{ "type", OPT_TEXT, "TYPE", "see grata intake types" },
	{ "modality", OPT_TEXT, "WORD", "asserted, announced, planned, ..." },
	{ "by", OPT_TEXT, "CODES", "who acts, asks or says" },
	{ "against", OPT_TEXT, "CODES", "whom it is put to, against or about" },
	{ "on", OPT_TEXT, "DATE", "2018-03-14, 2018-03 or 2018" },
	{ "number", OPT_INT, "N", "how many, exactly" },
	{ "at-least", OPT_INT, "N", "the least it may be" },
	{ "at-most", OPT_INT, "N", "the most it may be" },
	{ "kind", OPT_TEXT, "WORD", "of a measure: see grata expel kinds" },
	{ "says", OPT_LINES, "LINES", "what it is, in our words" },
	{ "words", OPT_LINES, "LINES", "the exact words" },
	{ "speaker", OPT_TEXT, "NAME", "who said it" },
	{ "office", OPT_TEXT, "TEXT", "the office held then" },
	{ "place", OPT_TEXT, "TEXT", "where" },
	{ "people", OPT_LINES, "LINES", "who took part: GB; name; office" },
	{ "topics", OPT_LINES, "LINES", "one a line" },
	{ "concerns", OPT_TEXT, "WORD", "applications, ceilings or measures" },
	{ "known", OPT_TEXT, "TABLE:ID", "it is this thing of the register" },
	{ "new", OPT_FLAG, NULL, "it is not what is known: enter it" },
	{ 0 },
};

static void take_text(struct verb_call *c, const char *name, str *to)
{
	str s = verb_text(c, name);
	if (s.p)
		*to = s;
}

static void take_number(struct verb_call *c, const char *name, struct opt_int *to)
{
	if (verb_text(c, name).p)
		*to = (struct opt_int){ true, verb_int(c, name, 0) };
}

/* What the options change of what the text has. */
static void take_options(struct verb_call *c, struct intake_entry *e)
{
	struct interval days;
	str on = verb_text(c, "on");
	take_text(c, "type", &e->type);
	take_text(c, "modality", &e->modality);
	take_text(c, "by", &e->by_isos);
	take_text(c, "against", &e->to_isos);
	take_text(c, "kind", &e->word);
	take_text(c, "says", &e->says);
	take_text(c, "words", &e->words);
	take_text(c, "speaker", &e->speaker);
	take_text(c, "office", &e->office);
	take_text(c, "place", &e->place);
	take_text(c, "people", &e->participants);
	take_text(c, "topics", &e->topics);
	take_text(c, "concerns", &e->concerns);
	if (verb_text(c, "number").p) {
		take_number(c, "number", &e->value_n);
		e->least_n = e->most_n = e->value_n;
	}
	take_number(c, "at-least", &e->least_n);
	take_number(c, "at-most", &e->most_n);
	if (on.p && !interval_read(on, &days))
		fault_field(c->faults, S("on"), "write 2018-03-14, 2018-03 or 2018");
	else if (on.p) {
		e->from_on = (struct opt_int){ true, days.from_on };
		e->to_on = (struct opt_int){ true, days.to_on };
	}
}

static enum err read_entry(struct verb_call *c, struct intake_decision *d)
{
	struct tx tx;
	struct intake_view v = { 0 };
	enum err e;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	e = intake_view_read(&tx, d->text_id, &v);
	for (ptrdiff_t i = 0; e == OK && i < v.proposals.n; i++)
		if (v.proposals.v[i].seq_n == d->seq_n) {
			e = intake_suggest(&tx, &v, i, &d->entry);
			d->has_entry = true;
		}
	tx_end(&tx);
	if (e == OK && d->has_entry)
		take_options(c, &d->entry);
	return e == OK ? faults_err(c->faults) : e;
}

static enum err accept_one(struct verb_call *c, struct intake_decision *d)
{
	str known = verb_text(c, "known");
	if (known.p) {
		d->known_table = str_cut(&known, ':');
		if (!str_to_int64(known, &d->known_id))
			fault_field(c->faults, S("known"),
				    "write it as grata intake show --json has it: ledger_round:21");
	}
	d->is_new = verb_flag(c, "new");
	TRY(faults_err(c->faults));
	TRY(read_entry(c, d));
	TRY(intake_accept(c->db, c->viewer, c->a, c->refusal, c->faults, d));
	out_fmt(c->out, "%lld %s %.*s:%lld\n", (long long)d->seq_n,
		d->is_merged ? "is known:" : "became", SF(d->table), (long long)d->id);
	return OK;
}

static enum err accept_verb(struct verb_call *c)
{
	struct intake_decision d = { 0 };
	if (!read_number(c, 0, "text", &d.text_id))
		return ERR_FAULTS;
	for (int i = 1; i < c->n_args || i == 1; i++) {
		struct intake_decision one = { .text_id = d.text_id };
		if (!read_number(c, i, "proposal", &one.seq_n))
			return ERR_FAULTS;
		TRY(accept_one(c, &one));
	}
	return OK;
}

static const struct verb_opt reject_opts[] = {
	{ "why", OPT_TEXT, "WORD",
	  "not_said, wrong_type, wrong_state, wrong_day, wrong_number, comment, twice, no_matter" },
	{ "says", OPT_TEXT, "TEXT", "in a sentence" },
	{ 0 },
};

static enum err reject_verb(struct verb_call *c)
{
	struct intake_decision d = { .why = verb_text(c, "why"), .says = verb_text(c, "says") };
	if (!read_number(c, 0, "text", &d.text_id) || !read_number(c, 1, "proposal", &d.seq_n))
		return ERR_FAULTS;
	return intake_reject(c->db, c->viewer, c->a, c->refusal, c->faults, &d);
}

/* ---- precision, types ---- */

static enum err precision_verb(struct verb_call *c)
{
	struct tx tx;
	struct intake_precision_rows rows = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = intake_precision(&tx, &rows);
	tx_end(&tx);
	out_fmt(c->out, "%-22s %5s %8s %6s %6s %8s %5s\n", "type", "all", "accepted", "edited",
		"known", "rejected", "open");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct intake_precision_row *r = &rows.v[i];
		out_fmt(c->out, "%-22.*s %5lld %8lld %6lld %6lld %8lld %5lld\n", SF(r->type),
			(long long)r->all_n, (long long)r->plain_n, (long long)r->edited_n,
			(long long)r->merged_n, (long long)r->rejected_n, (long long)r->open_n);
	}
	return e;
}

/* Type, then for each modality where it goes. */
static enum err types_verb(struct verb_call *c)
{
	for (int i = 0; i < INTAKE_TYPES_N; i++)
		for (int m = 0; INTAKE_MODALITIES[m]; m++) {
			const struct intake_type *t = &INTAKE_TYPES[i];
			struct intake_goes g = intake_goes_of(t, str_of(INTAKE_MODALITIES[m]));
			enum expel_kind kind;
			bool is_counted = g.place == INTAKE_MEASURE &&
					  expel_kind_of(g.word, &kind) &&
					  expel_kind_info_of(kind)->ledger;
			out_fmt(c->out, "%-22s %-12s %s %.*s %.*s\n", t->type, INTAKE_MODALITIES[m],
				g.place == INTAKE_ITEM       ? "talks_item"
				: g.place == INTAKE_INCIDENT ? "expel_incident"
				: is_counted                 ? "expel_measure+ledger_round"
							     : "expel_measure",
				SF(g.word), SF(g.state));
		}
	return OK;
}

/* clang-format off */
const struct verb intake_verbs[] = {
	{ "intake", "add", "FILE|-", "Take in a report or a note; the reader proposes entries, a person decides.", VERB_WRITES, add_opts, add_verb },
	{ "intake", "list", NULL, "The texts, and how many proposals of each are open.", VERB_READS, NULL, list_verb },
	{ "intake", "show", "TEXT", "What the reader proposes of a text, what is known already, what each became.", VERB_READS, NULL, show_verb },
	{ "intake", "accept", "TEXT N ...", "Enter proposals as the text has them, or with changes; what is known is not doubled.", VERB_WRITES, accept_opts, accept_verb },
	{ "intake", "reject", "TEXT N", "Reject a proposal, with the reason.", VERB_WRITES, reject_opts, reject_verb },
	{ "intake", "precision", NULL, "How many proposals of each type were accepted, edited, known, rejected.", VERB_READS, NULL, precision_verb },
	{ "intake", "types", NULL, "Where every type goes in each modality.", VERB_PURE, NULL, types_verb },
	{ 0 },
};
/* clang-format on */
