/* retention_rules.c: when somebody may be erased. Pure: events in, a day out. */
#include "base/day.h"
#include "base/must.h"
#include "retention/retention.h"

static const struct {
	const char *word, *says, *from;
	int years;
} classes[] = {
#define RETENTION_CLASS(name, word, years, says, from) { word, says, from, years },
#include "retention/retention.def"
};

const char *retention_word(enum retention_class c)
{
	must((int)c >= 0 && c < RETENTION_CLASSES_N);
	return classes[c].word;
}

const char *retention_says(enum retention_class c)
{
	must((int)c >= 0 && c < RETENTION_CLASSES_N);
	return classes[c].says;
}

const char *retention_from(enum retention_class c)
{
	must((int)c >= 0 && c < RETENTION_CLASSES_N);
	return classes[c].from;
}

int retention_years(enum retention_class c)
{
	must((int)c >= 0 && c < RETENTION_CLASSES_N);
	return classes[c].years;
}

/* A clock that ends later than what is known so far decides. */
static void run_clock(struct retention_due *d, enum retention_class class, struct opt_int from_on)
{
	if (!from_on.has)
		return;
	int64_t on = day_add_months(from_on.v, 12 * retention_years(class));
	if (!d->due_on.has || on > d->due_on.v) {
		d->due_on = (struct opt_int){ true, on };
		d->class = class;
	}
}

struct retention_due retention_due_of(struct arena *a, const struct retention_people_row *p)
{
	struct retention_due d = { .is_png = p->expelled_on.has };
	run_clock(&d, RETENTION_MEMBER, p->left_on);
	run_clock(&d, RETENTION_MEMBER, p->family_left_on);
	run_clock(&d, RETENTION_GRANTED, p->granted_on);
	run_clock(&d, RETENTION_REFUSED, p->refused_on);
	run_clock(&d, RETENTION_DROPPED, p->dropped_on);
	if (p->hold_reason.p)
		d.why_not = str_fmt(a, "hold: %.*s", SF(p->hold_reason));
	else if (p->is_serving)
		d.why_not = S("serves in a post");
	else if (p->is_in_household)
		d.why_not = S("belongs to the household of a member who serves");
	else if (p->is_open)
		d.why_not = S("an application is open");
	else if (p->has_matter)
		d.why_not = S("a matter is open");
	else if (!d.due_on.has)
		d.why_not = S("nothing has ended yet");
	if (d.why_not.p)
		d.due_on.has = false;
	return d;
}
