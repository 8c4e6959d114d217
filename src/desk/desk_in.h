/* desk_in.h: between the files of the folder: the briefing for a state, deadlines, the calendar. */
#ifndef DESK_DESK_IN_H
#define DESK_DESK_IN_H

#include "desk/desk.h"
#include "doc/paper.h"
#include "web/form.h"

/* ---- a briefing: what one has to know before the next call ---- */

struct desk_line {
	str text, url;      /* url null: it leads nowhere */
	str more, more_url; /* what it concerns */
};
struct desk_lines {
	struct desk_line *v;
	ptrdiff_t n, cap;
};
enum desk_part {
	DESK_THEY_ASK,
	DESK_WE_ASK,
	DESK_BACKLOG,
	DESK_LEDGER,
	DESK_MEASURES,
	DESK_ENGAGEMENTS,
	DESK_STATEMENTS,
	DESK_PARTS_N
};
struct desk_brief {
	str state_iso, state_name, host_iso, host_name, ministry;
	int64_t on;
	struct desk_lines parts[DESK_PARTS_N];
};
const char *desk_part_title(enum desk_part p);
const char *desk_part_none(enum desk_part p); /* "Nothing is open." */
/* Each part is read as the viewer may; one that the viewer may not read stays empty.
 * ERR_NOT_FOUND: no such state. */
enum err desk_brief_read(struct tx *tx, str state_iso, struct desk_brief *b) MUST_CHECK;
struct paper desk_brief_paper(struct arena *a, const struct desk_brief *b);

/* ---- deadlines ---- */

struct desk_deadline {
	int64_t on;
	str kind, says, url; /* kind: "Departures" */
	str uid;             /* the same thing has the same one, always */
};
struct desk_deadlines {
	struct desk_deadline *v;
	ptrdiff_t n, cap;
};
enum { DESK_AHEAD_DAYS = 28 }; /* applications that fall due within so many days */
/* What has a day, of all that the viewer may see, soonest first. */
enum err desk_deadlines_read(struct tx *tx, struct desk_deadlines *d) MUST_CHECK;

/* The deadlines as a calendar (RFC 5545): whole days, lines folded. Pure. `base` stands before
 * their addresses; null: they have none. */
void desk_ics(struct out *o, const struct desk_deadlines *d, int64_t made_at, str base);

enum err desk_state_page(struct ctx *c) MUST_CHECK;
enum err desk_state_pdf(struct ctx *c) MUST_CHECK;
enum err desk_deadlines_page(struct ctx *c) MUST_CHECK;
enum err desk_feed_new_post(struct ctx *c) MUST_CHECK;
enum err desk_feed_end_post(struct ctx *c) MUST_CHECK;
enum err desk_feed_page(struct ctx *c) MUST_CHECK;

#define DESK_READS         (BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD))
#define DESK_HAS_DEADLINES (DESK_READS | BIT(ROLE_VISA) | BIT(ROLE_VETTING))

#endif
