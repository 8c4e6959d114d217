/* watch.h: watch-lists as they are published, read into entries of one shape. Pure.
 *
 * A file is read whole or refused whole: every fault names its file and line, and a list with any
 * fault gives no entries. What a publisher says of a person is kept in the publisher's words; only
 * days are put into ISO form, as intervals where the list is not sure. Published formats:
 *
 *   ofac  the Treasury's CSV files (sdn or cons_prim, with alt, add and comments beside it)
 *   un    the Security Council's consolidated XML
 *   eu    the Commission's FSF XML, version 1.1       (made after the published format, unverified)
 *   uk    the UK Sanctions List CSV of the FCDO        (the same)
 *   ftm   FollowTheMoney entities, one JSON a line     (the same)
 *   csv   id,name and optional columns; also OpenSanctions' targets.simple.csv */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "base/fault.h"
#include "base/out.h"
#include "match/match.h"

enum { WATCH_FILE_MAX = 64 << 20, WATCH_FILES_MAX = 8, WATCH_ANSWER_MAX = 512 << 20 };

enum watch_format {
	WATCH_OFAC,
	WATCH_UN,
	WATCH_EU,
	WATCH_UK,
	WATCH_FTM,
	WATCH_CSV,
	WATCH_FORMATS_N
};
const char *watch_format_text(enum watch_format f);
bool watch_format_of(str word, enum watch_format *f);

struct watch_file {
	str name, text;
};

enum watch_quality { WATCH_PRIMARY, WATCH_ALIAS, WATCH_WEAK, WATCH_QUALITIES_N };
const char *watch_quality_text(enum watch_quality q); /* "primary", "alias", "weak" */

struct watch_name {
	str name;
	enum watch_quality quality;
	bool is_remark; /* stood in a remark, not in a row of its own */
};
struct watch_document {
	str kind, no, issuer; /* "Passport", the number as it is written, the state in words */
};
struct watch_texts {
	str *v;
	ptrdiff_t n, cap;
};
struct watch_entry {
	str key; /* the publisher's own number of it */
	enum match_kind kind;
	str file;
	int64_t line;
	struct {
		struct watch_name *v;
		ptrdiff_t n, cap;
	} names; /* the first is the primary one */
	struct {
		struct watch_document *v;
		ptrdiff_t n, cap;
	} documents;
	/* births: "1971", "1965-03", "1965-03-02", "1960/1965"; "c. " before it: about. The others
	 * are the publisher's words. */
	struct watch_texts births, places, nationalities, addresses, contacts, programs, roles;
	str sex, listed_on, says;
};
struct watch_list {
	struct arena *a;
	struct watch_entry *v;
	ptrdiff_t n, cap;
	int32_t *slots; /* by key: place in v + 1 */
	ptrdiff_t n_slots;
};

/* Reads the files of one list. ERR_FAULTS with all that is wrong. Memory is `a`. */
enum err watch_read(struct arena *a, enum watch_format format, const struct watch_file *files,
		    ptrdiff_t n_files, struct faults *f, struct watch_list *list) MUST_CHECK;

/* One entry as it is stored. */
struct watch_row {
	str key, name, body; /* canonical JSON of the whole entry */
	enum match_kind kind;
	int64_t names_n, weak_n; /* names of rows of their own; names that stood in remarks */
};
struct watch_rows {
	struct watch_row *v;
	ptrdiff_t n, cap;
};
/* The same in a process of its own (base/work.h): files from outside harm nobody. */
enum err watch_read_apart(struct arena *a, enum watch_format format, const struct watch_file *files,
			  ptrdiff_t n_files, struct faults *f, struct watch_rows *rows) MUST_CHECK;
/* Without one, for tests and fuzzing. */
enum err watch_read_rows(struct arena *a, enum watch_format format, const struct watch_file *files,
			 ptrdiff_t n_files, struct faults *f, struct watch_rows *rows) MUST_CHECK;

/* An entry as one canonical JSON object; null when it holds text that is not UTF-8. */
str watch_body(struct arena *a, const struct watch_entry *e);
/* A stored body read back; false when it is none. */
bool watch_body_read(struct arena *a, str body, struct watch_entry *e);
/* The interval that a text of `births` means, "c." widened by two years; false: it says none. */
struct interval;
bool watch_birth_read(str text, struct interval *v);

#endif
