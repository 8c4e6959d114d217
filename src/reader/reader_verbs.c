/* reader_verbs.c: `grata intake read`: proposals as JSON Lines, or explained for a person. First
 * the printing, then the verb. */
#include "reader/reader.h"

#include "base/out.h"

/* ---- printing */
static void print_codes(struct out *o, const struct lexicon *lx, const struct codes *c)
{
	out_lit(o, "[");
	for (int i = 0; i < c->n; i++) {
		if (i)
			out_lit(o, ",");
		out_json(o, lexicon_state(lx, c->v[i])->alpha_3);
	}
	out_lit(o, "]");
}

static void print_day(struct out *o, bool has, int64_t on)
{
	if (!has || on < DAY_MIN || on > DAY_MAX) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "\"");
	out_day(o, on);
	out_lit(o, "\"");
}

static void print_count(struct out *o, const struct count *c)
{
	out_lit(o, ",\"count\":");
	if (!c->is_there) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "{\"value\":");
	out_json_int(o, c->value >= 0, c->value);
	out_member_int(o, "min", (struct opt_int){ c->min >= 0, c->min });
	out_member_int(o, "max", (struct opt_int){ c->max >= 0, c->max });
	out_fmt(o, ",\"approx\":%s}", c->is_approx ? "true" : "false");
}

static void print_spans(struct out *o, const char *name, const struct spans *s)
{
	out_fmt(o, ",\"%s\":[", name);
	for (ptrdiff_t i = 0; i < s->n; i++)
		out_fmt(o, "%s{\"start\":%d,\"end\":%d}", i ? "," : "", s->v[i].start, s->v[i].end);
	out_lit(o, "]");
}

static void print_dates(struct out *o, const struct proposal *p)
{
	out_lit(o, ",\"date\":{\"from\":");
	print_day(o, p->when.has_from, p->when.from_on);
	out_lit(o, ",\"to\":");
	print_day(o, p->when.has_to, p->when.to_on);
	out_fmt(o, ",\"precision\":\"%s\"}", p->when.precision ? p->when.precision : "unknown");
	out_lit(o, ",\"deadline\":");
	if (!p->has_deadline) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "{\"by\":");
	print_day(o, p->deadline_on >= DAY_MIN, p->deadline_on);
	out_member_int(o, "hours", (struct opt_int){ p->deadline_hours > 0, p->deadline_hours });
	out_lit(o, "}");
}

static void print_speaker(struct out *o, const struct lexicon *lx, const struct proposal *p,
			  str text)
{
	out_lit(o, ",\"speaker\":");
	if (p->speaker.end <= p->speaker.start) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "{\"text\":");
	out_json(o, str_slice(text, p->speaker.start, p->speaker.end));
	out_member(o, "state",
		   p->speaker_state >= 0 ? lexicon_state(lx, p->speaker_state)->alpha_3
					 : (str){ 0 });
	out_lit(o, "}");
}

void reader_print(struct out *o, const struct lexicon *lx, const struct proposal *p, str text)
{
	out_fmt(o, "{\"id\":%d,\"type\":", p->id);
	out_json(o, p->type);
	out_member(o, "event", p->event);
	out_member(o, "mode", p->mode);
	out_fmt(o, ",\"modality\":\"%s\",\"actors\":", modality_name(p->modality));
	print_codes(o, lx, &p->actors);
	out_lit(o, ",\"recipients\":");
	print_codes(o, lx, &p->recipients);
	print_count(o, &p->count);
	print_dates(o, p);
	print_spans(o, "evidence", &p->evidence);
	out_lit(o, ",\"links\":[");
	for (int i = 0; i < p->n_links; i++)
		out_fmt(o, "%s{\"kind\":\"%s\",\"to\":%d}", i ? "," : "",
			link_name(p->links[i].kind), p->links[i].to);
	out_lit(o, "]");
	print_speaker(o, lx, p, text);
	print_spans(o, "quotes", &p->quotes);
	out_lit(o, ",\"reasons\":[");
	for (int i = 0; i < p->n_reasons; i++) {
		if (i)
			out_lit(o, ",");
		out_json(o, str_of(p->reasons[i]));
	}
	out_lit(o, "]}\n");
}

static void explain_codes(struct out *o, const struct lexicon *lx, const struct codes *c)
{
	if (!c->n)
		out_lit(o, "(not said)");
	for (int i = 0; i < c->n; i++)
		out_fmt(o, "%s%.*s", i ? "+" : "", SF(lexicon_state(lx, c->v[i])->alpha_3));
}

static void explain(struct out *o, const struct lexicon *lx, const struct proposal *p, str text)
{
	out_fmt(o, "%d. %.*s, %s: ", p->id, SF(p->type), modality_name(p->modality));
	explain_codes(o, lx, &p->actors);
	out_lit(o, " > ");
	explain_codes(o, lx, &p->recipients);
	out_lit(o, "\n");
	for (ptrdiff_t i = 0; i < p->evidence.n; i++)
		out_fmt(o, "  evidence: %.*s\n",
			SF(str_slice(text, p->evidence.v[i].start, p->evidence.v[i].end)));
	out_fmt(o, "  %.*s\n", SF(p->note));
	for (int i = 0; i < p->n_reasons; i++)
		out_fmt(o, "  because: %s\n", p->reasons[i]);
	for (int i = 0; i < p->n_links; i++)
		out_fmt(o, "  %s %d\n", link_name(p->links[i].kind), p->links[i].to);
	out_lit(o, "\n");
}

/* ---- the verb */
static enum err intake_read(struct verb_call *c)
{
	struct reader_request r = { .place = verb_text(c, "place"),
				    .is_explained = verb_flag(c, "explain") };
	if (r.is_explained)
		r.trace = c->out;
	r.published_on = verb_day(c, "published", DAY_MIN - 1);
	if (r.published_on < DAY_MIN)
		fault_field(
		    c->faults, S("published"),
		    "When did the text appear? Say --published YYYY-MM-DD: words like \"on Friday\" count from it.");
	if (c->n_args != 1)
		fault_field(c->faults, S("FILE"), "Name one file, or - for standard input.");
	TRY(faults_err(c->faults));
	TRY(verb_file_read(c, c->args[0], READER_TEXT_MAX, &r.text));
	struct lexicon_tables tables = lexicon_tables();
	const struct lexicon *lx;
	TRY(lexicon_load(c->a, &tables, c->faults, &lx));
	if (r.place.n && lexicon_code(lx, r.place) < 0) {
		fault_field(c->faults, S("place"), "'%.*s' is no two-letter code of a country.",
			    SF(r.place));
		return faults_err(c->faults);
	}
	struct proposals found;
	TRY(reader_read(c->a, lx, &r, &found));
	for (ptrdiff_t i = 0; i < found.n; i++) {
		if (r.is_explained)
			explain(c->out, lx, &found.v[i], r.text);
		else
			reader_print(c->out, lx, &found.v[i], r.text);
	}
	return OK;
}

static const struct verb_opt read_opts[] = {
	{ "published", OPT_DAY, "YYYY-MM-DD", "the day the text appeared (needed)" },
	{ "place", OPT_TEXT, "CC", "the country where it appeared, ISO 3166-1 alpha-2" },
	{ "explain", OPT_FLAG, NULL, "show sentence, frame and rules instead of JSON" },
	{ 0 },
};

const struct verb reader_verbs[] = {
	{ "intake", "read", "FILE|-",
	  "Read a press report or a note verbale into proposed entries, one JSON object a line.",
	  VERB_PURE, read_opts, intake_read },
	{ 0 },
};
