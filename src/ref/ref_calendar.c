/* ref_calendar.c: the working days of the host. */
#include "ref.sql.h"
#include "ref/ref.h"

enum { BACK_DAYS = 20 * 366, AHEAD_DAYS = 5 * 366 };

enum err ref_calendar(struct tx *tx, struct calendar *host)
{
	struct ref_register_get_row r;
	struct ref_holidays_rows rows;
	TRY(ref_register_get(tx, &r));
	struct ref_holidays_args in = { .host_iso = r.host_iso,
					.region = r.holiday_region,
					.from_on = tx->on - BACK_DAYS,
					.to_on = tx->on + AHEAD_DAYS };
	TRY(ref_holidays(tx, &in, &rows));
	int64_t *days = arena_new_n(tx->a, int64_t, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		days[i] = rows.v[i].holiday_on;
	*host = (struct calendar){ CALENDAR_SAT_SUN.rest_weekdays, days, rows.n };
	return OK;
}
