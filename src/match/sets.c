/* sets.c: what is known of names: which forms are one name (data/set_*.txt), which words are
 * titles, particles, legal forms (data/words.tsv, data/legal.txt), which parts half of a list
 * shares (data/frequent.tsv). Three hash tables in an arena, keyed by 64-bit hashes.
 *
 * A set is a line: forms of one name in any script, then `~` and its short forms. */
#include <string.h>

#include "base/embed.h"
#include "base/must.h"
#include "base/sha256.h"
#include "match/match_in.h"

EMBED(match_set_slavic);
EMBED(match_set_world);
EMBED(match_set_east);
EMBED(match_set_wikidata);
EMBED(match_set_nicknames);
EMBED(match_words);
EMBED(match_legal);
EMBED(match_frequent);

EMBED(match_letters);
EMBED(match_fold);

/* Of the tables of forms, and of words. */
enum { FORMS_LOG = 17, WORDS_LOG = 13 };

static uint64_t mix(uint64_t h)
{
	h ^= h >> 31;
	h *= UINT64_C(0x9e3779b97f4a7c15);
	h ^= h >> 29;
	return h ? h : 1;
}

static uint64_t hash_text(unsigned seed, str s)
{
	return mix(str_hash(s) ^ (uint64_t)(seed + 1) * UINT64_C(0xd6e8feb86659fd93));
}

/* ---- open addressing ---- */

struct slot {
	uint64_t hash; /* 0: empty */
	uint16_t value[SETS_MAX];
	uint8_t n;
};
struct table {
	struct slot *v;
	ptrdiff_t n;
	int size_log;
};

static struct slot *find_slot(const struct table *t, uint64_t hash)
{
	size_t mask = ((size_t)1 << t->size_log) - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask)
		if (t->v[i].hash == hash || !t->v[i].hash)
			return &t->v[i];
}

static struct slot *add_slot(struct table *t, uint64_t hash)
{
	struct slot *s = find_slot(t, hash);
	if (!s->hash) {
		must(++t->n < ((ptrdiff_t)1 << t->size_log) / 4 * 3);
		s->hash = hash;
	}
	return s;
}

static struct table table_open(struct arena *a, int size_log)
{
	return (struct table){ .v = arena_new_n(a, struct slot, (ptrdiff_t)1 << size_log),
			       .size_log = size_log };
}

/* ---- sets of forms ---- */

struct sets {
	struct table t;
	ptrdiff_t sets_n;
	unsigned east_n, cross_at, cross_end;
};

/* Scripts that are folded to the same alphabet share a key; the others keep their letters. */
static uint64_t form_key(enum script script, str form)
{
	bool is_own = script == SCRIPT_ARABIC || script == SCRIPT_HEBREW || script == SCRIPT_HAN ||
		      script == SCRIPT_HANGUL;
	return hash_text(is_own ? (unsigned)script : SCRIPT_LATIN, form);
}

int sets_find(const struct sets *s, enum script script, str form, uint16_t ids[SETS_MAX], int n)
{
	const struct slot *slot = find_slot(&s->t, form_key(script, form));
	for (int i = 0; slot->hash && i < slot->n && n < SETS_MAX; i++) {
		bool is_new = true;
		for (int k = 0; k < n; k++)
			if (ids[k] / 2 == slot->value[i] / 2) {
				ids[k] &= slot->value[i]; /* a full form outranks a short one */
				is_new = false;
			}
		if (is_new)
			ids[n++] = slot->value[i];
	}
	return n;
}

static void add_form(struct sets *s, const struct letters *l, str form, uint16_t id)
{
	struct tokens t;
	char reading[READINGS_MAX][READING_MAX + 1];
	text_tokens(MATCH_PERSON, form, &t);
	if (t.n != 1)
		return;
	enum script script = (enum script)t.v[0].script;
	bool is_own = script == SCRIPT_ARABIC || script == SCRIPT_HEBREW || script == SCRIPT_HAN ||
		      script == SCRIPT_HANGUL;
	letters_read(l, t.v[0], reading);
	struct slot *slot =
	    add_slot(&s->t, form_key(script, is_own ? t.v[0].text : str_of(reading[0])));
	for (int i = 0; i < slot->n; i++)
		if (slot->value[i] / 2 == id / 2)
			return;
	if (slot->n < SETS_MAX)
		slot->value[slot->n++] = id;
}

static void load_sets(struct sets *s, const struct letters *l, str text)
{
	while (text.p) {
		str line = str_trim(str_cut(&text, '\n'));
		if (!line.n || line.p[0] == '#')
			continue;
		must(s->sets_n < UINT16_MAX / 2);
		uint16_t id = (uint16_t)(s->sets_n++ * 2);
		while (line.p) {
			str form = str_cut(&line, ' ');
			if (str_eq(form, S("~")))
				id |= 1;
			else if (form.n)
				add_form(s, l, form, id);
		}
	}
}

struct sets *sets_open(struct arena *a, const struct letters *l)
{
	struct sets *s = arena_new(a, struct sets);
	s->t = table_open(a, FORMS_LOG);
	load_sets(s, l, embed_str(match_set_east));
	s->east_n = (unsigned)s->sets_n;
	load_sets(s, l, embed_str(match_set_slavic));
	load_sets(s, l, embed_str(match_set_world));
	s->cross_at = (unsigned)s->sets_n;
	load_sets(s, l, embed_str(match_set_wikidata));
	s->cross_end = (unsigned)s->sets_n;
	load_sets(s, l, embed_str(match_set_nicknames));
	return s;
}

void sets_ranges(const struct sets *s, struct match *m)
{
	m->east_n = s->east_n;
	m->cross_at = s->cross_at;
	m->cross_end = s->cross_end;
}

/* ---- words ---- */

struct words {
	struct table word, legal, weight;
	struct {
		str *v;
		ptrdiff_t n, cap;
	} canon; /* what legal forms and weak words are read as */
};

static unsigned flags_of(str s)
{
	static const struct {
		str name;
		unsigned flag;
	} names[] = { { { "title", 5 }, WORD_TITLE },     { { "particle", 8 }, WORD_PARTICLE },
		      { { "weak", 4 }, WORD_WEAK },       { { "common", 6 }, WORD_COMMON },
		      { { "chinese", 7 }, WORD_CHINESE }, { { "korean", 6 }, WORD_KOREAN },
		      { { "son", 3 }, WORD_SON },         { { "born", 4 }, WORD_TITLE | WORD_BORN },
		      { { "prefix", 6 }, WORD_LEGAL } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(s, names[i].name))
			return names[i].flag;
	must_not_come_here("kind of word in words.tsv");
}

/* Lines: kind TAB what TAB words, a space between. */
static void load_words(struct arena *a, struct words *w, str text)
{
	while (text.p) {
		str line = str_cut(&text, '\n');
		if (!line.n || line.p[0] == '#')
			continue;
		enum match_kind kind = MATCH_PERSON;
		must(match_kind_read(str_cut(&line, '\t'), &kind));
		unsigned flag = flags_of(str_cut(&line, '\t'));
		if (flag == WORD_WEAK) {
			str rest = line;
			*arena_push(a, &w->canon) = str_cut(&rest, ' ');
		}
		while (line.p) {
			str word = str_cut(&line, ' ');
			struct slot *s = add_slot(&w->word, hash_text(kind, word));
			s->value[0] |= (uint16_t)flag;
			if (flag == WORD_WEAK)
				s->value[1] = (uint16_t)w->canon.n;
		}
	}
}

/* Lines: canonical form TAB phrase, phrase, ... */
static void load_legal(struct arena *a, struct words *w, str text)
{
	while (text.p) {
		str line = str_cut(&text, '\n');
		if (!line.n || line.p[0] == '#')
			continue;
		*arena_push(a, &w->canon) = str_cut(&line, '\t');
		while (line.p) {
			str phrase = str_trim(str_cut(&line, ','));
			if (!phrase.n)
				continue;
			add_slot(&w->legal, hash_text(0, phrase))->value[0] = (uint16_t)w->canon.n;
		}
	}
}

/* Lines: weight TAB forms; keyed by the first reading. */
static void load_weights(struct words *w, const struct letters *l, str text)
{
	while (text.p) {
		str line = str_cut(&text, '\n');
		if (!line.n || line.p[0] == '#')
			continue;
		int64_t weight = 0;
		must(str_to_int64(str_cut(&line, '\t'), &weight) && weight > 0 && weight <= 100);
		while (line.p) {
			struct tokens t;
			char reading[READINGS_MAX][READING_MAX + 1];
			text_tokens(MATCH_PERSON, str_cut(&line, ' '), &t);
			if (t.n != 1)
				continue;
			letters_read(l, t.v[0], reading);
			struct slot *s = add_slot(&w->weight, hash_text(0, str_of(reading[0])));
			if (!s->value[0] || s->value[0] > weight)
				s->value[0] = (uint16_t)weight;
		}
	}
}

struct words *words_open(struct arena *a, const struct letters *l)
{
	struct words *w = arena_new(a, struct words);
	w->word = table_open(a, WORDS_LOG);
	w->legal = table_open(a, WORDS_LOG);
	w->weight = table_open(a, WORDS_LOG);
	load_words(a, w, embed_str(match_words));
	load_legal(a, w, embed_str(match_legal));
	load_weights(w, l, embed_str(match_frequent));
	return w;
}

unsigned words_find(const struct words *w, enum match_kind kind, str text)
{
	const struct slot *s = find_slot(&w->word, hash_text(kind, text));
	return s->hash ? s->value[0] : 0;
}

str words_weak(const struct words *w, str text)
{
	const struct slot *s = find_slot(&w->word, hash_text(MATCH_PERSON, text));
	return s->hash && s->value[1] ? w->canon.v[s->value[1] - 1] : (str){ 0 };
}

str words_legal(const struct words *w, str phrase)
{
	const struct slot *s = find_slot(&w->legal, hash_text(0, phrase));
	return s->hash ? w->canon.v[s->value[0] - 1] : (str){ 0 };
}

int words_weight(const struct words *w, str reading)
{
	const struct slot *s = find_slot(&w->weight, hash_text(0, reading));
	return s->hash ? s->value[0] : 100;
}

/* The rules of the code are a table as well: bump this when readings, keys or terms change. */
enum { CODE_VERSION = 3 };

void tables_digest(uint8_t digest[16])
{
	struct sha256 h =
	    sha256_of(embed_str(match_letters), embed_str(match_fold), embed_str(match_words));
	const str rest[] = { embed_str(match_set_slavic),    embed_str(match_set_world),
			     embed_str(match_set_east),      embed_str(match_set_wikidata),
			     embed_str(match_set_nicknames), embed_str(match_legal),
			     embed_str(match_frequent) };
	const char version[] = { CODE_VERSION };
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		h = sha256_of((str){ (const char *)h.b, sizeof h.b }, rest[i],
			      (str){ version, sizeof version });
	memcpy(digest, h.b, 16);
}
