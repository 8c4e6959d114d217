/* visa_pages.h: what the pages of visa share. Inside the folder. */
#ifndef VISA_VISA_PAGES_H
#define VISA_VISA_PAGES_H

#include "access/page.h"

enum err visa_queue_page(struct ctx *c) MUST_CHECK;
enum err visa_case_page(struct ctx *c) MUST_CHECK;
enum err visa_move_page(struct ctx *c) MUST_CHECK;

#endif
