/* audit_erase.c: what the entries of an object said of some fields is forgotten: values and salts
 * go, the entries stay and the log verifies. That it was done is an entry of its own; verification
 * asks for it. */
#include "audit.sql.h"
#include "audit/audit.h"
#include "audit/leaf.h"

static enum err erase_in(struct tx *tx, const struct audit_openings_of_row *row,
			 const char *const *fields, int64_t *n)
{
	struct opening op;
	struct wrote out;
	bool is_less = false;
	TRY(opening_read(tx->a, row->opening, &op));
	for (int i = 0; fields[i]; i++)
		is_less |= opening_erase(&op, str_of(fields[i])) == OK;
	if (!is_less)
		return OK;
	struct out o = out_to_arena(tx->a);
	TRY(opening_write(&o, &op));
	struct audit_opening_set_args in = { .id = row->id, .opening = out_view(&o) };
	*n += 1;
	return audit_opening_set(tx, &in, &out);
}

enum err audit_erase(struct tx *tx, const char *table, int64_t id, const char *const *fields,
		     int64_t *n)
{
	struct audit_openings_of_args in = { str_of(table), id };
	struct audit_openings_of_rows rows;
	const struct viewer *me = tx->viewer;
	*n = 0;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = audit_openings_of(tx, &in, &rows);
	for (ptrdiff_t i = 0; i < rows.n && e == OK; i++)
		e = erase_in(tx, &rows.v[i], fields, n);
	tx->viewer = me;
	if (e == OK)
		tx_note(tx, CHANGE_ERASE, table, id);
	return e;
}
