/* ui.c: first what all components write with, then the components in the order of ui.h. The line
 * breaks are those of the fixtures. */
#include "ui/ui.h"

/* ---- what all write with ---- */

void put_attr(struct out *o, const char *name, str value)
{
	if (!value.n)
		return;
	out_fmt(o, " %s=\"", name);
	out_html(o, value);
	out_lit(o, "\"");
}

void put_classes(struct out *o, const char *own, str more)
{
	out_fmt(o, " class=\"%s", own);
	if (more.n) {
		out_lit(o, " ");
		out_html(o, more);
	}
	out_lit(o, "\"");
}

void put_attrs(struct out *o, const struct ui_attr *attrs)
{
	for (; attrs && attrs->name; attrs++) {
		out_fmt(o, " %s=\"", attrs->name);
		out_html(o, attrs->value);
		out_lit(o, "\"");
	}
}

void put_indented(struct out *o, str html, int indent)
{
	for (ptrdiff_t i = 0; i < html.n; i++) {
		out_char(o, html.p[i]);
		if (html.p[i] == '\n')
			out_fmt(o, "%*s", indent, "");
	}
}

void put_text(struct out *o, str text, struct html html, int indent)
{
	if (html.s.n)
		put_indented(o, str_trim(html.s), indent);
	else
		out_html(o, text);
}

void put_ui_text(struct out *o, const struct ui_text *t, int indent)
{
	put_text(o, t->text, t->html, indent);
}

/* HTML as it was given, or the text. */
void put_verbatim(struct out *o, str text, struct html html)
{
	if (html.s.n)
		out_raw(o, html.s, "made by a component");
	else
		out_html(o, text);
}

str or_else(str s, const char *otherwise)
{
	return s.n ? s : str_of(otherwise);
}

str class_and(struct arena *a, const char *own, str more)
{
	return more.n ? str_fmt(a, "%s %.*s", own, SF(more)) : str_of(own);
}

struct html ui_done(struct out *o)
{
	return (struct html){ str_trim(out_view(o)) };
}

/* ---- pieces of text ---- */

struct html ui_back_link(struct arena *a, const struct ui_piece *p)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<a href=\"");
	out_html(&o, or_else(p->href, "#"));
	out_lit(&o, "\"");
	put_classes(&o, "govuk-back-link", p->classes);
	put_attrs(&o, p->attrs);
	out_lit(&o, ">");
	put_verbatim(&o, or_else(p->text, "Back"), p->html);
	out_lit(&o, "</a>");
	return ui_done(&o);
}

/* <div id class attrs>, the text on its own line. */
static struct html block(struct arena *a, const struct ui_piece *p, const char *tag,
			 const char *class)
{
	struct out o = out_to_arena(a);
	out_fmt(&o, "<%s", tag);
	put_attr(&o, "id", p->id);
	put_classes(&o, class, p->classes);
	put_attrs(&o, p->attrs);
	out_lit(&o, ">\n  ");
	put_text(&o, p->text, p->html, 2);
	out_fmt(&o, "\n</%s>", tag);
	return ui_done(&o);
}

struct html ui_inset_text(struct arena *a, const struct ui_piece *p)
{
	return block(a, p, "div", "govuk-inset-text");
}

struct html ui_hint(struct arena *a, const struct ui_piece *p)
{
	return block(a, p, "div", "govuk-hint");
}

struct html ui_tag(struct arena *a, const struct ui_piece *p)
{
	return block(a, p, "strong", "govuk-tag");
}

struct html ui_skip_link(struct arena *a, const struct ui_piece *p)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<a href=\"");
	out_html(&o, or_else(p->href, "#content"));
	out_lit(&o, "\"");
	put_classes(&o, "govuk-skip-link", p->classes);
	put_attrs(&o, p->attrs);
	out_lit(&o, " data-module=\"govuk-skip-link\">");
	put_verbatim(&o, p->text, p->html);
	out_lit(&o, "</a>");
	return ui_done(&o);
}

struct html ui_warning_text(struct arena *a, const struct ui_piece *p)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<div");
	put_classes(&o, "govuk-warning-text", p->classes);
	put_attrs(&o, p->attrs);
	out_lit(&o, ">\n  <span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span>\n"
		    "  <strong class=\"govuk-warning-text__text\">\n"
		    "    <span class=\"govuk-visually-hidden\">");
	out_html(&o, or_else(p->id, "Warning"));
	out_lit(&o, "</span>\n    ");
	put_verbatim(&o, p->text, p->html);
	out_lit(&o, "\n  </strong>\n</div>");
	return ui_done(&o);
}

/* ---- button, links ---- */

static void put_button_text(struct out *o, const struct ui_button *b)
{
	if (b->html.s.n && b->is_start) {
		out_lit(o, "<span>");
		put_text(o, b->text, b->html, 2);
		out_lit(o, "</span>");
	} else {
		put_text(o, b->text, b->html, 2);
	}
	if (b->is_start)
		out_lit(
		    o,
		    "\n  <svg class=\"govuk-button__start-icon\" xmlns=\"http://www.w3.org/2000/svg\" "
		    "width=\"17.5\" height=\"19\" viewBox=\"0 0 33 40\" aria-hidden=\"true\" "
		    "focusable=\"false\">\n"
		    "    <path fill=\"currentColor\" d=\"M0 0h13l20 20-20 20H0l20-20z\"/>\n  </svg>");
}

struct html ui_button(struct arena *a, const struct ui_button *b)
{
	struct out o = out_to_arena(a);
	bool is_link = b->href.n;
	if (is_link) {
		out_lit(&o, "<a");
		put_attr(&o, "href", b->href);
		out_lit(&o, " role=\"button\" draggable=\"false\"");
	} else {
		out_lit(&o, "<button");
		put_attr(&o, "type", or_else(b->type, "submit"));
		put_attr(&o, "value", b->value);
		put_attr(&o, "name", b->name);
		if (b->is_disabled)
			out_lit(&o, " disabled aria-disabled=\"true\"");
		if (b->prevents_double_click != UI_DEFAULT)
			put_attr(&o, "data-prevent-double-click",
				 b->prevents_double_click == UI_YES ? S("true") : S("false"));
	}
	str start = b->is_start ? S("govuk-button--start") : (str){ 0 };
	put_classes(&o, "govuk-button",
		    b->is_start && b->classes.n
			? str_fmt(a, "%.*s govuk-button--start", SF(b->classes))
		    : b->is_start ? start
				  : b->classes);
	out_lit(&o, " data-module=\"govuk-button\"");
	put_attrs(&o, b->attrs);
	put_attr(&o, "id", b->id);
	out_lit(&o, ">\n  ");
	put_button_text(&o, b);
	out_str(&o, is_link ? S("\n</a>") : S("\n</button>"));
	return ui_done(&o);
}

struct html ui_breadcrumbs(struct arena *a, const struct ui_breadcrumbs *b)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<nav class=\"govuk-breadcrumbs");
	if (b->items.classes.n) {
		out_lit(&o, " ");
		out_html(&o, b->items.classes);
	}
	if (b->is_collapsed)
		out_lit(&o, " govuk-breadcrumbs--collapse-on-mobile");
	out_lit(&o, "\"");
	put_attrs(&o, b->items.attrs);
	put_attr(&o, "aria-label", or_else(b->label, "Breadcrumb"));
	out_lit(&o, ">\n  <ol class=\"govuk-breadcrumbs__list\">\n");
	for (ptrdiff_t i = 0; i < b->items.n; i++) {
		const struct ui_link *l = &b->items.v[i];
		out_lit(&o, "    <li class=\"govuk-breadcrumbs__list-item\"");
		if (l->href.n) {
			out_lit(&o, ">\n      <a class=\"govuk-breadcrumbs__link\"");
			put_attr(&o, "href", l->href);
			put_attrs(&o, l->attrs);
			out_lit(&o, ">");
			put_verbatim(&o, l->text, l->html);
			out_lit(&o, "</a>\n    </li>\n");
		} else {
			out_lit(&o, " aria-current=\"page\">");
			put_verbatim(&o, l->text, l->html);
			out_lit(&o, "</li>\n");
		}
	}
	out_lit(&o, "  </ol>\n</nav>");
	return ui_done(&o);
}

/* ---- details, summary of errors, header, banners, panel ---- */

struct html ui_details(struct arena *a, const struct ui_details *d)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<details");
	put_attr(&o, "id", d->id);
	put_classes(&o, "govuk-details", d->classes);
	put_attrs(&o, d->attrs);
	if (d->is_open)
		out_lit(&o, " open");
	out_lit(&o, ">\n  <summary class=\"govuk-details__summary\">\n"
		    "    <span class=\"govuk-details__summary-text\">\n      ");
	put_ui_text(&o, &d->summary, 6);
	out_lit(&o, "\n    </span>\n  </summary>\n  <div class=\"govuk-details__text\">\n    ");
	put_verbatim(&o, d->content.text, d->content.html);
	out_lit(&o, "\n  </div>\n</details>");
	return ui_done(&o);
}

static void put_focus_choice(struct out *o, enum ui_choice keeps_focus_away)
{
	if (keeps_focus_away != UI_DEFAULT)
		put_attr(o, "data-disable-auto-focus",
			 keeps_focus_away == UI_YES ? S("true") : S("false"));
}

static void put_error_links(struct out *o, const struct ui_links *errors)
{
	out_lit(o, "        <ul class=\"govuk-list govuk-error-summary__list\">\n");
	for (ptrdiff_t i = 0; i < errors->n; i++) {
		const struct ui_link *l = &errors->v[i];
		out_lit(o, "          <li>\n            ");
		if (l->href.n) {
			out_lit(o, "<a");
			put_attr(o, "href", l->href);
			put_attrs(o, l->attrs);
			out_lit(o, ">");
			put_text(o, l->text, l->html, 12);
			out_lit(o, "</a>");
		} else {
			put_text(o, l->text, l->html, 10);
		}
		out_lit(o, "\n          </li>\n");
	}
	out_lit(o, "        </ul>\n");
}

struct html ui_error_summary(struct arena *a, const struct ui_error_summary *e)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<div");
	put_classes(&o, "govuk-error-summary", e->classes);
	put_focus_choice(&o, e->keeps_focus_away);
	put_attrs(&o, e->attrs);
	out_lit(&o, " data-module=\"govuk-error-summary\">\n  <div role=\"alert\">\n"
		    "    <h2 class=\"govuk-error-summary__title\">\n      ");
	put_ui_text(&o, &e->title, 6);
	out_lit(&o, "\n    </h2>\n    <div class=\"govuk-error-summary__body\">\n");
	if (e->description.text.n || e->description.html.s.n) {
		out_lit(&o, "      <p>\n        ");
		put_ui_text(&o, &e->description, 8);
		out_lit(&o, "\n      </p>\n");
	}
	if (e->errors.n)
		put_error_links(&o, &e->errors);
	out_lit(&o, "    </div>\n  </div>\n</div>");
	return ui_done(&o);
}

struct html ui_generic_header(struct arena *a, const struct ui_generic_header *h)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<div");
	put_classes(&o, "govuk-generic-header", h->classes);
	put_attrs(&o, h->attrs);
	out_lit(&o, ">\n  <div class=\"govuk-generic-header__container ");
	out_html(&o, or_else(h->container_classes, "govuk-width-container"));
	out_lit(&o, "\">\n    <div class=\"govuk-generic-header__logo\">\n      <a");
	put_attr(&o, "href", or_else(h->url, "/"));
	out_lit(&o, " class=\"govuk-generic-header__homepage-link\">\n        ");
	put_verbatim(&o, h->logo.text, h->logo.html);
	out_lit(&o, "\n      </a>\n    </div>\n  </div>\n</div>");
	return ui_done(&o);
}

struct html ui_notification_banner(struct arena *a, const struct ui_banner *b)
{
	struct out o = out_to_arena(a);
	bool is_success = str_eq(b->type, S("success"));
	str id = or_else(b->title_id, "govuk-notification-banner-title");
	int h = b->heading_n ? b->heading_n : 2;
	out_lit(&o, "<div");
	put_classes(&o, "govuk-notification-banner",
		    is_success ? class_and(a, "govuk-notification-banner--success", b->classes)
			       : b->classes);
	put_attr(&o, "role", or_else(b->role, is_success ? "alert" : "region"));
	put_attr(&o, "aria-labelledby", id);
	out_lit(&o, " data-module=\"govuk-notification-banner\"");
	put_focus_choice(&o, b->keeps_focus_away);
	put_attrs(&o, b->attrs);
	out_fmt(&o,
		">\n  <div class=\"govuk-notification-banner__header\">\n"
		"    <h%d class=\"govuk-notification-banner__title\"",
		h);
	put_attr(&o, "id", id);
	out_lit(&o, ">\n      ");
	put_verbatim(&o, or_else(b->title.text, is_success ? "Success" : "Important"),
		     b->title.html);
	out_fmt(&o,
		"\n    </h%d>\n  </div>\n  <div class=\"govuk-notification-banner__content\">\n",
		h);
	if (b->content.html.s.n) {
		out_lit(&o, "    ");
		put_ui_text(&o, &b->content, 4);
		out_lit(&o, "\n");
	} else if (b->content.text.n) {
		out_lit(&o, "    <p class=\"govuk-notification-banner__heading\">\n      ");
		out_html(&o, str_trim(b->content.text));
		out_lit(&o, "\n    </p>\n");
	}
	out_lit(&o, "  </div>\n</div>");
	return ui_done(&o);
}

static void put_panel_action(struct arena *a, struct out *o, const struct ui_link *l)
{
	out_lit(o, "      ");
	if (!l->href.n || str_eq(l->type, S("button"))) {
		struct html b = ui_button(
		    a, &(struct ui_button){
			   .text = l->text,
			   .type = or_else(l->type, "button"),
			   .href = l->href,
			   .attrs = l->attrs,
			   .classes = class_and(a, "govuk-button--inverse", l->classes) });
		put_indented(o, b.s, 6);
	} else {
		out_lit(o, "<a");
		put_classes(o, "govuk-link govuk-link--inverse", l->classes);
		put_attr(o, "href", l->href);
		put_attrs(o, l->attrs);
		out_lit(o, ">");
		out_html(o, l->text);
		out_lit(o, "</a>");
	}
	out_lit(o, "\n");
}

static void put_panel_actions(struct arena *a, struct out *o, const struct ui_links *actions)
{
	out_lit(o, "  <div");
	put_classes(o, "govuk-panel__actions", actions->classes);
	put_attrs(o, actions->attrs);
	out_lit(o, ">");
	if (actions->n) {
		out_lit(o, "<div class=\"govuk-button-group\">\n");
		for (ptrdiff_t i = 0; i < actions->n; i++)
			put_panel_action(a, o, &actions->v[i]);
		out_lit(o, "    </div>");
	}
	out_lit(o, "</div>\n");
}

struct html ui_panel(struct arena *a, const struct ui_panel *p)
{
	struct out o = out_to_arena(a);
	bool is_interruption = str_find(p->classes, S("govuk-panel--interruption")) >= 0;
	int h = p->heading_n ? p->heading_n : 1;
	out_lit(&o, "<div");
	put_classes(&o, is_interruption ? "govuk-panel" : "govuk-panel govuk-panel--confirmation",
		    p->classes);
	put_attrs(&o, p->attrs);
	out_fmt(&o, ">\n  <h%d class=\"govuk-panel__title\">\n    ", h);
	put_verbatim(&o, p->title.text, p->title.html);
	out_fmt(&o, "\n  </h%d>\n", h);
	if (p->content.text.n || p->content.html.s.n) {
		out_lit(&o, "  <div class=\"govuk-panel__body\">\n    ");
		put_ui_text(&o, &p->content, 4);
		out_lit(&o, "\n  </div>\n");
	}
	if (is_interruption && p->has_actions)
		put_panel_actions(a, &o, &p->actions);
	out_lit(&o, "</div>");
	return ui_done(&o);
}

struct html ui_phase_banner(struct arena *a, const struct ui_phase_banner *p)
{
	struct out o = out_to_arena(a);
	struct html tag = ui_tag(
	    a, &(struct ui_piece){
		   .text = p->tag.text,
		   .html = p->tag.html,
		   .classes = class_and(a, "govuk-phase-banner__content__tag", p->tag.classes) });
	out_lit(&o, "<div");
	put_classes(&o, "govuk-phase-banner govuk-width-container", p->classes);
	put_attrs(&o, p->attrs);
	out_lit(&o, ">\n  <p class=\"govuk-phase-banner__content\">\n    ");
	put_indented(&o, tag.s, 4);
	out_lit(&o, "\n    <span class=\"govuk-phase-banner__text\">\n      ");
	put_ui_text(&o, &p->content, 6);
	out_lit(&o, "\n    </span>\n  </p>\n</div>");
	return ui_done(&o);
}

/* ---- pagination ---- */

#define ARROW(way, path)                                                                           \
	"      <svg class=\"govuk-pagination__icon govuk-pagination__icon--" way                   \
	"\" xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" aria-hidden=\"true\" " \
	"focusable=\"false\" viewBox=\"0 0 15 13\">\n        <path d=\"" path                      \
	"\"></path>\n      </svg>\n"

static void put_arrow(struct out *o, const struct ui_link *l, bool is_next, bool is_block)
{
	static const char previous[] =
	    ARROW("prev", "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 "
			  "1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-"
			  "4.293-1.414-1.414z");
	static const char next[] =
	    ARROW("next", "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896"
			  "l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z");
	out_fmt(
	    o,
	    "  <div class=\"govuk-pagination__%s\">\n    <a class=\"govuk-link govuk-pagination__link\"",
	    is_next ? "next" : "prev");
	put_attr(o, "href", l->href);
	out_fmt(o, " rel=\"%s\"", is_next ? "next" : "prev");
	put_attrs(o, l->attrs);
	out_lit(o, ">\n");
	if (is_block || !is_next)
		out_str(o, str_of(is_next ? next : previous));
	out_lit(o, "      <span class=\"govuk-pagination__link-title");
	if (is_block && !l->label.n)
		out_lit(o, " govuk-pagination__link-title--decorated");
	out_lit(o, "\">\n        ");
	if (l->text.n || l->html.s.n)
		put_text(o, l->text, l->html, 8);
	else
		out_fmt(o, "%s<span class=\"govuk-visually-hidden\"> page</span>",
			is_next ? "Next" : "Previous");
	out_lit(o, "\n      </span>\n");
	if (l->label.n && is_block) {
		out_lit(o, "      <span class=\"govuk-visually-hidden\">:</span>\n"
			   "      <span class=\"govuk-pagination__link-label\">");
		out_html(o, l->label);
		out_lit(o, "</span>\n");
	}
	if (!is_block && is_next)
		out_str(o, str_of(next));
	out_lit(o, "    </a>\n  </div>\n");
}

static void put_page_link(struct out *o, const struct ui_link *l)
{
	out_lit(o, "      <li class=\"govuk-pagination__item");
	if (l->is_current)
		out_lit(o, " govuk-pagination__item--current");
	if (l->is_ellipsis) {
		out_lit(o, " govuk-pagination__item--ellipsis\">\n      &ctdot;\n    </li>\n");
		return;
	}
	out_lit(o, "\">\n      <a class=\"govuk-link govuk-pagination__link\"");
	put_attr(o, "href", l->href);
	out_lit(o, " aria-label=\"");
	if (!l->hidden_text.n)
		out_lit(o, "Page ");
	out_html(o, l->hidden_text.n ? l->hidden_text : l->text);
	out_lit(o, "\"");
	if (l->is_current)
		out_lit(o, " aria-current=\"page\"");
	put_attrs(o, l->attrs);
	out_lit(o, ">\n        ");
	out_html(o, l->text);
	out_lit(o, "\n      </a>\n    </li>\n");
}

struct html ui_pagination(struct arena *a, const struct ui_pagination *p)
{
	struct out o = out_to_arena(a);
	bool is_block = !p->has_items && (p->next.href.n || p->previous.href.n);
	out_lit(&o, "<nav");
	put_classes(&o, is_block ? "govuk-pagination govuk-pagination--block" : "govuk-pagination",
		    p->classes);
	put_attr(&o, "aria-label", or_else(p->label, "Pagination"));
	put_attrs(&o, p->attrs);
	out_lit(&o, ">\n");
	if (p->previous.href.n)
		put_arrow(&o, &p->previous, false, is_block);
	if (p->has_items) {
		out_lit(&o, "  <ul class=\"govuk-pagination__list\">\n");
		for (ptrdiff_t i = 0; i < p->items.n; i++)
			if (p->items.v[i].text.n || p->items.v[i].is_ellipsis)
				put_page_link(&o, &p->items.v[i]);
		out_lit(&o, "  </ul>\n");
	}
	if (p->next.href.n)
		put_arrow(&o, &p->next, true, is_block);
	out_lit(&o, "</nav>");
	return ui_done(&o);
}
