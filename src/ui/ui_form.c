/* ui_form.c: label, message, fieldset; then controls with one value; then choices; then dates. */
#include "ui/ui_form.h"

/* ---- label, message, fieldset ---- */

struct html ui_label(struct arena *a, const struct ui_label *l)
{
	struct out o = out_to_arena(a);
	if (!l->text.n && !l->html.s.n)
		return (struct html){ S("") };
	int in = l->is_heading ? 2 : 0;
	if (l->is_heading)
		out_lit(&o, "<h1 class=\"govuk-label-wrapper\">\n  ");
	out_lit(&o, "<label");
	put_classes(&o, "govuk-label", l->classes);
	put_attrs(&o, l->attrs);
	put_attr(&o, "for", l->field_id);
	out_fmt(&o, ">\n%*s  ", in, "");
	put_text(&o, l->text, l->html, 2 + in);
	out_fmt(&o, "\n%*s</label>", in, "");
	if (l->is_heading)
		out_lit(&o, "\n</h1>");
	return ui_done(&o);
}

struct html ui_error_message(struct arena *a, const struct ui_error *e)
{
	struct out o = out_to_arena(a);
	str hidden = e->hidden_text.p ? e->hidden_text : S("Error");
	out_lit(&o, "<p");
	put_attr(&o, "id", e->id);
	put_classes(&o, "govuk-error-message", e->classes);
	put_attrs(&o, e->attrs);
	out_lit(&o, ">\n  ");
	if (hidden.n) {
		out_lit(&o, "<span class=\"govuk-visually-hidden\">");
		out_html(&o, hidden);
		out_lit(&o, ":</span> ");
	}
	put_text(&o, e->text, e->html, 2);
	out_lit(&o, "\n</p>");
	return ui_done(&o);
}

struct html ui_fieldset(struct arena *a, const struct ui_fieldset *f)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "<fieldset");
	put_classes(&o, "govuk-fieldset", f->classes);
	put_attr(&o, "role", f->role);
	put_attr(&o, "aria-describedby", f->described_by);
	put_attrs(&o, f->attrs);
	out_lit(&o, ">\n");
	if (f->legend.text.n || f->legend.html.s.n) {
		out_lit(&o, "  <legend");
		put_classes(&o, "govuk-fieldset__legend", f->legend.classes);
		out_lit(&o, ">\n    ");
		if (f->is_heading)
			out_lit(&o, "<h1 class=\"govuk-fieldset__heading\">\n      ");
		put_ui_text(&o, &f->legend, f->is_heading ? 6 : 4);
		if (f->is_heading)
			out_lit(&o, "\n    </h1>");
		out_lit(&o, "\n  </legend>\n");
	}
	if (f->content.s.n) {
		out_lit(&o, "  ");
		put_verbatim(&o, (str){ 0 }, f->content);
		out_lit(&o, "\n");
	}
	out_lit(&o, "</fieldset>");
	return ui_done(&o);
}

/* ---- what all groups begin with ---- */

static bool has_text(const struct ui_text *t)
{
	return t->text.n || t->html.s.n;
}

static void open_group(struct out *o, const struct ui_text *error, str classes,
		       const struct ui_attr *attrs)
{
	out_lit(o, "<div");
	put_classes(
	    o, has_text(error) ? "govuk-form-group govuk-form-group--error" : "govuk-form-group",
	    classes);
	put_attrs(o, attrs);
	out_lit(o, ">\n");
}

static str joined(struct arena *a, str list, str more)
{
	return list.n ? str_fmt(a, "%.*s %.*s", SF(list), SF(more)) : more;
}

/* Hint and error, each on its own lines; *described_by gets their ids. */
static void put_hint_and_error(struct arena *a, struct out *o, const struct ui_text *hint,
			       const struct ui_text *error, str id, str *described_by)
{
	if (has_text(hint)) {
		str hint_id = str_fmt(a, "%.*s-hint", SF(id));
		*described_by = joined(a, *described_by, hint_id);
		out_lit(o, "  ");
		put_indented(o,
			     ui_hint(a, &(struct ui_piece){ .id = hint_id,
							    .text = hint->text,
							    .html = hint->html,
							    .classes = hint->classes })
				 .s,
			     2);
		out_lit(o, "\n");
	}
	if (has_text(error)) {
		str error_id = str_fmt(a, "%.*s-error", SF(id));
		*described_by = joined(a, *described_by, error_id);
		out_lit(o, "  ");
		put_indented(o,
			     ui_error_message(a, &(struct ui_error){ .id = error_id,
								     .text = error->text,
								     .html = error->html,
								     .classes = error->classes })
				 .s,
			     2);
		out_lit(o, "\n");
	}
}

/* The group up to the control itself. Returns the ids that describe it. */
static str open_field(struct arena *a, struct out *o, const struct ui_field *f, str id)
{
	str described_by = f->described_by;
	open_group(o, &f->error, f->group_classes, f->group_attrs);
	struct html label = ui_label(a, &(struct ui_label){ .text = f->label.text,
							    .html = f->label.html,
							    .classes = f->label.classes,
							    .is_heading = f->is_heading,
							    .field_id = id });
	out_lit(o, "  ");
	put_indented(o, label.s, 2);
	out_lit(o, "\n");
	put_hint_and_error(a, o, &f->hint, &f->error, id, &described_by);
	return described_by;
}

static void put_spellcheck(struct out *o, enum ui_choice spellcheck)
{
	if (spellcheck != UI_DEFAULT)
		put_attr(o, "spellcheck", spellcheck == UI_YES ? S("true") : S("false"));
}

static str field_id(const struct ui_field *f)
{
	return f->id.n ? f->id : f->name;
}

/* ---- input ---- */

static void put_input(struct out *o, const struct ui_field *f, str id, str described_by)
{
	out_lit(o, "<input");
	put_classes(o, "govuk-input", (str){ 0 });
	if (f->classes.n || has_text(&f->error)) {
		o->n--; /* inside the quote of class */
		if (f->classes.n)
			out_lit(o, " "), out_html(o, f->classes);
		if (has_text(&f->error))
			out_lit(o, " govuk-input--error");
		out_lit(o, "\"");
	}
	put_attr(o, "id", id);
	put_attr(o, "name", f->name);
	put_attr(o, "type", or_else(f->type, "text"));
	put_spellcheck(o, f->spellcheck);
	if (f->value.p) {
		out_lit(o, " value=\"");
		out_html(o, f->value);
		out_lit(o, "\"");
	}
	if (f->is_disabled)
		out_lit(o, " disabled");
	put_attr(o, "aria-describedby", described_by);
	put_attr(o, "autocomplete", f->autocomplete);
	put_attr(o, "autocapitalize", f->autocapitalize);
	put_attr(o, "pattern", f->pattern);
	put_attr(o, "inputmode", f->inputmode);
	put_attrs(o, f->attrs);
	out_lit(o, ">");
}

static void put_affix(struct out *o, const struct ui_affix *x, const char *class)
{
	if (!has_text(&x->content))
		return;
	out_lit(o, "    <div");
	put_classes(o, class, x->content.classes);
	out_lit(o, " aria-hidden=\"true\"");
	put_attrs(o, x->attrs);
	out_lit(o, ">");
	put_ui_text(o, &x->content, 6);
	out_lit(o, "</div>\n");
}

struct html ui_input(struct arena *a, const struct ui_field *f)
{
	struct out o = out_to_arena(a);
	str id = field_id(f), described_by = open_field(a, &o, f, id);
	bool is_wrapped = has_text(&f->prefix.content) || has_text(&f->suffix.content);
	if (is_wrapped) {
		out_lit(&o, "  <div");
		put_classes(&o, "govuk-input__wrapper", f->wrapper_classes);
		put_attrs(&o, f->wrapper_attrs);
		out_lit(&o, ">\n");
		put_affix(&o, &f->prefix, "govuk-input__prefix");
		out_lit(&o, "  ");
	}
	out_lit(&o, "  ");
	put_input(&o, f, id, described_by);
	out_lit(&o, "\n");
	if (is_wrapped) {
		put_affix(&o, &f->suffix, "govuk-input__suffix");
		out_lit(&o, "  </div>\n");
	}
	out_lit(&o, "</div>");
	return ui_done(&o);
}

/* ---- textarea, character count ---- */

struct html ui_textarea(struct arena *a, const struct ui_field *f)
{
	struct out o = out_to_arena(a);
	str id = field_id(f), described_by = open_field(a, &o, f, id);
	out_lit(&o, "  <textarea");
	put_classes(&o,
		    has_text(&f->error) ? "govuk-textarea govuk-textarea--error" : "govuk-textarea",
		    f->classes);
	put_attr(&o, "id", id);
	put_attr(&o, "name", f->name);
	out_fmt(&o, " rows=\"%lld\"", (long long)(f->rows_n ? f->rows_n : 5));
	put_spellcheck(&o, f->spellcheck);
	if (f->is_disabled)
		out_lit(&o, " disabled");
	put_attr(&o, "aria-describedby", described_by);
	put_attr(&o, "autocomplete", f->autocomplete);
	put_attrs(&o, f->attrs);
	out_lit(&o, ">");
	if (f->value.n && f->value.p[0] == '\n')
		out_lit(&o, "\n"); /* a browser drops the first line break of a textarea */
	out_html(&o, f->value);
	out_lit(&o, "</textarea>\n");
	if (f->after.s.n) {
		out_lit(&o, "  ");
		put_indented(&o, str_trim(f->after.s), 2);
		out_lit(&o, "\n");
	}
	out_lit(&o, "</div>");
	return ui_done(&o);
}

/* "You can enter up to 20 words", or the given text with %{count} replaced. */
static str count_text(struct arena *a, const struct ui_field *f, bool is_words, int64_t limit_n)
{
	str text = f->count_text.n ? f->count_text
		   : is_words      ? S("You can enter up to %{count} words")
				   : S("You can enter up to %{count} characters");
	struct out o = out_to_arena(a);
	for (ptrdiff_t at; (at = str_find(text, S("%{count}"))) >= 0;
	     text = str_slice(text, at + 8, text.n)) {
		out_str(&o, str_slice(text, 0, at));
		out_int(&o, limit_n);
	}
	out_str(&o, text);
	return out_view(&o);
}

static str number_text(struct arena *a, int64_t n)
{
	return n ? str_fmt(a, "%lld", (long long)n) : (str){ 0 };
}

static struct html count_message(struct arena *a, const struct ui_field *f, str info_id,
				 bool is_words)
{
	int64_t limit_n = f->words_n ? f->words_n : f->max_n;
	return ui_hint(
	    a, &(struct ui_piece){
		   .id = info_id,
		   .text = limit_n ? count_text(a, f, is_words, limit_n) : S(""),
		   .classes = class_and(a, "govuk-character-count__message", f->count_classes) });
}

struct html ui_character_count(struct arena *a, const struct ui_field *f)
{
	str type = f->count_type.n ? f->count_type : f->words_n ? S("words") : (str){ 0 };
	str id = field_id(f), info_id = str_fmt(a, "%.*s-info", SF(id));
	struct {
		struct ui_attr *v;
		ptrdiff_t n, cap;
	} attrs = { 0 };
	const struct ui_attr own[] = {
		{ "data-module", S("govuk-character-count") },
		{ "data-maxlength", number_text(a, f->max_n) },
		{ "data-maxwords", number_text(a, f->words_n) },
		{ "data-threshold", number_text(a, f->threshold_n) },
		{ "data-count-type", type },
	};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (own[i].value.n)
			*arena_push(a, &attrs) = own[i];
	if (!f->words_n && !f->max_n && f->count_text.n)
		*arena_push(a, &attrs) =
		    (struct ui_attr){ "data-i18n.textarea-description.other", f->count_text };
	for (const struct ui_attr *x = f->group_attrs; x && x->name; x++)
		*arena_push(a, &attrs) = *x;
	*arena_push(a, &attrs) = (struct ui_attr){ 0 };
	struct ui_field text = *f;
	text.id = id;
	text.described_by = info_id;
	text.group_classes = class_and(a, "govuk-character-count", f->group_classes);
	text.group_attrs = attrs.v;
	text.classes = class_and(a, "govuk-js-character-count", f->classes);
	text.after = count_message(a, f, info_id, str_eq(type, S("words")));
	return ui_textarea(a, &text);
}

/* ---- select, file upload ---- */

static void put_option(struct out *o, const struct ui_option *x, str chosen)
{
	str effective = x->value.p ? x->value : x->text;
	bool is_selected = x->checked == UI_YES ||
			   (x->checked == UI_DEFAULT && chosen.n && str_eq(effective, chosen));
	out_lit(o, "    <option");
	if (x->value.p) {
		out_lit(o, " value=\"");
		out_html(o, x->value);
		out_lit(o, "\"");
	}
	if (is_selected)
		out_lit(o, " selected");
	if (x->is_disabled)
		out_lit(o, " disabled");
	put_attrs(o, x->attrs);
	out_lit(o, ">");
	out_html(o, x->text);
	out_lit(o, "</option>\n");
}

struct html ui_select(struct arena *a, const struct ui_field *f)
{
	struct out o = out_to_arena(a);
	str id = field_id(f), described_by = open_field(a, &o, f, id);
	out_lit(&o, "  <select class=\"govuk-select");
	if (f->classes.n)
		out_lit(&o, " "), out_html(&o, f->classes);
	if (has_text(&f->error))
		out_lit(&o, " govuk-select--error");
	out_lit(&o, "\"");
	put_attr(&o, "id", id);
	put_attr(&o, "name", f->name);
	if (f->is_disabled)
		out_lit(&o, " disabled");
	put_attr(&o, "aria-describedby", described_by);
	put_attrs(&o, f->attrs);
	out_lit(&o, ">\n");
	for (ptrdiff_t i = 0; i < f->n_options; i++)
		if (f->options[i].text.p || f->options[i].value.p)
			put_option(&o, &f->options[i], f->value);
	out_lit(&o, "  </select>\n</div>");
	return ui_done(&o);
}

struct html ui_file_upload(struct arena *a, const struct ui_field *f)
{
	struct out o = out_to_arena(a);
	str id = field_id(f), described_by = open_field(a, &o, f, id);
	if (f->has_script) {
		out_lit(&o, "  <div\n    class=\"govuk-file-upload-wrapper");
		if (f->wrapper_classes.n)
			out_lit(&o, " "), out_html(&o, f->wrapper_classes);
		out_lit(&o, "\"\n    data-module=\"govuk-file-upload\"");
		put_attrs(&o, f->wrapper_attrs);
		out_lit(&o, "\n  >\n");
	}
	out_lit(&o, "  <input class=\"govuk-file-upload");
	if (f->classes.n)
		out_lit(&o, " "), out_html(&o, f->classes);
	if (has_text(&f->error))
		out_lit(&o, " govuk-file-upload--error");
	out_lit(&o, "\"");
	put_attr(&o, "id", id);
	put_attr(&o, "name", f->name);
	out_lit(&o, " type=\"file\"");
	if (f->is_disabled)
		out_lit(&o, " disabled");
	if (f->is_multiple)
		out_lit(&o, " multiple");
	put_attr(&o, "aria-describedby", described_by);
	put_attrs(&o, f->attrs);
	out_lit(&o, ">\n");
	if (f->has_script)
		out_lit(&o, "  </div>\n");
	out_lit(&o, "</div>");
	return ui_done(&o);
}

/* ---- radios, checkboxes ---- */

enum choice_kind { RADIO, CHECKBOX };

struct choice {
	enum choice_kind kind;
	const char *word; /* "radios" */
	str id, name, described_by;
	bool is_checked;
};

static bool is_chosen(const struct ui_choices *c, const struct ui_option *x, enum choice_kind kind)
{
	if (x->checked != UI_DEFAULT)
		return x->checked == UI_YES;
	for (ptrdiff_t i = 0; i < c->n_values && (kind == CHECKBOX || i == 0); i++)
		if (c->values[i].n && str_eq(c->values[i], x->value))
			return true;
	return false;
}

static void put_choice_input(struct out *o, const struct ui_option *x, const struct choice *ch)
{
	out_fmt(o, "      <input class=\"govuk-%s__input\"", ch->word);
	put_attr(o, "id", ch->id);
	put_attr(o, "name", ch->name);
	out_fmt(o, " type=\"%s\" value=\"", ch->kind == RADIO ? "radio" : "checkbox");
	out_html(o, x->value);
	out_lit(o, "\"");
	if (ch->is_checked)
		out_lit(o, " checked");
	if (x->is_disabled)
		out_lit(o, " disabled");
	if (x->conditional.s.n) {
		out_lit(o, " data-aria-controls=\"conditional-");
		out_html(o, ch->id);
		out_lit(o, "\"");
	}
	put_attr(o, "data-behaviour", x->behaviour);
	put_attr(o, "aria-describedby", ch->described_by);
	put_attrs(o, x->attrs);
	out_lit(o, ">\n");
}

static void put_conditional(struct out *o, const struct ui_option *x, const struct choice *ch)
{
	if (!x->conditional.s.n)
		return;
	out_fmt(o, "    <div class=\"govuk-%s__conditional", ch->word);
	if (!ch->is_checked)
		out_fmt(o, " govuk-%s__conditional--hidden", ch->word);
	out_lit(o, "\" id=\"conditional-");
	out_html(o, ch->id);
	out_lit(o, "\">\n      ");
	out_raw(o, str_trim(x->conditional.s), "made by a component");
	out_lit(o, "\n    </div>\n");
}

static void put_choice(struct arena *a, struct out *o, const struct ui_option *x, struct choice *ch)
{
	bool has_hint = has_text(&x->hint);
	str hint_id = str_fmt(a, "%.*s-item-hint", SF(ch->id));
	if (has_hint)
		ch->described_by = joined(a, ch->described_by, hint_id);
	out_fmt(o, "    <div class=\"govuk-%s__item\">\n", ch->word);
	put_choice_input(o, x, ch);
	const char *label_class =
	    ch->kind == RADIO ? "govuk-radios__label" : "govuk-checkboxes__label";
	out_lit(o, "      ");
	put_indented(
	    o,
	    ui_label(a, &(struct ui_label){ .text = x->text,
					    .html = x->html,
					    .field_id = ch->id,
					    .classes = class_and(a, label_class, x->label_classes),
					    .attrs = x->label_attrs })
		.s,
	    6);
	out_lit(o, "\n");
	if (has_hint) {
		const char *hint_class =
		    ch->kind == RADIO ? "govuk-radios__hint" : "govuk-checkboxes__hint";
		out_lit(o, "      ");
		put_indented(o,
			     ui_hint(a, &(struct ui_piece){ .id = hint_id,
							    .text = x->hint.text,
							    .html = x->hint.html,
							    .classes = class_and(a, hint_class,
										 x->hint.classes) })
				 .s,
			     6);
		out_lit(o, "\n");
	}
	out_lit(o, "    </div>\n");
	put_conditional(o, x, ch);
}

static bool is_absent(const struct ui_option *x)
{
	return !x->text.n && !x->html.s.n && !x->value.p && !x->divider.n;
}

static void put_choices(struct arena *a, struct out *o, const struct ui_choices *c,
			enum choice_kind kind, str described_by)
{
	str prefix = c->id_prefix.n ? c->id_prefix : c->name;
	const char *word = kind == RADIO ? "radios" : "checkboxes";
	out_lit(o, "  <div");
	put_classes(o, kind == RADIO ? "govuk-radios" : "govuk-checkboxes", c->classes);
	put_attrs(o, c->attrs);
	out_fmt(o, " data-module=\"govuk-%s\">\n", word);
	for (ptrdiff_t i = 0; i < c->n_items; i++) {
		const struct ui_option *x = &c->items[i];
		if (is_absent(x))
			continue;
		if (x->divider.n) {
			out_fmt(o, "    <div class=\"govuk-%s__divider\">", word);
			out_html(o, x->divider);
			out_lit(o, "</div>\n");
			continue;
		}
		struct choice ch = { .kind = kind,
				     .word = word,
				     .is_checked = is_chosen(c, x, kind) };
		ch.id = x->id.n ? x->id : i ? str_fmt(a, "%.*s-%td", SF(prefix), i + 1) : prefix;
		ch.name = x->name.n ? x->name : c->name;
		if (kind == CHECKBOX && !c->fieldset)
			ch.described_by = described_by;
		put_choice(a, o, x, &ch);
	}
	out_lit(o, "  </div>\n");
}

static struct html fieldset_around(struct arena *a, const struct ui_fieldset *given,
				   const char *role, str described_by, str content)
{
	struct ui_fieldset f = *given;
	f.described_by = described_by;
	f.role = str_of(role);
	f.content = (struct html){ content };
	return ui_fieldset(a, &f);
}

static struct html choices(struct arena *a, const struct ui_choices *c, enum choice_kind kind)
{
	struct out o = out_to_arena(a), inner = out_to_arena(a);
	str id = c->id_prefix.n ? c->id_prefix : c->name;
	str described_by = c->fieldset && c->fieldset->described_by.n ? c->fieldset->described_by
								      : c->described_by;
	put_hint_and_error(a, &inner, &c->hint, &c->error, id, &described_by);
	put_choices(a, &inner, c, kind, described_by);
	str content = str_trim(out_view(&inner));
	open_group(&o, &c->error, c->group_classes, NULL);
	out_lit(&o, "  ");
	if (c->fieldset)
		content = fieldset_around(a, c->fieldset, NULL, described_by, content).s;
	out_str(&o, content);
	out_lit(&o, "\n</div>");
	return ui_done(&o);
}

struct html ui_radios(struct arena *a, const struct ui_choices *c)
{
	return choices(a, c, RADIO);
}

struct html ui_checkboxes(struct arena *a, const struct ui_choices *c)
{
	return choices(a, c, CHECKBOX);
}

/* ---- dates ---- */

static bool part_has_error(const struct ui_date_part *p)
{
	return p->error == UI_YES || str_find(p->classes, S("govuk-input--error")) >= 0;
}

static str part_classes(struct arena *a, const struct ui_date_input *d,
			const struct ui_date_part *p, bool any_error)
{
	struct out o = out_to_arena(a);
	bool is_marked = str_find(p->classes, S("govuk-input--error")) >= 0;
	out_lit(&o, "govuk-date-input__input");
	if (!is_marked &&
	    (part_has_error(p) || (p->error != UI_NO && has_text(&d->error) && !any_error)))
		out_lit(&o, " govuk-input--error");
	if (str_find(p->classes, S("govuk-input--width-")) < 0)
		out_str(&o, p->is_year ? S(" govuk-input--width-4") : S(" govuk-input--width-2"));
	if (p->classes.n)
		out_fmt(&o, " %.*s", SF(p->classes));
	return out_view(&o);
}

static str capitalized(struct arena *a, str s)
{
	str lower = str_lower(a, s);
	char first =
	    lower.n && lower.p[0] >= 'a' && lower.p[0] <= 'z' ? (char)(lower.p[0] - 32) : 0;
	return first ? str_fmt(a, "%c%.*s", first, SF(str_slice(lower, 1, lower.n))) : lower;
}

static void put_date_part(struct arena *a, struct out *o, const struct ui_date_input *d,
			  const struct ui_date_part *p, bool any_error)
{
	str name =
	    d->name_prefix.n ? str_fmt(a, "%.*s-%.*s", SF(d->name_prefix), SF(p->name)) : p->name;
	struct html input =
	    ui_input(a, &(struct ui_field){
			    .label = { .text = p->label.n ? p->label : capitalized(a, p->name),
				       .classes = S("govuk-date-input__label") },
			    .id = p->id.n ? p->id : str_fmt(a, "%.*s-%.*s", SF(d->id), SF(p->name)),
			    .name = name,
			    .classes = part_classes(a, d, p, any_error),
			    .value = p->value,
			    .inputmode = or_else(p->inputmode, "numeric"),
			    .autocomplete = p->autocomplete,
			    .pattern = p->pattern,
			    .attrs = p->attrs,
			});
	out_lit(o, "    <div class=\"govuk-date-input__item\">\n      ");
	put_indented(o, input.s, 6);
	out_lit(o, "\n    </div>\n");
}

struct html ui_date_input(struct arena *a, const struct ui_date_input *d)
{
	struct out o = out_to_arena(a), inner = out_to_arena(a);
	str described_by = d->fieldset ? d->fieldset->described_by : (str){ 0 };
	bool any_error = false;
	for (ptrdiff_t i = 0; i < d->n_parts; i++)
		any_error |= part_has_error(&d->parts[i]);
	put_hint_and_error(a, &inner, &d->hint, &d->error, d->id, &described_by);
	out_lit(&inner, "  <div");
	put_classes(&inner, "govuk-date-input", d->classes);
	put_attrs(&inner, d->attrs);
	put_attr(&inner, "id", d->id);
	out_lit(&inner, ">\n");
	for (ptrdiff_t i = 0; i < d->n_parts; i++)
		if (d->parts[i].name.n)
			put_date_part(a, &inner, d, &d->parts[i], any_error);
	out_lit(&inner, "  </div>");
	str content = str_trim(out_view(&inner));
	open_group(&o, &d->error, d->group_classes, NULL);
	out_lit(&o, "  ");
	if (d->fieldset)
		put_indented(&o, fieldset_around(a, d->fieldset, "group", described_by, content).s,
			     2);
	else
		out_str(&o, content);
	out_lit(&o, "\n</div>");
	return ui_done(&o);
}
