/* vet_links.c: what links a person with people who were expelled or listed, beyond the name: the
 * same post, a passport number beside another, an address or number, households. Each link says how
 * often the same is true of others, and what may be innocent about it. */
#include "base/day.h"
#include "base/out.h"
#include "person/person.h"
#include "vet/vet_in.h"

enum { NEAR = 5, NUMBER_MAX = 15 };

/* What is true of more than every fifth says little; nothing here is ever called strong. */
static bool is_common(int64_t n, int64_t of_n)
{
	return 5 * n > of_n;
}

static struct vet_link *add_link(struct tx *tx, struct vet_links *l, const char *what)
{
	struct vet_link *k = arena_push(tx->a, l);
	*k = (struct vet_link){ .what = str_of(what) };
	return k;
}

/* "3 of 20 posts of the mission (15 %)". Only what concerns somebody expelled or listed, and is not
 * common, is moderate. */
static void weigh(struct arena *a, struct vet_link *k, int64_t n, int64_t of_n, const char *things,
		  bool is_known)
{
	long long share = of_n ? 100 * n / of_n : 0;
	k->rate =
	    str_fmt(a, "%lld of %lld %s (%lld %%)", (long long)n, (long long)of_n, things, share);
	k->often = str_fmt(a, "true of %lld %% of %lld", share, (long long)of_n);
	k->is_moderate = is_known && !is_common(n, of_n);
	k->strength = k->is_moderate ? S("moderate") : S("weak");
}

static const char *standing(bool is_listed, bool is_expelled)
{
	return is_listed ? "on a watch-list" : is_expelled ? "expelled" : "nothing is known";
}

/* ---- the same post ---- */

static enum err add_slots(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct vet_slots_args of = { .person_id = person_id };
	struct vet_slots_rows rows;
	TRY(vet_slots(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_slots_row *r = &rows.v[i];
		struct vet_slot_rate_args in = { .mission_id = r->mission_id };
		struct vet_slot_rate_row rate;
		TRY(vet_slot_rate(tx, &in, &rate));
		struct vet_link *k = add_link(tx, l, "The post of somebody who was expelled");
		k->other_id = r->other_id;
		k->other_name = r->other_name;
		k->says = str_fmt(
		    tx->a, "Applies for post %.*s (%.*s); its holder %.*s was expelled%s%.*s",
		    SF(r->post_no), SF(r->title), SF(r->other_name),
		    r->left_on.has ? " and left on " : "",
		    SF(r->left_on.has ? day_long(tx->a, r->left_on.v) : S("")));
		k->innocent = S("Posts are filled again; whoever comes next into this one stands "
				"here, whatever he or she does.");
		k->thing = str_fmt(tx->a, "Post %.*s", SF(r->post_no));
		k->other_says = S("expelled");
		weigh(tx->a, k, rate.expelled_n, rate.posts_n, "posts of the mission", true);
	}
	return OK;
}

/* ---- a passport number beside another ---- */

/* The digits at the end of a number, and how many; 0: it ends with none. */
static int digits_of(str key, int64_t *n)
{
	int64_t place = 1;
	int digits = 0;
	*n = 0;
	while (digits < NUMBER_MAX && digits < key.n) {
		char c = key.p[key.n - 1 - digits];
		if (c < '0' || c > '9')
			break;
		*n += place * (c - '0');
		place *= 10;
		digits++;
	}
	return digits;
}

static str number_key(struct arena *a, str key, int digits, int64_t n)
{
	return str_fmt(a, "%.*s%0*lld", (int)(key.n - digits), key.p, digits, (long long)n);
}

static bool are_near(str a, str b)
{
	int64_t x, y;
	int digits = digits_of(a, &x);
	return digits >= 4 && a.n == b.n && digits_of(b, &y) == digits &&
	       str_eq(str_slice(a, 0, a.n - digits), str_slice(b, 0, b.n - digits)) &&
	       x - y <= NEAR && y - x <= NEAR;
}

/* How many passports of the issuer have another person's beside them. */
static enum err near_rate(struct tx *tx, str issuer_iso, int64_t *near_n, int64_t *all_n)
{
	struct vet_passports_args of = { .issuer_iso = issuer_iso };
	struct vet_passports_rows rows;
	*near_n = 0;
	TRY(vet_passports(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_passports_row *r = &rows.v[i];
		bool is_near = i > 0 && are_near(r->find_key, r[-1].find_key);
		is_near |= i + 1 < rows.n && are_near(r->find_key, r[1].find_key);
		*near_n += is_near;
	}
	*all_n = rows.n;
	return OK;
}

static enum err add_near(struct tx *tx, int64_t person_id, const struct person_documents_row *d,
			 struct vet_links *l)
{
	int64_t n;
	str key = person_find_key(tx->a, d->document_no);
	int digits = digits_of(key, &n);
	if (digits < 4)
		return OK;
	int64_t low = n > NEAR ? n - NEAR : 0;
	struct vet_near_documents_args in = { .from_key = number_key(tx->a, key, digits, low),
					      .to_key = number_key(tx->a, key, digits, n + NEAR),
					      .person_id = person_id };
	struct vet_near_documents_rows rows;
	TRY(vet_near_documents(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_near_documents_row *r = &rows.v[i];
		if (!str_eq(r->issuer_iso, d->issuer_iso) || !are_near(key, r->find_key))
			continue;
		bool is_known = r->is_expelled || r->is_listed;
		struct vet_link *k = add_link(tx, l, "A passport number beside another");
		k->other_id = r->other_id;
		k->other_name = r->other_name;
		k->says = str_fmt(tx->a, "Passport %.*s lies beside %.*s of %.*s%s",
				  SF(d->document_no), SF(r->document_no), SF(r->other_name),
				  r->is_listed     ? ", who is on a watch-list"
				  : r->is_expelled ? ", who was expelled"
						   : "");
		k->innocent = S("Diplomatic passports are issued in runs: people posted together "
				"often have numbers side by side.");
		int64_t near_n, all_n;
		TRY(near_rate(tx, d->issuer_iso, &near_n, &all_n));
		k->thing = S("Passports side by side");
		k->other_says = str_of(standing(r->is_listed, r->is_expelled));
		weigh(tx->a, k, near_n, all_n, "passports of this issuer lie so", is_known);
	}
	return OK;
}

static enum err add_passports(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct person_documents_args of = { .person_id = person_id };
	struct person_documents_rows rows;
	TRY(person_documents(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].kind, S("passport")))
			TRY(add_near(tx, person_id, &rows.v[i], l));
	return OK;
}

/* ---- an address, telephone number or e-mail address ---- */

/* More people than a household has: an embassy's own house, a switchboard. */
enum { CROWD = 8 };

static enum err add_contact(struct tx *tx, const struct vet_shared_contacts_row *r,
			    struct vet_links *l)
{
	struct vet_contact_rate_args in = { .kind = r->kind, .find_key = r->find_key };
	struct vet_contact_rate_row rate;
	str what = str_eq(r->kind, S("email"))       ? S("e-mail address")
		   : str_eq(r->kind, S("telephone")) ? S("telephone number")
						     : S("address");
	TRY(vet_contact_rate(tx, &in, &rate));
	struct vet_link *k = add_link(tx, l, "An address or number of somebody who is known");
	k->other_id = r->other_id;
	k->other_name = r->other_name;
	k->other_says = str_of(standing(r->is_listed, r->is_expelled));
	k->thing = str_fmt(tx->a, "The same %.*s", SF(what));
	k->says = str_fmt(tx->a, "Has the %.*s %.*s of %.*s, who %s", SF(what), SF(r->value),
			  SF(r->other_name), r->is_listed ? "is on a watch-list" : "was expelled");
	k->innocent = S("Missions house their people together and have one switchboard; flats and "
			"numbers pass to whoever comes next; families share them.");
	weigh(tx->a, k, rate.same_n, rate.all_n, "people with one have the same",
	      rate.same_n <= CROWD);
	return OK;
}

static enum err add_contacts(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct vet_shared_contacts_args of = { .person_id = person_id };
	struct vet_shared_contacts_rows rows;
	enum err e = vet_shared_contacts(tx, &of, &rows);
	if (e == ERR_DENIED)
		return OK; /* PERS: that there is something is not said either */
	TRY(e);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].is_expelled || rows.v[i].is_listed)
			TRY(add_contact(tx, &rows.v[i], l));
	return OK;
}

/* ---- an address that an entry of a list publishes ---- */

enum { LISTED_MAX = 20 };

static enum err add_listed(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct vet_listed_addresses_args of = { .person_id = person_id, .limit_n = LISTED_MAX };
	struct vet_listed_addresses_rows rows;
	enum err e = vet_listed_addresses(tx, &of, &rows);
	if (e == ERR_DENIED)
		return OK; /* PERS, likewise */
	TRY(e);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_listed_addresses_row *r = &rows.v[i];
		struct vet_address_rate_args in = { .find_key = r->find_key };
		struct vet_address_rate_row rate;
		TRY(vet_address_rate(tx, &in, &rate));
		struct vet_link *k = add_link(tx, l, "An address that a watch-list publishes");
		k->other_name = r->listed_name;
		k->other_says =
		    str_fmt(tx->a, "on the list %.*s, %.*s", SF(r->list_word), SF(r->key));
		k->thing = S("A listed address");
		k->says = str_fmt(tx->a, "Has the address %.*s, as %.*s has (%.*s %.*s)",
				  SF(r->value), SF(r->listed_name), SF(r->list_word), SF(r->key));
		k->innocent = S("Lists publish old addresses and those of whole houses, offices "
				"and banks; whoever lives there now may know nothing of it.");
		weigh(tx->a, k, rate.same_n, rate.all_n, "entries with an address publish this one",
		      rate.same_n <= CROWD);
	}
	return OK;
}

/* ---- households ---- */

/* What is true of a household weighs little, whoever is in it: always weak. */
static void add_kin(struct tx *tx, struct vet_links *l, const char *what, str says, bool is_listed,
		    bool is_expelled, int64_t other_id, str other_name,
		    const struct vet_household_rate_row *rate)
{
	if (!is_listed && !is_expelled)
		return;
	struct vet_link *k = add_link(tx, l, what);
	k->thing = S("A household");
	k->other_id = other_id;
	k->other_name = other_name;
	k->other_says = str_of(standing(is_listed, is_expelled));
	k->says = str_fmt(tx->a, "%.*s %.*s, who %s", SF(says), SF(other_name),
			  is_listed ? "is on a watch-list" : "was expelled");
	k->innocent = S("Families answer for nothing that a member did, and are told to leave with "
			"him or her.");
	weigh(tx->a, k, rate->expelled_n, rate->all_n,
	      "people in households belong to one whose head was expelled", false);
}

static enum err add_households(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct vet_households_args heads_of = { .person_id = person_id };
	struct vet_household_members_args members_of = { .person_id = person_id };
	struct vet_household_overlaps_args shared_by = { .person_id = person_id };
	struct vet_households_rows heads;
	struct vet_household_members_rows members;
	struct vet_household_overlaps_rows shared;
	struct vet_household_rate_row rate;
	enum err e = vet_households(tx, &heads_of, &heads);
	if (e == ERR_DENIED)
		return OK; /* PERS, likewise */
	TRY(e);
	TRY(vet_household_members(tx, &members_of, &members));
	TRY(vet_household_overlaps(tx, &shared_by, &shared));
	TRY(vet_household_rate(tx, &rate));
	for (ptrdiff_t i = 0; i < heads.n; i++) {
		const struct vet_households_row *r = &heads.v[i];
		add_kin(tx, l, "The household of somebody who is known",
			S("Belongs or belonged to the household of"), r->is_listed, r->is_expelled,
			r->other_id, r->other_name, &rate);
	}
	for (ptrdiff_t i = 0; i < members.n; i++) {
		const struct vet_household_members_row *r = &members.v[i];
		add_kin(tx, l, "Somebody who is known in the household",
			S("Has or had in the household"), r->is_listed, r->is_expelled, r->other_id,
			r->other_name, &rate);
	}
	for (ptrdiff_t i = 0; i < shared.n; i++) {
		const struct vet_household_overlaps_row *r = &shared.v[i];
		add_kin(tx, l, "Households that overlap",
			str_fmt(tx->a, "%.*s belongs or belonged to the household, and to that of",
				SF(r->via_name)),
			r->is_listed, r->is_expelled, r->other_id, r->other_name, &rate);
	}
	return OK;
}

enum err vet_links_read(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	*l = (struct vet_links){ 0 };
	TRY(add_slots(tx, person_id, l));
	TRY(add_passports(tx, person_id, l));
	TRY(add_contacts(tx, person_id, l));
	TRY(add_listed(tx, person_id, l));
	return add_households(tx, person_id, l);
}
