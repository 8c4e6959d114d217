/* text.c: words, sentences and quotes of a text of any bytes. First folding, then one token, then
 * sentences, then quotes. Nothing is repaired: a byte that begins no character is a mark of its
 * own. */
#include "reader/doc.h"

#include <string.h>

#include "base/utf8.h"

static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0xFFFD)
		return false;
	return !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) && c != 0xFEFF;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) ||
	       (c >= 0x100 && c <= 0x17F && c % 2 == 0) || (c >= 0x410 && c <= 0x42F);
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static uint32_t peek(str text, ptrdiff_t at)
{
	return at < text.n ? utf8_next(text, &at) : 0;
}

/* The end of a word at `at`: letters and digits, apostrophes and full stops between letters. */
static ptrdiff_t word_end(str text, ptrdiff_t at)
{
	ptrdiff_t i = at;
	bool is_initials = true;
	while (i < text.n) {
		ptrdiff_t next = i;
		uint32_t c = utf8_next(text, &next);
		uint32_t then = peek(text, next);
		if (is_letter(c) || is_digit(c)) {
			i = next;
			if (is_letter(then) && is_letter(c))
				is_initials = false;
		} else if (is_apostrophe(c) && is_letter(then) && i > at) {
			i = next;
		} else if (c == '.' && is_initials && is_letter(then) && i == at + 1) {
			i = next; /* U.S */
		} else if (c == '.' && i > at + 2 && text.p[i - 2] == '.') {
			i = next; /* the last stop of U.S. */
			if (!is_letter(then))
				break;
		} else {
			break;
		}
	}
	return i;
}

/* Digits with separated thousands; an attached st, nd, rd, th makes it an ordinal. */
static ptrdiff_t number_end(str text, ptrdiff_t at, struct token *t)
{
	ptrdiff_t i = at;
	int64_t v = 0;
	while (i < text.n) {
		char c = text.p[i];
		if (is_digit((unsigned char)c)) {
			v = v < INT64_C(100000000000000) ? v * 10 + (c - '0') : v;
			i++;
		} else if (c == ',' && i + 3 < text.n && is_digit(peek(text, i + 1)) &&
			   is_digit(peek(text, i + 2)) && is_digit(peek(text, i + 3)) &&
			   !is_digit(peek(text, i + 4))) {
			i++;
		} else {
			break;
		}
	}
	t->number = v;
	if (i + 1 < text.n && !is_letter(peek(text, i + 2))) {
		char two[2] = { (char)(text.p[i] | 32), (char)(text.p[i + 1] | 32) };
		if (!memcmp(two, "st", 2) || !memcmp(two, "nd", 2) || !memcmp(two, "rd", 2) ||
		    !memcmp(two, "th", 2)) {
			t->is_ordinal = true;
			i += 2;
		}
	}
	return i;
}

static char mark_of(uint32_t c)
{
	switch (c) {
	case ',':
	case ';':
	case ':':
	case '.':
	case '?':
	case '!':
	case '(': return (char)c;
	case ')': return '(';
	case '-':
	case 0x2013:
	case 0x2014: return '-';
	case 0x2026: return '.';
	case '"': return '"';
	case 0x201C:
	case 0xAB:
	case 0x201E: return '<';
	case 0x201D:
	case 0xBB: return '>';
	case 0x2018: return '<';
	case '\'':
	case 0x2019: return '>';
	}
	return '*';
}

static void word_token(const struct lexicon *lx, str text, ptrdiff_t at, struct token *t)
{
	char room[64];
	ptrdiff_t end = word_end(text, at);
	str w = str_slice(text, at, end);
	ptrdiff_t n = w.n;
	/* The possessive is a token of its own: Russia's, Russia’s. */
	if (n > 2 && (w.p[n - 1] | 32) == 's' && w.p[n - 2] == '\'')
		end -= 2;
	else if (n > 4 && (w.p[n - 1] | 32) == 's' && !memcmp(w.p + n - 4, "\xE2\x80\x99", 3))
		end -= 4;
	t->kind = TOK_WORD;
	t->from = (int32_t)at;
	t->to = (int32_t)end;
	w = str_slice(text, at, end);
	t->is_cap = is_upper_letter(peek(text, at));
	t->is_upper = t->is_cap;
	for (ptrdiff_t i = 0; t->is_upper && i < w.n;) {
		uint32_t c = utf8_next(w, &i);
		t->is_upper = is_upper_letter(c) || !is_letter(c);
	}
	str folded = word_fold(room, w);
	t->node = -1;
	t->e = folded.p ? lexicon_word(lx, folded, &t->node) : NULL;
}

static bool starts_possessive(str text, ptrdiff_t at)
{
	ptrdiff_t i = at;
	uint32_t c = utf8_next(text, &i);
	if (!is_apostrophe(c) || at == 0)
		return false;
	uint32_t s = peek(text, i);
	if ((s | 32) == 's' && !is_letter(peek(text, i + 1)))
		return is_letter(peek(text, at - 1)) || (unsigned char)text.p[at - 1] >= 0x80;
	return (text.p[at - 1] | 32) == 's' && c == 0x2019 &&
	       is_space(s); /* the diplomats’ visas */
}

/* Reads the token at *at, which is no space. */
static void token_next(const struct lexicon *lx, str text, ptrdiff_t *at, struct token *t)
{
	*t = (struct token){ .from = (int32_t)*at, .node = -1, .kind = TOK_MARK, .mark = '*' };
	ptrdiff_t next = *at;
	uint32_t c = utf8_next(text, &next);
	if (is_letter(c)) {
		word_token(lx, text, *at, t);
	} else if (is_digit(c)) {
		t->kind = TOK_NUMBER;
		t->to = (int32_t)number_end(text, *at, t);
	} else if (starts_possessive(text, *at)) {
		t->kind = TOK_POSSESSIVE;
		t->to = (int32_t)(next + ((peek(text, next) | 32) == 's' ? 1 : 0));
	} else {
		t->mark = mark_of(c);
		t->to = (int32_t)next;
	}
	*at = t->to;
}

/* True when the full stop behind token `t` belongs to it: Mr. Sept. No. J. */
static bool is_abbreviation(str text, const struct token *t)
{
	if (t->kind != TOK_WORD)
		return false;
	if (t->e && (t->e->is & W_ABBR))
		return true;
	return t->to - t->from == 1 && t->is_upper && text.p[t->from] != 'I';
}

/* True when a sentence may start at `at`: after white space a capital, a digit or a quote. */
static bool may_start(str text, ptrdiff_t at)
{
	uint32_t c = peek(text, at);
	if (at >= text.n || c == '\n')
		return true;
	if (!is_space(c))
		return false;
	while (at < text.n && is_space(peek(text, at)))
		utf8_next(text, &at);
	c = peek(text, at);
	return at >= text.n || c == '\n' || is_upper_letter(c) || is_digit(c) || c == '"' ||
	       c == 0x201C || c == 0x2018 || c == 0xAB || c == '(' || c >= 0x400;
}

/* Takes a hyphen between two words: the next token is glued. */
static bool skip_hyphen(str text, ptrdiff_t *at)
{
	uint32_t c = peek(text, *at);
	ptrdiff_t next = *at;
	if (c != '-' && c != 0x2010 && c != 0x2011 && c != '/')
		return false;
	utf8_next(text, &next);
	if (*at == 0 || is_space(peek(text, *at - 1)) ||
	    !(is_letter(peek(text, next)) || is_digit(peek(text, next))))
		return false;
	*at = next;
	return true;
}

static bool ends_sentence(str text, ptrdiff_t *at, struct sentence *s)
{
	ptrdiff_t end = *at;
	struct token *t = &s->t[s->n - 1];
	if (t->kind != TOK_MARK || !(t->mark == '.' || t->mark == '?' || t->mark == '!'))
		return false;
	while (end < text.n && s->n < SENTENCE_TOKENS) {
		uint32_t c = peek(text, end);
		if (c != 0x201D && c != '"' && c != 0x2019 && c != '\'' && c != ')' && c != 0xBB)
			break;
		struct token *q = &s->t[s->n];
		*q = (struct token){ .from = (int32_t)end,
				     .kind = TOK_MARK,
				     .mark = c == '"' ? '"' : '>',
				     .node = -1 };
		utf8_next(text, &end);
		q->to = (int32_t)end;
		s->n++;
	}
	if (!may_start(text, end)) {
		*at = end;
		return false;
	}
	*at = end;
	s->is_question = t->mark == '?';
	return true;
}

bool sentence_next(const struct lexicon *lx, str text, ptrdiff_t *at, struct sentence *s)
{
	s->n = 0;
	s->is_question = s->ends_paragraph = false;
	while (*at < text.n && (is_space(peek(text, *at)) || peek(text, *at) == '\n'))
		utf8_next(text, at);
	if (*at >= text.n)
		return false;
	bool is_glued = false;
	while (*at < text.n && s->n < SENTENCE_TOKENS) {
		uint32_t c = peek(text, *at);
		if (c == '\n') {
			s->ends_paragraph = true;
			break;
		}
		if (is_space(c)) {
			utf8_next(text, at);
			continue;
		}
		if (s->n && skip_hyphen(text, at)) {
			is_glued = true;
			continue;
		}
		struct token *t = &s->t[s->n++];
		token_next(lx, text, at, t);
		t->is_glued = is_glued;
		is_glued = false;
		if (t->kind == TOK_WORD && peek(text, *at) == '.' && is_abbreviation(text, t) &&
		    !(peek(text, *at + 1) == '\n' || *at + 1 >= text.n)) {
			t->to++;
			++*at;
		} else if (ends_sentence(text, at, s)) {
			break;
		}
	}
	s->bytes = (struct span){ s->t[0].from, s->t[s->n - 1].to };
	return true;
}

/* Which kind of quotation mark opens here: the character that closes it, or 0. */
static uint32_t closes(uint32_t c, uint32_t before, uint32_t after)
{
	bool is_start = !is_letter(before) && !is_digit(before) &&
			(is_letter(after) || is_digit(after) || after == 0x2026 || after == 0x2018);
	switch (c) {
	case 0x201C: return 0x201D;
	case 0xAB: return 0xBB;
	case 0x201E: return 0x201C;
	case '"': return '"';
	case 0x2018: return is_start ? 0x2019 : 0;
	case '\'': return is_start ? '\'' : 0;
	}
	return 0;
}

/* A single quotation mark closes only where no letter follows: ‘spies’ but not don’t. */
static bool is_closed(uint32_t c, uint32_t want, uint32_t before, uint32_t after)
{
	if (c != want && !(want == 0x201C && c == 0x201D))
		return false;
	if (want == 0x2019 || want == '\'')
		return !is_letter(after) && !is_digit(after) && !is_space(before);
	return true;
}

struct quotes quotes_find(struct arena *a, str text)
{
	struct quotes q = { 0 };
	uint32_t want = 0, before = '\n';
	struct quote now = { 0 };
	bool in_word = false;
	for (ptrdiff_t i = 0; i < text.n;) {
		ptrdiff_t from = i;
		uint32_t c = utf8_next(text, &i), after = peek(text, i);
		bool is_part = is_letter(c) || is_digit(c);
		now.words_n += is_part && !in_word;
		in_word = is_part;
		if (!want) {
			want = closes(c, before, after);
			now = (struct quote){ .bytes = { (int32_t)from, 0 },
					      .is_single = want == 0x2019 || want == '\'' };
		} else if (is_closed(c, want, before, after)) {
			now.bytes.end = (int32_t)i;
			if (now.words_n)
				*arena_push(a, &q) = now;
			want = 0;
		} else if (c == '\n') { /* never closed: the paragraph ends it */
			now.bytes.end = (int32_t)from;
			if (now.words_n && !now.is_single)
				*arena_push(a, &q) = now;
			want = 0;
		}
		before = c;
	}
	return q;
}
