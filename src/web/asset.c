/* asset.c: finds assets and chooses their coding. The table is made by tools/assets.mjs. */
#include "web/asset.h"

#include "base/must.h"

const struct asset *asset_find(str path)
{
	for (ptrdiff_t i = 0; i < ASSETS_N; i++)
		if (str_eq(ASSETS[i].url, path))
			return &ASSETS[i];
	return NULL;
}

str asset_url(str name)
{
	for (ptrdiff_t i = 0; i < ASSETS_N; i++)
		if (str_eq(ASSETS[i].name, name))
			return ASSETS[i].url;
	must_not_come_here("a template names an asset that does not exist");
}

/* Does "gzip;q=0.5, br" allow `coding`? A weight of zero forbids; what cannot be read counts as
 * not there. */
bool coding_is_allowed(str header, str coding)
{
	while (header.p) {
		str item = str_cut(&header, ','), weight = item;
		str name = str_trim(str_cut(&weight, ';'));
		if (!str_eq_nocase(name, coding))
			continue;
		if (!weight.p)
			return true;
		weight = str_trim(weight);
		if (!str_starts(weight, S("q=")))
			return false;
		for (ptrdiff_t i = 2; i < weight.n; i++)
			if (weight.p[i] >= '1' && weight.p[i] <= '9')
				return true;
		return false;
	}
	return false;
}

str asset_body(const struct asset *a, str accept_encoding, str *coding)
{
	if (a->brotli.p && coding_is_allowed(accept_encoding, S("br"))) {
		*coding = S("br");
		return a->brotli;
	}
	if (a->gzip.p && coding_is_allowed(accept_encoding, S("gzip"))) {
		*coding = S("gzip");
		return a->gzip;
	}
	*coding = (str){ 0 };
	return a->bytes;
}
