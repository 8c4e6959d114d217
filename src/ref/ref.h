/* ref.h: states, the register itself, holidays, offices of state. Front door; the
 * queries of ref.sql are part of it. */
#ifndef REF_REF_H
#define REF_REF_H

#include "base/day.h"
#include "base/fault.h"
#include "base/verb.h"
#include "ref.sql.h"

struct ref_setup {
	str host_iso, ministry, zone, holiday_region;
	bool is_demo;
	struct opt_int clock_at; /* the register carries its own day: its clock starts here, now */
};

/* Inside a deed of the program itself: loads the states of the world (embedded states.tsv) and
 * makes the register one of its host. Faults: a host that is no state, a zone that is not known, no
 * ministry. */
enum err ref_set_up(struct tx *tx, const struct ref_setup *in, struct faults *faults) MUST_CHECK;

/* Inside that deed: the rules of hosts that come with the program (data/host_rules.tsv). */
enum err ref_load_rules(struct tx *tx) MUST_CHECK;

/* After opening: sets the register's clock by what the register says of itself. A register that was
 * never set up keeps the machine's clock in UTC. */
enum err ref_start_clock(struct db *db, struct arena *a) MUST_CHECK;

/* The host's two-letter code. ERR_NOT_FOUND before the register is set up. */
enum err ref_host(struct tx *tx, str *iso) MUST_CHECK;
/* True for a demo register: its people are invented, and it carries its own day. */
enum err ref_is_demo(struct tx *tx, bool *is_demo) MUST_CHECK;
enum err ref_ministry(struct tx *tx, str *ministry) MUST_CHECK; /* who keeps the register */
/* The English name of a state by its code; ERR_NOT_FOUND. */
enum err ref_state_name(struct tx *tx, str iso, str *name) MUST_CHECK;

/* The host's working days: weekends and the holidays the register knows, 20 years back and 5 ahead.
 * Memory is tx->a. */
enum err ref_calendar(struct tx *tx, struct calendar *host) MUST_CHECK;

/* The rule of the register's host with this word on a day: its own latest one, else the
 * conventions'. ERR_NOT_FOUND when there is none or the host does without it. */
enum err ref_rule_find(struct tx *tx, enum rule_kind kind, const char *word, int64_t on,
		       struct ref_rule_in_force_row *rule) MUST_CHECK;

/* ref_offices.c: verbs of ref_verbs. */
enum err ref_holders_verb(struct verb_call *c) MUST_CHECK;
enum err ref_holder_verb(struct verb_call *c) MUST_CHECK;
extern const struct verb_opt ref_holders_opts[], ref_holder_opts[];

extern const struct verb ref_verbs[];

#endif
