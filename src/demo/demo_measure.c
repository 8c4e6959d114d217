/* demo_measure.c: the round of 14 March 2018 as its files have it: the public facts with their
 * source, the people invented. */
#include "demo/demo.h"

#include "access/access.h"
#include "base/embed.h"
#include "base/must.h"
#include "demo/demo_table.h"
#include "expel/expel.h"

EMBED(demo_appointments);

enum { EXPELLED_MAX = 40 };

static int expelled_of(struct arena *a, const char **refs)
{
	struct demo_table t = demo_table("appointments", embed_str(demo_appointments));
	int n = 0;
	while (demo_next(&t))
		if (n < EXPELLED_MAX && str_eq(demo_text(&t, "ended_why"), S("expelled")))
			refs[n++] = str_z(a, demo_text(&t, "person"));
	return n;
}

enum err demo_measure(struct db *db, struct arena *a, struct refusal *refusal,
		      struct faults *faults)
{
	const str source = S("http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/");
	const char **refs = arena_new_n(a, const char *, EXPELLED_MAX);
	int n = expelled_of(a, refs);
	int64_t on = day_of((struct date){ 2018, 3, 14 }), at;
	str measure = S("RU-2018-01");
	must(at_read(S("2018-03-14T13:10:00Z"), &at));
	struct {
		const char *login;
		enum expel_do what;
		struct expel_wish w;
	} steps[] = {
		{ "desk.officer",
		  EXPEL_DO_INCIDENT,
		  { .title = S("Salisbury poisoning"),
		    .has_when = true,
		    .when = { on - 10, on - 10 },
		    .place = S("Salisbury"),
		    .says = S("Two people were poisoned with a nerve agent."),
		    .source = source } },
		{ "desk.officer",
		  EXPEL_DO_RECORD,
		  { .by_iso = S("GB"),
		    .against_iso = S("RU"),
		    .incident = S("I-2018-01"),
		    .has_when = true,
		    .when = { on, on },
		    .persons = { true, n },
		    .says = S("Undeclared intelligence officers; one week to leave"),
		    .source = source } },
		{ "desk.officer",
		  EXPEL_DO_PART,
		  { .measure = measure, .kind = S("png"), .persons = { true, n } } },
		{ "desk.officer",
		  EXPEL_DO_NAME,
		  { .measure = measure, .people = refs, .n_people = n } },
		{ "head.protocol",
		  EXPEL_DO_HAND_OVER,
		  { .measure = measure,
		    .note_no = S("(invented) 41/2018"),
		    .at = { true, at },
		    .has_limit = true,
		    .limit = { EXPEL_LIMIT_KIND_DAYS, 7, 0 } } },
		{ "protocol.officer",
		  EXPEL_DO_LEAVE,
		  { .measure = measure,
		    .people = refs,
		    .n_people = n,
		    .has_when = true,
		    .when = { on + 6, on + 6 },
		    .how = S("files") } },
		{ "desk.officer", EXPEL_DO_CLOSE, { .measure = measure } },
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct viewer me;
		TRY(viewer_of_login(db, a, str_of(steps[i].login), S("demo"), &me));
		TRY(expel_run(db, &me, a, refusal, faults, steps[i].what, &steps[i].w));
	}
	return OK;
}
