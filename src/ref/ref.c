/* ref.c: small questions that every feature asks. */
#include "ref/ref.h"

#include "ref.sql.h"

enum err ref_host(struct tx *tx, str *iso)
{
	struct ref_register_get_row r;
	TRY(ref_register_get(tx, &r));
	*iso = r.host_iso;
	return OK;
}

enum err ref_is_demo(struct tx *tx, bool *is_demo)
{
	struct ref_register_get_row r;
	TRY(ref_register_get(tx, &r));
	*is_demo = r.is_demo;
	return OK;
}

enum err ref_ministry(struct tx *tx, str *ministry)
{
	struct ref_register_get_row r;
	TRY(ref_register_get(tx, &r));
	*ministry = r.ministry;
	return OK;
}

enum err ref_state_name(struct tx *tx, str iso, str *name)
{
	struct ref_state_by_iso_row s;
	struct ref_state_by_iso_args in = { iso };
	TRY(ref_state_by_iso(tx, &in, &s));
	*name = s.name;
	return OK;
}
