/* fault.c: faults and refusals. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/must.h"
#include "base/out.h"

struct faults faults_in(struct arena *a)
{
	return (struct faults){ .a = a };
}

__attribute__((format(printf, 2, 0))) static str vfmt(struct arena *a, const char *fmt, va_list ap)
{
	char buf[1024];
	int n = vsnprintf(buf, sizeof buf, fmt, ap);
	must(n >= 0);
	str s = { buf, n < (int)sizeof buf ? n : (int)sizeof buf - 1 };
	return str_copy(a, s);
}

static struct fault *next(struct faults *f)
{
	f->total_n++;
	return f->n < FAULTS_KEPT ? arena_push(f->a, f) : NULL;
}

void fault_at(struct faults *f, str where, int64_t line, int64_t col, str field, const char *fmt,
	      ...)
{
	struct fault *new = next(f);
	if (!new)
		return;
	va_list ap;
	va_start(ap, fmt);
	*new = (struct fault){ where, line, col, str_copy(f->a, field), vfmt(f->a, fmt, ap) };
	va_end(ap);
}

void fault_field(struct faults *f, str field, const char *fmt, ...)
{
	struct fault *new = next(f);
	if (!new)
		return;
	va_list ap;
	va_start(ap, fmt);
	*new = (struct fault){ .field = str_copy(f->a, field), .sentence = vfmt(f->a, fmt, ap) };
	va_end(ap);
}

enum err faults_err(const struct faults *f)
{
	return f->total_n ? ERR_FAULTS : OK;
}

void faults_print(const struct faults *f, struct out *o)
{
	for (ptrdiff_t i = 0; i < f->n; i++) {
		const struct fault *x = &f->v[i];
		if (x->where.n)
			out_fmt(o, "%.*s:", SF(x->where));
		if (x->line)
			out_fmt(o, "%lld:", (long long)x->line);
		if (x->col)
			out_fmt(o, "%lld:", (long long)x->col);
		if (x->where.n || x->line)
			out_lit(o, " ");
		if (x->field.n)
			out_fmt(o, "%.*s: ", SF(x->field));
		out_str(o, x->sentence);
		out_lit(o, "\n");
	}
	if (f->total_n > f->n)
		out_fmt(o, "and %lld more faults\n", (long long)(f->total_n - f->n));
}

enum err refuse(struct arena *a, struct refusal *r, const char *rule, const char *article,
		const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	*r = (struct refusal){ str_of(rule), str_of(article), vfmt(a, fmt, ap) };
	va_end(ap);
	return ERR_REFUSED;
}
