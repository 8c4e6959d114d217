/* settings.h: how a server is run, as a file says it and the command line overrides. Pure: bytes
 * in, settings or faults out.
 *
 *   # a comment has a line of its own
 *   listen = 127.0.0.1:8080
 *   behind-proxy = yes
 *
 * A line is empty, a comment, or a word, '=' and a value. Words are those of settings.def, each at
 * most once; a value is all up to the end of the line without the white space around it. */
#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H

#include "base/fault.h"
#include "base/out.h"
#include "base/verb.h"

enum setting_id {
#define SETTING(id, word, kind, meta, otherwise, least, most, says) SETTING_##id,
#include "server/settings.def"
#undef SETTING
	SETTINGS_N
};

enum setting_kind {
	SETTING_TEXT,
	SETTING_FLAG, /* yes or no */
	SETTING_INT,
	SETTING_WORD, /* one of those in `meta` */
};

struct setting {
	const char *word;
	enum setting_kind kind;
	const char *meta, *otherwise;
	int64_t least, most; /* of an INT */
	const char *says;
};
extern const struct setting SETTINGS[SETTINGS_N];
/* The same as options of a verb; "register" is --db. Ends with "config". */
extern const struct verb_opt setting_opts[];

struct settings {
	str v[SETTINGS_N];        /* null: not said */
	int64_t line[SETTINGS_N]; /* of the file; 0: not from there */
};

enum { SETTINGS_BYTES_MAX = 64 << 10 };

/* A file of at most SETTINGS_BYTES_MAX. All faults at once, with their lines. Values point into
 * `bytes`. */
void settings_read(str file, str bytes, struct faults *f, struct settings *s);
/* One value from elsewhere, which wins over the file. */
void settings_set(struct settings *s, enum setting_id id, str value, struct faults *f);

/* What is said, or what holds without it. */
str setting_text(const struct settings *s, enum setting_id id);
bool setting_flag(const struct settings *s, enum setting_id id);
int64_t setting_int(const struct settings *s, enum setting_id id);

/* A file with every setting explained and none set. */
void settings_sample(struct out *o);
/* What holds, one line each. */
void settings_show(const struct settings *s, struct out *o);

#endif
