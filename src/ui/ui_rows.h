/* ui_rows.h: components that are made of rows: table, summary list, tabs, task list, service
 * navigation. The rules of ui.h hold here too. */
#ifndef UI_UI_ROWS_H
#define UI_UI_ROWS_H

#include "ui/ui.h"

struct ui_cell {
	str text;
	struct html html;
	str format; /* "numeric" */
	str classes;
	int colspan, rowspan; /* 0: not said */
	const struct ui_attr *attrs;
};
struct ui_row {
	const struct ui_cell *v;
	ptrdiff_t n;
};
struct ui_table {
	str caption, caption_classes, classes;
	struct ui_row head;
	const struct ui_row *rows;
	ptrdiff_t n_rows;
	bool has_row_heads; /* the first cell of each row is its header */
	const struct ui_attr *attrs;
};
struct html ui_table(struct arena *a, const struct ui_table *t);

struct ui_fact {
	struct ui_text key, value;
	struct ui_links actions;
	bool has_actions; /* the row has a place for actions, even when there are none */
	str classes;
};
struct ui_card {
	struct ui_text title;
	int heading_n;
	struct ui_links actions;
	str classes;
	const struct ui_attr *attrs;
};
struct ui_summary_list {
	const struct ui_fact *rows; /* a row without key is passed over */
	ptrdiff_t n_rows;
	const struct ui_card *card; /* NULL: no card around it */
	str classes;
	const struct ui_attr *attrs;
};
struct html ui_summary_list(struct arena *a, const struct ui_summary_list *s);

struct ui_tab {
	str label, id;
	struct ui_text panel;
	const struct ui_attr *attrs, *panel_attrs;
};
struct ui_tabs {
	const struct ui_tab *items; /* one without label is passed over */
	ptrdiff_t n_items;
	str title, id, id_prefix, classes;
	const struct ui_attr *attrs;
};
struct html ui_tabs(struct arena *a, const struct ui_tabs *t);

struct ui_task {
	struct ui_text title, hint, status;
	const struct ui_piece *tag; /* the status as a tag; else NULL */
	bool has_hint;
	str href, classes;
};
struct ui_task_list {
	const struct ui_task *items; /* one without title is passed over */
	ptrdiff_t n_items;
	str id_prefix, classes;
	const struct ui_attr *attrs;
};
struct html ui_task_list(struct arena *a, const struct ui_task_list *t);

struct ui_service_navigation {
	str service_name, service_url;
	struct ui_links items; /* one without text is passed over */
	enum ui_choice is_collapsed;
	str menu_text, menu_label, label, navigation_id, navigation_classes, aria_label, classes;
	struct html start, end, navigation_start, navigation_end; /* slots */
	bool is_end_inline;
	const struct ui_attr *attrs;
};
struct html ui_service_navigation(struct arena *a, const struct ui_service_navigation *s);

#endif
