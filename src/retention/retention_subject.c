/* retention_subject.c: what somebody is told who asks what the register keeps about them. Each part
 * is asked as the viewer; what the viewer may not know is named as withheld, by its class or part,
 * whether or not there is anything. Nobody else is named in it. */
#include "access/access.h"
#include "attachment/attachment.h"
#include "audit/audit.h"
#include "audit/leaf.h"
#include "base/day.h"
#include "base/must.h"
#include "expel/expel.h"
#include "mission/mission.h"
#include "person/person.h"
#include "retention/retention.h"
#include "visa/visa.h"

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

/* `"names":[{"id":7,...},...]`: each row is written by `one`, which is given the list and says its
 * number. */
static void out_part(struct out *o, const char *name, ptrdiff_t n, const void *rows,
		     void (*one)(struct out *o, const void *rows, ptrdiff_t i))
{
	out_fmt(o, ",\"%s\":[", name);
	for (ptrdiff_t i = 0; i < n; i++) {
		out_bytes(o, ",", i > 0);
		one(o, rows, i);
		out_lit(o, "}");
	}
	out_lit(o, "]");
}

static void out_id(struct out *o, int64_t id)
{
	out_fmt(o, "{\"id\":%lld", (long long)id);
}

static void out_name(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct person_names_row *r = &((const struct person_names_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "kind", r->kind);
	out_member(o, "name", r->name);
	out_member(o, "source", r->source);
}

static void out_post(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct mission_appointments_of_row *r =
	    &((const struct mission_appointments_of_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "mission", r->mission_name);
	out_member(o, "post_no", r->post_no);
	out_member(o, "title", r->title);
	out_member_day(o, "from_on", (struct opt_int){ true, r->from_on });
	out_member_day(o, "to_on", r->to_on);
	out_member(o, "ended_why", r->ended_why);
	out_member(o, "ended_note", r->ended_note);
}

static void out_application(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct visa_of_person_row *r = &((const struct visa_of_person_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "ref", r->ref);
	out_member(o, "kind", r->kind);
	out_member_day(o, "received_on", (struct opt_int){ true, r->received_on });
	out_member_day(o, "closed_on", r->closed_on);
	out_member(o, "outcome", r->outcome);
}

static void out_measure(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct expel_told_of_row *r = &((const struct expel_told_of_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "measure", r->ref);
	out_member_day(o, "left_on", r->left_on);
	out_member(o, "left_how", r->left_how);
}

static void out_attachment(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct attachment_list_row *r = &((const struct attachment_list_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "kind", r->kind);
	out_member(o, "title", r->title);
	out_member_day(o, "added_on", (struct opt_int){ true, r->added_on });
}

static void out_contact(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct person_contacts_row *r = &((const struct person_contacts_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "kind", r->kind);
	out_member(o, "value", r->value);
	out_member_day(o, "from_on", (struct opt_int){ true, r->from_on });
	out_member_day(o, "to_on", r->to_on);
	out_member(o, "source", r->source);
}

/* Others are not named in it: of a household only the tie and its days. */
static void out_tie(struct out *o, int64_t id, str relation, struct opt_int from_on,
		    struct opt_int to_on)
{
	out_id(o, id);
	out_member(o, "relation", relation);
	out_member_day(o, "from_on", from_on);
	out_member_day(o, "to_on", to_on);
}

static void out_household(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct person_household_of_row *r =
	    &((const struct person_household_of_rows *)rows)->v[i];
	out_tie(o, r->id, r->relation, r->from_on, r->to_on);
}

static void out_belongs(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct person_households_with_row *r =
	    &((const struct person_households_with_rows *)rows)->v[i];
	out_tie(o, r->id, r->relation, r->from_on, r->to_on);
}

static void out_document(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct person_documents_row *r = &((const struct person_documents_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "kind", r->kind);
	out_member(o, "number", r->document_no);
	out_member(o, "issuer", r->issuer_iso);
	out_member_day(o, "issued_on", r->issued_on);
	out_member_day(o, "valid_until_on", r->valid_until_on);
	out_member(o, "state", r->state);
	out_member(o, "place", r->place);
	out_member(o, "source", r->source);
}

static void out_act(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct mission_acts_of_person_row *r =
	    &((const struct mission_acts_of_person_rows *)rows)->v[i];
	enum mission_act_kind kind;
	must(mission_act_kind_of(r->kind, &kind));
	bool names_another = MISSION_ACTS[kind].needs & NEEDS_OTHER;
	out_id(o, r->id);
	out_member(o, "act", str_of(MISSION_ACTS[kind].label));
	out_member(o, "mission", r->mission_name);
	out_member_day(o, "happened_on", (struct opt_int){ true, r->happened_on });
	out_member_day(o, "told_on", r->told_on);
	out_member(o, "note", r->note_no);
	out_member(o, "says", names_another ? (str){ 0 } : r->says);
	out_member(o, "article", r->article);
}

static void out_matter(struct out *o, const void *rows, ptrdiff_t i)
{
	const struct mission_matters_of_person_row *r =
	    &((const struct mission_matters_of_person_rows *)rows)->v[i];
	out_id(o, r->id);
	out_member(o, "kind", r->kind);
	out_member(o, "says", r->says);
	out_member_day(o, "opened_on", (struct opt_int){ true, r->opened_on });
	out_member_day(o, "closed_on", r->closed_on);
	out_member(o, "source", r->source);
}

enum { SUBJECT_PARTS_MAX = 16 };

struct subject {
	str ref;
	struct out *o;
	const char *withheld[SUBJECT_PARTS_MAX]; /* parts that are not for who answers */
	int n_withheld;
};

/* A part as it was read; one that the viewer may not read is named at the end. */
static enum err tell(struct subject *s, enum err e, const char *name, ptrdiff_t n, const void *rows,
		     void (*one)(struct out *o, const void *rows, ptrdiff_t i))
{
	if (e == OK)
		out_part(s->o, name, n, rows, one);
	if (e != ERR_DENIED)
		return e;
	must(s->n_withheld < SUBJECT_PARTS_MAX);
	s->withheld[s->n_withheld++] = name;
	return OK;
}

/* A part from the query that reads it, by what the query asks for. */
#define PART(query, name, one, ...)                                                                \
	do {                                                                                       \
		struct query##_args of = { __VA_ARGS__ };                                          \
		struct query##_rows rows;                                                          \
		enum err e = query(tx, &of, &rows);                                                \
		TRY(tell(s, e, name, rows.n, &rows, one));                                         \
	} while (0)

static enum err out_parts(struct tx *tx, int64_t id, struct subject *s)
{
	PART(person_names, "names", out_name, id);
	PART(person_documents, "documents", out_document, id);
	PART(person_household_of, "household", out_household, id);
	PART(person_households_with, "belongs_to", out_belongs, id);
	PART(person_contacts, "contacts", out_contact, id);
	PART(mission_appointments_of, "posts", out_post, id);
	PART(mission_acts_of_person, "acts", out_act, id);
	PART(mission_matters_of_person, "matters", out_matter, id);
	PART(expel_told_of, "measures", out_measure, id);
	PART(attachment_list, "attachments", out_attachment, S("person"), id);
	PART(visa_of_person, "applications", out_application, id);
	return OK;
}

static void out_withheld(const struct viewer *v, const struct subject *s)
{
	struct out *o = s->o;
	int n = 0;
	out_lit(o, ",\"withheld\":[");
	for (int i = 0; i < LABELS_N; i++)
		if (!(v->label_bits & BIT(i))) {
			out_fmt(o, "%s{\"class\":\"%s\"", n++ ? "," : "",
				label_name((enum label)i));
			out_member(o, "what", str_of(label_says((enum label)i)));
			out_lit(o, "}");
		}
	for (int i = 0; i < s->n_withheld; i++) {
		out_fmt(o, "%s{\"part\":\"%s\"", n++ ? "," : "", s->withheld[i]);
		out_member(o, "what", S("not for the role of who answers"));
		out_lit(o, "}");
	}
	out_lit(o, "]");
}

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
	TRY(out_parts(tx, p.id, s));
	out_withheld(tx->viewer, s);
	out_lit(s->o, "}\n");
	tx_note(tx, CHANGE_VIEW, "person", p.id);
	return OK;
}

enum err retention_subject(struct db *db, const struct viewer *v, struct arena *a, str ref,
			   struct out *o)
{
	struct subject s = { .ref = ref, .o = o };
	struct viewer who = *v;
	who.purpose = S("subject access");
	return db_deed(db, &who, a, NULL, "retention.subject", subject_deed, &s);
}
