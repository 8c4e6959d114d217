/* person.c: keys of names; the next reference. */
#include "person/person.h"

#include <glib.h>

#include "base/out.h"
#include "base/utf8.h"

str person_sort_key(struct arena *a, str name)
{
	struct out o = out_to_arena(a);
	bool is_gap = false;
	for (ptrdiff_t i = 0; i < name.n;) {
		char text[4];
		uint32_t c = g_unichar_tolower(utf8_next(name, &i));
		if (c == '\'')
			continue;
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
		if (is_letter && is_gap)
			out_char(&o, ' ');
		if (is_letter)
			out_str(&o, (str){ text, utf8_put(text, c) });
		is_gap = !is_letter && out_view(&o).n > 0;
	}
	return out_view(&o);
}

str person_find_key(struct arena *a, str number)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < number.n; i++) {
		char c = number.p[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
			out_char(&o, c);
	}
	return out_view(&o);
}

enum err person_next_ref(struct tx *tx, int64_t *after_n, str *ref)
{
	struct person_last_row last;
	struct person_ref_taken_row taken = { .people_n = 1 };
	TRY(person_last(tx, &last));
	*after_n = last.last_id > *after_n ? last.last_id : *after_n;
	while (taken.people_n) {
		++*after_n;
		struct person_ref_taken_args in = { str_fmt(tx->a, "P-%05lld",
							    (long long)*after_n) };
		TRY(person_ref_taken(tx, &in, &taken));
		*ref = in.ref;
	}
	return OK;
}
