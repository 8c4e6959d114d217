/* intake_in.h: between the files of the folder. */
#ifndef INTAKE_INTAKE_IN_H
#define INTAKE_INTAKE_IN_H

#include "intake/intake.h"

/* Bytes of a view's text. */
str intake_slice(const struct intake_view *v, const struct intake_spans_row *s);
/* White space as one blank; at most `max` bytes, cut between words. */
str intake_line(struct arena *a, str s, ptrdiff_t max);
/* The first code of a list, and whether it holds one. */
str intake_first_iso(str codes);
bool intake_has_iso(str codes, str iso);
int intake_isos_n(str codes);

enum err intake_text_page(struct ctx *c) MUST_CHECK;
enum err intake_decide_post(struct ctx *c) MUST_CHECK;

#endif
