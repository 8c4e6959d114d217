/* ref_rules.c: the rules of hosts: those that come with the program, the one in force, the verbs.
 */
#include "base/embed.h"
#include "base/must.h"
#include "ref/ref.h"

EMBED(host_rules);

enum { RULE_COLUMNS = 9 };

static struct opt_int number_of(str s)
{
	struct opt_int v = { 0 };
	v.has = str_to_int64(s, &v.v);
	return v;
}

static str text_of(str s)
{
	return s.n ? s : (str){ 0 };
}

/* One row of host_rules.tsv: host kind word is_on value unit says article source. */
static enum err add_rule(struct tx *tx, str line)
{
	str cell[RULE_COLUMNS];
	for (int i = 0; i < RULE_COLUMNS; i++)
		cell[i] = str_cut(&line, '\t');
	struct ref_rule_add_args in = { .host_iso = text_of(cell[0]),
					.kind = cell[1],
					.word = cell[2],
					.is_on = str_eq(cell[3], S("1")),
					.value_n = number_of(cell[4]),
					.unit = text_of(cell[5]),
					.says = cell[6],
					.article = text_of(cell[7]),
					.source = cell[8] };
	struct wrote out;
	return ref_rule_add(tx, &in, &out);
}

enum err ref_load_rules(struct tx *tx)
{
	str rest = embed_str(host_rules);
	str_cut(&rest, '\n'); /* the header */
	while (rest.p) {
		str line = str_cut(&rest, '\n');
		if (line.n)
			TRY(add_rule(tx, line));
	}
	return OK;
}

enum err ref_rule_find(struct tx *tx, enum rule_kind kind, const char *word, int64_t on,
		       struct ref_rule_in_force_row *rule)
{
	struct ref_rule_in_force_args in = { .kind = rule_kind_text(kind),
					     .word = str_of(word),
					     .day_on = on };
	TRY(ref_host(tx, &in.host_iso));
	enum err e = ref_rule_in_force(tx, &in, rule);
	return e == OK && !rule->is_on ? ERR_NOT_FOUND : e;
}

/* ---- verbs ---- */

static const struct verb_opt list_opts[] = {
	{ "host", OPT_TEXT, "DE", "another host than the register's own" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "in force on this day; else today" },
	{ 0 },
};

static void out_rule(struct out *o, const struct ref_rules_row *r)
{
	out_fmt(o, "%-8.*s %-26.*s ", SF(r->kind), SF(r->word));
	if (!r->is_on)
		out_lit(o, "(off) ");
	if (r->value_n.has)
		out_fmt(o, "%lld%s%.*s: ", (long long)r->value_n.v, r->unit.p ? " " : "",
			SF(r->unit));
	out_str(o, r->says);
	if (r->article.p)
		out_fmt(o, " (%.*s)", SF(r->article));
	out_fmt(o, "; %.*s", SF(r->source));
	if (r->from_on.has) {
		out_lit(o, "; from ");
		out_day(o, r->from_on.v);
	}
	out_lit(o, "\n");
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct ref_rules_rows rows = { 0 };
	struct ref_rules_args in = { .host_iso = verb_text(c, "host") };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	in.day_on = verb_day(c, "on", tx.on);
	enum err e = in.host_iso.p ? OK : ref_host(&tx, &in.host_iso);
	if (e == OK)
		e = ref_rules(&tx, &in, &rows);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < rows.n; i++)
		out_rule(c->out, &rows.v[i]);
	return e;
}

static const struct verb_opt set_opts[] = {
	{ "kind", OPT_TEXT, "KIND",
	  "gate, deadline, age, validity, card, visa, channel, standard" },
	{ "off", OPT_FLAG, NULL, "this host does without it from then on" },
	{ "value", OPT_INT, "N", "its figure: days, years" },
	{ "unit", OPT_TEXT, "UNIT", "of days: calendar or working" },
	{ "says", OPT_TEXT, "TEXT", "the rule in one sentence" },
	{ "article", OPT_TEXT, "ARTICLE", "what it rests on" },
	{ "source", OPT_TEXT, "TEXT", "where it is written" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "in force from this day; else from today" },
	{ 0 },
};

static enum err set_deed(struct tx *tx, void *arg)
{
	struct ref_rule_add_args *in = arg;
	struct wrote out;
	TRY(ref_host(tx, &in->host_iso));
	if (!in->from_on.has)
		in->from_on = (struct opt_int){ true, tx->on };
	return ref_rule_add(tx, in, &out);
}

static enum err set_verb(struct verb_call *c)
{
	enum rule_kind kind;
	struct ref_rule_add_args in = { .kind = verb_text(c, "kind"),
					.is_on = !verb_flag(c, "off"),
					.unit = verb_text(c, "unit"),
					.says = verb_text(c, "says"),
					.article = verb_text(c, "article"),
					.source = verb_text(c, "source") };
	in.value_n.v = verb_int(c, "value", INT64_MIN);
	in.value_n.has = in.value_n.v != INT64_MIN;
	in.from_on.v = verb_day(c, "from", INT64_MIN);
	in.from_on.has = in.from_on.v != INT64_MIN;
	if (c->n_args != 1)
		fault_field(c->faults, S("word"), "say which rule: card_returned");
	else
		in.word = str_of(c->args[0]);
	if (!rule_kind_of(in.kind, &kind))
		fault_field(c->faults, S("kind"), "'%.*s' is not a kind of rule", SF(in.kind));
	if (in.unit.p && !str_eq(in.unit, S("calendar")) && !str_eq(in.unit, S("working")))
		fault_field(c->faults, S("unit"), "days are calendar or working");
	if (str_is_empty(in.says))
		fault_field(c->faults, S("says"), "say the rule in one sentence");
	if (str_is_empty(in.source))
		fault_field(c->faults, S("source"), "say where it is written");
	TRY(faults_err(c->faults));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "ref.rule", set_deed, &in));
	out_fmt(c->out, "%s: %s from ", c->args[0], in.is_on ? "in force" : "off");
	out_day(c->out, in.from_on.v);
	out_lit(c->out, "\n");
	return OK;
}

const struct verb ref_verbs[] = {
	{ "ref", "rules", NULL, "The rules of the host in force, each with its source.", VERB_READS,
	  list_opts, list_verb },
	{ "ref", "rule", "WORD", "Set a rule of the host from a day on; the old one is kept.",
	  VERB_WRITES, set_opts, set_verb },
	{ "ref", "holders", NULL, "Who held the offices of a state on a day.", VERB_READS,
	  ref_holders_opts, ref_holders_verb },
	{ "ref", "holder", NULL,
	  "Enter who holds an office from a day on; whoever held it before ends the day before.",
	  VERB_WRITES, ref_holder_opts, ref_holder_verb },
	{ 0 },
};
