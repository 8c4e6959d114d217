/* attachment.h: scans and photographs of records. Front door. What a file is, its content says
 * (doc/doc.h), within the limits of bytes and pixels there; its bytes are kept once, by their hash;
 * its label is the record's: a person's are PERS, an application's VISA, a mission's and a note's
 * PROT. */
#ifndef ATTACHMENT_ATTACHMENT_H
#define ATTACHMENT_ATTACHMENT_H

#include "access/page.h"
#include "attachment.sql.h"
#include "attachment_part.html.h"
#include "base/verb.h"
#include "doc/paper.h"

struct attachment_new {
	enum attachment_of of;
	int64_t object_id;
	enum attachment_kind kind;
	str title, bytes;
	str file_name; /* as it came; null: it came without one */
};
/* A deed. Faults: no title, a file that is none of PNG, JPEG, PDF, whose name ends like
 * another kind, or that is damaged or too large.
 * ERR_NOT_FOUND: no such record for this viewer. ERR_REFUSED: a note that was sent never changes.
 * The picture is drawn small in a process of its own; one that cannot be drawn is kept all the
 * same.
 */
enum err attachment_add(struct db *db, const struct viewer *viewer, struct arena *a,
			struct refusal *refusal, struct faults *faults,
			const struct attachment_new *in, int64_t *id) MUST_CHECK;
/* Inside a deed of the program itself: the same, with the small picture that is given; null: none.
 */
enum err attachment_keep(struct tx *tx, const struct attachment_new *in, str small) MUST_CHECK;
/* A deed: takes it off its record, with the reason. */
enum err attachment_remove(struct db *db, const struct viewer *viewer, struct arena *a,
			   struct refusal *refusal, struct faults *faults, int64_t id,
			   str why) MUST_CHECK;
/* Whether the viewer may see the record, whose mission's it is, and what it is called. */
struct attachment_record {
	struct opt_int mission_id;
	str title;
	bool is_sent; /* a note that was sent */
};
enum err attachment_record_of(struct tx *tx, enum attachment_of of, int64_t id,
			      struct attachment_record *r) MUST_CHECK;
/* All that is attached to a record as one ZIP archive; null when there is nothing. */
enum err attachment_archive(struct tx *tx, enum attachment_of of, int64_t id,
			    str *bytes) MUST_CHECK;
/* Prints them behind what the paper has: a heading and the picture on a page each; a PDF, and what
 * cannot be drawn or comes behind ENCLOSED_MAX files or 40 MiB, by its title, size and hash. Heads
 * are in `lang`, or English. Pictures are decoded in a process of their own. */
enum { ENCLOSED_MAX = 20 };
enum err attachment_enclose(struct tx *tx, enum attachment_of of, int64_t id, str lang,
			    struct paper *p) MUST_CHECK;
bool attachment_may_write(const struct viewer *v, enum attachment_of of, int64_t mission_id);

/* For a record's page: `{{>attachment_part attachments}}`. */
enum err attachment_fill(struct page *p, enum attachment_of of, int64_t id,
			 struct attachment_part_view *v) MUST_CHECK;

extern const struct route attachment_routes[];
extern const struct verb attachment_verbs[];

#endif
