/* ui_test.c: every fixture of govuk-frontend for the components we have, byte for byte. First JSON
 * to C, then options that components share, then one function a component, then the comparison. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/os.h"
#include "html_read.h"
#include "ui/ui_form.h"
#include "ui/ui_rows.h"

CHECK_ARENA(256 << 20)

/* ---- JSON to C ---- */

static str text(json_t *j)
{
	if (json_is_string(j))
		return str_copy(&A,
				(str){ json_string_value(j), (ptrdiff_t)json_string_length(j) });
	if (json_is_integer(j))
		return str_fmt(&A, "%lld", (long long)json_integer_value(j));
	if (json_is_boolean(j))
		return json_is_true(j) ? S("true") : S("false");
	return (str){ 0 };
}

static str get(json_t *o, const char *key)
{
	return text(json_object_get(o, key));
}

static struct html get_html(json_t *o, const char *key)
{
	json_t *j = json_object_get(o, key);
	return (struct html){ json_is_string(j) ? text(j) : (str){ 0 } };
}

static bool is_true(json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

static int64_t get_n(json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static enum ui_choice choice(json_t *o, const char *key)
{
	json_t *j = json_object_get(o, key);
	return json_is_true(j) ? UI_YES : json_is_false(j) ? UI_NO : UI_DEFAULT;
}

static struct ui_attr *attrs_of(json_t *map)
{
	const char *name;
	json_t *value;
	ptrdiff_t n = 0;
	struct ui_attr *list =
	    arena_new_n(&A, struct ui_attr, (ptrdiff_t)json_object_size(map) + 1);
	json_object_foreach(map, name, value) list[n++] =
	    (struct ui_attr){ str_z(&A, str_of(name)), text(value) };
	return list;
}

static struct ui_attr *attrs(json_t *o)
{
	return attrs_of(json_object_get(o, "attributes"));
}

static struct ui_text text_or_html(json_t *o)
{
	return (struct ui_text){ get(o, "text"), get_html(o, "html"), get(o, "classes") };
}

/* {key: {text, html, classes}} */
static struct ui_text part(json_t *o, const char *key)
{
	return text_or_html(json_object_get(o, key));
}

static struct ui_text named(json_t *o, const char *text_key, const char *html_key)
{
	return (struct ui_text){ get(o, text_key), get_html(o, html_key), { 0 } };
}

static struct ui_link link_of(json_t *o)
{
	str number = get(o, "number");
	return (struct ui_link){
		.text = number.p ? number : get(o, "text"),
		.html = get_html(o, "html"),
		.href = get(o, "href"),
		.classes = get(o, "classes"),
		.hidden_text = get(o, "visuallyHiddenText"),
		.label = get(o, "labelText"),
		.is_current = is_true(o, "current"),
		.is_active = is_true(o, "active"),
		.is_ellipsis = is_true(o, "ellipsis"),
		.type = get(o, "type"),
		.attrs = attrs(o),
	};
}

static struct ui_links links(json_t *o, const char *key)
{
	json_t *list = json_object_get(o, key);
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_link *v = arena_new_n(&A, struct ui_link, n + 1);
	for (ptrdiff_t i = 0; i < n; i++)
		v[i] = link_of(json_array_get(list, (size_t)i));
	return (struct ui_links){ v, n, get(o, "classes"), attrs(o) };
}

/* ---- what form controls share ---- */

static struct ui_fieldset *fieldset(json_t *o)
{
	json_t *f = json_object_get(o, "fieldset");
	if (!json_is_object(f))
		return NULL;
	struct ui_fieldset *to = arena_new(&A, struct ui_fieldset);
	*to = (struct ui_fieldset){ .legend = part(f, "legend"),
				    .is_heading =
					is_true(json_object_get(f, "legend"), "isPageHeading"),
				    .described_by = get(f, "describedBy"),
				    .classes = get(f, "classes"),
				    .attrs = attrs(f) };
	return to;
}

static struct ui_option option(json_t *o, const char *checked)
{
	json_t *label = json_object_get(o, "label");
	return (struct ui_option){
		.text = get(o, "text"),
		.html = get_html(o, "html"),
		.value = get(o, "value"),
		.id = get(o, "id"),
		.name = get(o, "name"),
		.divider = get(o, "divider"),
		.behaviour = get(o, "behaviour"),
		.label_classes = get(label, "classes"),
		.hint = part(o, "hint"),
		.checked = choice(o, checked),
		.is_disabled = is_true(o, "disabled"),
		.conditional = get_html(json_object_get(o, "conditional"), "html"),
		.attrs = attrs(o),
		.label_attrs = attrs(label),
	};
}

static const struct ui_option *options(json_t *o, const char *checked, ptrdiff_t *n)
{
	json_t *list = json_object_get(o, "items");
	*n = (ptrdiff_t)json_array_size(list);
	struct ui_option *v = arena_new_n(&A, struct ui_option, *n + 1);
	for (ptrdiff_t i = 0; i < *n; i++)
		v[i] = option(json_array_get(list, (size_t)i), checked);
	return v;
}

static struct ui_field field(json_t *o)
{
	json_t *label = json_object_get(o, "label"), *wrapper = json_object_get(o, "inputWrapper");
	json_t *prefix = json_object_get(o, "prefix"), *suffix = json_object_get(o, "suffix");
	struct ui_field f = {
		.label = text_or_html(label),
		.hint = part(o, "hint"),
		.error = part(o, "errorMessage"),
		.is_heading = is_true(label, "isPageHeading"),
		.id = get(o, "id"),
		.name = get(o, "name"),
		.value = get(o, "value"),
		.described_by = get(o, "describedBy"),
		.classes = get(o, "classes"),
		.group_classes = get(json_object_get(o, "formGroup"), "classes"),
		.is_disabled = is_true(o, "disabled"),
		.attrs = attrs(o),
		.spellcheck = choice(o, "spellcheck"),
		.autocomplete = get(o, "autocomplete"),
		.type = get(o, "type"),
		.inputmode = get(o, "inputmode"),
		.autocapitalize = get(o, "autocapitalize"),
		.pattern = get(o, "pattern"),
		.prefix = { text_or_html(prefix), attrs(prefix) },
		.suffix = { text_or_html(suffix), attrs(suffix) },
		.wrapper_classes = get(wrapper, "classes"),
		.wrapper_attrs = attrs(wrapper),
		.rows_n = get_n(o, "rows"),
		.max_n = get_n(o, "maxlength"),
		.words_n = get_n(o, "maxwords"),
		.threshold_n = get_n(o, "threshold"),
		.count_type = get(o, "countType"),
		.count_text = get(o, "textareaDescriptionText"),
		.count_classes = get(json_object_get(o, "countMessage"), "classes"),
	};
	f.options = options(o, "selected", &f.n_options);
	return f;
}

/* ---- one function a component ---- */

static struct ui_piece piece(json_t *o)
{
	return (struct ui_piece){ get(o, "text"), get_html(o, "html"), get(o, "id"),
				  get(o, "href"), get(o, "classes"),   attrs(o) };
}

/* A component whose options are read by one function alone. */
#define PLAIN(name, read)                                                                          \
	static struct html name(json_t *o)                                                         \
	{                                                                                          \
		__typeof__(read(o)) options = read(o);                                             \
		return ui_##name(&A, &options);                                                    \
	}

PLAIN(back_link, piece)
PLAIN(inset_text, piece)
PLAIN(skip_link, piece)
PLAIN(tag, piece)
PLAIN(hint, piece)
PLAIN(input, field)
PLAIN(textarea, field)

static struct html warning_text(json_t *o)
{
	struct ui_piece p = piece(o);
	p.id = get(o, "iconFallbackText");
	return ui_warning_text(&A, &p);
}

static struct html button(json_t *o)
{
	return ui_button(&A, &(struct ui_button){
				 .text = get(o, "text"),
				 .html = get_html(o, "html"),
				 .type = get(o, "type"),
				 .name = get(o, "name"),
				 .value = get(o, "value"),
				 .id = get(o, "id"),
				 .href = get(o, "href"),
				 .classes = get(o, "classes"),
				 .is_disabled = is_true(o, "disabled"),
				 .is_start = is_true(o, "isStartButton"),
				 .prevents_double_click = choice(o, "preventDoubleClick"),
				 .attrs = attrs(o),
			     });
}

static struct html breadcrumbs(json_t *o)
{
	return ui_breadcrumbs(&A, &(struct ui_breadcrumbs){ links(o, "items"), get(o, "labelText"),
							    is_true(o, "collapseOnMobile") });
}

static struct html details(json_t *o)
{
	return ui_details(&A, &(struct ui_details){
				  named(o, "summaryText", "summaryHtml"), text_or_html(o),
				  get(o, "id"), get(o, "classes"), is_true(o, "open"), attrs(o) });
}

static struct html error_summary(json_t *o)
{
	return ui_error_summary(&A,
				&(struct ui_error_summary){
				    .title = named(o, "titleText", "titleHtml"),
				    .description = named(o, "descriptionText", "descriptionHtml"),
				    .errors = links(o, "errorList"),
				    .keeps_focus_away = choice(o, "disableAutoFocus"),
				    .classes = get(o, "classes"),
				    .attrs = attrs(o),
				});
}

static struct html generic_header(json_t *o)
{
	return ui_generic_header(&A, &(struct ui_generic_header){
					 named(o, "logoText", "logoHtml"), get(o, "url"),
					 get(o, "classes"), get(o, "containerClasses"), attrs(o) });
}

static struct html notification_banner(json_t *o)
{
	return ui_notification_banner(&A, &(struct ui_banner){
					      .title = named(o, "titleText", "titleHtml"),
					      .content = text_or_html(o),
					      .type = get(o, "type"),
					      .role = get(o, "role"),
					      .title_id = get(o, "titleId"),
					      .classes = get(o, "classes"),
					      .heading_n = (int)get_n(o, "titleHeadingLevel"),
					      .keeps_focus_away = choice(o, "disableAutoFocus"),
					      .attrs = attrs(o),
					  });
}

static struct html pagination(json_t *o)
{
	return ui_pagination(&A, &(struct ui_pagination){
				     .previous = link_of(json_object_get(o, "previous")),
				     .next = link_of(json_object_get(o, "next")),
				     .items = links(o, "items"),
				     .has_items = json_object_get(o, "items"),
				     .label = get(o, "landmarkLabel"),
				     .classes = get(o, "classes"),
				     .attrs = attrs(o),
				 });
}

static struct html panel(json_t *o)
{
	json_t *actions = json_object_get(o, "actions");
	return ui_panel(&A, &(struct ui_panel){
				.title = named(o, "titleText", "titleHtml"),
				.content = text_or_html(o),
				.heading_n = (int)get_n(o, "headingLevel"),
				.has_actions = actions,
				.actions = links(actions, "items"),
				.classes = get(o, "classes"),
				.attrs = attrs(o),
			    });
}

static struct html phase_banner(json_t *o)
{
	return ui_phase_banner(&A, &(struct ui_phase_banner){ part(o, "tag"), text_or_html(o),
							      get(o, "classes"), attrs(o) });
}

static struct ui_row cells(json_t *list)
{
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_cell *v = json_is_array(list) ? arena_new_n(&A, struct ui_cell, n + 1) : NULL;
	for (ptrdiff_t i = 0; i < n; i++) {
		json_t *c = json_array_get(list, (size_t)i);
		v[i] = (struct ui_cell){
			get(c, "text"),    get_html(c, "html"),      get(c, "format"),
			get(c, "classes"), (int)get_n(c, "colspan"), (int)get_n(c, "rowspan"),
			attrs(c)
		};
	}
	return (struct ui_row){ v, n };
}

static struct html table(json_t *o)
{
	json_t *list = json_object_get(o, "rows");
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_row *rows = arena_new_n(&A, struct ui_row, n + 1);
	for (ptrdiff_t i = 0; i < n; i++)
		rows[i] = cells(json_array_get(list, (size_t)i));
	return ui_table(&A, &(struct ui_table){
				.caption = get(o, "caption"),
				.caption_classes = get(o, "captionClasses"),
				.classes = get(o, "classes"),
				.head = cells(json_object_get(o, "head")),
				.rows = rows,
				.n_rows = n,
				.has_row_heads = is_true(o, "firstCellIsHeader"),
				.attrs = attrs(o),
			    });
}

static struct html summary_list(json_t *o)
{
	json_t *list = json_object_get(o, "rows"), *c = json_object_get(o, "card");
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_fact *rows = arena_new_n(&A, struct ui_fact, n + 1);
	for (ptrdiff_t i = 0; i < n; i++) {
		json_t *row = json_array_get(list, (size_t)i),
		       *actions = json_object_get(row, "actions");
		rows[i] = (struct ui_fact){ .key = part(row, "key"),
					    .value = part(row, "value"),
					    .actions = links(actions, "items"),
					    .has_actions = json_object_get(actions, "items"),
					    .classes = get(row, "classes") };
	}
	struct ui_card card = { part(c, "title"),
				(int)get_n(json_object_get(c, "title"), "headingLevel"),
				links(json_object_get(c, "actions"), "items"), get(c, "classes"),
				attrs(c) };
	return ui_summary_list(&A, &(struct ui_summary_list){ rows, n, c ? &card : NULL,
							      get(o, "classes"), attrs(o) });
}

static struct html tabs(json_t *o)
{
	json_t *list = json_object_get(o, "items");
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_tab *items = arena_new_n(&A, struct ui_tab, n + 1);
	for (ptrdiff_t i = 0; i < n; i++) {
		json_t *tab = json_array_get(list, (size_t)i);
		items[i] = (struct ui_tab){ get(tab, "label"), get(tab, "id"), part(tab, "panel"),
					    attrs(tab), attrs(json_object_get(tab, "panel")) };
	}
	return ui_tabs(&A, &(struct ui_tabs){ items, n, get(o, "title"), get(o, "id"),
					      get(o, "idPrefix"), get(o, "classes"), attrs(o) });
}

static struct html task_list(json_t *o)
{
	json_t *list = json_object_get(o, "items");
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	struct ui_task *items = arena_new_n(&A, struct ui_task, n + 1);
	struct ui_piece *tags = arena_new_n(&A, struct ui_piece, n + 1);
	for (ptrdiff_t i = 0; i < n; i++) {
		json_t *task = json_array_get(list, (size_t)i),
		       *status = json_object_get(task, "status");
		tags[i] = piece(json_object_get(status, "tag"));
		items[i] =
		    (struct ui_task){ .title = part(task, "title"),
				      .hint = part(task, "hint"),
				      .status = text_or_html(status),
				      .tag = json_object_get(status, "tag") ? &tags[i] : NULL,
				      .has_hint = json_object_get(task, "hint"),
				      .href = get(task, "href"),
				      .classes = get(task, "classes") };
	}
	return ui_task_list(&A, &(struct ui_task_list){ items, n, get(o, "idPrefix"),
							get(o, "classes"), attrs(o) });
}

static struct html service_navigation(json_t *o)
{
	json_t *slots = json_object_get(o, "slots"), *end = json_object_get(slots, "end");
	return ui_service_navigation(
	    &A, &(struct ui_service_navigation){
		    .service_name = get(o, "serviceName"),
		    .service_url = get(o, "serviceUrl"),
		    .items = links(o, "navigation"),
		    .is_collapsed = choice(o, "collapseNavigationOnMobile"),
		    .menu_text = get(o, "menuButtonText"),
		    .menu_label = get(o, "menuButtonLabel"),
		    .label = get(o, "navigationLabel"),
		    .navigation_id = get(o, "navigationId"),
		    .navigation_classes = get(o, "navigationClasses"),
		    .aria_label = get(o, "ariaLabel"),
		    .classes = get(o, "classes"),
		    .start = get_html(slots, "start"),
		    .end = json_is_string(end) ? get_html(slots, "end") : get_html(end, "html"),
		    .navigation_start = get_html(slots, "navigationStart"),
		    .navigation_end = get_html(slots, "navigationEnd"),
		    .is_end_inline = str_eq(get(end, "align"), S("inline")),
		    .attrs = attrs(o),
		});
}

static struct html label(json_t *o)
{
	return ui_label(&A, &(struct ui_label){ get(o, "text"), get_html(o, "html"), get(o, "for"),
						get(o, "classes"), is_true(o, "isPageHeading"),
						attrs(o) });
}

static struct html error_message(json_t *o)
{
	return ui_error_message(&A, &(struct ui_error){ get(o, "text"), get_html(o, "html"),
							get(o, "id"), get(o, "classes"),
							get(o, "visuallyHiddenText"), attrs(o) });
}

static struct html fieldset_alone(json_t *o)
{
	return ui_fieldset(
	    &A, &(struct ui_fieldset){ part(o, "legend"),
				       is_true(json_object_get(o, "legend"), "isPageHeading"),
				       get(o, "role"), get(o, "describedBy"), get(o, "classes"),
				       get_html(o, "html"), attrs(o) });
}

static struct html select_(json_t *o)
{
	struct ui_field f = field(o);
	return ui_select(&A, &f);
}

/* Texts for scripts that we do not ship become attributes. */
static struct ui_attr *script_texts(json_t *o, const char *const *keys, const struct ui_attr *more)
{
	struct {
		struct ui_attr *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	for (; keys[0]; keys += 2) {
		json_t *j = json_object_get(o, keys[0]), *value;
		const char *rule;
		if (json_is_string(j))
			*arena_push(&A, &list) =
			    (struct ui_attr){ str_z(&A, str_fmt(&A, "data-i18n.%s", keys[1])),
					      text(j) };
		json_object_foreach(j, rule, value) * arena_push(&A, &list) =
		    (struct ui_attr){ str_z(&A, str_fmt(&A, "data-i18n.%s.%s", keys[1], rule)),
				      text(value) };
	}
	for (; more && more->name; more++)
		*arena_push(&A, &list) = *more;
	*arena_push(&A, &list) = (struct ui_attr){ 0 };
	return list.v;
}

static struct html character_count(json_t *o)
{
	static const char *const keys[] = { "charactersUnderLimitText",
					    "characters-under-limit",
					    "charactersAtLimitText",
					    "characters-at-limit",
					    "charactersOverLimitText",
					    "characters-over-limit",
					    "wordsUnderLimitText",
					    "words-under-limit",
					    "wordsAtLimitText",
					    "words-at-limit",
					    "wordsOverLimitText",
					    "words-over-limit",
					    NULL };
	struct ui_field f = field(o);
	f.group_attrs = script_texts(o, keys, attrs(json_object_get(o, "formGroup")));
	return ui_character_count(&A, &f);
}

static struct html file_upload(json_t *o)
{
	static const char *const keys[] = { "chooseFilesButtonText",
					    "choose-files-button",
					    "noFileChosenText",
					    "no-file-chosen",
					    "multipleFilesChosenText",
					    "multiple-files-chosen",
					    "dropInstructionText",
					    "drop-instruction",
					    "enteredDropZoneText",
					    "entered-drop-zone",
					    "leftDropZoneText",
					    "left-drop-zone",
					    NULL };
	struct ui_field f = field(o);
	f.is_multiple = is_true(o, "multiple");
	f.has_script = is_true(o, "javascript");
	f.wrapper_classes = get(o, "wrapperClasses");
	f.wrapper_attrs = script_texts(o, keys, attrs_of(json_object_get(o, "wrapperAttributes")));
	return ui_file_upload(&A, &f);
}

static struct ui_choices choices(json_t *o)
{
	json_t *list = json_object_get(o, "values"), *one = json_object_get(o, "value");
	ptrdiff_t n = (ptrdiff_t)json_array_size(list);
	str *values = arena_new_n(&A, str, n + 1);
	for (ptrdiff_t i = 0; i < n; i++)
		values[i] = text(json_array_get(list, (size_t)i));
	if (one)
		values[n++] = text(one);
	struct ui_choices c = {
		.fieldset = fieldset(o),
		.hint = part(o, "hint"),
		.error = part(o, "errorMessage"),
		.name = get(o, "name"),
		.id_prefix = get(o, "idPrefix"),
		.described_by = get(o, "describedBy"),
		.classes = get(o, "classes"),
		.group_classes = get(json_object_get(o, "formGroup"), "classes"),
		.values = values,
		.n_values = n,
		.attrs = attrs(o),
	};
	c.items = options(o, "checked", &c.n_items);
	return c;
}

PLAIN(radios, choices)
PLAIN(checkboxes, choices)

/* One part of a date: its own options, or those of `fallback` ("day"), or a name alone. */
static struct ui_date_part date_part(json_t *o, json_t *given, const char *usual)
{
	if (json_is_false(given))
		return (struct ui_date_part){ 0 };
	json_t *values = json_object_get(o, "values");
	str name = get(given, "name"), prefix = get(o, "namePrefix");
	if (!name.p)
		name = str_of(usual);
	str key = prefix.n ? str_fmt(&A, "%.*s-%.*s", SF(prefix), SF(name)) : name;
	str value = get(given, "value");
	if (!value.p)
		value = get(json_object_get(o, str_z(&A, name)), "value");
	return (struct ui_date_part){
		.name = name,
		.label = get(given, "label"),
		.value = value.p ? value : get(values, str_z(&A, key)),
		.id = get(given, "id"),
		.classes = get(given, "classes"),
		.inputmode = get(given, "inputmode"),
		.autocomplete = get(given, "autocomplete"),
		.pattern = get(given, "pattern"),
		.is_year = !strcmp(usual, "year") || str_eq(name, S("year")),
		.error = choice(given, "error"),
		.attrs = attrs(given),
	};
}

static struct html date_input(json_t *o)
{
	static const char *const usual[] = { "day", "month", "year" };
	json_t *items = json_object_get(o, "items");
	ptrdiff_t n = (ptrdiff_t)json_array_size(items);
	struct ui_date_part *parts = arena_new_n(&A, struct ui_date_part, n + 3);
	for (ptrdiff_t i = 0; i < n; i++)
		parts[i] = date_part(o, json_array_get(items, (size_t)i), "");
	for (ptrdiff_t i = 0; !json_array_size(items) && i < 3; i++, n++)
		parts[i] = date_part(o, json_object_get(o, usual[i]), usual[i]);
	return ui_date_input(&A,
			     &(struct ui_date_input){
				 .fieldset = fieldset(o),
				 .hint = part(o, "hint"),
				 .error = part(o, "errorMessage"),
				 .id = get(o, "id"),
				 .name_prefix = get(o, "namePrefix"),
				 .classes = get(o, "classes"),
				 .group_classes = get(json_object_get(o, "formGroup"), "classes"),
				 .parts = parts,
				 .n_parts = n,
				 .attrs = attrs(o),
			     });
}

/* ---- the comparison ---- */

static const struct {
	const char *name;
	struct html (*render)(json_t *options);
} components[] = {
	{ "back-link", back_link },
	{ "breadcrumbs", breadcrumbs },
	{ "button", button },
	{ "character-count", character_count },
	{ "checkboxes", checkboxes },
	{ "date-input", date_input },
	{ "details", details },
	{ "error-message", error_message },
	{ "error-summary", error_summary },
	{ "fieldset", fieldset_alone },
	{ "file-upload", file_upload },
	{ "generic-header", generic_header },
	{ "hint", hint },
	{ "input", input },
	{ "inset-text", inset_text },
	{ "label", label },
	{ "notification-banner", notification_banner },
	{ "pagination", pagination },
	{ "panel", panel },
	{ "phase-banner", phase_banner },
	{ "radios", radios },
	{ "select", select_ },
	{ "service-navigation", service_navigation },
	{ "skip-link", skip_link },
	{ "summary-list", summary_list },
	{ "table", table },
	{ "tabs", tabs },
	{ "tag", tag },
	{ "task-list", task_list },
	{ "textarea", textarea },
	{ "warning-text", warning_text },
};

static json_t *fixtures(const char *component)
{
	const char *root = getenv("GRATA_ROOT");
	json_t *file = json_load_file(
	    str_z(&A,
		  str_fmt(&A,
			  "%s/node_modules/govuk-frontend/dist/govuk/components/%s/fixtures.json",
			  root ? root : ".", component)),
	    0, NULL);
	assert_non_null(file);
	return file;
}

static void compare(const char *component, struct html (*render)(json_t *), int *same, int *all)
{
	json_t *file = fixtures(component), *fixture;
	size_t i;
	json_array_foreach(json_object_get(file, "fixtures"), i, fixture)
	{
		str want = get(fixture, "html");
		str got = render(json_object_get(fixture, "options")).s;
		++*all;
		if (str_eq(want, got))
			++*same;
		else
			printf("# %s: %s\n--- want\n%.*s\n--- got\n%.*s\n", component,
			       json_string_value(json_object_get(fixture, "name")), SF(want),
			       SF(got));
	}
	json_decref(file);
}

static void fixtures_byte_for_byte(void **state)
{
	(void)state;
	int same = 0, all = 0;
	for (size_t i = 0; i < sizeof components / sizeof *components; i++)
		compare(components[i].name, components[i].render, &same, &all);
	printf("# figure: %d of %d govuk fixtures byte for byte (%zu components)\n", same, all,
	       sizeof components / sizeof *components);
	assert_true(all > 600);
	assert_int_equal(same, all);
}

/* Every text of an options object becomes hostile; HTML goes, since it is printed as it is. */
static void make_hostile(json_t *o)
{
	const char *key;
	json_t *value;
	void *next;
	json_object_foreach_safe(o, next, key, value)
	{
		if (str_ends(str_lower(&A, str_of(key)), S("html")) || !strcmp(key, "slots"))
			json_object_del(o, key);
		else if (json_is_string(value))
			json_object_set_new(
			    o, key, json_string("\"'><script x=`&lt;\n</textarea>--></title>"));
		else
			make_hostile(value);
	}
	for (size_t i = 0; i < json_array_size(o); i++)
		make_hostile(json_array_get(o, i));
}

static void options_never_break_out(void **state)
{
	(void)state;
	int rounds = 0;
	for (size_t c = 0; c < sizeof components / sizeof *components; c++) {
		json_t *file = fixtures(components[c].name), *fixture;
		size_t i;
		json_array_foreach(json_object_get(file, "fixtures"), i, fixture)
		{
			json_t *o = json_object_get(fixture, "options");
			make_hostile(o);
			struct html_tokens t = html_read(&A, components[c].render(o).s);
			if (t.fault)
				fail_msg("%s %zu: %s at %td", components[c].name, i, t.fault,
					 t.fault_at);
			for (ptrdiff_t k = 0; k < t.n; k++)
				assert_false(str_eq(t.v[k].name, S("script")));
			rounds++;
		}
		json_decref(file);
	}
	printf("# figure: %d components with hostile options: none breaks out\n", rounds);
}

int main(void)
{
	const struct CMUnitTest all[] = { cmocka_unit_test(fixtures_byte_for_byte),
					  cmocka_unit_test(options_never_break_out) };
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
