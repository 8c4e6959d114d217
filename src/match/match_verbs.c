/* match_verbs.c: `grata match query|pairs|index|bench`. Files are read whole and taken line by
 * line; a bad row is reported with its file and line, skipped and counted, and nothing else is
 * lost. First reading rows, then lists and indexes, then the four verbs. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/os.h"
#include "base/utf8.h"
#include "base/verb.h"
#include "match/match.h"

enum { THREADS_MAX = 64, CHUNK = 64, FILE_MAX = INT32_MAX };
static const size_t LIST_ARENA = (size_t)32 << 30; /* address space; touched only as needed */
static const size_t THREAD_ARENA = (size_t)8 << 30;

/* ---- rows ---- */

struct rows {
	struct verb_call *c;
	str file, rest;
	int64_t line, bad_n;
};

enum { FIELDS_MAX = 4 };

static void say_bad(struct rows *r, const char *what)
{
	r->bad_n++;
	fault_at(r->c->faults, r->file, r->line, 0, (str){ 0 }, "%s; the row is skipped", what);
}

/* The fields of a line; more tabs than fields are a fault of the row. */
static int split(str line, str *field, int n)
{
	int k = 0;
	while (line.p && k < n)
		field[k++] = str_cut(&line, '\t');
	return line.p ? n + 1 : k;
}

static const char *row_fault(str line, const str *field, int n, int want, int kind_at)
{
	enum match_kind kind;
	if (n != want)
		return "the row has not the number of columns that the header has";
	if (!utf8_is_valid(line))
		return "the row is not valid UTF-8";
	if (memchr(line.p, 0, (size_t)line.n))
		return "the row has a NUL byte";
	if (!field[0].n || field[0].n > 255)
		return "the first column must have 1 to 255 bytes";
	if (!match_kind_read(field[kind_at], &kind))
		return "the kind must be person, organisation or vessel";
	for (int i = kind_at + 1; i < want; i++)
		if (!field[i].n || field[i].n > MATCH_NAME_MAX)
			return "a name must have 1 to 1024 bytes";
	return NULL;
}

static enum err rows_open(struct verb_call *c, struct arena *a, const char *path,
			  const char *header, struct rows *r)
{
	*r = (struct rows){ .c = c, .file = str_of(path) };
	enum err e = os_file_read(a, path, FILE_MAX, &r->rest);
	if (e != OK) {
		out_fmt(c->err, "grata: %s cannot be read\n", path);
		return e;
	}
	str first = str_cut(&r->rest, '\n');
	if (str_ends(first, S("\r")))
		first.n--;
	r->line = 1;
	if (!str_eq(first, str_of(header))) {
		fault_at(c->faults, r->file, 1, 0, (str){ 0 },
			 "the first line must be the header '%s' (tabs between)", header);
		return ERR_FAULTS;
	}
	return OK;
}

/* The next good row into field[0..want); false at the end. */
static bool rows_next(struct rows *r, str *field, int want, int kind_at)
{
	while (r->rest.p) {
		str line = str_cut(&r->rest, '\n');
		r->line++;
		if (str_ends(line, S("\r")))
			line.n--;
		if (!line.n)
			continue;
		int n = split(line, field, want);
		const char *fault = row_fault(line, field, n, want, kind_at);
		if (!fault)
			return true;
		say_bad(r, fault);
	}
	return false;
}

/* Prints the faults met; with --strict they are the result. */
static enum err finish(struct verb_call *c)
{
	if (!c->faults->total_n || verb_flag(c, "strict"))
		return faults_err(c->faults);
	faults_print(c->faults, c->err);
	out_fmt(c->err, "%lld rows skipped\n", (long long)c->faults->total_n);
	return OK;
}

/* ---- lists ---- */

static const char LIST_HEADER[] = "entity_id\tkind\tname";
static const char QUERY_HEADER[] = "query_id\tkind\tname";
static const char PAIR_HEADER[] = "id\tkind\tname_a\tname_b";

/* A row of a delta whose name is "-" takes the entity off the list. */
static enum err add_list(struct verb_call *c, const char *path, bool is_delta,
			 struct match_builder *b)
{
	struct arena text;
	struct rows rows;
	str f[3];
	enum match_kind kind;
	TRY(arena_open(&text, (size_t)FILE_MAX + 4096));
	enum err e = rows_open(c, &text, path, LIST_HEADER, &rows);
	while (e == OK && rows_next(&rows, f, 3, 1)) {
		must(match_kind_read(f[1], &kind));
		e = is_delta && str_eq(f[2], S("-")) ? match_build_tombstone(b, f[0])
						     : match_build_name(b, f[0], kind, f[2]);
	}
	arena_close(&text);
	return e;
}

struct work {
	struct arena a; /* of the list: tables, index */
	struct match *m;
	struct match_index *x;
	int64_t build_us;
};

static enum err work_open(struct work *w)
{
	*w = (struct work){ 0 };
	TRY(arena_open(&w->a, LIST_ARENA));
	w->m = match_open(&w->a);
	return OK;
}

static void work_close(struct work *w)
{
	if (w->x)
		match_index_close(w->x);
	arena_close(&w->a);
}

static enum err build_file(struct verb_call *c, struct work *w, const char *list, bool is_delta,
			   str *file)
{
	int64_t start = os_monotonic_us();
	struct match_builder *b = match_build(&w->a, w->m);
	TRY(add_list(c, list, is_delta, b));
	*file = match_build_end(b);
	w->build_us = os_monotonic_us() - start;
	return file->p ? OK : ERR_TOO_LARGE;
}

static const char *text_or_null(const struct verb_call *c, const char *name)
{
	str s = verb_text(c, name);
	return s.p; /* a C string of argv */
}

/* The index of --index (with --delta), or one built from --list. */
static enum err index_of(struct verb_call *c, struct work *w)
{
	const char *list = text_or_null(c, "list"), *index = text_or_null(c, "index");
	str file, why;
	if (!list == !index) {
		fault_field(c->faults, S("list"), "give either --list or --index");
		return ERR_FAULTS;
	}
	enum err e;
	if (list) {
		TRY(build_file(c, w, list, false, &file));
		e = match_index_open(&w->a, w->m, file, (str){ 0 }, &w->x, &why);
	} else {
		e = match_index_map(&w->a, w->m, index, text_or_null(c, "delta"), &w->x, &why);
	}
	if (e != OK)
		fault_at(c->faults, str_of(index), 0, 0, (str){ 0 }, "%.*s", SF(why));
	return e == OK ? OK : ERR_FAULTS;
}

/* ---- query ---- */

struct query {
	str id, name;
	enum match_kind kind;
	str text; /* the answer */
	int64_t took_us;
};
struct queries {
	struct query *v;
	ptrdiff_t n, cap;
};

static enum err read_queries(struct verb_call *c, struct arena *a, struct queries *q)
{
	struct rows rows;
	str f[3];
	if (c->n_args != 1) {
		fault_field(c->faults, S("QUERIES.tsv"), "give one file of queries");
		return ERR_FAULTS;
	}
	TRY(rows_open(c, a, c->args[0], QUERY_HEADER, &rows));
	while (rows_next(&rows, f, 3, 1)) {
		struct query x = { .id = f[0], .name = f[2] };
		must(match_kind_read(f[1], &x.kind));
		*arena_push(a, q) = x;
	}
	return OK;
}

struct batch {
	const struct work *w;
	struct queries *q;
	int threshold;
	bool is_explained;
	ptrdiff_t next; /* taken atomically */
};

static void out_line_text(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] == '\t' || s.p[i] == '\n' ? ' ' : s.p[i]);
}

static void answer(const struct batch *b, struct arena scratch, struct query *q, struct out *o)
{
	struct match_hits hits;
	struct match_score s;
	match_query(&scratch, b->w->x, q->kind, q->name, b->threshold, &hits);
	if (b->is_explained)
		out_fmt(o, "%.*s  %.*s: %td hits\n", SF(q->id), SF(q->name), hits.n);
	for (ptrdiff_t i = 0; i < hits.n; i++) {
		struct arena again = scratch;
		const struct match_hit *h = &hits.v[i];
		match_pair(&again, b->w->m, q->kind, q->name, h->name, &s);
		must(s.points == h->points);
		if (b->is_explained) {
			out_fmt(o, "  %.*s  %.*s\n", SF(h->entity), SF(h->name));
			out_match_explain(o, &s);
			continue;
		}
		out_fmt(o, "%.*s\t%.*s\t%d.%04d\t", SF(q->id), SF(h->entity),
			h->points / MATCH_POINTS, h->points % MATCH_POINTS);
		out_line_text(o, h->name);
		out_lit(o, "\t");
		out_match_evidence(o, &s);
		out_lit(o, "\n");
	}
}

struct batch_thread {
	struct batch *b;
	struct arena keep, scratch;
	pthread_t thread;
};

/* Takes chunks of queries until none is left; answers stay in the thread's own arena until all are
 * printed in the order of the file, so the result is the same whatever the number of threads. */
static void *run_batch(void *p)
{
	struct batch_thread *t = p;
	for (;;) {
		ptrdiff_t from = __atomic_fetch_add(&t->b->next, CHUNK, __ATOMIC_RELAXED);
		if (from >= t->b->q->n)
			return NULL;
		for (ptrdiff_t i = from; i < from + CHUNK && i < t->b->q->n; i++) {
			struct out o = out_to_arena(&t->keep);
			answer(t->b, t->scratch, &t->b->q->v[i], &o);
			t->b->q->v[i].text = out_view(&o);
		}
	}
}

static enum err run_threads(struct batch *b, int n, struct batch_thread *t)
{
	enum err e = OK;
	int started = 0;
	for (int i = 0; i < n && e == OK; i++) {
		t[i].b = b;
		e = arena_open(&t[i].keep, THREAD_ARENA);
		if (e == OK)
			e = arena_open(&t[i].scratch, THREAD_ARENA);
	}
	for (int i = 1; i < n && e == OK; i++, started++)
		if (pthread_create(&t[i].thread, NULL, run_batch, &t[i]) != 0)
			e = ERR_BUSY;
	if (e == OK)
		run_batch(&t[0]);
	for (int i = 1; i <= started; i++)
		pthread_join(t[i].thread, NULL);
	return e;
}

static void close_threads(int n, struct batch_thread *t)
{
	for (int i = 0; i < n; i++) {
		arena_close(&t[i].keep);
		arena_close(&t[i].scratch);
	}
}

static int threads_of(struct verb_call *c)
{
	int64_t n = verb_int(c, "threads", 2);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (int)n;
}

static int points_of(double threshold)
{
	/* 0.80 as a double lies a little off; round to the points that are printed. */
	double points = threshold * MATCH_POINTS + 0.5;
	return points < 1 ? 1 : points > MATCH_POINTS + 1 ? MATCH_POINTS + 1 : (int)points;
}

static enum err query_list(struct verb_call *c, struct work *w)
{
	struct queries q = { 0 };
	struct batch_thread threads[THREADS_MAX] = { 0 };
	int n = threads_of(c);
	TRY(index_of(c, w));
	TRY(read_queries(c, &w->a, &q));
	struct batch b = { .w = w,
			   .q = &q,
			   .threshold = points_of(verb_number(c, "threshold", 0.80)),
			   .is_explained = verb_flag(c, "explain") };
	enum err e = run_threads(&b, n, threads);
	if (e == OK && !b.is_explained)
		out_lit(c->out, "query_id\tentity_id\tscore\tmatched_name\tevidence\n");
	for (ptrdiff_t i = 0; e == OK && i < q.n; i++)
		out_str(c->out, q.v[i].text);
	close_threads(n, threads);
	return e == OK ? finish(c) : e;
}

static enum err match_query_verb(struct verb_call *c)
{
	struct work w;
	TRY(work_open(&w));
	enum err e = query_list(c, &w);
	work_close(&w);
	return e;
}

/* ---- pairs ---- */

static enum err score_pairs(struct verb_call *c, struct work *w)
{
	struct rows rows;
	str f[4];
	struct match_score s;
	enum match_kind kind;
	if (c->n_args != 1) {
		fault_field(c->faults, S("PAIRS.tsv"), "give one file of pairs");
		return ERR_FAULTS;
	}
	TRY(rows_open(c, &w->a, c->args[0], PAIR_HEADER, &rows));
	if (!verb_flag(c, "explain"))
		out_lit(c->out, "id\tscore\tevidence\n");
	while (rows_next(&rows, f, 4, 1)) {
		struct arena scratch = w->a;
		must(match_kind_read(f[1], &kind));
		match_pair(&scratch, w->m, kind, f[2], f[3], &s);
		if (verb_flag(c, "explain")) {
			out_fmt(c->out, "%.*s  %.*s ~ %.*s\n", SF(f[0]), SF(f[2]), SF(f[3]));
			out_match_explain(c->out, &s);
			continue;
		}
		out_fmt(c->out, "%.*s\t%d.%04d\t", SF(f[0]), s.points / MATCH_POINTS,
			s.points % MATCH_POINTS);
		out_match_evidence(c->out, &s);
		out_lit(c->out, "\n");
	}
	return finish(c);
}

static enum err match_pairs_verb(struct verb_call *c)
{
	struct work w;
	TRY(work_open(&w));
	enum err e = score_pairs(c, &w);
	work_close(&w);
	return e;
}

/* ---- index ---- */

/* LIST.tsv -o FILE.idx, in any order; --out=FILE.idx is the same. */
static bool index_paths(struct verb_call *c, const char **list, const char **to)
{
	*list = NULL;
	*to = text_or_null(c, "out");
	for (int i = 0; i < c->n_args; i++)
		if (strcmp(c->args[i], "-o") == 0 && i + 1 < c->n_args && !*to)
			*to = c->args[++i];
		else if (!*list)
			*list = c->args[i];
		else
			return false;
	return *list && *to;
}

static enum err write_index(struct verb_call *c, struct work *w)
{
	const char *list, *to;
	str file;
	if (!index_paths(c, &list, &to)) {
		fault_field(c->faults, S("LIST.tsv"), "give one list and -o FILE.idx");
		return ERR_FAULTS;
	}
	TRY(build_file(c, w, list, verb_flag(c, "as-delta"), &file));
	TRY(os_file_write(to, file));
	return finish(c);
}

static enum err match_index_verb(struct verb_call *c)
{
	struct work w;
	TRY(work_open(&w));
	enum err e = write_index(c, &w);
	work_close(&w);
	return e;
}

/* ---- bench ---- */

static int compare_us(const void *a, const void *b)
{
	const struct query *x = a, *y = b;
	return x->took_us < y->took_us ? -1 : x->took_us > y->took_us;
}

static enum err bench(struct verb_call *c, struct work *w)
{
	struct queries q = { 0 };
	struct match_hits hits;
	TRY(index_of(c, w));
	TRY(read_queries(c, &w->a, &q));
	int threshold = points_of(verb_number(c, "threshold", 0.80));
	int64_t start = os_monotonic_us(), hits_n = 0;
	for (ptrdiff_t i = 0; i < q.n; i++) {
		struct arena scratch = w->a;
		int64_t from = os_monotonic_us();
		match_query(&scratch, w->x, q.v[i].kind, q.v[i].name, threshold, &hits);
		q.v[i].took_us = os_monotonic_us() - from;
		hits_n += hits.n;
	}
	double wall_s = (double)(os_monotonic_us() - start) / 1e6;
	struct match_index_figures f = match_index_figures(w->x);
	if (q.n)
		qsort(q.v, (size_t)q.n, sizeof *q.v, compare_us);
	struct query none = { 0 };
#define AT(share) (q.n ? q.v[(ptrdiff_t)((double)(q.n - 1) * (share))] : none).took_us
	out_fmt(c->out,
		"{\"entities\": %lld, \"names\": %lld, \"index_bytes\": %lld, \"build_s\": %.3f, "
		"\"queries\": %td, \"wall_s\": %.4f, \"qps\": %.1f, \"p50_us\": %lld, "
		"\"p95_us\": %lld, \"p99_us\": %lld, \"hits\": %lld, \"parts\": %lld}\n",
		(long long)f.entities, (long long)f.names, (long long)f.bytes,
		(double)w->build_us / 1e6, q.n, wall_s, wall_s > 0 ? (double)q.n / wall_s : 0.0,
		(long long)AT(.50), (long long)AT(.95), (long long)AT(.99), (long long)hits_n,
		(long long)f.parts);
#undef AT
	return finish(c);
}

static enum err match_bench_verb(struct verb_call *c)
{
	struct work w;
	TRY(work_open(&w));
	enum err e = bench(c, &w);
	work_close(&w);
	return e;
}

static const struct verb_opt query_opts[] = {
	{ "list", OPT_TEXT, "LIST.tsv", "the list: entity_id, kind, name" },
	{ "index", OPT_TEXT, "FILE.idx", "an index made by `grata match index`" },
	{ "delta", OPT_TEXT, "FILE.idx", "changes on top of --index" },
	{ "threshold", OPT_NUMBER, "0.80", "the lowest score that is shown" },
	{ "threads", OPT_INT, "2", "how many work at a time" },
	{ "explain", OPT_FLAG, NULL, "show the evidence for a person to read" },
	{ "strict", OPT_FLAG, NULL, "a bad row is an error" },
	{ NULL },
};
static const struct verb_opt pairs_opts[] = {
	{ "explain", OPT_FLAG, NULL, "show the evidence for a person to read" },
	{ "strict", OPT_FLAG, NULL, "a bad row is an error" },
	{ NULL },
};
static const struct verb_opt index_opts[] = {
	{ "out", OPT_TEXT, "FILE.idx", "where to write it; the same as -o FILE.idx" },
	{ "as-delta", OPT_FLAG, NULL, "changes only; the name '-' takes an entity off the list" },
	{ "strict", OPT_FLAG, NULL, "a bad row is an error" },
	{ NULL },
};

const struct verb match_verbs[] = {
	{ "match", "query", "QUERIES.tsv", "finds the names of a list that are like each query.",
	  VERB_PURE, query_opts, match_query_verb },
	{ "match", "pairs", "PAIRS.tsv", "scores pairs of names.", VERB_PURE, pairs_opts,
	  match_pairs_verb },
	{ "match", "index", "LIST.tsv -o FILE.idx", "writes the index of a list.", VERB_PURE,
	  index_opts, match_index_verb },
	{ "match", "bench", "QUERIES.tsv", "measures queries on one thread.", VERB_PURE, query_opts,
	  match_bench_verb },
	{ NULL },
};
