/* visa_work.c: who works on which application: take the next, locks that others see and that end by
 * themselves, keeping out, giving to somebody; and the papers that are asked of a mission. */
#include "visa/visa.h"

#include "base/must.h"
#include "note/note.h"
#include "ref/ref.h"
#include "visa/visa_pages.h"

enum { LOCK_MINUTES = 30 };
static const int64_t LOCK_US = LOCK_MINUTES * 60 * SECOND_US;

/* ---- locks and conflicts ---- */

enum err visa_lock_read(struct tx *tx, int64_t id, struct visa_lock_of_row *lock)
{
	struct visa_lock_of_args in = { .application_id = id, .now_at = tx->at };
	*lock = (struct visa_lock_of_row){ 0 };
	enum err e = visa_lock_of(tx, &in, lock);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err set_lock(struct tx *tx, int64_t id, int64_t until_at)
{
	struct wrote out;
	struct visa_lock_set_args in = { id, tx->viewer->user_id, until_at };
	return visa_lock_set(tx, &in, &out);
}

enum err visa_may_touch(struct tx *tx, int64_t id)
{
	struct visa_conflict_of_args mine = { id, tx->viewer->user_id };
	struct visa_conflict_of_row conflict;
	struct visa_lock_of_row lock;
	enum err e = visa_conflict_of(tx, &mine, &conflict);
	if (e == OK)
		return refuse(tx->a, tx->refusal, "conflict", NULL,
			      "You keep out of this application since %.*s: %.*s",
			      SF(day_long(tx->a, conflict.declared_on)), SF(conflict.reason));
	if (e != ERR_NOT_FOUND)
		return e;
	TRY(visa_lock_read(tx, id, &lock));
	if (!lock.account_id || lock.account_id == tx->viewer->user_id)
		return OK;
	struct out at = out_to_arena(tx->a);
	out_at_moment(&at, lock.until_at);
	return refuse(tx->a, tx->refusal, "locked", NULL,
		      "%.*s is working on it until %.*s at the latest.", SF(lock.account_name),
		      SF(out_view(&at)));
}

enum err visa_unlock(struct tx *tx, int64_t id)
{
	struct visa_lock_of_row lock;
	TRY(visa_lock_read(tx, id, &lock));
	return lock.account_id == tx->viewer->user_id ? set_lock(tx, id, 0) : OK;
}

/* ---- deeds ---- */

struct work {
	str *refs;
	ptrdiff_t n_refs;
	str login, reason;
	uint32_t item_bits;
	str taken_ref; /* out */
	int64_t taken_id, notes_n;
};

static enum err find(struct tx *tx, str ref, struct visa_by_ref_row *row)
{
	struct visa_by_ref_args in = { ref };
	enum err e = visa_by_ref(tx, &in, row);
	if (e == ERR_NOT_FOUND)
		return refuse(tx->a, tx->refusal, "no_such_application", NULL,
			      "There is no application %.*s.", SF(ref));
	return e;
}

static enum err next_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	enum visa_holder h;
	struct visa_next_rows rows;
	if (!visa_holder_of_roles(tx->viewer->role_bits, &h))
		return ERR_DENIED;
	struct visa_next_args in = { .holder = visa_holder_text(h),
				     .account_id = tx->viewer->user_id,
				     .now_at = tx->at };
	TRY(ref_host(tx, &in.receiving_iso));
	TRY(visa_next(tx, &in, &rows));
	if (!rows.n)
		return ERR_NOT_FOUND;
	w->taken_id = rows.v[0].id;
	w->taken_ref = rows.v[0].ref;
	tx_note(tx, CHANGE_NOTE, "visa_application", w->taken_id);
	return set_lock(tx, w->taken_id, tx->at + LOCK_US);
}

enum err visa_take_next(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, int64_t *id, str *ref)
{
	struct work w = { 0 };
	enum err e = db_deed(db, viewer, a, refusal, "visa.take", next_deed, &w);
	*id = w.taken_id;
	*ref = w.taken_ref;
	return e;
}

static enum err give_back_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	struct visa_by_ref_row row;
	TRY(find(tx, w->refs[0], &row));
	tx_note(tx, CHANGE_NOTE, "visa_application", row.id);
	return visa_unlock(tx, row.id);
}

enum err visa_give_back(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, str ref)
{
	struct work w = { .refs = &ref, .n_refs = 1 };
	return db_deed(db, viewer, a, refusal, "visa.give_back", give_back_deed, &w);
}

static enum err keep_out_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	struct visa_by_ref_row row;
	struct wrote out;
	TRY(find(tx, w->refs[0], &row));
	if (str_is_empty(str_trim(w->reason)))
		return refuse(tx->a, tx->refusal, "reason", NULL,
			      "Say in one sentence why you keep out of it.");
	struct visa_conflict_add_args in = { row.id, tx->viewer->user_id, w->reason, tx->on };
	TRY(visa_unlock(tx, row.id));
	enum err e = visa_conflict_add(tx, &in, &out);
	if (e == ERR_CONFLICT)
		return refuse(tx->a, tx->refusal, "conflict", NULL, "You keep out of it already.");
	return e;
}

enum err visa_keep_out(struct db *db, const struct viewer *viewer, struct arena *a,
		       struct refusal *refusal, str ref, str reason)
{
	struct work w = { .refs = &ref, .n_refs = 1, .reason = reason };
	return db_deed(db, viewer, a, refusal, "visa.keep_out", keep_out_deed, &w);
}

/* ---- giving to somebody ---- */

static enum err find_person(struct tx *tx, str login, int64_t *id)
{
	struct visa_people_rows rows;
	TRY(visa_people(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].login, login)) {
			*id = rows.v[i].id;
			return OK;
		}
	return refuse(tx->a, tx->refusal, "no_such_account", NULL,
		      "Nobody here signs in as '%.*s'.", SF(login));
}

static enum err assign_one(struct tx *tx, str ref, struct opt_int to)
{
	struct visa_by_ref_row row;
	struct visa_conflict_of_row conflict;
	struct wrote out;
	TRY(find(tx, ref, &row));
	struct visa_conflict_of_args keeps = { row.id, to.v };
	if (to.has && visa_conflict_of(tx, &keeps, &conflict) == OK)
		return refuse(tx->a, tx->refusal, "conflict", NULL,
			      "%.*s cannot go to them: they keep out of it.", SF(ref));
	struct visa_assign_args in = { .id = row.id, .assigned_account_id = to };
	TRY(visa_assign(tx, &in, &out));
	if (!out.n)
		return refuse(tx->a, tx->refusal, "closed", NULL, "%.*s is closed.", SF(ref));
	return OK;
}

static enum err assign_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	struct opt_int to = { 0 };
	if (may(tx->viewer, ACT_VISA_ASSIGN, NULL, NULL) != OK)
		return ERR_DENIED;
	if (w->login.n) {
		to.has = true;
		TRY(find_person(tx, w->login, &to.v));
	}
	for (ptrdiff_t i = 0; i < w->n_refs; i++)
		TRY(assign_one(tx, w->refs[i], to));
	return OK;
}

enum err visa_give_to(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, str *refs, ptrdiff_t n, str login)
{
	struct work w = { .refs = refs, .n_refs = n, .login = login };
	return db_deed(db, viewer, a, refusal, "visa.assign", assign_deed, &w);
}

/* ---- papers ---- */

enum err visa_papers_read(struct tx *tx, int64_t id, enum visa_kind kind, struct visa_papers *p)
{
	struct visa_papers_args in = { id };
	struct visa_papers_rows rows;
	enum visa_item item;
	*p = (struct visa_papers){ .needed_bits = visa_items_of(kind) };
	TRY(visa_papers(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		must(visa_item_of(rows.v[i].item, &item));
		p->given_on[item] = rows.v[i].given_on;
		p->asked_on[item] = rows.v[i].asked_on;
		p->needed_bits |= BIT(item);
	}
	for (int i = 0; i < VISA_ITEM_N; i++)
		if ((p->needed_bits & BIT(i)) && !p->given_on[i].has)
			p->missing_bits |= BIT(i);
	return OK;
}

str visa_items_text(struct arena *a, uint32_t item_bits)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < VISA_ITEM_N; i++)
		if (item_bits & BIT(i))
			out_fmt(&o, "%s%.*s", out_view(&o).n ? ", " : "",
				SF(visa_item_label((enum visa_item)i)));
	return out_view(&o);
}

/* "We need from you: a photograph. It must be in colour." */
static str ask_sentence(struct arena *a, uint32_t item_bits, str more)
{
	str items = visa_items_text(a, item_bits);
	if (str_is_empty(items))
		return more;
	return str_fmt(a, "We need from you: %.*s.%s%.*s", SF(items), more.n ? " " : "", SF(more));
}

/* The list of marked text (doc/paper.h): an item to a line, then what was said besides. */
static str missing_list(struct arena *a, const struct work *w)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < VISA_ITEM_N; i++)
		if (w->item_bits & BIT(i))
			out_fmt(&o, "%s- %.*s", o.n ? "\n" : "",
				SF(visa_item_label((enum visa_item)i)));
	if (!str_is_empty(w->reason))
		out_fmt(&o, "%s%.*s", o.n ? "\n\n" : "", SF(w->reason));
	return out_view(&o);
}

/* Whoever may draft notes drafts the one that asks; for others the protocol section does. */
static enum err draft_asking(struct tx *tx, struct work *w, int64_t id)
{
	struct visa_get_args in = { id };
	struct visa_get_row row;
	TRY(visa_get(tx, &in, &row));
	struct object o = { "visa_application", id, row.mission_id };
	const struct note_value v[] = { { "application", row.ref },
					{ "person", row.person_name },
					{ "missing", missing_list(tx->a, w) } };
	struct note_new note = { .template = "visa_documents",
				 .lang = S("en"),
				 .kind = NOTE_KIND_NOTE_VERBALE,
				 .mission_id = row.mission_id,
				 .object_table = "visa_application",
				 .object_id = id,
				 .values = v,
				 .n_values = sizeof v / sizeof v[0],
				 .is_invented = row.is_invented };
	if (may(tx->viewer, ACT_NOTE_DRAFT, &o, NULL) != OK)
		return OK;
	w->notes_n++;
	return note_draft(tx, &note, &id);
}

static enum err ask_one(struct tx *tx, struct work *w, str ref)
{
	struct visa_by_ref_row row;
	TRY(find(tx, ref, &row));
	TRY(visa_may_touch(tx, row.id));
	struct visa_wish wish = { .to = VISA_STAGE_DOCUMENTS,
				  .holder = VISA_HOLDER_MISSION,
				  .reason = ask_sentence(tx->a, w->item_bits, w->reason),
				  .on = tx->on };
	TRY(visa_move_now(tx, ref, &wish));
	for (int i = 0; i < VISA_ITEM_N; i++) {
		if (!(w->item_bits & BIT(i)))
			continue;
		struct wrote out;
		struct visa_paper_ask_args in = { row.id,
						  visa_item_text((enum visa_item)i),
						  { true, tx->on } };
		TRY(visa_paper_ask(tx, &in, &out));
	}
	return draft_asking(tx, w, row.id);
}

static enum err ask_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	if (may(tx->viewer, ACT_VISA_MOVE, NULL, NULL) != OK)
		return ERR_DENIED;
	for (ptrdiff_t i = 0; i < w->n_refs; i++) {
		enum err e = ask_one(tx, w, w->refs[i]);
		if (e == ERR_REFUSED && w->n_refs > 1)
			tx->refusal->sentence = str_fmt(tx->a, "%.*s: %.*s Nothing was changed.",
							SF(w->refs[i]), SF(tx->refusal->sentence));
		TRY(e);
	}
	return OK;
}

enum err visa_ask(struct db *db, const struct viewer *viewer, struct arena *a,
		  struct refusal *refusal, str *refs, ptrdiff_t n, uint32_t item_bits, str more,
		  int64_t *notes_n)
{
	struct work w = { .refs = refs, .n_refs = n, .item_bits = item_bits, .reason = more };
	enum err e = db_deed(db, viewer, a, refusal, "visa.ask", ask_deed, &w);
	*notes_n = w.notes_n;
	return e;
}

static enum err papers_came_deed(struct tx *tx, void *arg)
{
	struct work *w = arg;
	struct visa_by_ref_row row;
	TRY(find(tx, w->refs[0], &row));
	if (may(tx->viewer, ACT_VISA_MOVE, NULL, NULL) != OK)
		return ERR_DENIED;
	if (!w->item_bits)
		return refuse(tx->a, tx->refusal, "papers", NULL, "Say which papers have come.");
	for (int i = 0; i < VISA_ITEM_N; i++) {
		if (!(w->item_bits & BIT(i)))
			continue;
		struct wrote out;
		struct visa_paper_give_args in = { row.id,
						   visa_item_text((enum visa_item)i),
						   { true, tx->on } };
		TRY(visa_paper_give(tx, &in, &out));
	}
	return OK;
}

enum err visa_papers_came(struct db *db, const struct viewer *viewer, struct arena *a,
			  struct refusal *refusal, str ref, uint32_t item_bits)
{
	struct work w = { .refs = &ref, .n_refs = 1, .item_bits = item_bits };
	return db_deed(db, viewer, a, refusal, "visa.papers", papers_came_deed, &w);
}
