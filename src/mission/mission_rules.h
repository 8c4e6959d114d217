/* mission_rules.h: pure: the table of acts, a person's status at an instant, precedence, headroom.
 */
#ifndef MISSION_MISSION_RULES_H
#define MISSION_MISSION_RULES_H

#include "base/day.h"
#include "base/fault.h"
#include "mission.sql.h"

/* What an act needs beside person and day. */
enum {
	NEEDS_POST = 1,
	NEEDS_TIME = 2,
	NEEDS_OTHER = 4,
	NEEDS_SAYS = 8,
	NEEDS_CARD = 16,
	NEEDS_MISSION = 32,
	NEEDS_TWO = 64,
	NEEDS_NEW = 128,
};
struct mission_act_rule {
	enum mission_act_kind kind;
	const char *label; /* "Took up functions" */
	int needs;
	const char *vcdr, *vccr;
	const char *deadline; /* word of ref_rule; NULL: no number is set */
	const char *says;
};
extern const struct mission_act_rule MISSION_ACTS[MISSION_ACT_KIND_N];
/* The article of the convention that the kind of mission falls under. */
str mission_act_article(enum mission_act_kind act, enum mission_kind kind);
bool mission_is_consular(enum mission_kind kind);
/* Whether who serves in the post heads the mission. A consular post's head is a consular officer
 * (VCCR Art. 1(1)(d)): the first in the order that the sending State gave it. */
bool mission_is_head_post(enum mission_kind kind, enum post_category category, bool is_first);

/* Whether a mission of this kind has posts of the category: a consular post has no head of mission,
 * its head is the consular officer who stands first (VCCR Art. 1(1)(d)). */
bool mission_has_category(enum mission_kind kind, enum post_category category);

/* Days between what happened and when the ministry was told that are too many; 0: in time. Told
 * before it happened is in time. */
int64_t mission_late_days(int64_t happened_on, int64_t told_on, int64_t limit_days, bool is_working,
			  const struct calendar *host);

/* What is known of a person at an instant. */
struct mission_standing {
	bool is_member;  /* in a post on that day */
	bool was_member; /* before that day, and has neither departed nor outstayed */
	enum post_category category;
	str relation; /* in a household: to whom category belongs; null: the person's own post */
	bool is_host_national, is_resident;
};
/* One line for the police: what the person is, what that means, and the article. */
str mission_status_line(struct arena *a, const struct mission_standing *s);

/* Heads in order of precedence: class, then the instant of taking up functions (VCDR Art. 14, 16).
 */
struct mission_head {
	int64_t person_id, mission_id;
	str name, mission_name;
	int class_n;     /* 1 ambassadors, 2 envoys, 3 chargés d'affaires */
	int64_t took_at; /* INT64_MAX: not known */
	str why;         /* set by mission_precede: the reason for the place */
};
void mission_precede(struct arena *a, struct mission_head *heads, ptrdiff_t n, str zone);

/* "admin_technical" as people say it. */
bool mission_read_time(str s, int *hour, int *minute); /* "09:30" */
str mission_words(struct arena *a, str word);
str mission_label(struct arena *a, str word); /* the same with a capital */

#endif
