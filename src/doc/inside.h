/* inside.h: what the files of doc/ share: archives (libzip), XML (expat), and the raw cells of a
 * sheet before they have columns. Only src/doc includes it, and src/watch for its XML. */
#ifndef DOC_INSIDE_H
#define DOC_INSIDE_H

#include "doc/sheet.h"

/* ---- pack.c: ZIP in memory. Names are only compared, never used as paths. ---- */
enum {
	PACK_IN_MAX = 64 << 20,   /* bytes of an archive */
	PACK_OUT_MAX = 512 << 20, /* bytes of all its entries */
	PACK_RATIO_MAX = 200,     /* of one entry that is larger than PACK_SMALL */
	PACK_SMALL = 1 << 20,
	PACK_ENTRIES_MAX = 2000,
	XML_DEPTH_MAX = 64,
};

bool pack_is(str bytes); /* begins like an archive */
/* True when the archive can be read and its directory keeps the limits; else a fault says why. */
bool pack_check(str file, str bytes, struct faults *f);
/* One entry of a checked archive; null when it has none of this name. False, with a fault, when it
 * does not unpack to what the directory says. */
bool pack_read(struct arena *a, str file, str bytes, const char *name, struct faults *f, str *text);

struct pack_entry {
	const char *name;
	str text;
	bool is_stored; /* not compressed */
};
/* The same entries give the same bytes: all are dated 1 January 1980. ERR_MEMORY, ERR_INTERNAL. */
enum err pack_write(struct arena *a, const struct pack_entry *v, ptrdiff_t n,
		    str *bytes) MUST_CHECK;

/* ---- pack.c: XML. No document type, so no entities and nothing from outside. ---- */
struct xml_reader {
	void (*start)(void *to, str name, const char *const *attributes);
	void (*end)(void *to, str name);
	void (*text)(void *to, str s); /* may come in pieces; may be NULL */
	int64_t *line;                 /* where an element begins, for `start`; may be NULL */
};
/* Names come without their prefix. False, with a fault of `part` of the file, for anything but
 * well-formed XML in UTF-8, UTF-16 or Latin-1 of at most XML_DEPTH_MAX levels. */
bool xml_read(struct arena *a, str file, const char *part, str text, const struct xml_reader *r,
	      void *to, struct faults *f);
/* The value of an attribute, valid while its handler runs; null when there is none. */
str xml_attribute(const char *const *attributes, const char *name);
/* Text or quoted attribute of XML 1.0; what XML cannot hold becomes U+FFFD. */
void out_xml(struct out *o, str s);
bool is_xml_char(uint32_t c); /* and comes back as it was: not a carriage return */

/* ---- raw cells ---- */
/* One cell of the file while it is read. */
struct raw {
	str text;
	int64_t line;
	ptrdiff_t col; /* from 1 */
	bool is_last;  /* of its record */
	bool is_null;  /* has a fault that leaves nothing to read */
};
/* Name of the column that stands at this place of the file; null in the header and beyond it. */
str sheet_name_at(const struct sheet *c, ptrdiff_t col);

/* xlsx.c */
bool xlsx_start(struct sheet *c);  /* reads the whole sheet; false after a fault */
bool xlsx_record(struct sheet *c); /* moves to the next record that is not empty */
struct raw xlsx_raw(struct sheet *c, ptrdiff_t col);

#endif
