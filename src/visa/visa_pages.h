/* visa_pages.h: what the pages of visa share. Inside the folder. */
#ifndef VISA_VISA_PAGES_H
#define VISA_VISA_PAGES_H

#include "access/page.h"
#include "base/out.h"
#include "ui/ui_form.h"

/* Who reads figures, and who sees applications: the roles of the queries behind the pages. */
enum {
	VISA_SEES_CASES = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) |
			  BIT(ROLE_SECURITY) | BIT(ROLE_HEAD),
	VISA_SEES_FIGURES = VISA_SEES_CASES | BIT(ROLE_DESK) | BIT(ROLE_AUDITOR),
};

/* A select of the states that the host has to do with; `first` stands before them (and once). */
enum err visa_state_select(struct page *p, const struct ui_option *first, str chosen, str fault,
			   struct html *html) MUST_CHECK;
/* "12 days", "1 day", "–" when there is none. */
str visa_days_text(struct arena *a, struct opt_int days);

enum err visa_backlog_page(struct ctx *c) MUST_CHECK;
enum err visa_queue_page(struct ctx *c) MUST_CHECK;
enum err visa_case_page(struct ctx *c) MUST_CHECK;
enum err visa_move_page(struct ctx *c) MUST_CHECK;

#endif
