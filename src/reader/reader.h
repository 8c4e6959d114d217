/* reader.h: a press report or a note verbale becomes proposed entries, each with its evidence.
 *
 * Pure rules: no model, no network, no database, no clock. A text of any bytes at all is read in
 * linear time; every byte range that comes back lies inside the text and on character boundaries.
 * The vocabulary (types, modalities, counts, dates, links) is that of the intake conventions; who
 * did a thing that the text leaves open stays open. Everything returned lives in the arena given.
 *
 * Order: the request, the proposals, reading. */
#ifndef READER_READER_H
#define READER_READER_H

#include "base/verb.h"
#include "lexicon/lexicon.h"

struct out;

extern const struct verb reader_verbs[]; /* ended by a row without a noun */

struct reader_request {
	str text;
	int64_t published_on;
	str place; /* ISO 3166-1 alpha-2 of the country where the text appeared; null: not known */
	bool is_explained; /* fill the notes */
	struct out *trace; /* when given: how each sentence was taken apart */
};

enum modality {
	MOOD_ASSERTED,
	MOOD_ANNOUNCED,
	MOOD_PLANNED,
	MOOD_THREATENED,
	MOOD_CONDITIONAL,
	MOOD_NEGATED,
	MOOD_DENIED,
	MOOD_REPORTED,
	MOOD_QUESTIONED,
};
const char *modality_name(enum modality m);

enum link_kind {
	LINK_RETALIATION_FOR,
	LINK_RESPONSE_TO,
	LINK_STATEMENT_ON,
	LINK_MADE_DURING,
	LINK_FOLLOWS
};
const char *link_name(enum link_kind k);

struct span {
	int32_t start, end; /* bytes of the text, end exclusive */
};
struct spans {
	struct span *v;
	ptrdiff_t n, cap;
};

/* How many: a missing number is -1. */
struct count {
	bool is_there, is_approx;
	int64_t value, min, max;
};

/* The day or days of the act; has_from and has_to tell which end is known. */
struct when {
	bool has_from, has_to;
	int64_t from_on, to_on;
	const char *precision; /* day week month year range unknown */
	const char *rule;      /* how it was found, for a person */
};

enum { CODES_MAX = 48 };
struct codes { /* a set, sorted by the place of the state in the table */
	int n;
	uint16_t v[CODES_MAX];
};

struct link {
	enum link_kind kind;
	int to; /* id of a proposal */
};

enum { LINKS_MAX = 6, REASONS_MAX = 8 };

struct proposal {
	int id;
	const struct frame *frame;
	str type, event, mode; /* mode is null where PLOVER has none */
	enum modality modality;
	struct codes actors, recipients;
	struct count count;
	struct when when;
	bool has_deadline;
	int64_t deadline_on, deadline_hours; /* DAY_MIN - 1 and 0: not stated */
	struct spans evidence, quotes;
	int n_links;
	struct link links[LINKS_MAX];
	struct span speaker; /* empty: none */
	int speaker_state;   /* -1: none or not known */
	int n_reasons;
	const char *reasons[REASONS_MAX];
	str note; /* with is_explained: sentence, frame and rules, for a person */
};

struct proposals {
	struct proposal *v;
	ptrdiff_t n, cap;
};

/* Reads one text of at most READER_TEXT_MAX bytes (ERR_TOO_LARGE). Memory is bounded by the text:
 * about 200 bytes for each of its bytes. */
enum { READER_TEXT_MAX = 16 << 20 };
enum err reader_read(struct arena *a, const struct lexicon *lx, const struct reader_request *r,
		     struct proposals *out) MUST_CHECK;

/* One proposal as one line of JSON; `text` is what was read. */
void reader_print(struct out *o, const struct lexicon *lx, const struct proposal *p, str text);

#endif
