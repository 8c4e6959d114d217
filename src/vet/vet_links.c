/* vet_links.c: what links a person with people who were expelled or listed, beyond the name: the
 * same post, a passport number beside another, a household. Each link says how often the same is
 * true of others, and what may be innocent about it. */
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
		k->other_says = r->is_listed     ? S("on a watch-list")
				: r->is_expelled ? S("expelled")
						 : S("nothing is known");
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

/* ---- a household ---- */

static enum err add_households(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	struct vet_households_args of = { .person_id = person_id };
	struct vet_households_rows rows;
	enum err e = vet_households(tx, &of, &rows);
	if (e == ERR_DENIED)
		return OK; /* PERS: that there is something is not said either */
	TRY(e);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_households_row *r = &rows.v[i];
		struct vet_link *k = add_link(tx, l, "The household of somebody who was expelled");
		k->other_id = r->other_id;
		k->other_name = r->other_name;
		k->says =
		    str_fmt(tx->a, "Belongs or belonged to the household of %.*s, who was expelled",
			    SF(r->other_name));
		k->rate = S("not counted: families are told to leave with the member");
		k->innocent = S("Families answer for nothing that a member did.");
		k->thing = S("A household");
		k->other_says = S("expelled");
		k->often = S("not counted");
		k->strength = S("weak");
	}
	return OK;
}

enum err vet_links_read(struct tx *tx, int64_t person_id, struct vet_links *l)
{
	*l = (struct vet_links){ 0 };
	TRY(add_slots(tx, person_id, l));
	TRY(add_passports(tx, person_id, l));
	return add_households(tx, person_id, l);
}
