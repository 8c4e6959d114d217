/* watch_in.h: what the readers of the formats share. Inside the folder. */
#ifndef WATCH_WATCH_IN_H
#define WATCH_WATCH_IN_H

#include "watch/watch.h"

/* One format: reads one file and adds to the list, and to the faults. The files of OFAC make one
 * list together. */
typedef void watch_reader(struct arena *a, const struct watch_file *file, struct faults *f,
			  struct watch_list *list);
watch_reader watch_un, watch_eu, watch_uk, watch_ftm, watch_csv;
void watch_ofac(struct arena *a, const struct watch_file *files, ptrdiff_t n_files,
		struct faults *f, struct watch_list *list);

/* The entry with this key, or NULL. Valid until the next watch_add. */
struct watch_entry *watch_find(struct watch_list *list, str key);
/* A new entry; the key must be new. */
struct watch_entry *watch_add(struct watch_list *list, str key, enum match_kind kind, str file,
			      int64_t line);
/* White space at the ends is dropped, runs of it become one blank, "" adds nothing. */
void watch_put(struct arena *a, struct watch_texts *to, str text);
void watch_put_name(struct arena *a, struct watch_entry *e, str name, enum watch_quality q,
		    bool is_remark);
void watch_put_document(struct arena *a, struct watch_entry *e, str kind, str no, str issuer);
/* Every part between `sep`s. */
void watch_put_all(struct arena *a, struct watch_texts *to, str text, char sep);
str watch_squeeze(struct arena *a, str text);
/* Appends `part` to *to, with `between` before it unless *to is empty. */
void watch_append(struct arena *a, str *to, const char *between, str part);
/* "25 Mar 1947", "Mar 1947", "1947", "dd/mm/yyyy", ISO, "1964 to 1966", "circa 1968" in ISO form;
 * null when it is no day. */
str watch_birth(struct arena *a, str text);
str watch_sex(str text); /* "f", "m" or null */

#endif
