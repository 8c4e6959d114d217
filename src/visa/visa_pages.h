/* visa_pages.h: what the pages of visa share. Inside the folder. */
#ifndef VISA_VISA_PAGES_H
#define VISA_VISA_PAGES_H

#include "access/page.h"
#include "base/out.h"
#include "ui/ui_form.h"

/* A select of the states that the host has to do with; `first` stands before them (and once). */
enum err visa_state_select(struct page *p, const struct ui_option *first, str chosen, str fault,
			   struct html *html) MUST_CHECK;
enum err visa_backlog_page(struct ctx *c) MUST_CHECK;
enum err visa_queue_page(struct ctx *c) MUST_CHECK;
enum err visa_case_page(struct ctx *c) MUST_CHECK;
enum err visa_move_page(struct ctx *c) MUST_CHECK;

#endif
