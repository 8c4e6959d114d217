/* form.c: first the readers of the wire (URL escapes, urlencoded pairs, multipart), then declared
 * fields to typed values, then access to them. */
#include "web/form.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/utf8.h"

enum { LINE_MAX_N = 200, TEXT_MAX_N = 10000, BOUNDARY_MAX = 70 };

/* ---- the wire ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool is_text(str s)
{
	return utf8_is_valid(s) && str_find_byte(s, '\0') < 0;
}

bool url_decode(struct arena *a, str s, bool plus_is_space, str *out)
{
	char *to = arena_bytes(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		to[n++] = c;
	}
	*out = (str){ to, n };
	return is_text(*out);
}

bool pairs_read(struct arena *a, str s, struct pairs *p, const char **why)
{
	str rest = s;
	while (rest.n > 0) {
		str value = str_cut(&rest, '&');
		if (value.n == 0)
			continue;
		str name = str_cut(&value, '=');
		if (p->n == PAIRS_MAX) {
			*why = "There are more fields than a form may have.";
			return false;
		}
		struct pair *pair = arena_push(a, p);
		*pair = (struct pair){ 0 };
		if (!value.p)
			value = S("");
		if (!url_decode(a, name, true, &pair->name) ||
		    !url_decode(a, value, true, &pair->value)) {
			*why = "A field has a bad % escape, a NUL, or bytes that are not UTF-8.";
			return false;
		}
	}
	return true;
}

str pairs_get(const struct pairs *p, const char *name)
{
	str found = { 0 };
	for (ptrdiff_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i].name, str_of(name))) {
			if (found.p)
				return (str){ 0 };
			found = p->v[i].value;
		}
	return found;
}

/* The value of a parameter (`; name=value` or `; name="value"`) of a header value; null when it is
 * not there, is there twice, or has a backslash, which browsers do not send. */
static str parameter(str header, str name)
{
	str found = { 0 }, rest = header;
	str_cut(&rest, ';');
	while (rest.p) {
		rest = str_trim(rest);
		ptrdiff_t eq = str_find_byte(rest, '=');
		if (eq < 0)
			return (str){ 0 };
		str this_name = str_slice(rest, 0, eq), value;
		rest = str_slice(rest, eq + 1, rest.n);
		if (str_starts(rest, S("\""))) {
			rest = str_slice(rest, 1, rest.n);
			ptrdiff_t end = str_find_byte(rest, '"');
			if (end < 0)
				return (str){ 0 };
			value = str_slice(rest, 0, end);
			rest = str_trim(str_slice(rest, end + 1, rest.n));
			if (rest.n && rest.p[0] != ';')
				return (str){ 0 };
			str_cut(&rest, ';');
		} else {
			value = str_trim(str_cut(&rest, ';'));
		}
		if (!str_eq_nocase(this_name, name))
			continue;
		if (found.p || str_find_byte(value, '\\') >= 0)
			return (str){ 0 };
		found = value;
	}
	return found;
}

/* What browsers escape in names of multipart fields (HTML, "multipart/form-data encoding
 * algorithm"): the double quote, CR and LF. Nothing else is an escape there. */
static str name_unescape(struct arena *a, str s)
{
	char *to = arena_bytes(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		str next = str_slice(s, i, s.n);
		if (str_starts(next, S("%22")) || str_starts(next, S("%0D")) ||
		    str_starts(next, S("%0A"))) {
			to[n++] = (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2]));
			i += 2;
		} else {
			to[n++] = s.p[i];
		}
	}
	return (str){ to, n };
}

/* Reads the header lines of one part off the front of *body. */
static const char *part_head(struct arena *a, str *body, struct pair *part)
{
	bool has_disposition = false;
	for (int lines = 0;; lines++) {
		ptrdiff_t end = str_find(*body, S("\r\n"));
		if (end < 0 || end > 1000 || lines > 4)
			return "A part of the form has no sound header.";
		str line = str_slice(*body, 0, end);
		*body = str_slice(*body, end + 2, body->n);
		if (line.n == 0)
			break;
		if (!utf8_is_line(line))
			return "A part of the form has a header that is not plain text.";
		str name = str_cut(&line, ':');
		str value = line.p ? str_trim(line) : S("");
		if (str_eq_nocase(name, S("Content-Type"))) {
			part->type = value;
		} else if (str_eq_nocase(name, S("Content-Disposition")) && !has_disposition) {
			str first = value, field = parameter(value, S("name"));
			has_disposition = true;
			if (!str_eq_nocase(str_trim(str_cut(&first, ';')), S("form-data")) ||
			    !field.p)
				return "A part of the form has no name.";
			part->name = name_unescape(a, field);
			str file = parameter(value, S("filename"));
			part->file_name = file.p ? name_unescape(a, file) : file;
		} else {
			return "A part of the form has a header that forms do not have.";
		}
	}
	return has_disposition ? NULL : "A part of the form has no name.";
}

bool multipart_read(struct arena *a, str type, str body, struct pairs *p, const char **why)
{
	str boundary = parameter(type, S("boundary"));
	*why = "The form's boundary is not sound.";
	if (boundary.n < 1 || boundary.n > BOUNDARY_MAX || !utf8_is_line(boundary))
		return false;
	str first = str_fmt(a, "--%.*s", SF(boundary)), next = str_fmt(a, "\r\n%.*s", SF(first));
	if (!str_starts(body, first))
		return false;
	body = str_slice(body, first.n, body.n);
	while (!str_starts(body, S("--"))) {
		*why = "The form's parts are not sound.";
		if (!str_starts(body, S("\r\n")) || p->n == PARTS_MAX)
			return false;
		body = str_slice(body, 2, body.n);
		struct pair *part = arena_push(a, p);
		*part = (struct pair){ 0 };
		const char *fault = part_head(a, &body, part);
		if (fault) {
			*why = fault;
			return false;
		}
		ptrdiff_t end = str_find(body, next);
		if (end < 0)
			return false;
		part->value = str_slice(body, 0, end);
		body = str_slice(body, end + next.n, body.n);
		if (!part->file_name.p && !is_text(part->value)) {
			*why = "A field has a NUL, or bytes that are not UTF-8.";
			return false;
		}
	}
	body = str_slice(body, 2, body.n);
	*why = "There is something behind the end of the form.";
	return body.n == 0 || str_eq(body, S("\r\n"));
}

/* ---- fields ---- */

static void value_fault(struct faults *faults, struct form_value *v, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void value_fault(struct faults *faults, struct form_value *v, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	v->has = false;
	if (!v->fault.p)
		v->fault = str_copy(faults->a, str_of(text));
	fault_field(faults, str_of(v->field->name), "%s", text);
}

/* "Enter the ..." wants the label in the middle of a sentence: its first letter lowered, unless the
 * second is a capital too ("VAT number"). */
static const char *label(struct arena *a, const struct field *f)
{
	str s = str_copy(a, str_of(f->label));
	char *p = (char *)(uintptr_t)s.p;
	if (s.n > 1 && p[0] >= 'A' && p[0] <= 'Z' && !(p[1] >= 'A' && p[1] <= 'Z'))
		p[0] = (char)(p[0] - 'A' + 'a');
	return s.p;
}

static void read_text(struct arena *a, struct form_value *v, struct faults *faults)
{
	const struct field *f = v->field;
	str s = v->typed;
	if (f->kind == FIELD_TEXT) {
		char *to = arena_bytes(a, s.n + 1, 1);
		ptrdiff_t n = 0;
		for (ptrdiff_t i = 0; i < s.n; i++)
			if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
				to[n++] = s.p[i];
		s = (str){ to, n };
	}
	v->text = f->kind == FIELD_SECRET ? s : str_trim(s);
	if (v->text.n == 0)
		return;
	v->has = true;
	int64_t n = utf8_count(v->text), max = f->max                  ? f->max
					       : f->kind == FIELD_TEXT ? TEXT_MAX_N
								       : LINE_MAX_N;
	if (f->kind != FIELD_TEXT && !utf8_is_line(v->text))
		value_fault(faults, v, "%s must be one line without control characters.", f->label);
	if (f->kind == FIELD_TEXT && !utf8_is_text(v->text))
		value_fault(faults, v, "%s must not have control characters.", f->label);
	if (v->has && n > max)
		value_fault(faults, v, "%s must be %jd characters or fewer; it has %jd.", f->label,
			    (intmax_t)max, (intmax_t)n);
	else if (v->has && n < f->min)
		value_fault(faults, v, "%s must be at least %jd characters.", f->label,
			    (intmax_t)f->min);
}

static void read_int(struct form_value *v, struct faults *faults)
{
	const struct field *f = v->field;
	str s = str_trim(v->typed);
	if (s.n == 0)
		return;
	v->has = true;
	if (!str_to_int64(s, &v->n))
		value_fault(faults, v, "%s must be a whole number.", f->label);
	else if ((f->min || f->max) && (v->n < f->min || v->n > f->max))
		value_fault(faults, v, "%s must be between %jd and %jd.", f->label,
			    (intmax_t)f->min, (intmax_t)f->max);
}

static void read_day(struct form_value *v, struct faults *faults)
{
	const struct field *f = v->field;
	if (v->typed.n) {
		v->has = true;
		if (v->day.p || v->month.p || v->year.p)
			value_fault(faults, v, "%s was sent more than once.", f->label);
		else if (!day_read(str_trim(v->typed), &v->n))
			value_fault(faults, v, "%s must be a real date, as 2021-06-11.", f->label);
		return;
	}
	str parts[3] = { str_trim(v->day), str_trim(v->month), str_trim(v->year) };
	if (!parts[0].n && !parts[1].n && !parts[2].n)
		return;
	v->has = true;
	static const char *const names[3] = { "day", "month", "year" };
	int64_t n[3];
	for (int i = 0; i < 3; i++) {
		if (!parts[i].n)
			value_fault(faults, v, "%s must include a %s.", f->label, names[i]);
		else if (!str_to_int64(parts[i], &n[i]) || n[i] < 1 || n[i] > 9999)
			value_fault(faults, v, "%s must be a real date.", f->label);
		if (!v->has)
			return;
	}
	struct date d = { (int)n[2], (int)n[1], (int)n[0] };
	if (n[2] < 1000 || !day_is_valid(d))
		value_fault(faults, v, "%s must be a real date, with a year of four digits.",
			    f->label);
	else
		v->n = day_of(d);
}

static int64_t choice_row(const struct field *f, str s)
{
	for (int64_t i = 0; f->choices && f->choices[i]; i++)
		if (str_eq(s, str_of(f->choices[i])))
			return i;
	return -1;
}

static void read_choice(struct form_value *v, struct faults *faults)
{
	if (v->typed.n == 0)
		return;
	v->has = true;
	v->text = v->typed;
	v->n = choice_row(v->field, v->typed);
	if (v->n < 0)
		value_fault(faults, v, "%s must be one of the choices shown.", v->field->label);
}

static void read_many(struct arena *a, struct form_value *v, const struct pairs *from,
		      struct faults *faults)
{
	const struct field *f = v->field;
	v->many = arena_new_n(a, str, from->n + 1);
	for (ptrdiff_t i = 0; i < from->n; i++) {
		str s = from->v[i].value;
		if (!str_eq(from->v[i].name, str_of(f->name)) || s.n == 0)
			continue;
		if (f->choices ? choice_row(f, s) < 0 : !utf8_is_line(s) || s.n > LINE_MAX_N * 4) {
			value_fault(faults, v, "%s must be of the choices shown.", f->label);
			return;
		}
		v->many[v->n++] = s;
	}
	v->has = v->n > 0;
	if (f->max && v->n > f->max)
		value_fault(faults, v, "Choose at most %jd: %s.", (intmax_t)f->max, label(a, f));
}

static void read_file(struct form_value *v, const struct pair *part, struct faults *faults)
{
	const struct field *f = v->field;
	if (!part || !part->file_name.p || (part->file_name.n == 0 && part->value.n == 0))
		return;
	v->has = true;
	v->text = part->value;
	v->file_type = part->type;
	/* Old browsers sent whole paths: both kinds of separator end what is dropped. */
	v->file_name = part->file_name;
	for (ptrdiff_t i = part->file_name.n; i > 0; i--)
		if (part->file_name.p[i - 1] == '/' || part->file_name.p[i - 1] == '\\') {
			v->file_name = str_slice(part->file_name, i, part->file_name.n);
			break;
		}
	if (!utf8_is_line(v->file_name) || v->file_name.n > 255)
		value_fault(faults, v, "%s must have a file name that is plain text.", f->label);
	else if (f->max && v->text.n > f->max)
		value_fault(faults, v, "%s must be %jd bytes or smaller; it has %jd.", f->label,
			    (intmax_t)f->max, (intmax_t)v->text.n);
	else if (v->text.n == 0)
		value_fault(faults, v, "%s is empty.", f->label);
}

static void read_value(struct arena *a, struct form_value *v, const struct pairs *from,
		       const struct pair *part, struct faults *faults)
{
	const struct field *f = v->field;
	if (v->fault.p)
		return;
	switch (f->kind) {
	case FIELD_LINE:
	case FIELD_TEXT:
	case FIELD_SECRET: read_text(a, v, faults); break;
	case FIELD_INT: read_int(v, faults); break;
	case FIELD_DAY: read_day(v, faults); break;
	case FIELD_CHOICE: read_choice(v, faults); break;
	case FIELD_CHECK:
		v->has = v->typed.n > 0;
		v->n = v->has;
		break;
	case FIELD_MANY: read_many(a, v, from, faults); break;
	case FIELD_FILE: read_file(v, part, faults); break;
	}
	if (!f->is_required || v->has || v->fault.p)
		return;
	bool is_chosen = f->kind == FIELD_CHOICE || f->kind == FIELD_MANY || f->kind == FIELD_FILE;
	value_fault(faults, v, "%s %s.",
		    f->kind == FIELD_CHECK ? "Tick"
		    : is_chosen            ? "Choose"
					   : "Enter",
		    label(a, f));
}

/* Where the value of this name goes: the field itself, or one of the three inputs of a day. */
static str *slot(struct form_value *v, str name)
{
	if (str_eq(name, str_of(v->field->name)))
		return &v->typed;
	if (v->field->kind != FIELD_DAY || !str_starts(name, str_of(v->field->name)))
		return NULL;
	str tail = str_slice(name, str_of(v->field->name).n, name.n);
	if (str_eq(tail, S("-day")))
		return &v->day;
	if (str_eq(tail, S("-month")))
		return &v->month;
	return str_eq(tail, S("-year")) ? &v->year : NULL;
}

static bool is_listed(const char *const *list, str name)
{
	for (; list && *list; list++)
		if (str_eq(name, str_of(*list)))
			return true;
	return false;
}

struct form form_blank(struct arena *a, const struct field *fields)
{
	struct form f = { 0 };
	while (fields[f.n].name)
		f.n++;
	f.v = arena_new_n(a, struct form_value, f.n);
	for (ptrdiff_t i = 0; i < f.n; i++)
		f.v[i].field = &fields[i];
	return f;
}

/* Lays one pair beside its field. */
static void place(struct form *f, const struct pair *pair, const struct pair **part,
		  const char *const *also, struct faults *faults)
{
	for (ptrdiff_t i = 0; i < f->n; i++) {
		str *to = slot(&f->v[i], pair->name);
		if (!to)
			continue;
		if (to->p && f->v[i].field->kind != FIELD_MANY) {
			value_fault(faults, &f->v[i], "%s was sent more than once.",
				    f->v[i].field->label);
			return;
		}
		if (pair->file_name.p && f->v[i].field->kind != FIELD_FILE) {
			value_fault(faults, &f->v[i], "%s must not be a file.",
				    f->v[i].field->label);
			return;
		}
		*to = pair->value;
		part[i] = pair;
		return;
	}
	if (!is_listed(also, pair->name))
		fault_field(faults, (str){ 0 }, "This form has no field '%.*s'.",
			    pair->name.n <= 80 ? (int)pair->name.n : 0, pair->name.p);
}

enum err form_check(struct arena *a, const struct pairs *from, const struct field *fields,
		    const char *const *also, struct form *f, struct faults *faults)
{
	*f = form_blank(a, fields);
	const struct pair **part = arena_new_n(a, const struct pair *, f->n);
	for (ptrdiff_t i = 0; i < from->n; i++)
		place(f, &from->v[i], part, also, faults);
	for (ptrdiff_t i = 0; i < f->n; i++) {
		read_value(a, &f->v[i], from, part[i], faults);
		if (f->v[i].field->kind == FIELD_SECRET || f->v[i].field->kind == FIELD_FILE)
			f->v[i].typed = (str){ 0 };
	}
	return faults_err(faults);
}

enum err form_read(struct ctx *c, const struct field *fields, const char *const *also,
		   struct form *f)
{
	const struct pairs *from = c->req->method == METHOD_GET ? &c->req->query : &c->req->fields;
	enum err e = form_check(c->a, from, fields, also, f, &c->faults);
	form_shown(c, f);
	return e;
}

void form_fault(struct ctx *c, struct form *f, const char *name, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	value_fault(&c->faults, form_value(f, name), "%s", text);
}

void form_shown(struct ctx *c, const struct form *f)
{
	c->typed = f->v;
	c->n_typed = f->n;
}

void form_faults(struct ctx *c)
{
	for (ptrdiff_t i = 0; i < c->faults.n; i++)
		for (ptrdiff_t k = 0; k < c->n_typed; k++)
			if (!c->typed[k].fault.n &&
			    str_eq(c->faults.v[i].field, str_of(c->typed[k].field->name)))
				c->typed[k].fault = c->faults.v[i].sentence;
}

/* ---- access ---- */

struct form_value *form_value(const struct form *f, const char *name)
{
	for (ptrdiff_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i].field->name, name) == 0)
			return &f->v[i];
	must_not_come_here("the form declares the field");
}

str form_text(const struct form *f, const char *name)
{
	const struct form_value *v = form_value(f, name);
	return v->has ? v->text : (str){ 0 };
}

int64_t form_int(const struct form *f, const char *name, int64_t otherwise)
{
	const struct form_value *v = form_value(f, name);
	return v->has ? v->n : otherwise;
}

int64_t form_day(const struct form *f, const char *name, int64_t otherwise)
{
	must(form_value(f, name)->field->kind == FIELD_DAY);
	return form_int(f, name, otherwise);
}

bool form_is(const struct form *f, const char *name)
{
	return form_value(f, name)->has;
}
