/* talks_verbs.c: `grata talks ...`. */
#include "base/out.h"
#include "talks/talks.h"

/* ---- printing ---- */

static void json_codes(struct out *o, const char *name, const struct talks_sides_rows *s, str role)
{
	bool is_first = true;
	out_fmt(o, ",\"%s\":[", name);
	for (ptrdiff_t i = 0; i < s->n; i++) {
		if (!str_eq(s->v[i].role, role))
			continue;
		out_bytes(o, ",", !is_first);
		out_json(o, s->v[i].state_iso);
		is_first = false;
	}
	out_lit(o, "]");
}

static enum err json_sides(struct out *o, struct tx *tx, int64_t id)
{
	struct talks_sides_args of = { .item_id = id };
	struct talks_sides_rows sides;
	TRY(talks_sides(tx, &of, &sides));
	json_codes(o, "by", &sides, S("by"));
	json_codes(o, "to", &sides, S("to"));
	return OK;
}

static enum err json_people(struct out *o, struct tx *tx, int64_t id)
{
	struct talks_participants_args of = { .item_id = id };
	struct talks_participants_rows rows;
	TRY(talks_participants(tx, &of, &rows));
	out_lit(o, ",\"participants\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_str(o, i ? S(",{\"name\":") : S("{\"name\":"));
		out_json(o, rows.v[i].name);
		out_member(o, "state", rows.v[i].state_iso);
		out_member(o, "office", rows.v[i].office);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static void json_link(struct out *o, bool is_first, str kind, bool is_from, str name, str url)
{
	str says = talks_link_says(kind, is_from);
	out_str(o, is_first ? S("{\"says\":") : S(",{\"says\":"));
	out_json(o, says);
	out_member(o, "name", name);
	out_member(o, "url", url);
	out_lit(o, "}");
}

static enum err json_links(struct out *o, struct tx *tx, int64_t id)
{
	struct talks_links_from_args from = { S("talks_item"), id };
	struct talks_links_to_args to = { S("talks_item"), id };
	struct talks_links_from_rows out_rows;
	struct talks_links_to_rows in_rows;
	str url, name;
	ptrdiff_t n = 0;
	TRY(talks_links_from(tx, &from, &out_rows));
	TRY(talks_links_to(tx, &to, &in_rows));
	out_lit(o, ",\"links\":[");
	for (ptrdiff_t i = 0; i < out_rows.n; i++)
		if (talks_object_name(tx, out_rows.v[i].to_table, out_rows.v[i].to_id, &url,
				      &name) == OK)
			json_link(o, n++ == 0, out_rows.v[i].kind, true, name, url);
	for (ptrdiff_t i = 0; i < in_rows.n; i++)
		if (talks_object_name(tx, in_rows.v[i].from_table, in_rows.v[i].from_id, &url,
				      &name) == OK)
			json_link(o, n++ == 0, in_rows.v[i].kind, false, name, url);
	out_lit(o, "]");
	return OK;
}

static enum err json_topics(struct out *o, struct tx *tx, int64_t id)
{
	struct talks_points_args of = { .item_id = id };
	struct talks_points_rows rows;
	TRY(talks_points(tx, &of, &rows));
	out_lit(o, ",\"topics\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_str(o, i ? S(",{\"topic\":") : S("{\"topic\":"));
		out_json(o, rows.v[i].topic);
		out_member(o, "readout", rows.v[i].state_iso);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static enum err json_item(struct out *o, struct tx *tx, const struct talks_by_id_row *i)
{
	struct talks_sides_args of = { .item_id = i->id };
	struct talks_sides_rows sides;
	str url, name;
	TRY(talks_sides(tx, &of, &sides));
	TRY(talks_concern_url(tx, i->concerns, &sides, &url, &name));
	out_lit(o, "{\"ref\":");
	out_json(o, i->ref);
	out_member(o, "kind", i->kind);
	out_member(o, "form", i->form);
	out_member(o, "state", i->state);
	out_member_day(o, "from", i->from_on);
	out_member_day(o, "to", i->to_on);
	out_member(o, "says", i->says);
	out_member(o, "words", i->words);
	out_member(o, "speaker", i->speaker);
	out_member(o, "office", i->office);
	out_fmt(o, ",\"is_former\":%s", i->is_former ? "true" : "false");
	out_member(o, "place", i->place);
	out_member(o, "concerns", i->concerns);
	out_member(o, "concerns_url", url);
	out_member(o, "owner", i->owner);
	out_member_day(o, "due", i->due_on);
	out_member(o, "modality", i->modality);
	out_member(o, "source", i->source);
	TRY(json_sides(o, tx, i->id));
	TRY(json_people(o, tx, i->id));
	TRY(json_topics(o, tx, i->id));
	TRY(json_links(o, tx, i->id));
	out_lit(o, "}\n");
	return OK;
}

static enum err print_item(struct out *o, struct tx *tx, const struct talks_by_id_row *i)
{
	struct talks_sides_args of = { .item_id = i->id };
	struct talks_participants_args who = { .item_id = i->id };
	struct talks_sides_rows sides;
	struct talks_participants_rows people;
	TRY(talks_sides(tx, &of, &sides));
	TRY(talks_participants(tx, &who, &people));
	str by = talks_sides_text(tx->a, &sides), form = talks_form_label(i->form);
	str days = talks_days_text(tx->a, i->from_on, i->to_on);
	out_fmt(o, "%.*s  %.*s, %.*s  %.*s  %.*s\n  %.*s\n", SF(i->ref), SF(form), SF(i->state),
		SF(days), SF(by), SF(i->says));
	if (i->words.p)
		out_fmt(o, "  words: %.*s\n", SF(i->words));
	if (i->speaker.p)
		out_fmt(o, "  said by %.*s%s%.*s\n", SF(i->speaker),
			i->is_former  ? ", formerly "
			: i->office.p ? ", "
				      : "",
			SF(i->office));
	for (ptrdiff_t k = 0; k < people.n; k++)
		out_fmt(o, "  %.*s, %.*s\n", SF(people.v[k].name), SF(people.v[k].office));
	return OK;
}

/* ---- list, show ---- */

static const struct verb_opt list_opts[] = {
	{ "kind", OPT_TEXT, "KIND",
	  "engagement, ask, complaint, agreement, statement, background" },
	{ "state", OPT_TEXT, "RU", "only those that a state is a side of" },
	{ "limit", OPT_INT, "N", "how many; 100 unless said" },
	{ 0 },
};

static enum err list(struct verb_call *c, struct tx *tx)
{
	struct talks_items_args in = { .kind = verb_text(c, "kind"),
				       .state_iso = verb_text(c, "state"),
				       .limit_n = verb_int(c, "limit", 100) };
	struct talks_items_rows rows;
	TRY(talks_items(tx, &in, &rows));
	if (c->is_json)
		out_lit(c->out, "[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct talks_by_id_args by = { .id = rows.v[i].id };
		struct talks_by_id_row item;
		TRY(talks_by_id(tx, &by, &item));
		if (c->is_json && i)
			out_lit(c->out, ",");
		TRY(c->is_json ? json_item(c->out, tx, &item) : print_item(c->out, tx, &item));
	}
	if (c->is_json)
		out_lit(c->out, "]\n");
	return OK;
}

static enum err find(struct verb_call *c, struct tx *tx, struct talks_by_id_row *item)
{
	struct talks_by_ref_args by = { .ref = str_of(c->n_args == 1 ? c->args[0] : "") };
	struct talks_by_ref_row row;
	enum err e = talks_by_ref(tx, &by, &row);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("reference"), "say which item: T-12");
	if (e != OK)
		return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
	struct talks_by_id_args in = { .id = row.id };
	return talks_by_id(tx, &in, item);
}

static enum err show(struct verb_call *c, struct tx *tx)
{
	struct talks_by_id_row item;
	TRY(find(c, tx, &item));
	return c->is_json ? json_item(c->out, tx, &item) : print_item(c->out, tx, &item);
}

static enum err in_tx(struct verb_call *c, enum err (*run)(struct verb_call *c, struct tx *tx))
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = run(c, &tx);
	tx_end(&tx);
	return e;
}

static enum err list_verb(struct verb_call *c)
{
	return in_tx(c, list);
}

static enum err show_verb(struct verb_call *c)
{
	return in_tx(c, show);
}

/* ---- enter ---- */

static const struct verb_opt enter_opts[] = {
	{ "form", OPT_TEXT, "WORD", "see grata talks forms" },
	{ "state", OPT_TEXT, "WORD",
	  "planned, held, cancelled, open, ...; what the form begins as" },
	{ "by", OPT_TEXT, "CODES", "who acts, asks or says; of a call both: \"GB RU\"" },
	{ "to", OPT_TEXT, "CODES", "whom it is put to, or about" },
	{ "on", OPT_TEXT, "DATE", "2021-06-17, 2021-06 or 2021" },
	{ "says", OPT_LINES, "LINES", "what it is, in our words" },
	{ "words", OPT_LINES, "LINES", "the exact words" },
	{ "speaker", OPT_TEXT, "NAME", "who said it" },
	{ "office", OPT_TEXT, "TEXT", "the office held then" },
	{ "former", OPT_FLAG, NULL, "the office was held formerly" },
	{ "place", OPT_TEXT, "TEXT", "where" },
	{ "minutes", OPT_INT, "N", "how long" },
	{ "people", OPT_LINES, "LINES", "who took part: GB; name; office" },
	{ "topics", OPT_LINES, "LINES", "one a line" },
	{ "concerns", OPT_TEXT, "WORD", "applications, ceilings or measures" },
	{ "owner", OPT_TEXT, "WORD", "desk, visa, protocol, security or head" },
	{ "due", OPT_DAY, "YYYY-MM-DD", "to be answered by" },
	{ "source", OPT_TEXT, "TEXT", "where it was read" },
	{ "unpublished", OPT_FLAG, NULL, "for those cleared for it" },
	{ 0 },
};

static struct opt_int opt_day(const struct verb_call *c, const char *name)
{
	int64_t on = verb_day(c, name, DAY_MIN - 1);
	return (struct opt_int){ on >= DAY_MIN, on };
}

static enum err enter_verb(struct verb_call *c)
{
	struct interval days = { 0 };
	str on = verb_text(c, "on");
	int64_t minutes_n = verb_int(c, "minutes", 0), id;
	if (on.p && !interval_read(on, &days))
		fault_field(c->faults, S("on"), "write 2021-06-17, 2021-06 or 2021");
	TRY(faults_err(c->faults));
	struct talks_new in = {
		.form = verb_text(c, "form"),
		.state = verb_text(c, "state"),
		.by_isos = verb_text(c, "by"),
		.to_isos = verb_text(c, "to"),
		.from_on = { on.p, days.from_on },
		.to_on = { on.p, days.to_on },
		.says = verb_text(c, "says"),
		.words = verb_text(c, "words"),
		.speaker = verb_text(c, "speaker"),
		.office = verb_text(c, "office"),
		.is_former = verb_flag(c, "former"),
		.place = verb_text(c, "place"),
		.minutes_n = { minutes_n > 0, minutes_n },
		.participants = verb_text(c, "people"),
		.topics = verb_text(c, "topics"),
		.concerns = verb_text(c, "concerns"),
		.owner = verb_text(c, "owner"),
		.due_on = opt_day(c, "due"),
		.source = verb_text(c, "source"),
		.is_unpublished = verb_flag(c, "unpublished"),
	};
	TRY(talks_enter(c->db, c->viewer, c->a, c->refusal, c->faults, &in, &id));
	out_fmt(c->out, "T-%lld\n", (long long)id);
	return OK;
}

/* ---- follow, readout ---- */

static enum err find_id(struct verb_call *c, int64_t *id)
{
	struct tx tx;
	struct talks_by_id_row item = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find(c, &tx, &item);
	tx_end(&tx);
	*id = item.id;
	return e;
}

static const struct verb_opt follow_opts[] = {
	{ "says", OPT_LINES, "LINES", "what happened or was done" },
	{ "state", OPT_TEXT, "WORD", "open, answered, done or dropped" },
	{ "owner", OPT_TEXT, "WORD", "desk, visa, protocol, security or head" },
	{ "due", OPT_DAY, "YYYY-MM-DD", "to be answered by" },
	{ 0 },
};

static enum err follow_verb(struct verb_call *c)
{
	struct talks_follow in = { .says = verb_text(c, "says"),
				   .state = verb_text(c, "state"),
				   .owner = verb_text(c, "owner"),
				   .due_on = opt_day(c, "due") };
	in.has_due = in.due_on.has;
	TRY(find_id(c, &in.item_id));
	return talks_follow_up(c->db, c->viewer, c->a, c->refusal, c->faults, &in);
}

static const struct verb_opt readout_opts[] = {
	{ "side", OPT_TEXT, "RU", "whose readout it is" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "when it was made public" },
	{ "words", OPT_LINES, "LINES", "what it says" },
	{ "topics", OPT_LINES, "LINES", "the topics that it names, one a line" },
	{ "source", OPT_TEXT, "TEXT", "where it was read" },
	{ 0 },
};

static enum err readout_verb(struct verb_call *c)
{
	struct talks_readout_new in = { .state_iso = verb_text(c, "side"),
					.words = verb_text(c, "words"),
					.topics = verb_text(c, "topics"),
					.source = verb_text(c, "source"),
					.said_on = opt_day(c, "on") };
	TRY(find_id(c, &in.item_id));
	return talks_read_out(c->db, c->viewer, c->a, c->refusal, c->faults, &in);
}

static enum err forms_verb(struct verb_call *c)
{
	for (int i = 0; i < TALKS_FORM_N; i++) {
		const struct talks_form_info *f = talks_form_info_of((enum talks_form)i);
		str kind = talks_kind_text(f->kind), begins = talks_state_text(f->begins);
		out_fmt(c->out, "%-12s %-20s %-12.*s %-8.*s %s\n", f->word, f->label, SF(kind),
			SF(begins), f->owner ? f->owner : "");
	}
	return OK;
}

/* clang-format off */
const struct verb talks_verbs[] = {
	{ "talks", "list", NULL, "Engagements, asks, complaints, agreements and statements, latest first.", VERB_READS, list_opts, list_verb },
	{ "talks", "show", "T-12", "One of them with its people, topics and links.", VERB_READS, NULL, show_verb },
	{ "talks", "enter", NULL, "Enter one.", VERB_WRITES, enter_opts, enter_verb },
	{ "talks", "follow", "T-12", "Say what became of an ask, complaint or agreement; who follows it up, by when.", VERB_WRITES, follow_opts, follow_verb },
	{ "talks", "readout", "T-12", "Enter what one side made public of an engagement.", VERB_WRITES, readout_opts, readout_verb },
	{ "talks", "forms", NULL, "Every form with its kind and what it begins as.", VERB_PURE, NULL, forms_verb },
	{ 0 },
};
/* clang-format on */
