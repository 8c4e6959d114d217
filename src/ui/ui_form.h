/* ui_form.h: form controls: label, fieldset, error message, input, textarea, select, file,
 * character count, radios, checkboxes, date. The rules of ui.h hold here too. Where there is a hint
 * or an error, the control names it in aria-describedby by itself. */
#ifndef UI_UI_FORM_H
#define UI_UI_FORM_H

#include "ui/ui.h"

struct ui_label {
	str text;
	struct html html;
	str field_id, classes;
	bool is_heading; /* the label is the <h1> of the page */
	const struct ui_attr *attrs;
};
struct html ui_label(struct arena *a, const struct ui_label *l);

struct ui_error {
	str text;
	struct html html;
	str id, classes, hidden_text; /* null: "Error"; "" for none */
	const struct ui_attr *attrs;
};
struct html ui_error_message(struct arena *a, const struct ui_error *e);

struct ui_fieldset {
	struct ui_text legend;
	bool is_heading;
	str role, described_by, classes;
	struct html content;
	const struct ui_attr *attrs;
};
struct html ui_fieldset(struct arena *a, const struct ui_fieldset *f);

/* What stands before or behind an input: "GBP". */
struct ui_affix {
	struct ui_text content;
	const struct ui_attr *attrs;
};

/* One choice of radios, checkboxes or a select. One without anything is passed over, but counts for
 * the numbers of the ids behind it. */
struct ui_option {
	str text;
	struct html html;
	str value; /* select: null when the text is the value */
	str id, name, divider, behaviour, label_classes;
	struct ui_text hint;
	enum ui_choice checked; /* UI_DEFAULT: when its value is chosen */
	bool is_disabled;
	struct html conditional; /* what belongs to the choice when it is taken */
	const struct ui_attr *attrs, *label_attrs;
};

/* A control with one value; which of the rows below apply is said at the functions. */
struct ui_field {
	struct ui_text label, hint, error;
	bool is_heading; /* the label is the <h1> of the page */
	str id, name;    /* no id: the name */
	str value;       /* null: none */
	str described_by, classes, group_classes;
	bool is_disabled;
	const struct ui_attr *attrs, *group_attrs;
	enum ui_choice spellcheck;
	str autocomplete;
	/* input */
	str type, inputmode, autocapitalize, pattern; /* type: "text" */
	struct ui_affix prefix, suffix;
	str wrapper_classes;
	const struct ui_attr *wrapper_attrs;
	/* textarea, character count */
	int64_t rows_n; /* 0: 5 */
	struct html after;
	/* select */
	const struct ui_option *options;
	ptrdiff_t n_options;
	/* file upload */
	bool is_multiple, has_script;
	/* character count */
	int64_t max_n, words_n, threshold_n; /* 0: not said */
	str count_type, count_text, count_classes;
};
struct html ui_input(struct arena *a, const struct ui_field *f);
struct html ui_textarea(struct arena *a, const struct ui_field *f);
struct html ui_select(struct arena *a, const struct ui_field *f);
/* With has_script: inside the wrapper of govuk-frontend's drop zone, with wrapper_classes and
 * wrapper_attrs. */
struct html ui_file_upload(struct arena *a, const struct ui_field *f);
struct html ui_character_count(struct arena *a, const struct ui_field *f);

struct ui_choices {
	const struct ui_fieldset *fieldset; /* NULL: none; its content is made here */
	struct ui_text hint, error;
	str name, id_prefix, described_by, classes, group_classes;
	const str *values; /* what is chosen; radios look at the first */
	ptrdiff_t n_values;
	const struct ui_option *items;
	ptrdiff_t n_items;
	const struct ui_attr *attrs;
};
struct html ui_radios(struct arena *a, const struct ui_choices *c);
struct html ui_checkboxes(struct arena *a, const struct ui_choices *c);

struct ui_date_part {
	str name, label, value, id, classes, inputmode, autocomplete, pattern;
	bool is_year;
	enum ui_choice error; /* UI_DEFAULT: when the whole date has one and no part has its own */
	const struct ui_attr *attrs;
};
struct ui_date_input {
	const struct ui_fieldset *fieldset;
	struct ui_text hint, error;
	str id, name_prefix, classes, group_classes;
	const struct ui_date_part *parts; /* one without name is passed over */
	ptrdiff_t n_parts;
	const struct ui_attr *attrs;
};
struct html ui_date_input(struct arena *a, const struct ui_date_input *d);

#endif
