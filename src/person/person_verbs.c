/* person_verbs.c: `grata person ...`: documents and where they lie, two records of one human being.
 */
#include "person/person.h"

#include "ref/ref.h"

static enum err find_person(struct verb_call *c, struct tx *tx, const char *field, str ref,
			    struct person_by_ref_row *row)
{
	struct person_by_ref_args in = { ref };
	enum err e = person_by_ref(tx, &in, row);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, str_of(field),
			    "there is no person '%.*s'; a reference is P-00412", SF(ref));
	return e == ERR_NOT_FOUND ? OK : e;
}

static str first_arg(const struct verb_call *c)
{
	return c->n_args == 1 ? str_of(c->args[0]) : S("");
}

static struct opt_int day_of_opt(struct verb_call *c, const char *opt)
{
	int64_t on = verb_day(c, opt, INT64_MIN);
	return (struct opt_int){ on != INT64_MIN, on };
}

/* ---- documents ---- */

static const struct verb_opt document_opts[] = {
	{ "kind", OPT_TEXT, "WORD", "passport, visa, card, plate or permit" },
	{ "number", OPT_TEXT, "NUMBER", "its number" },
	{ "class", OPT_TEXT, "WORD", "the issuer's word for its sort" },
	{ "issuer", OPT_TEXT, "RU", "the state that issued it" },
	{ "issued", OPT_DAY, "YYYY-MM-DD", "on which day" },
	{ "until", OPT_DAY, "YYYY-MM-DD", "valid until" },
	{ "place", OPT_TEXT, "WORD",
	  "where it lies: holder, ministry, mission, authority, unknown" },
	{ "source", OPT_TEXT, "TEXT", "which note or copy it was taken from" },
	{ 0 },
};

struct documenting {
	struct person_document_add_args in;
};

static enum err document_deed(struct tx *tx, void *arg)
{
	struct documenting *d = arg;
	struct person_for_rules_row n;
	struct person_for_rules_args by = { d->in.person_id.v };
	struct wrote out;
	TRY(person_for_rules(tx, &by, &n));
	d->in.mission_id = n.mission_id.v;
	d->in.state_since_on = d->in.issued_on.has ? d->in.issued_on.v : tx->on;
	enum err e = person_document_add(tx, &d->in, &out);
	if (e == ERR_CONFLICT)
		return refuse(tx->a, tx->refusal, "document_number", NULL,
			      "%.*s %.*s of this issuer is in the register already.",
			      SF(d->in.kind), SF(d->in.document_no));
	return e;
}

static void check_document(struct verb_call *c, const struct person_document_add_args *in)
{
	enum document_kind kind;
	enum document_place place;
	if (!document_kind_of(in->kind, &kind))
		fault_field(c->faults, S("kind"), "'%.*s' is not a kind of document", SF(in->kind));
	if (str_is_empty(in->document_no))
		fault_field(c->faults, S("number"), "say its number");
	if (!document_place_of(in->place, &place))
		fault_field(c->faults, S("place"), "'%.*s' is not a place", SF(in->place));
	if (in->issued_on.has && in->valid_until_on.has && in->valid_until_on.v < in->issued_on.v)
		fault_field(c->faults, S("until"), "it would end before it was issued");
	if (str_is_empty(in->source))
		fault_field(c->faults, S("source"), "say what it was taken from");
}

static enum err document_verb(struct verb_call *c)
{
	struct tx tx;
	struct person_by_ref_row row = { 0 };
	str place = verb_text(c, "place"), name;
	struct documenting d = { .in = { .kind = verb_text(c, "kind"),
					 .class = verb_text(c, "class"),
					 .document_no = verb_text(c, "number"),
					 .issuer_iso = verb_text(c, "issuer"),
					 .issued_on = day_of_opt(c, "issued"),
					 .valid_until_on = day_of_opt(c, "until"),
					 .state = document_state_text(DOCUMENT_STATE_VALID),
					 .place = place.p ? place : S("holder"),
					 .source = verb_text(c, "source") } };
	check_document(c, &d.in);
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find_person(c, &tx, "person", first_arg(c), &row);
	if (e == OK && ref_state_name(&tx, d.in.issuer_iso, &name) != OK)
		fault_field(c->faults, S("issuer"), "'%.*s' is not the code of a state",
			    SF(d.in.issuer_iso));
	tx_end(&tx);
	if (e != OK)
		return e;
	TRY(faults_err(c->faults));
	d.in.person_id = (struct opt_int){ true, row.id };
	d.in.find_key = person_find_key(c->a, d.in.document_no);
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "person.document", document_deed, &d));
	out_fmt(c->out, "%.*s %.*s of %.*s\n", SF(d.in.kind), SF(d.in.document_no), SF(row.name));
	return OK;
}

/* ---- where a document lies ---- */

static const struct verb_opt place_opts[] = {
	{ "number", OPT_TEXT, "NUMBER", "of the document" },
	{ "place", OPT_TEXT, "WORD", "holder, ministry, mission, authority or unknown" },
	{ 0 },
};

static enum err place_deed(struct tx *tx, void *arg)
{
	struct wrote out;
	return person_document_set_place(tx, arg, &out);
}

static enum err place_verb(struct verb_call *c)
{
	struct tx tx;
	enum document_place place;
	struct person_by_ref_row row = { 0 };
	struct person_documents_args of = { 0 };
	struct person_documents_rows rows = { 0 };
	struct person_document_set_place_args in = { .place = verb_text(c, "place") };
	str key = person_find_key(c->a, verb_text(c, "number"));
	if (!document_place_of(in.place, &place))
		fault_field(c->faults, S("place"), "'%.*s' is not a place", SF(in.place));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find_person(c, &tx, "person", first_arg(c), &row);
	of.person_id = row.id;
	if (e == OK)
		e = person_documents(&tx, &of, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (str_eq(person_find_key(c->a, rows.v[i].document_no), key))
			in.id = rows.v[i].id;
	if (!in.id)
		fault_field(c->faults, S("number"), "the person has no document with this number");
	TRY(faults_err(c->faults));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "person.document", place_deed, &in));
	out_fmt(c->out, "It lies with: %.*s\n", SF(in.place));
	return OK;
}

/* ---- where somebody can be reached ---- */

static const struct verb_opt contact_opts[] = {
	{ "kind", OPT_TEXT, "WORD", "address, telephone or email" },
	{ "value", OPT_TEXT, "TEXT", "the address or number itself" },
	{ "source", OPT_TEXT, "TEXT", "which note or form it was taken from" },
	{ "end", OPT_FLAG, NULL, "the person can be reached there no longer" },
	{ 0 },
};

struct reaching {
	struct person_contact_add_args in;
	struct faults *faults;
	bool is_end;
};

static enum err contact_deed(struct tx *tx, void *arg)
{
	struct reaching *r = arg;
	struct person_for_rules_row n;
	struct person_for_rules_args by = { r->in.person_id };
	struct wrote out;
	TRY(person_for_rules(tx, &by, &n));
	r->in.mission_id = n.mission_id;
	if (!r->is_end)
		return person_contact_enter(tx, r->faults, "value", r->in);
	struct person_contact_end_args end = { .to_on = { true, tx->on },
					       .person_id = r->in.person_id,
					       .kind = r->in.kind,
					       .find_key = r->in.find_key };
	TRY(person_contact_end(tx, &end, &out));
	return out.n ? OK
		     : refuse(tx->a, tx->refusal, "has_contact", NULL,
			      "The register has no such %.*s of this person.", SF(r->in.kind));
}

static enum err contact_verb(struct verb_call *c)
{
	struct tx tx;
	enum contact_kind kind = CONTACT_KIND_ADDRESS;
	struct person_by_ref_row row = { 0 };
	struct reaching r = { .in = { .kind = verb_text(c, "kind"),
				      .value = verb_text(c, "value"),
				      .source = verb_text(c, "source") },
			      .faults = c->faults,
			      .is_end = verb_flag(c, "end") };
	const char *why = "say it";
	bool is_kind = contact_kind_of(r.in.kind, &kind);
	if (!is_kind)
		fault_field(c->faults, S("kind"), "address, telephone or email");
	if (is_kind && r.in.value.p)
		r.in.find_key = person_contact_key(c->a, kind, r.in.value, &why);
	if (is_kind && !r.in.find_key.p)
		fault_field(c->faults, S("value"), "%s", why);
	if (!r.is_end && str_is_empty(r.in.source))
		fault_field(c->faults, S("source"), "say what it was taken from");
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find_person(c, &tx, "person", first_arg(c), &row);
	tx_end(&tx);
	if (e != OK)
		return e;
	TRY(faults_err(c->faults));
	r.in.person_id = row.id;
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "person.contact", contact_deed, &r));
	out_fmt(c->out, "%.*s of %.*s%s\n", SF(r.in.kind), SF(row.name),
		r.is_end ? ": no longer" : "");
	return OK;
}

/* ---- two records of one human being ---- */

static const struct verb_opt merge_opts[] = {
	{ "same-as", OPT_TEXT, "P-00412", "the record that is kept" },
	{ "reason", OPT_TEXT, "TEXT", "why they are one" },
	{ 0 },
};

struct merging {
	struct person_merge_add_args in;
	bool is_undone;
};

static enum err merge_deed(struct tx *tx, void *arg)
{
	struct merging *m = arg;
	struct wrote out;
	if (m->is_undone) {
		struct person_merge_undo_args undo = { { true, tx->at },
						       m->in.reason,
						       m->in.merged_id };
		TRY(person_merge_undo(tx, &undo, &out));
		return out.n ? OK
			     : refuse(tx->a, tx->refusal, "is_merged", NULL,
				      "This record is merged into no other.");
	}
	m->in.merged_at = tx->at;
	enum err e = person_merge_add(tx, &m->in, &out);
	if (e == ERR_CONFLICT)
		return refuse(tx->a, tx->refusal, "merged_once", NULL,
			      "This record is merged into another already: take that back first.");
	return e;
}

static enum err merge(struct verb_call *c, bool is_undone)
{
	struct tx tx;
	struct person_by_ref_row merged = { 0 }, kept = { 0 };
	struct merging m = { .in = { .reason = verb_text(c, "reason") }, .is_undone = is_undone };
	if (str_is_empty(m.in.reason))
		fault_field(c->faults, S("reason"), "say why in one sentence");
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = find_person(c, &tx, "person", first_arg(c), &merged);
	if (e == OK && !is_undone)
		e = find_person(c, &tx, "same-as", verb_text(c, "same-as"), &kept);
	tx_end(&tx);
	if (e != OK)
		return e;
	if (!is_undone && kept.id && kept.id == merged.id)
		fault_field(c->faults, S("same-as"), "these are the same record already");
	TRY(faults_err(c->faults));
	m.in.merged_id = merged.id;
	m.in.kept_id = kept.id;
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "person.merge", merge_deed, &m));
	out_fmt(c->out, "%.*s %s\n", SF(merged.ref),
		is_undone ? "stands for itself again" : "merged");
	return OK;
}

static enum err merge_verb(struct verb_call *c)
{
	return merge(c, false);
}

static enum err unmerge_verb(struct verb_call *c)
{
	return merge(c, true);
}

static const struct verb_opt unmerge_opts[] = {
	{ "reason", OPT_TEXT, "TEXT", "why they are two after all" },
	{ 0 },
};

const struct verb person_verbs[] = {
	{ "person", "document", "P-00412", "Enter a passport, visa, card, plate or permit.",
	  VERB_WRITES, document_opts, document_verb },
	{ "person", "place", "P-00412", "Say where a document physically lies.", VERB_WRITES,
	  place_opts, place_verb },
	{ "person", "contact", "P-00412",
	  "Enter or end an address, telephone number or e-mail address.", VERB_WRITES, contact_opts,
	  contact_verb },
	{ "person", "merge", "P-00413", "Say that two records are of one human being.", VERB_WRITES,
	  merge_opts, merge_verb },
	{ "person", "unmerge", "P-00413", "Take a merge back; nothing was moved.", VERB_WRITES,
	  unmerge_opts, unmerge_verb },
	{ 0 },
};
