/* ref_setup.c: the first deed of a register: the states, and whose register it is. */
#include "ref/ref.h"

#include "audit/audit.h"
#include "base/day.h"
#include "base/embed.h"
#include "base/must.h"
#include "ref.sql.h"

EMBED(states);

enum { STATE_COLUMNS = 9 };

static str null_if_empty(str s)
{
	return s.n ? s : (str){ 0 };
}

static struct opt_int year_of(str s)
{
	struct opt_int v = { 0 };
	v.has = str_to_int64(s, &v.v);
	return v;
}

/* Former states have the four letters of ISO 3166-3 as their code where two shared one
 * (0002_ref.sql). */
static str state_code(str alpha_2, str alpha_3, bool is_former)
{
	if (is_former && str_eq(alpha_3, S("CSK")))
		return S("CSHH");
	if (is_former && str_eq(alpha_3, S("SCG")))
		return S("CSXX");
	return alpha_2;
}

/* One row of states.tsv: alpha_2 alpha_3 numeric name official_name from_year to_year successor
 * is_state. */
static enum err add_state(struct tx *tx, str line)
{
	str cell[STATE_COLUMNS];
	for (int i = 0; i < STATE_COLUMNS; i++)
		cell[i] = str_cut(&line, '\t');
	struct opt_int until = year_of(cell[6]);
	struct ref_state_add_args in = { .iso = state_code(cell[0], cell[1], until.has),
					 .iso3 = cell[1],
					 .kind = until.has                 ? S("former")
						 : str_eq(cell[8], S("1")) ? S("state")
									   : S("territory"),
					 .name = cell[3],
					 .official_name =
					     null_if_empty(cell[4]).p ? cell[4] : cell[3],
					 .since_year_n = year_of(cell[5]),
					 .until_year_n = until };
	struct wrote out;
	return ref_state_add(tx, &in, &out);
}

/* Former states that went on as the same state: the Soviet Union as Russia (the members of the
 * Commonwealth of Independent States agreed so on 21 December 1991), the others under a new name.
 * One successor alone does not make it so: the German Democratic Republic and South Yemen ended. */
static bool is_continued(str former)
{
	static const char *const codes[] = { "SU", "BU", "DY", "HV", "ZR" };
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (str_eq(former, str_of(codes[i])))
			return true;
	return false;
}

static enum err add_successors(struct tx *tx, str line)
{
	str cell[STATE_COLUMNS];
	for (int i = 0; i < STATE_COLUMNS; i++)
		cell[i] = str_cut(&line, '\t');
	str former = state_code(cell[0], cell[1], year_of(cell[6]).has);
	str rest = null_if_empty(cell[7]);
	while (rest.p) {
		struct ref_successor_add_args in = { former, str_cut(&rest, ' '),
						     is_continued(former) };
		struct wrote out;
		TRY(ref_successor_add(tx, &in, &out));
	}
	return OK;
}

static enum err each_state(struct tx *tx, enum err (*one)(struct tx *tx, str line))
{
	str rest = embed_str(states);
	str_cut(&rest, '\n'); /* the header */
	while (rest.p) {
		str line = str_cut(&rest, '\n');
		if (line.n)
			TRY(one(tx, line));
	}
	return OK;
}

/* Organisations that states expel from and answer to; ISO 3166-1 keeps their codes reserved. */
static enum err add_organisations(struct tx *tx)
{
	struct ref_state_add_args in = { .iso = S("EU"),
					 .iso3 = S("EUE"),
					 .kind = S("organisation"),
					 .name = S("European Union"),
					 .official_name = S("European Union") };
	struct wrote out;
	return ref_state_add(tx, &in, &out);
}

enum err ref_set_up(struct tx *tx, const struct ref_setup *in, struct faults *faults)
{
	struct wrote out;
	int64_t on;
	struct ref_state_by_iso_row host;
	struct ref_state_by_iso_args by = { in->host_iso };
	TRY(each_state(tx, add_state));
	TRY(each_state(tx, add_successors));
	TRY(add_organisations(tx));
	TRY(ref_load_rules(tx));
	enum err e = ref_state_by_iso(tx, &by, &host);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (e == ERR_NOT_FOUND || !str_eq(host.kind, S("state")))
		fault_field(faults, S("host"), "'%.*s' is not the two-letter code of a state",
			    SF(in->host_iso));
	if (zone_day(str_z(tx->a, in->zone), tx->at, &on) != OK)
		fault_field(faults, S("zone"), "'%.*s' is not a time zone, such as Europe/London",
			    SF(in->zone));
	if (str_is_empty(in->ministry))
		fault_field(faults, S("ministry"), "say which ministry keeps the register");
	TRY(faults_err(faults));
	struct ref_register_add_args args = { .host_iso = in->host_iso,
					      .ministry = in->ministry,
					      .zone = in->zone,
					      .holiday_region = in->holiday_region,
					      .is_demo = in->is_demo,
					      .clock_at = in->clock_at,
					      .clock_set_at = { in->clock_at.has,
								os_now_at(db_os(tx->db)) } };
	return ref_register_add(tx, &args, &out);
}

enum err ref_start_clock(struct db *db, struct arena *a)
{
	struct tx tx;
	struct ref_register_get_row r;
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = ref_register_get(&tx, &r);
	tx_end(&tx);
	if (e == ERR_NOT_FOUND)
		return OK;
	if (e == OK)
		db_set_clock(db, r.clock_at.has ? r.clock_at.v - r.clock_set_at.v : 0, r.zone);
	return e;
}
