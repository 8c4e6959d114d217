/* note_pages.h: what the pages of note share. Inside the folder. */
#ifndef NOTE_NOTE_PAGES_H
#define NOTE_NOTE_PAGES_H

#include "access/page.h"
#include "note/note.h"
#include "ui/ui_form.h"
#include "web/form.h"

str note_kind_label(str kind);
/* A select of one form field: `options`, with `first` before them when it has a text. */
struct html note_select(struct arena *a, const struct form *f, const char *name, str first,
			const struct ui_option *options, ptrdiff_t n);
struct html note_input(struct arena *a, const struct form *f, const char *name, const char *type,
		       const char *classes);

enum err note_new_page(struct ctx *c) MUST_CHECK;
enum err note_new_post(struct ctx *c) MUST_CHECK;
enum err note_received_page(struct ctx *c) MUST_CHECK;
enum err note_received_post(struct ctx *c) MUST_CHECK;

#endif
