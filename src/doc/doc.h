/* doc.h: what a file is that somebody brings: by its content, never by its name. Front door of the
 * folder beside sheet.h (rows) and paper.h (documents). */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/fault.h"
#include "base/out.h"
#include "base/verb.h"

enum file_kind { FILE_PNG, FILE_JPEG, FILE_PDF };

struct file_facts {
	enum file_kind kind;
	int64_t width_n, height_n; /* pixels, upright: as the picture is shown; 0 of a PDF */
};

enum {
	FILE_BYTES_MAX = 20 << 20,
	FILE_SIDE_MAX = 20000,      /* pixels */
	FILE_PIXELS_MAX = 50000000, /* what a viewer would have to unpack */
};

/* Looks at a scan or photograph. Faults of `field`, one sentence: empty or too large, another kind,
 * broken off, bytes behind its end, no pixels or too many. Nothing is decoded: a file that passes
 * can still be damaged within. ERR_FAULTS. */
enum err file_look(str bytes, str field, struct faults *f, struct file_facts *facts) MUST_CHECK;
/* How a camera held a JPEG (Exif 2.3, tag 0x0112): 1 to 8; 1 when it says nothing that can be read.
 * 5 to 8 stand on their side. */
int file_turn(str bytes);
/* A picture drawn small and upright, as PNG of at most `side` pixels on a side; false for a PDF and
 * for what cannot be decoded. Decoders are others' and the bytes may be hostile: run it in the
 * process of base/work.h. Takes up to 4 bytes for each pixel of a PNG. */
bool file_small(enum file_kind kind, str bytes, int side, struct out *png) MUST_CHECK;
/* The same as plain pixels for paper.h: its width and height, four bytes each, then its rows from
 * the top, four bytes a pixel (blue, green, red, nothing). What reads them decodes nothing. */
bool file_pixels(enum file_kind kind, str bytes, int side, struct out *pixels) MUST_CHECK;
/* Does a file's name end as its content asks? "jpg jpeg": one of these. False with a fault of
 * `field`. */
bool file_name_fits(str name, str endings, str field, struct faults *f);
struct file_entry {
	const char *name; /* inside the archive */
	str bytes;
};
/* Files as one ZIP archive, stored as they are; the same files give the same bytes. */
enum err file_pack(struct arena *a, const struct file_entry *v, ptrdiff_t n, str *bytes) MUST_CHECK;
const char *file_type(enum file_kind kind);   /* "image/png" */
const char *file_ending(enum file_kind kind); /* "png" */
str file_endings(enum file_kind kind);        /* all that a name may have: "jpg jpeg" */

extern const struct verb doc_verbs[];

#endif
