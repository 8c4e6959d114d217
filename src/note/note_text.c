/* note_text.c: templates, filling them, and a note as a document and on a page. Pure. */
#include <string.h>

#include "base/day.h"
#include "base/embed.h"
#include "base/must.h"
#include "note/note.h"

EMBED(note_templates);

/* ---- templates ---- */

/* A template begins with "@ NAME LANG LABEL"; the next line is the subject, the others the wording.
 */
struct note_templates note_templates(struct arena *a)
{
	struct note_templates t = { 0 };
	str rest = embed_str(note_templates);
	while (rest.p) {
		str line = str_cut(&rest, '\n');
		if (!str_starts(line, S("@ ")))
			continue;
		struct note_template *to = arena_push(a, &t);
		line = str_slice(line, 2, line.n);
		to->name = str_cut(&line, ' ');
		to->lang = str_cut(&line, ' ');
		to->label = line;
		to->subject = str_cut(&rest, '\n');
		ptrdiff_t end = str_find(rest, S("\n@ "));
		to->wording = str_trim(end < 0 ? rest : str_slice(rest, 0, end));
	}
	return t;
}

const struct note_template *note_template_of(const struct note_templates *t, str name, str lang)
{
	const struct note_template *english = NULL;
	for (ptrdiff_t i = 0; i < t->n; i++) {
		if (!str_eq(t->v[i].name, name))
			continue;
		if (str_eq(t->v[i].lang, lang))
			return &t->v[i];
		if (str_eq(t->v[i].lang, S("en")))
			english = &t->v[i];
	}
	return english;
}

/* ---- filling ---- */

/* The {name} that begins at `at`; null when none does. */
static str name_at(str text, ptrdiff_t at)
{
	ptrdiff_t end = at + 1;
	while (end < text.n && ((text.p[end] >= 'a' && text.p[end] <= 'z') || text.p[end] == '_'))
		end++;
	bool is_name = text.p[at] == '{' && end > at + 1 && end < text.n && text.p[end] == '}';
	return is_name ? str_slice(text, at + 1, end) : str_of(NULL);
}

str note_fill(struct arena *a, str text, const struct note_value *values, ptrdiff_t n)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < text.n;) {
		str name = name_at(text, i), value = { 0 };
		for (ptrdiff_t k = 0; name.p && k < n; k++)
			if (str_eq(name, str_of(values[k].name)))
				value = values[k].text;
		if (value.p)
			out_str(&o, value);
		else
			out_char(&o, text.p[i]);
		i += value.p ? name.n + 2 : 1;
	}
	return out_view(&o);
}

str note_blanks(struct arena *a, str text)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < text.n; i++) {
		str name = name_at(text, i);
		if (!name.p || str_eq(name, S("number")) || str_eq(name, S("date")))
			continue;
		out_fmt(&o, "%s{%.*s}", o.n ? ", " : "", SF(name));
	}
	return o.n ? out_view(&o) : str_of(NULL);
}

/* ---- a note as a document ---- */

/* A day as a note writes it: 21 June 2021, 21 juin 2021, 21 июня 2021 г. */
static str day_in(struct arena *a, str lang, int64_t on)
{
	static const char *const french[] = { "janvier",   "février", "mars",     "avril",
					      "mai",       "juin",    "juillet",  "août",
					      "septembre", "octobre", "novembre", "décembre" };
	static const char *const russian[] = { "января",   "февраля", "марта",  "апреля",
					       "мая",      "июня",    "июля",   "августа",
					       "сентября", "октября", "ноября", "декабря" };
	struct date d = day_date(on);
	if (str_starts(lang, S("fr")))
		return str_fmt(a, "%d%s %s %d", d.day, d.day == 1 ? "er" : "", french[d.month - 1],
			       d.year);
	if (str_starts(lang, S("ru")))
		return str_fmt(a, "%d %s %d г.", d.day, russian[d.month - 1], d.year);
	return day_long(a, on);
}

static void say_draft(struct paper *p, const struct note_by_id_row *n)
{
	str says = n->id ? str_fmt(p->a, "Draft %.*s, not sent", SF(n->ref))
			 : str_fmt(p->a, "As %.*s would be drafted", SF(n->ref));
	paper_block(p, PAPER_RIGHT);
	paper_run_as(p, FACE_BOLD, S("en"), says);
}

enum err note_paper(struct arena *a, const struct note_by_id_row *n, str ministry, struct faults *f,
		    struct paper *p)
{
	bool is_done = n->note_on.has; /* sent or received */
	str title = is_done ? str_fmt(a, "Note %.*s: %.*s", SF(n->note_no), SF(n->subject))
			    : str_fmt(a, "%s %.*s: %.*s", n->id ? "Draft" : "Template", SF(n->ref),
				      SF(n->subject));
	struct note_value values[] = {
		{ "number", is_done ? n->note_no : S("…") },
		{ "date", is_done ? day_in(a, n->lang, n->note_on.v) : S("…") },
	};
	bool is_ours = str_eq(n->direction, note_direction_text(NOTE_DIRECTION_OUT));
	str wording = n->wording.p ? n->wording : S("The text has not been entered.");
	*p = paper_new(a, PAPER_LETTER, title, n->lang, is_done ? n->note_on.v : 0);
	p->author = is_ours ? ministry : n->mission_name;
	p->foot = str_fmt(a, "%.*s, %.*s", SF(n->ref), SF(is_done ? n->note_no : S("draft")));
	if (!is_done)
		say_draft(p, n);
	return paper_read(p, is_ours ? note_fill(a, wording, values, 2) : wording, f);
}

/* ---- on a page ---- */

static void out_runs(struct out *o, const struct paper_runs *runs)
{
	for (ptrdiff_t i = 0; i < runs->n; i++)
		for (str rest = runs->v[i].text; rest.p;) {
			out_html(o, str_cut(&rest, '\n'));
			if (rest.p)
				out_lit(o, "<br>");
		}
}

static void out_table(struct out *o, const struct paper_block *b)
{
	out_lit(o, "<div class=\"grata-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table "
		   "of the note\"><table class=\"grata-table\"><thead><tr>");
	for (ptrdiff_t i = 0; i < b->n_columns; i++) {
		out_lit(o, "<th scope=\"col\">");
		out_html(o, b->columns[i].head);
		out_lit(o, "</th>");
	}
	out_lit(o, "</tr></thead><tbody>");
	for (ptrdiff_t i = 0; i < b->cells.n; i++) {
		out_str(o, i % b->n_columns ? S("<td>") : S("<tr><td>"));
		out_runs(o, &b->cells.v[i]);
		out_str(o, (i + 1) % b->n_columns ? S("</td>") : S("</td></tr>"));
	}
	out_lit(o, "</tbody></table></div>");
}

struct html note_html(struct arena *a, const struct paper *p)
{
	static const char *const tags[][2] = {
		[PAPER_LETTERHEAD] = { "<p class=\"govuk-body govuk-!-font-weight-bold\">",
				       "</p>" },
		[PAPER_TITLE] = { "<h3 class=\"govuk-heading-m\">", "</h3>" },
		[PAPER_HEADING] = { "<h3 class=\"govuk-heading-s\">", "</h3>" },
		[PAPER_SUBHEADING] = { "<h4 class=\"govuk-heading-s\">", "</h4>" },
		[PAPER_TEXT] = { "<p class=\"govuk-body\">", "</p>" },
		[PAPER_RIGHT] = { "<p class=\"govuk-body\">", "</p>" },
		[PAPER_ITEM] = { "<ul class=\"govuk-list govuk-list--bullet\"><li>", "</li></ul>" },
		[PAPER_ENTRY] = { "<p class=\"govuk-body\">", "</p>" },
		[PAPER_TABLE] = { "", "" },
		[PAPER_PAGE] = { "<hr class=\"govuk-section-break\">", "" },
		[PAPER_PICTURE] = { "<p class=\"govuk-body\">", "</p>" },
	};
	struct out o = out_to_arena(a);
	out_lit(&o, "<div class=\"grata-wrap\" lang=\"");
	out_html(&o, p->lang);
	out_str(&o, lang_is_rtl(p->lang) ? S("\" dir=\"rtl\">") : S("\">"));
	for (ptrdiff_t i = 0; i < p->blocks.n; i++) {
		const struct paper_block *b = &p->blocks.v[i];
		bool after_item = i > 0 && b[-1].kind == PAPER_ITEM && b->kind == PAPER_ITEM;
		bool before_item =
		    i + 1 < p->blocks.n && b->kind == PAPER_ITEM && b[1].kind == PAPER_ITEM;
		out_str(&o, after_item ? S("<li>") : str_of(tags[b->kind][0]));
		if (b->kind == PAPER_TABLE)
			out_table(&o, b);
		else
			out_runs(&o, &b->runs);
		out_str(&o, before_item ? S("</li>") : str_of(tags[b->kind][1]));
	}
	out_lit(&o, "</div>");
	return (struct html){ out_view(&o) };
}

str note_state_label(str state)
{
	static const str labels[] = { [NOTE_STATE_DRAFT] = S("Draft"),
				      [NOTE_STATE_APPROVED] = S("Approved, not sent"),
				      [NOTE_STATE_SENT] = S("Sent"),
				      [NOTE_STATE_RECEIVED] = S("Received") };
	enum note_state s;
	must(note_state_of(state, &s));
	return labels[s];
}
