/* asset.h: what a browser loads besides pages: the style sheet, the script, the icons. They are
 * made when the program is built (tools/assets.mjs) and travel inside it, compressed already. An
 * address holds the hash of what it gives, so that a browser may keep it for ever. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/str.h"

struct asset {
	str name;                /* "grata.css" */
	str url;                 /* "/assets/grata-1c27a1cb8a85.css" */
	str type;                /* "text/css; charset=utf-8" */
	str sha256;              /* 64 hexadecimal digits, of the bytes */
	str etag;                /* with its quotes */
	str bytes, gzip, brotli; /* the packed ones are null when they are not smaller */
};

/* All of them, for `grata version --assets` and for tests. */
extern const struct asset ASSETS[];
extern const ptrdiff_t ASSETS_N;

/* The asset at a path, or NULL. */
const struct asset *asset_find(str path);
/* The address of an asset by its name; the name must exist. */
str asset_url(str name);
/* Does an Accept-Encoding header such as "gzip;q=0.5, br" allow the coding? */
bool coding_is_allowed(str header, str coding);
/* The smallest form that an Accept-Encoding header allows (RFC 9110 12.5.3; null: none was sent).
 * *coding becomes "br", "gzip" or null for the bytes as they are. The answer says `Vary:
 * Accept-Encoding`. */
str asset_body(const struct asset *a, str accept_encoding, str *coding);

#endif
