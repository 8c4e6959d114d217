/* ui.h: the components of govuk-frontend 6.6.0 that pages are made of, byte for byte as its
 * fixtures expect. Each function takes its options in a struct and returns HTML in the arena, for a
 * field `..._html` of a template. Names of fields are those of the GOV.UK Design System. What is
 * empty or null is left out or has the default that is named there. Where a part has `text` and
 * `html`, html wins; text is escaped. `href` is the caller's own address: one that came from
 * outside goes through out_href first. Form controls are in ui_form.h. */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/out.h"

/* Further attributes of an element; a row without a name ends the list. */
struct ui_attr {
	const char *name;
	str value;
};

struct ui_text {
	str text;
	struct html html;
	str classes;
};

/* An option that may also be left to the component. */
enum ui_choice { UI_DEFAULT, UI_YES, UI_NO };

/* One piece of text in an element: back link, inset text, skip link, tag, hint, warning text. A
 * warning's `id` is the text of its icon ("Warning"). */
struct ui_piece {
	str text;
	struct html html;
	str id, href, classes;
	const struct ui_attr *attrs;
};
struct html ui_back_link(struct arena *a, const struct ui_piece *p);
struct html ui_inset_text(struct arena *a, const struct ui_piece *p);
struct html ui_skip_link(struct arena *a, const struct ui_piece *p);
struct html ui_tag(struct arena *a, const struct ui_piece *p);
struct html ui_hint(struct arena *a, const struct ui_piece *p);
struct html ui_warning_text(struct arena *a, const struct ui_piece *p);

struct ui_button {
	str text;
	struct html html;
	str type, name, value, id, href, classes;
	bool is_disabled, is_start;
	enum ui_choice prevents_double_click;
	const struct ui_attr *attrs;
};
struct html ui_button(struct arena *a, const struct ui_button *b);

/* A link in a list: of breadcrumbs, errors, navigation, actions, pages. */
struct ui_link {
	str text;
	struct html html;
	str href, classes;
	str hidden_text; /* for screen readers only */
	str label;       /* of an arrow of a pagination: "2 of 3" */
	bool is_current, is_active, is_ellipsis;
	str type; /* of a panel's action: "button", "submit" */
	const struct ui_attr *attrs;
};
struct ui_links {
	const struct ui_link *v;
	ptrdiff_t n;
	str classes;
	const struct ui_attr *attrs;
};

struct ui_breadcrumbs {
	struct ui_links items; /* the last one without href is the page itself */
	str label;
	bool is_collapsed; /* on narrow screens */
};
struct html ui_breadcrumbs(struct arena *a, const struct ui_breadcrumbs *b);

struct ui_details {
	struct ui_text summary, content;
	str id, classes;
	bool is_open;
	const struct ui_attr *attrs;
};
struct html ui_details(struct arena *a, const struct ui_details *d);

struct ui_error_summary {
	struct ui_text title, description;
	struct ui_links errors; /* href "#id" of the field */
	enum ui_choice keeps_focus_away;
	str classes;
	const struct ui_attr *attrs;
};
struct html ui_error_summary(struct arena *a, const struct ui_error_summary *e);

struct ui_generic_header {
	struct ui_text logo;
	str url, classes, container_classes;
	const struct ui_attr *attrs;
};
struct html ui_generic_header(struct arena *a, const struct ui_generic_header *h);

struct ui_banner {
	struct ui_text title, content;
	str type, role, title_id, classes; /* type "success" or none */
	int heading_n;
	enum ui_choice keeps_focus_away;
	const struct ui_attr *attrs;
};
struct html ui_notification_banner(struct arena *a, const struct ui_banner *b);

struct ui_pagination {
	struct ui_link previous, next; /* shown when they have a href */
	struct ui_links items;         /* text is the number */
	bool has_items;                /* items are meant, even when there are none */
	str label, classes;
	const struct ui_attr *attrs;
};
struct html ui_pagination(struct arena *a, const struct ui_pagination *p);

struct ui_panel {
	struct ui_text title, content;
	int heading_n;
	bool has_actions;
	struct ui_links actions; /* of an interruption only */
	str classes;
	const struct ui_attr *attrs;
};
struct html ui_panel(struct arena *a, const struct ui_panel *p);

struct ui_phase_banner {
	struct ui_text tag, content;
	str classes;
	const struct ui_attr *attrs;
};
struct html ui_phase_banner(struct arena *a, const struct ui_phase_banner *p);

/* Between the component files. */
void put_attr(struct out *o, const char *name, str value);  /* when it is not empty */
void put_classes(struct out *o, const char *own, str more); /* class="own more" */
void put_attrs(struct out *o, const struct ui_attr *attrs);
void put_text(struct out *o, str text, struct html html, int indent); /* html is trimmed */
void put_ui_text(struct out *o, const struct ui_text *t, int indent);
void put_verbatim(struct out *o, str text, struct html html);
void put_indented(struct out *o, str html, int indent); /* every line but the first */
str or_else(str s, const char *otherwise);
str class_and(struct arena *a, const char *own, str more);
struct html ui_done(struct out *o); /* what was written, trimmed */

#endif
