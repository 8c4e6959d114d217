/* attachment_deeds.c: whose record it is; attaching and taking off; all of a record as one archive.
 */
#include "attachment/attachment.h"

#include "access/may.h"
#include "base/day.h"
#include "base/must.h"
#include "base/sha256.h"
#include "base/work.h"
#include "doc/doc.h"

enum {
	SMALL_SIDE = 240,
	SMALL_MEMORY = 512 << 20, /* a PNG of 50 million pixels takes 200 MB */
	SMALL_S = 10,
	SMALL_BYTES = 1 << 20,
	ARCHIVE_MAX = 40 << 20, /* bytes of all files of one record that are sent together */
};

/* ---- the record ---- */

/* A label of the record's own: who lacks it does not see that something is attached. */
static const enum label labels[ATTACHMENT_OF_N] = {
	[ATTACHMENT_OF_PERSON] = LABEL_PERS,
	[ATTACHMENT_OF_MISSION] = LABEL_PROT,
	[ATTACHMENT_OF_NOTE] = LABEL_PROT,
	[ATTACHMENT_OF_VISA_APPLICATION] = LABEL_VISA,
};

static enum err note_record(struct tx *tx, int64_t id, struct attachment_record *r)
{
	struct attachment_note_args in = { id };
	struct attachment_note_row row;
	TRY(attachment_note(tx, &in, &row));
	*r = (struct attachment_record){ { true, row.mission_id },
					 row.title,
					 str_eq(row.state, S("sent")) };
	return OK;
}

static enum err person_record(struct tx *tx, int64_t id, struct attachment_record *r)
{
	struct attachment_person_args in = { id };
	struct attachment_person_row row;
	TRY(attachment_person(tx, &in, &row));
	*r = (struct attachment_record){ row.mission_id, row.title, false };
	return OK;
}

static enum err mission_record(struct tx *tx, int64_t id, struct attachment_record *r)
{
	struct attachment_mission_args in = { id };
	struct attachment_mission_row row;
	TRY(attachment_mission(tx, &in, &row));
	*r = (struct attachment_record){ { true, row.mission_id }, row.title, false };
	return OK;
}

static enum err application_record(struct tx *tx, int64_t id, struct attachment_record *r)
{
	struct attachment_application_args in = { id };
	struct attachment_application_row row;
	TRY(attachment_application(tx, &in, &row));
	*r = (struct attachment_record){ { true, row.mission_id }, row.title, false };
	return OK;
}

enum err attachment_record_of(struct tx *tx, enum attachment_of of, int64_t id,
			      struct attachment_record *r)
{
	static enum err (*const reads[ATTACHMENT_OF_N])(struct tx * tx, int64_t id,
							struct attachment_record * r) = {
		[ATTACHMENT_OF_PERSON] = person_record,
		[ATTACHMENT_OF_MISSION] = mission_record,
		[ATTACHMENT_OF_NOTE] = note_record,
		[ATTACHMENT_OF_VISA_APPLICATION] = application_record,
	};
	return reads[of](tx, id, r);
}

static enum act act_of(enum attachment_of of)
{
	static const enum act acts[ATTACHMENT_OF_N] = {
		[ATTACHMENT_OF_PERSON] = ACT_MISSION_ACT,
		[ATTACHMENT_OF_MISSION] = ACT_MISSION_ACT,
		[ATTACHMENT_OF_NOTE] = ACT_NOTE_DRAFT,
		[ATTACHMENT_OF_VISA_APPLICATION] = CAN(WRITE, DOCUMENT),
	};
	return acts[of];
}

bool attachment_may_write(const struct viewer *v, enum attachment_of of, int64_t mission_id)
{
	struct object o = { .mission_id = mission_id };
	bool is_office = v->role_bits & (BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA));
	return is_office && (v->label_bits & BIT(labels[of])) && may(v, act_of(of), &o, NULL) == OK;
}

/* The record may be seen and written, and does not stand for ever. */
static enum err open_record(struct tx *tx, enum attachment_of of, int64_t id,
			    struct attachment_record *r)
{
	TRY(attachment_record_of(tx, of, id, r));
	if (!attachment_may_write(tx->viewer, of, r->mission_id.v))
		return ERR_DENIED;
	if (r->is_sent)
		return refuse(tx->a, tx->refusal, "note_sent", NULL,
			      "A note that was sent never changes, nor what goes with it.");
	return OK;
}

/* ---- attaching ---- */

struct adding {
	const struct attachment_new *in;
	struct file_facts facts;
	str hash, small;
	int64_t id;
};

static void draw_small(struct arena *a, struct out *o, void *arg)
{
	const struct adding *x = arg;
	(void)a;
	if (!file_small(x->facts.kind, x->in->bytes, SMALL_SIDE, o))
		o->n = 0;
}

/* A picture that breaks its decoder, or keeps it too long, has none: null. */
static enum err make_small(struct arena *a, struct adding *x)
{
	struct work_limits limits = { SMALL_MEMORY, SMALL_S, SMALL_BYTES };
	enum work_end end;
	if (x->facts.kind == FILE_PDF)
		return OK;
	TRY(work_run(a, limits, draw_small, x, &x->small, &end));
	if (end != WORK_DONE || !x->small.n)
		x->small = (str){ 0 };
	return OK;
}

static enum err keep(struct tx *tx, struct adding *x, const struct attachment_record *r)
{
	const struct attachment_new *in = x->in;
	struct wrote out;
	struct sha256 h = sha256_of(in->bytes, (str){ 0 }, (str){ 0 });
	x->hash = str_copy(tx->a, (str){ (const char *)h.b, sizeof h.b });
	struct attachment_content_add_args content = { x->hash, in->bytes, x->small };
	TRY(attachment_content_add(tx, &content, &out));
	struct attachment_insert_args add = {
		.object_table = attachment_of_text(in->of),
		.object_id = in->object_id,
		.mission_id = r->mission_id,
		.label_bits = labels[in->of] == LABEL_PROT ? 0 : BIT(labels[in->of]),
		.kind = attachment_kind_text(in->kind),
		.title = in->title,
		.type = str_of(file_ending(x->facts.kind)),
		.content_hash = x->hash,
		.bytes_n = in->bytes.n,
		.width_n = x->facts.width_n,
		.height_n = x->facts.height_n,
		.account_id = tx->viewer->user_id,
		.added_on = tx->on,
	};
	TRY(attachment_insert(tx, &add, &out));
	x->id = out.id;
	return OK;
}

static enum err add_deed(struct tx *tx, void *arg)
{
	struct adding *x = arg;
	struct attachment_record r;
	TRY(open_record(tx, x->in->of, x->in->object_id, &r));
	return keep(tx, x, &r);
}

enum err attachment_keep(struct tx *tx, const struct attachment_new *in, str small)
{
	struct adding x = { .in = in, .small = small };
	struct faults found = faults_in(tx->a);
	struct attachment_record r;
	TRY(file_look(in->bytes, S("file"), &found, &x.facts));
	TRY(attachment_record_of(tx, in->of, in->object_id, &r));
	return keep(tx, &x, &r);
}

static void check_said(struct faults *f, const char *field, str s, const char *empty)
{
	if (str_is_empty(s))
		fault_field(f, str_of(field), "%s", empty);
}

enum err attachment_add(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, struct faults *faults,
			const struct attachment_new *in, int64_t *id)
{
	struct adding x = { .in = in };
	check_said(faults, "title", in->title, "Say what it shows, such as Passport, page 2.");
	enum err e = file_look(in->bytes, S("file"), faults, &x.facts);
	if (e != OK && e != ERR_FAULTS)
		return e;
	if (e == OK && in->file_name.p)
		file_name_fits(in->file_name, file_endings(x.facts.kind), S("file"), faults);
	TRY(faults_err(faults));
	TRY(make_small(a, &x));
	TRY(db_deed(db, viewer, a, refusal, "attachment.add", add_deed, &x));
	*id = x.id;
	return OK;
}

/* ---- taking off ---- */

struct removing {
	int64_t id;
	str why;
};

static enum err remove_deed(struct tx *tx, void *arg)
{
	const struct removing *x = arg;
	struct attachment_by_id_args by = { x->id };
	struct attachment_by_id_row row;
	struct attachment_record r;
	struct wrote out;
	enum attachment_of of;
	TRY(attachment_by_id(tx, &by, &row));
	must(attachment_of_of(row.object_table, &of));
	TRY(open_record(tx, of, row.object_id, &r));
	struct attachment_set_removed_args in = { { true, tx->on }, x->why, x->id };
	TRY(attachment_set_removed(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

enum err attachment_remove(struct db *db, const struct viewer *viewer, struct arena *a,
			   struct refusal *refusal, struct faults *faults, int64_t id, str why)
{
	struct removing x = { id, why };
	check_said(faults, "why", why, "Say in one sentence why it is taken off.");
	TRY(faults_err(faults));
	return db_deed(db, viewer, a, refusal, "attachment.remove", remove_deed, &x);
}

/* ---- all of a record ---- */

/* Names are the numbers, so that nothing of what people typed becomes a path; a list says the
 * titles. */
enum err attachment_archive(struct tx *tx, enum attachment_of of, int64_t id, str *bytes)
{
	struct attachment_record r;
	struct attachment_list_args in = { attachment_of_text(of), id };
	struct attachment_list_rows rows;
	struct out list = out_to_arena(tx->a);
	int64_t total_n = 0;
	*bytes = (str){ 0 };
	TRY(attachment_record_of(tx, of, id, &r));
	TRY(attachment_list(tx, &in, &rows));
	struct file_entry *v = arena_new_n(tx->a, struct file_entry, rows.n + 1);
	out_lit(&list, "file,kind,title,added,sha256\r\n");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct attachment_list_row *t = &rows.v[i];
		total_n += t->bytes_n;
		out_fmt(&list, "%lld.%.*s,%.*s,", (long long)t->id, SF(t->type), SF(t->kind));
		out_csv(&list, t->title);
		out_fmt(&list, ",%.*s,", SF(day_text(tx->a, t->added_on)));
		out_hex(&list, t->content_hash.p, t->content_hash.n);
		out_lit(&list, "\r\n");
	}
	if (!rows.n)
		return OK;
	if (total_n > ARCHIVE_MAX)
		return ERR_TOO_LARGE;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct attachment_bytes_args of_file = { rows.v[i].id };
		struct attachment_bytes_row file;
		TRY(attachment_bytes(tx, &of_file, &file));
		v[i] = (struct file_entry){
			str_fmt(tx->a, "%lld.%.*s", (long long)rows.v[i].id, SF(rows.v[i].type)).p,
			file.bytes_blob
		};
	}
	v[rows.n] = (struct file_entry){ "attachments.csv", out_view(&list) };
	return file_pack(tx->a, v, rows.n + 1, bytes);
}
