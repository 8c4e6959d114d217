/* ui_rows.c: table, summary list, tabs, task list, service navigation. */
#include "ui/ui_rows.h"

/* ---- table ---- */

/* `kind` is "header" or "cell". */
static void put_cell(struct out *o, const struct ui_cell *c, const char *open, const char *kind,
		     bool has_format)
{
	out_fmt(o, "      <%s class=\"govuk-table__%s", open, kind);
	if (c->format.n && has_format) {
		out_fmt(o, " govuk-table__%s--", kind);
		out_html(o, c->format);
	}
	if (c->classes.n) {
		out_lit(o, " ");
		out_html(o, c->classes);
	}
	out_lit(o, "\"");
	if (c->colspan)
		out_fmt(o, " colspan=\"%d\"", c->colspan);
	if (c->rowspan)
		out_fmt(o, " rowspan=\"%d\"", c->rowspan);
	put_attrs(o, c->attrs);
	out_lit(o, ">");
	put_verbatim(o, c->text, c->html);
	out_fmt(o, "</%.2s>\n", open);
}

static void put_row(struct out *o, const struct ui_row *row, bool has_head)
{
	if (!row->v)
		return;
	out_lit(o, "    <tr class=\"govuk-table__row\">\n");
	for (ptrdiff_t i = 0; i < row->n; i++) {
		if (has_head && i == 0)
			put_cell(o, &row->v[i], "th scope=\"row\"", "header", false);
		else
			put_cell(o, &row->v[i], "td", "cell", true);
	}
	out_lit(o, "    </tr>\n");
}

struct html ui_table(struct arena *a, const struct ui_table *t)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<table");
	put_classes(&o, "govuk-table", t->classes);
	put_attrs(&o, t->attrs);
	out_lit(&o, ">\n");
	if (t->caption.n) {
		out_lit(&o, "  <caption");
		put_classes(&o, "govuk-table__caption", t->caption_classes);
		out_lit(&o, ">");
		out_html(&o, t->caption);
		out_lit(&o, "</caption>\n");
	}
	if (t->head.v) {
		out_lit(
		    &o,
		    "  <thead class=\"govuk-table__head\">\n    <tr class=\"govuk-table__row\">\n");
		for (ptrdiff_t i = 0; i < t->head.n; i++)
			put_cell(&o, &t->head.v[i], "th scope=\"col\"", "header", true);
		out_lit(&o, "    </tr>\n  </thead>\n");
	}
	out_lit(&o, "  <tbody class=\"govuk-table__body\">\n");
	for (ptrdiff_t i = 0; i < t->n_rows; i++)
		put_row(&o, &t->rows[i], t->has_row_heads);
	out_lit(&o, "  </tbody>\n</table>");
	return ui_done(&o);
}

/* ---- summary list ---- */

static bool has_text(const struct ui_text *t)
{
	return t->text.n || t->html.s.n;
}

static struct html action_link(struct arena *a, const struct ui_link *l, const struct ui_text *card)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<a");
	put_classes(&o, "govuk-link", l->classes);
	put_attr(&o, "href", l->href);
	put_attrs(&o, l->attrs);
	out_lit(&o, ">");
	if (l->html.s.n)
		put_indented(&o, l->html.s, 4);
	else
		out_html(&o, l->text);
	if (l->hidden_text.n || card) {
		out_lit(&o, "<span class=\"govuk-visually-hidden\">");
		if (l->hidden_text.n) {
			out_lit(&o, " ");
			out_html(&o, l->hidden_text);
		}
		if (card) {
			out_lit(&o, " (");
			put_ui_text(&o, card, 6);
			out_lit(&o, ")");
		}
		out_lit(&o, "</span>");
	}
	out_lit(&o, "</a>");
	return ui_done(&o);
}

static void put_fact_actions(struct arena *a, struct out *o, const struct ui_links *actions,
			     const struct ui_text *card)
{
	out_lit(o, "    <dd");
	put_classes(o, "govuk-summary-list__actions", actions->classes);
	out_lit(o, ">\n");
	if (actions->n == 1) {
		out_lit(o, "      ");
		put_indented(o, action_link(a, &actions->v[0], card).s, 6);
		out_lit(o, "\n");
	} else {
		out_lit(o, "      <ul class=\"govuk-summary-list__actions-list\">\n");
		for (ptrdiff_t i = 0; i < actions->n; i++) {
			out_lit(
			    o,
			    "        <li class=\"govuk-summary-list__actions-list-item\">\n          ");
			put_indented(o, action_link(a, &actions->v[i], card).s, 8);
			out_lit(o, "\n        </li>\n");
		}
		out_lit(o, "      </ul>\n");
	}
	out_lit(o, "    </dd>\n");
}

static void put_fact(struct arena *a, struct out *o, const struct ui_fact *f, bool any_actions,
		     const struct ui_text *card)
{
	out_lit(o, "  <div");
	put_classes(o,
		    any_actions && !f->has_actions
			? "govuk-summary-list__row govuk-summary-list__row--no-actions"
			: "govuk-summary-list__row",
		    f->classes);
	out_lit(o, ">\n    <dt");
	put_classes(o, "govuk-summary-list__key", f->key.classes);
	out_lit(o, ">\n      ");
	put_ui_text(o, &f->key, 6);
	out_lit(o, "\n    </dt>\n    <dd");
	put_classes(o, "govuk-summary-list__value", f->value.classes);
	out_lit(o, ">\n      ");
	put_ui_text(o, &f->value, 6);
	out_lit(o, "\n    </dd>\n");
	if (f->actions.n)
		put_fact_actions(a, o, &f->actions, card);
	out_lit(o, "  </div>\n");
}

static struct html facts(struct arena *a, const struct ui_summary_list *s,
			 const struct ui_text *card)
{
	struct out o = out_to_arena(a);
	bool any_actions = false;
	for (ptrdiff_t i = 0; i < s->n_rows; i++)
		any_actions |= s->rows[i].actions.n > 0;
	out_lit(&o, "<dl");
	put_classes(&o, "govuk-summary-list", s->classes);
	put_attrs(&o, s->attrs);
	out_lit(&o, ">\n");
	for (ptrdiff_t i = 0; i < s->n_rows; i++)
		if (has_text(&s->rows[i].key))
			put_fact(a, &o, &s->rows[i], any_actions, card);
	out_lit(&o, "</dl>");
	return ui_done(&o);
}

static void put_card_actions(struct arena *a, struct out *o, const struct ui_card *c)
{
	const struct ui_text *title = has_text(&c->title) ? &c->title : NULL;
	bool is_list = c->actions.n > 1;
	out_str(o, is_list ? S("    <ul") : S("    <div"));
	put_classes(o, "govuk-summary-card__actions", c->actions.classes);
	out_lit(o, ">\n");
	for (ptrdiff_t i = 0; i < c->actions.n; i++) {
		struct html link = action_link(a, &c->actions.v[i], title);
		if (!is_list) {
			out_lit(o, "      ");
			put_indented(o, link.s, 4);
			out_lit(o, "\n");
			continue;
		}
		out_lit(o, "      <li class=\"govuk-summary-card__action\">\n        ");
		put_indented(o, link.s, 8);
		out_lit(o, "\n      </li>\n");
	}
	out_str(o, is_list ? S("    </ul>\n") : S("    </div>\n"));
}

struct html ui_summary_list(struct arena *a, const struct ui_summary_list *s)
{
	const struct ui_card *c = s->card;
	if (!c)
		return facts(a, s, NULL);
	struct out o = out_to_arena(a);
	int h = c->heading_n ? c->heading_n : 2;
	bool has_title = has_text(&c->title);
	out_lit(&o, "<div");
	put_classes(&o, "govuk-summary-card", c->classes);
	put_attrs(&o, c->attrs);
	out_lit(&o, ">\n  <div class=\"govuk-summary-card__title-wrapper\">\n");
	if (has_title) {
		out_fmt(&o, "    <h%d", h);
		put_classes(&o, "govuk-summary-card__title", c->title.classes);
		out_lit(&o, ">\n      ");
		put_ui_text(&o, &c->title, 6);
		out_fmt(&o, "\n    </h%d>\n", h);
	}
	if (c->actions.n)
		put_card_actions(a, &o, c);
	out_lit(&o, "  </div>\n\n  <div class=\"govuk-summary-card__content\">\n    ");
	put_indented(&o, facts(a, s, has_title ? &c->title : NULL).s, 4);
	out_lit(&o, "\n  </div>\n</div>");
	return ui_done(&o);
}

/* ---- tabs ---- */

static str tab_id(struct arena *a, const struct ui_tabs *t, ptrdiff_t i)
{
	return t->items[i].id.n ? t->items[i].id : str_fmt(a, "%.*s-%td", SF(t->id_prefix), i + 1);
}

static void put_tab(struct arena *a, struct out *o, const struct ui_tabs *t, ptrdiff_t i)
{
	out_lit(o, "    <li class=\"govuk-tabs__list-item");
	if (i == 0)
		out_lit(o, " govuk-tabs__list-item--selected");
	out_lit(o, "\">\n      <a class=\"govuk-tabs__tab\" href=\"#");
	out_html(o, tab_id(a, t, i));
	out_lit(o, "\"");
	put_attrs(o, t->items[i].attrs);
	out_lit(o, ">\n        ");
	out_html(o, t->items[i].label);
	out_lit(o, "\n      </a>\n    </li>\n");
}

static void put_tab_panel(struct arena *a, struct out *o, const struct ui_tabs *t, ptrdiff_t i)
{
	const struct ui_tab *tab = &t->items[i];
	out_lit(o, "  <div class=\"govuk-tabs__panel");
	if (i > 0)
		out_lit(o, " govuk-tabs__panel--hidden");
	out_lit(o, "\"");
	put_attr(o, "id", tab_id(a, t, i));
	put_attrs(o, tab->panel_attrs);
	out_lit(o, ">\n");
	if (tab->panel.html.s.n) {
		out_lit(o, "    ");
		put_ui_text(o, &tab->panel, 4);
		out_lit(o, "\n");
	} else if (tab->panel.text.n) {
		out_lit(o, "    <p class=\"govuk-body\">");
		out_html(o, tab->panel.text);
		out_lit(o, "</p>\n");
	}
	out_lit(o, "  </div>\n");
}

struct html ui_tabs(struct arena *a, const struct ui_tabs *t)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<div");
	put_attr(&o, "id", t->id);
	put_classes(&o, "govuk-tabs", t->classes);
	put_attrs(&o, t->attrs);
	out_lit(&o, " data-module=\"govuk-tabs\">\n  <h2 class=\"govuk-tabs__title\">\n    ");
	out_html(&o, or_else(t->title, "Contents"));
	out_lit(&o, "\n  </h2>\n");
	if (t->n_items) {
		out_lit(&o, "  <ul class=\"govuk-tabs__list\">\n");
		for (ptrdiff_t i = 0; i < t->n_items; i++)
			if (t->items[i].label.n)
				put_tab(a, &o, t, i);
		out_lit(&o, "  </ul>\n");
		for (ptrdiff_t i = 0; i < t->n_items; i++)
			if (t->items[i].label.n)
				put_tab_panel(a, &o, t, i);
	}
	out_lit(&o, "</div>");
	return ui_done(&o);
}

/* ---- task list ---- */

static void put_task_name(struct out *o, const struct ui_task *t, str hint_id, str status_id)
{
	if (t->href.n) {
		out_lit(o, "      <a");
		put_classes(o, "govuk-link govuk-task-list__link", t->title.classes);
		put_attr(o, "href", t->href);
		out_lit(o, " aria-describedby=\"");
		if (t->has_hint) {
			out_html(o, hint_id);
			out_lit(o, " ");
		}
		out_html(o, status_id);
		out_lit(o, "\">\n        ");
	} else {
		out_lit(o, "      <div");
		put_attr(o, "class", t->title.classes);
		out_lit(o, ">\n        ");
	}
	put_ui_text(o, &t->title, 8);
	out_str(o, t->href.n ? S("\n      </a>\n") : S("\n      </div>\n"));
	if (t->has_hint) {
		out_lit(o, "      <div");
		put_attr(o, "id", hint_id);
		out_lit(o, " class=\"govuk-task-list__hint\">\n        ");
		put_ui_text(o, &t->hint, 8);
		out_lit(o, "\n      </div>\n");
	}
}

static void put_task(struct arena *a, struct out *o, const struct ui_task *t, str prefix,
		     ptrdiff_t number)
{
	str hint_id = str_fmt(a, "%.*s-%td-hint", SF(prefix), number);
	str status_id = str_fmt(a, "%.*s-%td-status", SF(prefix), number);
	out_lit(o, "  <li");
	put_classes(o,
		    t->href.n ? "govuk-task-list__item govuk-task-list__item--with-link"
			      : "govuk-task-list__item",
		    t->classes);
	out_lit(o, ">\n    <div class=\"govuk-task-list__name-and-hint\">\n");
	put_task_name(o, t, hint_id, status_id);
	out_lit(o, "    </div>\n    <div");
	put_classes(o, "govuk-task-list__status", t->status.classes);
	put_attr(o, "id", status_id);
	out_lit(o, ">\n      ");
	if (t->tag)
		put_indented(o, ui_tag(a, t->tag).s, 6);
	else
		put_ui_text(o, &t->status, 6);
	out_lit(o, "\n    </div>\n  </li>\n");
}

struct html ui_task_list(struct arena *a, const struct ui_task_list *t)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<ul");
	put_classes(&o, "govuk-task-list", t->classes);
	put_attrs(&o, t->attrs);
	out_lit(&o, ">\n");
	for (ptrdiff_t i = 0; i < t->n_items; i++) {
		if (has_text(&t->items[i].title))
			put_task(a, &o, &t->items[i], or_else(t->id_prefix, "task-list"), i + 1);
		else
			out_lit(&o, "\n"); /* as the fixtures have it */
	}
	out_lit(&o, "</ul>");
	return ui_done(&o);
}

/* ---- service navigation ----
 * The odd white space is that of govuk-frontend's template, which its fixtures repeat. */

static void put_navigation_item(struct out *o, const struct ui_link *l)
{
	bool is_marked = l->is_active || l->is_current;
	const char *tag = l->href.n ? "a" : "span";
	out_lit(o, "\n              \n              <li class=\"govuk-service-navigation__item");
	out_str(o, is_marked ? S(" govuk-service-navigation__item--active\">\n") : S("\">\n"));
	out_fmt(o, "                  <%s class=\"govuk-service-navigation__%s\"", tag,
		l->href.n ? "link" : "text");
	put_attr(o, "href", l->href);
	if (is_marked)
		put_attr(o, "aria-current", l->is_current ? S("page") : S("true"));
	if (l->href.n)
		put_attrs(o, l->attrs);
	out_fmt(o, ">\n%*s\n", 36, "");
	if (is_marked)
		out_fmt(o, "%*s<strong class=\"govuk-service-navigation__active-fallback\">", 18,
			"");
	put_verbatim(o, l->text, l->html);
	if (is_marked)
		out_lit(o, "</strong>\n");
	out_fmt(o, "\n                  </%s>\n              </li>\n", tag);
}

static void put_menu_button(struct out *o, const struct ui_service_navigation *s, str menu, str id)
{
	out_lit(o, "          <button type=\"button\" class=\"govuk-service-navigation__toggle "
		   "govuk-js-service-navigation-toggle\"");
	put_attr(o, "aria-controls", id);
	if (!str_eq(s->menu_label, menu))
		put_attr(o, "aria-label", s->menu_label);
	out_lit(o, " hidden aria-hidden=\"true\">\n            ");
	out_html(o, menu);
	out_lit(o, "\n          </button>\n");
}

static void put_navigation(struct out *o, const struct ui_service_navigation *s)
{
	str menu = or_else(s->menu_text, "Menu"), id = or_else(s->navigation_id, "navigation");
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s->items.n; i++)
		n += s->items.v[i].text.n || s->items.v[i].html.s.n;
	if (!n && !s->navigation_start.s.n && !s->navigation_end.s.n)
		return;
	out_lit(o, "        <nav");
	put_attr(o, "aria-label", s->label.n ? s->label : menu);
	put_classes(o, "govuk-service-navigation__wrapper", s->navigation_classes);
	out_lit(o, ">\n");
	if (s->is_collapsed == UI_YES || (s->is_collapsed == UI_DEFAULT && n > 1))
		put_menu_button(o, s, menu, id);
	out_lit(o, "\n          <ul class=\"govuk-service-navigation__list\"");
	put_attr(o, "id", id);
	out_lit(o, " >\n\n            ");
	put_verbatim(o, (str){ 0 }, s->navigation_start);
	for (ptrdiff_t i = 0; i < s->items.n; i++)
		if (s->items.v[i].text.n || s->items.v[i].html.s.n)
			put_navigation_item(o, &s->items.v[i]);
	out_lit(o, "\n            ");
	put_verbatim(o, (str){ 0 }, s->navigation_end);
	out_lit(o, "</ul>\n        </nav>\n");
}

static void put_service_name(struct out *o, const struct ui_service_navigation *s)
{
	if (!s->service_name.n)
		return;
	out_lit(o, "        <span class=\"govuk-service-navigation__service-name\">\n");
	if (s->service_url.n) {
		out_lit(o, "            <a");
		put_attr(o, "href", s->service_url);
		out_lit(o, " class=\"govuk-service-navigation__link\">\n              ");
		out_html(o, s->service_name);
		out_lit(o, "\n            </a>\n");
	} else {
		out_lit(o, "            <span class=\"govuk-service-navigation__text\">");
		out_html(o, s->service_name);
		out_lit(o, "</span>\n");
	}
	out_lit(o, "        </span>\n");
}

struct html ui_service_navigation(struct arena *a, const struct ui_service_navigation *s)
{
	struct out o = out_to_arena(a);
	bool is_section = s->service_name.n || s->start.s.n || s->end.s.n;
	if (is_section) {
		out_lit(&o, "<section");
		put_attr(&o, "aria-label", or_else(s->aria_label, "Service information"));
	} else {
		out_lit(&o, "<div");
	}
	put_classes(&o, "govuk-service-navigation", s->classes);
	out_lit(&o, "\ndata-module=\"govuk-service-navigation\"");
	put_attrs(&o, s->attrs);
	out_lit(&o, "\n>\n      <div class=\"govuk-width-container");
	if (s->is_end_inline)
		out_lit(&o, " govuk-service-navigation__inlining-container");
	out_lit(&o, "\">\n\n    ");
	put_verbatim(&o, (str){ 0 }, s->start);
	out_lit(&o, "<div class=\"govuk-service-navigation__container\">\n      \n");
	put_service_name(&o, s);
	out_lit(&o, "\n      \n");
	put_navigation(&o, s);
	out_lit(&o, "    </div>\n\n    ");
	put_verbatim(&o, (str){ 0 }, s->end);
	out_str(&o, is_section ? S("</div>\n\n  </section>") : S("</div>\n\n  </div>"));
	return ui_done(&o);
}
