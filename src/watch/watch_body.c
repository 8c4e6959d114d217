/* watch_body.c: an entry as canonical JSON and back, and the list read in a process of its own:
 * lines `E key kind names weak name body` and `F file line col field sentence`, tabs between. */
#include "watch/watch_in.h"

#include "base/day.h"
#include "base/jcs.h"
#include "base/must.h"
#include "base/work.h"

/* ---- writing ---- */

static void put_texts(struct jcs_writer *w, const char *key, const struct watch_texts *t)
{
	if (!t->n)
		return;
	jcs_key(w, str_of(key));
	jcs_array(w);
	for (ptrdiff_t i = 0; i < t->n; i++)
		jcs_str(w, t->v[i]);
	jcs_close(w);
}

static void put_text(struct jcs_writer *w, const char *key, str s)
{
	if (str_is_empty(s))
		return;
	jcs_key(w, str_of(key));
	jcs_str(w, s);
}

static void put_documents(struct jcs_writer *w, const struct watch_entry *e)
{
	if (!e->documents.n)
		return;
	jcs_key(w, S("documents"));
	jcs_array(w);
	for (ptrdiff_t i = 0; i < e->documents.n; i++) {
		const struct watch_document *d = &e->documents.v[i];
		jcs_object(w);
		put_text(w, "issuer", d->issuer);
		put_text(w, "kind", d->kind);
		put_text(w, "no", d->no);
		jcs_close(w);
	}
	jcs_close(w);
}

static void put_names(struct jcs_writer *w, const struct watch_entry *e)
{
	jcs_key(w, S("names"));
	jcs_array(w);
	for (ptrdiff_t i = 0; i < e->names.n; i++) {
		const struct watch_name *n = &e->names.v[i];
		jcs_object(w);
		put_text(w, "name", n->name);
		put_text(w, "quality", str_of(watch_quality_text(n->quality)));
		if (n->is_remark) {
			jcs_key(w, S("remark"));
			jcs_bool(w, true);
		}
		jcs_close(w);
	}
	jcs_close(w);
}

str watch_body(struct arena *a, const struct watch_entry *e)
{
	struct out o = out_to_arena(a);
	struct jcs_writer w = jcs_to(&o);
	jcs_object(&w);
	put_texts(&w, "addresses", &e->addresses);
	put_texts(&w, "births", &e->births);
	put_texts(&w, "contacts", &e->contacts);
	put_documents(&w, e);
	put_text(&w, "key", e->key);
	put_text(&w, "kind", match_kind_text(e->kind));
	put_text(&w, "listed_on", e->listed_on);
	put_names(&w, e);
	put_texts(&w, "nationalities", &e->nationalities);
	put_texts(&w, "places", &e->places);
	put_texts(&w, "programs", &e->programs);
	put_texts(&w, "roles", &e->roles);
	put_text(&w, "says", e->says);
	put_text(&w, "sex", e->sex);
	jcs_close(&w);
	return jcs_done(&w) == OK ? out_view(&o) : (str){ 0 };
}

/* ---- reading ---- */

static void get_texts(struct arena *a, struct jcs_reader *r, struct watch_texts *t)
{
	jcs_read_array(r);
	while (jcs_more(r))
		*arena_push(a, t) = jcs_read_str(r);
}

static enum watch_quality quality_of(str word)
{
	for (int i = 0; i < WATCH_QUALITIES_N; i++)
		if (str_eq(word, str_of(watch_quality_text((enum watch_quality)i))))
			return (enum watch_quality)i;
	return WATCH_WEAK;
}

static void get_names(struct arena *a, struct jcs_reader *r, struct watch_entry *e)
{
	jcs_read_array(r);
	while (jcs_more(r)) {
		str key;
		struct watch_name *n = arena_push(a, &e->names);
		*n = (struct watch_name){ 0 };
		jcs_read_object(r);
		while (jcs_more_key(r, &key)) {
			if (str_eq(key, S("name")))
				n->name = jcs_read_str(r);
			else if (str_eq(key, S("quality")))
				n->quality = quality_of(jcs_read_str(r));
			else
				n->is_remark = jcs_read_bool(r);
		}
	}
}

static void get_documents(struct arena *a, struct jcs_reader *r, struct watch_entry *e)
{
	jcs_read_array(r);
	while (jcs_more(r)) {
		str key;
		struct watch_document *d = arena_push(a, &e->documents);
		*d = (struct watch_document){ 0 };
		jcs_read_object(r);
		while (jcs_more_key(r, &key)) {
			str value = jcs_read_str(r);
			*(str_eq(key, S("issuer")) ? &d->issuer
			  : str_eq(key, S("kind")) ? &d->kind
						   : &d->no) = value;
		}
	}
}

static struct watch_texts *texts_of(struct watch_entry *e, str key)
{
	const struct {
		const char *key;
		struct watch_texts *t;
	} all[] = {
		{ "addresses", &e->addresses },
		{ "births", &e->births },
		{ "contacts", &e->contacts },
		{ "places", &e->places },
		{ "nationalities", &e->nationalities },
		{ "programs", &e->programs },
		{ "roles", &e->roles },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(key, str_of(all[i].key)))
			return all[i].t;
	return NULL;
}

static void get_text(struct watch_entry *e, str key, str value)
{
	if (str_eq(key, S("key")))
		e->key = value;
	else if (str_eq(key, S("listed_on")))
		e->listed_on = value;
	else if (str_eq(key, S("says")))
		e->says = value;
	else if (str_eq(key, S("sex")))
		e->sex = value;
	else if (str_eq(key, S("kind")) && !match_kind_read(value, &e->kind))
		e->key = (str){ 0 };
}

bool watch_body_read(struct arena *a, str body, struct watch_entry *e)
{
	struct jcs_reader r = jcs_from(a, body);
	str key;
	*e = (struct watch_entry){ 0 };
	jcs_read_object(&r);
	while (jcs_more_key(&r, &key)) {
		struct watch_texts *t = texts_of(e, key);
		if (t)
			get_texts(a, &r, t);
		else if (str_eq(key, S("names")))
			get_names(a, &r, e);
		else if (str_eq(key, S("documents")))
			get_documents(a, &r, e);
		else
			get_text(e, key, jcs_read_str(&r));
	}
	return jcs_read_done(&r) && e->key.p && e->names.n;
}

/* ---- rows ---- */

static void to_rows(struct arena *a, const struct watch_list *list, struct faults *f,
		    struct watch_rows *rows)
{
	*rows = (struct watch_rows){ 0 };
	for (ptrdiff_t i = 0; i < list->n; i++) {
		const struct watch_entry *e = &list->v[i];
		struct watch_row *r = arena_push(a, rows);
		*r = (struct watch_row){ .key = e->key,
					 .name = e->names.v[0].name,
					 .body = watch_body(a, e),
					 .kind = e->kind };
		if (!r->body.p)
			fault_at(f, e->file, e->line, 0, (str){ 0 },
				 "entry '%.*s' holds text that is not UTF-8", SF(e->key));
		for (ptrdiff_t k = 0; k < e->names.n; k++)
			*(e->names.v[k].is_remark ? &r->weak_n : &r->names_n) += 1;
	}
}

enum err watch_read_rows(struct arena *a, enum watch_format format, const struct watch_file *files,
			 ptrdiff_t n_files, struct faults *f, struct watch_rows *rows)
{
	struct watch_list list;
	TRY(watch_read(a, format, files, n_files, f, &list));
	to_rows(a, &list, f, rows);
	return faults_err(f);
}

/* ---- apart ---- */

struct apart {
	enum watch_format format;
	const struct watch_file *files;
	ptrdiff_t n_files;
};

static void out_line(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] == '\t' || s.p[i] == '\n' ? ' ' : s.p[i]);
	out_lit(o, "\t");
}

static void work(struct arena *a, struct out *o, void *arg)
{
	const struct apart *w = arg;
	struct watch_rows rows;
	struct faults f = faults_in(a);
	enum err e = watch_read_rows(a, w->format, w->files, w->n_files, &f, &rows);
	for (ptrdiff_t i = 0; i < f.n; i++) {
		out_fmt(o, "F\t%lld\t%lld\t", (long long)f.v[i].line, (long long)f.v[i].col);
		out_line(o, f.v[i].where);
		out_line(o, f.v[i].field);
		out_line(o, f.v[i].sentence);
		out_lit(o, "\n");
	}
	for (ptrdiff_t i = 0; e == OK && i < rows.n; i++) {
		const struct watch_row *r = &rows.v[i];
		out_fmt(o, "E\t%d\t%lld\t%lld\t", (int)r->kind, (long long)r->names_n,
			(long long)r->weak_n);
		out_line(o, r->key);
		out_line(o, r->name);
		out_str(o, r->body);
		out_lit(o, "\n");
	}
	out_fmt(o, ".\t%lld\n", (long long)f.total_n);
}

static int64_t cut_int(str *line)
{
	int64_t v = 0;
	str s = str_cut(line, '\t');
	return str_to_int64(s, &v) ? v : 0;
}

static void read_fault(str line, struct faults *f)
{
	int64_t at = cut_int(&line), col = cut_int(&line);
	str where = str_cut(&line, '\t'), field = str_cut(&line, '\t'),
	    sentence = str_cut(&line, '\t');
	fault_at(f, where.n ? where : (str){ 0 }, at, col, field.n ? field : (str){ 0 }, "%.*s",
		 SF(sentence));
}

/* False when the answer is broken off. */
static bool read_answer(struct arena *a, str answer, struct faults *f, struct watch_rows *rows)
{
	int64_t total_n = -1;
	while (answer.p) {
		str line = str_cut(&answer, '\n'), word = str_cut(&line, '\t');
		if (str_eq(word, S("."))) {
			total_n = cut_int(&line);
		} else if (str_eq(word, S("F"))) {
			read_fault(line, f);
		} else if (str_eq(word, S("E"))) {
			struct watch_row r = { .kind = (enum match_kind)cut_int(&line) };
			r.names_n = cut_int(&line);
			r.weak_n = cut_int(&line);
			r.key = str_cut(&line, '\t');
			r.name = str_cut(&line, '\t');
			r.body = line;
			*arena_push(a, rows) = r;
		}
	}
	if (total_n > f->total_n)
		f->total_n = total_n;
	return total_n >= 0;
}

enum err watch_read_apart(struct arena *a, enum watch_format format, const struct watch_file *files,
			  ptrdiff_t n_files, struct faults *f, struct watch_rows *rows)
{
	static const char *const ends[] = {
		[WORK_DONE] = "",
		[WORK_TIME] = "reading it took more than 60 seconds",
		[WORK_MEMORY] = "reading it took more memory than a list may",
		[WORK_ANSWER] = "it holds more than 512 MiB",
		[WORK_BROKEN] = "the reader broke on it; keep the file and report it",
	};
	struct apart w = { format, files, n_files };
	struct work_limits limits = { .memory_bytes = INT64_C(512) << 20,
				      .cpu_s = 60,
				      .answer_bytes = WATCH_ANSWER_MAX };
	str answer, name = n_files ? files[0].name : (str){ 0 };
	enum work_end end;
	*rows = (struct watch_rows){ 0 };
	TRY(work_run(a, limits, work, &w, &answer, &end));
	if (end == WORK_DONE && !read_answer(a, answer, f, rows))
		end = WORK_BROKEN;
	if (end != WORK_DONE)
		fault_at(f, name, 0, 0, (str){ 0 }, "%s; nothing was imported", ends[end]);
	return faults_err(f);
}
