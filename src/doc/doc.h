/* doc.h: what a file is that somebody brings: by its content, never by its name. Front door of the
 * folder beside sheet.h (rows) and paper.h (documents). */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/fault.h"
#include "base/verb.h"

enum file_kind { FILE_PNG, FILE_JPEG, FILE_PDF };

struct file_facts {
	enum file_kind kind;
	int64_t width_n, height_n; /* pixels; 0 of a PDF */
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
const char *file_type(enum file_kind kind);   /* "image/png" */
const char *file_ending(enum file_kind kind); /* "png" */

extern const struct verb doc_verbs[];

#endif
