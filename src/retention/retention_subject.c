/* retention_subject.c: what somebody is told who asks what the register keeps about them. Each part
 * is asked as the viewer; what the viewer may not know is named as withheld by its class, whether
 * or not there is anything. */
#include "access/access.h"
#include "audit/audit.h"
#include "audit/leaf.h"
#include "base/day.h"
#include "mission/mission.h"
#include "person/person.h"
#include "retention/retention.h"
#include "visa/visa.h"

static void out_member(struct out *o, const char *name, str value)
{
	out_fmt(o, ",\"%s\":", name);
	if (value.p)
		out_json(o, value);
	else
		out_lit(o, "null");
}

static void out_member_day(struct out *o, const char *name, struct opt_int on)
{
	out_fmt(o, ",\"%s\":", name);
	if (!on.has) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "\"");
	out_day(o, on.v);
	out_lit(o, "\"");
}

static enum err out_person(struct tx *tx, const struct person_by_id_row *p, struct out *o)
{
	struct person_private_args in = { p->id };
	struct person_private_row r;
	enum err e = person_private(tx, &in, &r);
	out_fmt(o, "\"person\":{\"id\":%lld", (long long)p->id);
	out_member(o, "ref", p->ref);
	out_member(o, "name", p->name);
	out_member(o, "family_name", p->family_name);
	out_member(o, "given_names", p->given_names);
	out_member(o, "patronymic", p->patronymic);
	out_member(o, "prefix", p->prefix);
	out_member(o, "native_name", p->native_name);
	out_member(o, "mrz_name", p->mrz_name);
	out_member(o, "sex", p->sex);
	out_member(o, "nationality", p->nationality);
	out_member(o, "source", p->source);
	if (e == OK) {
		out_member_day(o, "birth_from_on", r.birth_from_on);
		out_member_day(o, "birth_to_on", r.birth_to_on);
		out_member(o, "birth_place", r.birth_place);
	}
	out_lit(o, "}");
	return e == ERR_DENIED ? OK : e;
}

static enum err out_names(struct tx *tx, int64_t id, struct out *o)
{
	struct person_names_args in = { id };
	struct person_names_rows rows;
	TRY(person_names(tx, &in, &rows));
	out_lit(o, ",\"names\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_fmt(o, "%s{\"id\":%lld", i ? "," : "", (long long)rows.v[i].id);
		out_member(o, "kind", rows.v[i].kind);
		out_member(o, "name", rows.v[i].name);
		out_member(o, "source", rows.v[i].source);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static enum err out_posts(struct tx *tx, int64_t id, struct out *o)
{
	struct mission_appointments_of_args in = { id };
	struct mission_appointments_of_rows rows;
	TRY(mission_appointments_of(tx, &in, &rows));
	out_lit(o, ",\"posts\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_fmt(o, "%s{\"id\":%lld", i ? "," : "", (long long)rows.v[i].id);
		out_member(o, "mission", rows.v[i].mission_name);
		out_member(o, "post_no", rows.v[i].post_no);
		out_member(o, "title", rows.v[i].title);
		out_member_day(o, "from_on", (struct opt_int){ true, rows.v[i].from_on });
		out_member_day(o, "to_on", rows.v[i].to_on);
		out_member(o, "ended_why", rows.v[i].ended_why);
		out_member(o, "ended_note", rows.v[i].ended_note);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static enum err out_applications(struct tx *tx, int64_t id, struct out *o)
{
	struct visa_of_person_args in = { id };
	struct visa_of_person_rows rows;
	enum err e = visa_of_person(tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	out_lit(o, ",\"applications\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_fmt(o, "%s{\"id\":%lld", i ? "," : "", (long long)rows.v[i].id);
		out_member(o, "ref", rows.v[i].ref);
		out_member(o, "kind", rows.v[i].kind);
		out_member_day(o, "received_on", (struct opt_int){ true, rows.v[i].received_on });
		out_member_day(o, "closed_on", rows.v[i].closed_on);
		out_member(o, "outcome", rows.v[i].outcome);
		out_lit(o, "}");
	}
	out_lit(o, "]");
	return OK;
}

static void out_withheld(const struct viewer *v, struct out *o)
{
	int n = 0;
	out_lit(o, ",\"withheld\":[");
	for (int i = 0; i < LABELS_N; i++)
		if (!(v->label_bits & BIT(i))) {
			out_fmt(o, "%s{\"class\":\"%s\"", n++ ? "," : "",
				label_name((enum label)i));
			out_member(o, "what", str_of(label_says((enum label)i)));
			out_lit(o, "}");
		}
	out_lit(o, "]");
}

struct subject {
	str ref;
	struct out *o;
};

static enum err subject_deed(struct tx *tx, void *arg)
{
	struct subject *s = arg;
	struct retention_by_ref_args by = { s->ref };
	struct retention_by_ref_row found;
	struct person_by_id_row p;
	TRY(retention_by_ref(tx, &by, &found));
	struct person_by_id_args of = { found.id };
	TRY(person_by_id(tx, &of, &p));
	out_lit(s->o, "{\"made_on\":\"");
	out_day(s->o, tx->on);
	out_lit(s->o, "\",");
	TRY(out_person(tx, &p, s->o));
	TRY(out_names(tx, p.id, s->o));
	TRY(out_posts(tx, p.id, s->o));
	TRY(out_applications(tx, p.id, s->o));
	out_withheld(tx->viewer, s->o);
	out_lit(s->o, "}\n");
	tx_note(tx, CHANGE_VIEW, "person", p.id);
	return OK;
}

enum err retention_subject(struct db *db, const struct viewer *v, struct arena *a, str ref,
			   struct out *o)
{
	struct subject s = { ref, o };
	struct viewer who = *v;
	who.purpose = S("subject access");
	return db_deed(db, &who, a, NULL, "retention.subject", subject_deed, &s);
}
