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

str note_lang_name(str lang); /* "French"; the code itself when it is none of note_lang */
str note_lang(int i);         /* the languages of notes; null behind the last */
/* What a wording is written in: the hint of its field. */
#define NOTE_MARKS_HINT                                                                                \
	"An empty line begins a paragraph. A line begins with = for the head of the paper, > for the " \
	"right margin, - for an item of a list, | for a row of a table."

enum err note_new_page(struct ctx *c) MUST_CHECK;
enum err note_new_post(struct ctx *c) MUST_CHECK;
enum err note_received_page(struct ctx *c) MUST_CHECK;
enum err note_received_post(struct ctx *c) MUST_CHECK;

#endif
