/* list_rules.h: pure: the lines of an edition, what is wrong with it, what changed since another.
 */
#ifndef LIST_LIST_RULES_H
#define LIST_LIST_RULES_H

#include "base/day.h"
#include "base/out.h"

/* One name of an edition. */
struct list_line {
	int64_t mission_id, appointment_id;
	str state, mission, title, name, native_name, native_lang;
	str spouse; /* printed with consent; empty: none */
	bool is_head;
	int64_t since_on;
};
struct list_lines {
	struct list_line *v;
	ptrdiff_t n, cap;
};

/* An edition as it is kept: one line a name, cells between tabs; and back. False for what was not
 * written so. Editions of before spouses were printed have a cell less. */
str list_body(struct arena *a, const struct list_lines *lines);
bool list_read(struct arena *a, str body, struct list_lines *lines);

/* Something to look at before it is printed. */
struct list_check {
	bool is_error; /* an error forbids the edition */
	str says;
};
struct list_checks {
	struct list_check *v;
	ptrdiff_t n, cap;
};
/* Two missions of one state that each have a head: rivals, no edition is made (an error). A mission
 * without head or chargé (whose id is in `charges`), two heads in one mission, characters that look
 * like others, a day of service that has not come: warnings. */
void list_check_lines(struct arena *a, const struct list_lines *lines, const int64_t *charges,
		      ptrdiff_t n_charges, int64_t on, struct list_checks *out);

/* What changed between two editions, in the order of the later one. */
struct list_change {
	enum list_change_kind { LIST_NEW, LIST_GONE, LIST_CHANGED } kind;
	str mission, name, title, was; /* was: name and title before, of a changed line */
};
struct list_changes {
	struct list_change *v;
	ptrdiff_t n, cap;
	int64_t new_n, gone_n, changed_n;
};
void list_compare(struct arena *a, const struct list_lines *before, const struct list_lines *now,
		  struct list_changes *out);

#endif
