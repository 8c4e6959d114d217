/* desk_state.c: the briefing for a state as a page, as PDF, and from the command line. */
#include "base/day.h"
#include "desk/desk_in.h"
#include "desk_state.html.h"

enum err desk_state_page(struct ctx *c)
{
	struct page p;
	struct desk_brief b;
	TRY(page_begin(c, "Briefing", &p));
	TRY(desk_brief_read(p.tx, path_text(c, "state_iso"), &b));
	struct desk_state_view v = { .today_on = b.on,
				     .state_name = b.state_name,
				     .state_iso = b.state_iso };
	struct desk_state_parts *parts = arena_new_n(c->a, struct desk_state_parts, DESK_PARTS_N);
	for (int i = 0; i < DESK_PARTS_N; i++) {
		const struct desk_lines *l = &b.parts[i];
		struct desk_state_parts_lines *lines =
		    arena_new_n(c->a, struct desk_state_parts_lines, l->n);
		for (ptrdiff_t k = 0; k < l->n; k++)
			lines[k] = (struct desk_state_parts_lines){ .text = l->v[k].text,
								    .url = l->v[k].url,
								    .more = l->v[k].more,
								    .more_url = l->v[k].more_url };
		parts[i] =
		    (struct desk_state_parts){ .anchor = str_fmt(c->a, "part-%d", i + 1),
					       .title = str_of(desk_part_title((enum desk_part)i)),
					       .none = str_of(desk_part_none((enum desk_part)i)),
					       .lines = lines,
					       .n_lines = l->n };
	}
	v.parts = parts;
	v.n_parts = DESK_PARTS_N;
	p.frame.title = str_fmt(c->a, "%.*s: briefing", SF(b.state_name));
	return page_send(&p, desk_state, &v);
}

enum err desk_state_pdf(struct ctx *c)
{
	struct page p;
	struct desk_brief b;
	str bytes;
	TRY(page_begin(c, "Briefing", &p));
	TRY(desk_brief_read(p.tx, path_text(c, "state_iso"), &b));
	struct paper paper = desk_brief_paper(c->a, &b);
	TRY(paper_pdf(&paper, &bytes));
	answer_file(
	    c, "application/pdf",
	    str_fmt(c->a, "briefing-%.*s-%.*s.pdf", SF(b.state_iso), SF(day_text(c->a, b.on))));
	out_str(c->out, bytes);
	return OK;
}

/* ---- the command line ---- */

static const struct verb_opt briefing_opts[] = {
	{ "out", OPT_TEXT, "FILE.pdf", "writes the page as PDF there; lines of text unless said" },
	{ 0 },
};

static enum err in_tx(struct verb_call *c, enum err (*run)(struct verb_call *c, struct tx *tx))
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = run(c, &tx);
	tx_end(&tx);
	return e;
}

static enum err briefing(struct verb_call *c, struct tx *tx)
{
	struct desk_brief b;
	str bytes, to = verb_text(c, "out");
	if (c->n_args != 1) {
		fault_field(c->faults, S("STATE"), "say which state: grata desk briefing RU");
		return ERR_FAULTS;
	}
	enum err e = desk_brief_read(tx, str_of(c->args[0]), &b);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("STATE"), "'%s' is not the code of a state; Russia is RU",
			    c->args[0]);
		return ERR_FAULTS;
	}
	TRY(e);
	if (to.p) {
		struct paper paper = desk_brief_paper(c->a, &b);
		TRY(paper_pdf(&paper, &bytes));
		return verb_file_write(c, str_z(c->a, to), bytes);
	}
	out_fmt(c->out, "%.*s, %.*s\n", SF(b.state_name), SF(day_long(c->a, b.on)));
	for (int i = 0; i < DESK_PARTS_N; i++) {
		out_fmt(c->out, "%s\n", desk_part_title((enum desk_part)i));
		for (ptrdiff_t k = 0; k < b.parts[i].n; k++)
			out_fmt(c->out, "  %.*s\n", SF(b.parts[i].v[k].text));
		if (!b.parts[i].n)
			out_fmt(c->out, "  %s\n", desk_part_none((enum desk_part)i));
	}
	return OK;
}

static enum err briefing_verb(struct verb_call *c)
{
	return in_tx(c, briefing);
}

static const struct verb_opt deadlines_opts[] = {
	{ "ics", OPT_FLAG, NULL, "as a calendar (RFC 5545)" },
	{ 0 },
};

static enum err deadlines(struct verb_call *c, struct tx *tx)
{
	struct desk_deadlines d;
	TRY(desk_deadlines_read(tx, &d));
	if (verb_flag(c, "ics")) {
		desk_ics(c->out, &d, tx->at, (str){ 0 });
		return OK;
	}
	for (ptrdiff_t i = 0; i < d.n; i++)
		out_fmt(c->out, "%.*s  %-12.*s %.*s\n", SF(day_text(c->a, d.v[i].on)),
			SF(d.v[i].kind), SF(d.v[i].says));
	return OK;
}

static enum err deadlines_verb(struct verb_call *c)
{
	return in_tx(c, deadlines);
}

/* clang-format off */
const struct verb desk_verbs[] = {
	{ "desk", "briefing", "RU", "What one has to know of a state before the next call.", VERB_READS, briefing_opts, briefing_verb },
	{ "desk", "deadlines", NULL, "What has a day, of all that one may see.", VERB_READS, deadlines_opts, deadlines_verb },
	{ 0 },
};
/* clang-format on */
