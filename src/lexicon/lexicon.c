/* lexicon.c: the tree of words. First folding, then the tree, then loading, then what the stages
 * ask. */
#include "lexicon/lexicon.h"

#include <string.h>

#include "base/embed.h"
#include "base/utf8.h"
#include "lexicon/inside.h"

EMBED(states);
EMBED(reader_gazetteer);
EMBED(reader_words);
EMBED(reader_frames);
EMBED(reader_operators);
EMBED(office_holders);

struct lexicon_tables lexicon_tables(void)
{
	return (struct lexicon_tables){
		.states = embed_str(states),
		.gazetteer = embed_str(reader_gazetteer),
		.words = embed_str(reader_words),
		.frames = embed_str(reader_frames),
		.operators = embed_str(reader_operators),
		.holders = embed_str(office_holders),
	};
}

/* ---- folding */
/* Base letters of U+00C0..U+017F; '*' keeps the character. */
static const char BASE_LETTER[0x180 - 0xC0 + 1] =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

str word_fold(char to[static 64], str word)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < word.n;) {
		ptrdiff_t from = i;
		uint32_t c = utf8_next(word, &i);
		if (n + 4 > 63)
			return (str){ 0 };
		if (c >= 'A' && c <= 'Z') {
			to[n++] = (char)(c - 'A' + 'a');
		} else if (c >= 0xC0 && c <= 0x17F && BASE_LETTER[c - 0xC0] != '*') {
			to[n++] = BASE_LETTER[c - 0xC0];
		} else if (c == '\'' || c == 0x2019) {
			to[n++] = '\'';
		} else {
			memcpy(to + n, word.p + from, (size_t)(i - from));
			n += i - from;
		}
	}
	to[n] = 0;
	return (str){ to, n };
}

/* ---- the tree */
static uint32_t bucket_of(const struct lexicon *lx, str word, int parent)
{
	return (uint32_t)(str_hash(word) * 31 + (uint64_t)(uint32_t)parent * 2654435761U) &
	       lx->mask;
}

int node_find(const struct lexicon *lx, str word, int parent)
{
	int i = lx->buckets[bucket_of(lx, word, parent)];
	while (i >= 0 && !(lx->nodes.v[i].parent == parent && str_eq(lx->nodes.v[i].word, word)))
		i = lx->nodes.v[i].next;
	return i;
}

static int node_make(struct lexicon *lx, str word, int parent)
{
	int i = node_find(lx, word, parent);
	if (i >= 0)
		return i;
	if (parent >= 0)
		lx->nodes.v[parent].has_child = true;
	i = (int)lx->nodes.n;
	uint32_t b = bucket_of(lx, word, parent);
	*arena_push(lx->a, &lx->nodes) = (struct node){ .word = str_copy(lx->a, word),
							.parent = parent,
							.next = lx->buckets[b],
							.e = { .lemma = -1, .holder = -1 } };
	lx->buckets[b] = i;
	return i;
}

struct entry *entry_make(struct lexicon *lx, str phrase)
{
	int node = -1, words = 0;
	str rest = str_trim(phrase);
	while (rest.p && rest.n) {
		ptrdiff_t end = 0;
		while (end < rest.n && rest.p[end] != ' ' && rest.p[end] != '-')
			end++;
		char room[64];
		str folded = word_fold(room, str_slice(rest, 0, end));
		if (folded.n) {
			node = node_make(lx, folded, node);
			words++;
		}
		rest = end < rest.n ? str_slice(rest, end + 1, rest.n) : (str){ 0 };
	}
	if (node < 0 || words > PHRASE_WORDS) {
		wrong(lx, "'%.*s' is no phrase of 1 to %d words", SF(phrase), PHRASE_WORDS);
		return NULL;
	}
	lx->nodes.v[node].has_entry = true;
	return &lx->nodes.v[node].e;
}

struct entry *word_add(struct lexicon *lx, str phrase, uint64_t is)
{
	struct entry *e = entry_make(lx, phrase);
	if (e)
		e->is |= is;
	return e;
}

/* ---- loading */
static void table_read(struct lexicon *lx, const char *name, str text, int cells,
		       void (*row)(struct lexicon *, str *))
{
	lx->table = name;
	lx->line = 0;
	while (text.p) {
		str line = str_cut(&text, '\n'), cell[CELLS_MAX] = { 0 };
		lx->line++;
		if (!str_trim(line).n || line.p[0] == '#')
			continue;
		int n = 0;
		while (line.p && n < CELLS_MAX)
			cell[n++] = str_trim(str_cut(&line, '\t'));
		if (n != cells)
			wrong(lx, "this row has %d cells, not %d", n, cells);
		else
			row(lx, cell);
	}
}

enum err lexicon_load(struct arena *a, const struct lexicon_tables *t, struct faults *f,
		      const struct lexicon **lexicon)
{
	enum { BUCKETS = 1 << 15 };
	struct lexicon *lx = arena_new(a, struct lexicon);
	lx->a = a;
	lx->f = f;
	lx->buckets = arena_new_n(a, int32_t, BUCKETS);
	memset(lx->buckets, 0xff, BUCKETS * sizeof *lx->buckets);
	memset(lx->nominal, 0xff, sizeof lx->nominal);
	lx->mask = BUCKETS - 1;
	lx->nodes.cap = 1 << 14;
	lx->nodes.v = arena_new_n(a, struct node, lx->nodes.cap);
	table_read(lx, "states", t->states, 9, states_row);
	table_read(lx, "gazetteer", t->gazetteer, 3, gazetteer_row);
	lx->is_spelling_pass = true;
	table_read(lx, "words", t->words, 3, words_row);
	lx->is_spelling_pass = false;
	table_read(lx, "words", t->words, 3, words_row);
	table_read(lx, "operators", t->operators, 3, operators_row);
	table_read(lx, "frames", t->frames, 9, frames_row);
	table_read(lx, "holders", t->holders, 6, holders_row);
	lx->f = NULL;
	*lexicon = lx;
	return faults_err(f);
}

/* ---- what the stages ask */
const struct entry *lexicon_more(const struct lexicon *lx, str folded, int *node)
{
	if (*node >= 0 && !lx->nodes.v[*node].has_child) {
		*node = -1;
		return NULL;
	}
	*node = node_find(lx, folded, *node);
	return *node >= 0 && lx->nodes.v[*node].has_entry ? &lx->nodes.v[*node].e : NULL;
}

const struct entry *lexicon_word(const struct lexicon *lx, str folded, int *node)
{
	*node = -1;
	return lexicon_more(lx, folded, node);
}

const struct frame *lexicon_frames(const struct lexicon *lx, int lemma)
{
	return lemma >= 0 && lx->lemmas.v[lemma].frames >= 0
		   ? &lx->frames.v[lx->lemmas.v[lemma].frames]
		   : NULL;
}

const struct frame *lexicon_nominals(const struct lexicon *lx, int noun_class)
{
	return lx->nominal[noun_class] >= 0 ? &lx->frames.v[lx->nominal[noun_class]] : NULL;
}

const struct frame *lexicon_next(const struct lexicon *lx, const struct frame *f)
{
	return f->next >= 0 ? &lx->frames.v[f->next] : NULL;
}

const struct operator_row *lexicon_operator(const struct lexicon *lx, int lemma)
{
	return lemma >= 0 && lx->lemmas.v[lemma].operator_ >= 0
		   ? &lx->operators.v[lx->lemmas.v[lemma].operator_]
		   : NULL;
}

int lexicon_state_on(const struct lexicon *lx, int code, int64_t on)
{
	int before = code >= 0 ? lx->states.v[code].before : -1;
	return before >= 0 && day_date(on).year <= lx->states.v[before].to_year ? before : code;
}

int lexicon_set(const struct lexicon *lx, const char *name)
{
	for (int i = 0; i < lx->n_sets; i++)
		if (str_eq(lx->sets[i], str_of(name)))
			return i;
	return -1;
}

bool lexicon_in_set(const struct lexicon *lx, int lemma, int set)
{
	return lemma >= 0 && set >= 0 && (lx->lemmas.v[lemma].sets >> set & 1);
}

str lexicon_lemma(const struct lexicon *lx, int lemma)
{
	return lemma >= 0 ? lx->lemmas.v[lemma].word : (str){ 0 };
}

const struct holder *lexicon_holder(const struct lexicon *lx, int i)
{
	return i >= 0 ? &lx->holders.v[i] : NULL;
}

const struct state_row *lexicon_state(const struct lexicon *lx, int code)
{
	return &lx->states.v[code];
}

int lexicon_code(const struct lexicon *lx, str alpha_2)
{
	for (int i = 0; i < lx->states.n; i++)
		if (!lx->states.v[i].to_year && str_eq_nocase(lx->states.v[i].alpha_2, alpha_2))
			return i;
	return -1;
}
