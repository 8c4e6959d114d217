/* pack.c: ZIP archives through libzip, XML through expat. Both keep memory of their own: a full
 * arena comes by here, so that it is given back before the jump goes on. */
#include "doc/doc.h"
#include "doc/inside.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"

/* ---- reading an archive ---- */

bool pack_is(str bytes)
{
	return str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("PK\x05\x06"));
}

static zip_t *open_archive(str bytes)
{
	zip_source_t *from = zip_source_buffer_create(bytes.p, (zip_uint64_t)bytes.n, 0, NULL);
	if (!from)
		return NULL;
	zip_t *z = zip_open_from_source(from, ZIP_RDONLY, NULL);
	if (!z)
		zip_source_free(from);
	return z;
}

/* What is wrong with the directory; NULL: nothing. */
static const char *trouble_of(zip_t *z)
{
	zip_int64_t n = zip_get_num_entries(z, 0);
	zip_uint64_t all = 0;
	if (n > PACK_ENTRIES_MAX)
		return "the archive has more parts than 2,000";
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t st;
		if (zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0)
			return "the archive is damaged";
		if (st.encryption_method != ZIP_EM_NONE)
			return "the file is protected by a password; save it without one";
		if (st.size > PACK_OUT_MAX || st.comp_size > PACK_IN_MAX)
			return "it would unpack to more than 512 MiB";
		if (st.size > PACK_SMALL && st.size / PACK_RATIO_MAX > st.comp_size)
			return "a part of it is packed more than 200 times smaller than it is, as "
			       "no document is";
		all += st.size;
	}
	return all > PACK_OUT_MAX ? "it would unpack to more than 512 MiB" : NULL;
}

static void say(struct faults *f, str file, const char *sentence)
{
	fault_at(f, file, 0, 0, str_of(NULL), "%s", sentence);
}

bool pack_check(str file, str bytes, struct faults *f)
{
	if (bytes.n > PACK_IN_MAX) {
		say(f, file, "the file has more than 64 MiB; divide it");
		return false;
	}
	zip_t *z = open_archive(bytes);
	const char *trouble = z ? trouble_of(z) : "the archive is damaged";
	if (z)
		zip_discard(z);
	if (trouble)
		say(f, file, trouble);
	return !trouble;
}

/* Unpacks into a buffer of just the size that the directory says. */
static bool unpack(str bytes, const char *name, char *to, zip_uint64_t n)
{
	zip_t *z = open_archive(bytes);
	zip_file_t *entry = z ? zip_fopen(z, name, 0) : NULL;
	zip_uint64_t got = 0;
	char more;
	while (entry && got < n) {
		zip_int64_t k = zip_fread(entry, to + got, n - got);
		if (k <= 0)
			break;
		got += (zip_uint64_t)k;
	}
	bool is_whole = entry && got == n && zip_fread(entry, &more, 1) == 0;
	if (entry)
		zip_fclose(entry);
	if (z)
		zip_discard(z);
	return is_whole;
}

bool pack_read(struct arena *a, str file, str bytes, const char *name, struct faults *f, str *text)
{
	zip_stat_t st;
	zip_t *z = open_archive(bytes);
	bool is_there = z && zip_stat(z, name, 0, &st) == 0;
	if (z)
		zip_discard(z);
	*text = str_of(NULL);
	if (!is_there)
		return true;
	must(st.size <= PACK_OUT_MAX); /* pack_check has seen it */
	char *p = arena_bytes(a, (ptrdiff_t)st.size + 1, 1);
	if (!unpack(bytes, name, p, st.size)) {
		fault_at(f, file, 0, 0, str_of(NULL), "the archive is damaged: %s does not unpack",
			 name);
		return false;
	}
	*text = (str){ p, (ptrdiff_t)st.size };
	return true;
}

/* ---- writing one ---- */

enum { DOS_1980 = 1 << 5 | 1 }; /* 1 January 1980, the first day of the format */

static bool add_entry(zip_t *z, const struct pack_entry *e)
{
	zip_source_t *from = zip_source_buffer(z, e->text.p, (zip_uint64_t)e->text.n, 0);
	if (!from)
		return false;
	zip_int64_t i = zip_file_add(z, e->name, from, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(from);
		return false;
	}
	zip_uint64_t at = (zip_uint64_t)i;
	return zip_file_set_dostime(z, at, 0, DOS_1980, 0) == 0 &&
	       zip_set_file_compression(z, at, e->is_stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) ==
		   0;
}

/* The archive's bytes remain with `to`. */
static bool close_archive(zip_source_t *to, const struct pack_entry *v, ptrdiff_t n)
{
	zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	if (!z)
		return false;
	zip_source_keep(to);
	bool is_good = true;
	for (ptrdiff_t i = 0; i < n; i++)
		is_good = is_good && add_entry(z, &v[i]);
	if (is_good && zip_close(z) == 0)
		return true;
	zip_discard(z);
	return false;
}

static enum err copy_source(struct arena *a, zip_source_t *from, str *bytes)
{
	zip_stat_t st;
	if (zip_source_stat(from, &st) != 0 || !(st.valid & ZIP_STAT_SIZE))
		return ERR_INTERNAL;
	ptrdiff_t n = (ptrdiff_t)st.size;
	if (n + 64 > a->end - a->beg) /* the source is given back first */
		return ERR_MEMORY;
	char *p = arena_bytes(a, n + 1, 1);
	if (zip_source_open(from) != 0)
		return ERR_INTERNAL;
	bool is_whole = zip_source_read(from, p, st.size) == n;
	zip_source_close(from);
	*bytes = (str){ p, n };
	return is_whole ? OK : ERR_INTERNAL;
}

enum err pack_write(struct arena *a, const struct pack_entry *v, ptrdiff_t n, str *bytes)
{
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	if (!to)
		return ERR_MEMORY;
	enum err e = ERR_INTERNAL;
	if (close_archive(to, v, n))
		e = copy_source(a, to, bytes);
	zip_source_free(to);
	return e;
}

/* ---- XML ---- */

struct xml {
	XML_Parser parser;
	const struct xml_reader *r;
	void *to;
	int depth;
	const char *trouble;
};

static str local_name(const char *name)
{
	const char *colon = strrchr(name, ':');
	return str_of(colon ? colon + 1 : name);
}

static void stop(struct xml *x, const char *why)
{
	x->trouble = why;
	XML_StopParser(x->parser, XML_FALSE);
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct xml *x = data;
	if (x->depth == XML_DEPTH_MAX) {
		stop(x, "elements are nested more than 64 deep");
		return;
	}
	x->depth++;
	if (x->r->line)
		*x->r->line = (int64_t)XML_GetCurrentLineNumber(x->parser);
	x->r->start(x->to, local_name(name), attributes);
}

static void on_end(void *data, const char *name)
{
	struct xml *x = data;
	x->depth--;
	x->r->end(x->to, local_name(name));
}

static void on_text(void *data, const char *s, int n)
{
	struct xml *x = data;
	if (x->r->text)
		x->r->text(x->to, (str){ s, n });
}

static void on_doctype(void *data, const char *name, const char *system, const char *public,
		       int has_internal)
{
	(void)name, (void)system, (void)public, (void)has_internal;
	stop(data, "there is a document type (DOCTYPE), which such a file never has");
}

static void parse(struct xml *x, str text)
{
	enum { PIECE = 1 << 20 };
	for (ptrdiff_t at = 0; !x->trouble;) {
		ptrdiff_t n = text.n - at < PIECE ? text.n - at : PIECE;
		bool is_last = at + n == text.n;
		if (XML_Parse(x->parser, text.p + at, (int)n, is_last) != XML_STATUS_OK) {
			if (!x->trouble)
				x->trouble = XML_ErrorString(XML_GetErrorCode(x->parser));
			return;
		}
		at += n;
		if (is_last)
			return;
	}
}

bool xml_read(struct arena *a, str file, const char *part, str text, const struct xml_reader *r,
	      void *to, struct faults *f)
{
	jmp_buf full, *outer = a->full;
	struct xml *x = arena_new(a, struct xml);
	*x = (struct xml){ .parser = XML_ParserCreate(NULL), .r = r, .to = to };
	must(x->parser);
	if (setjmp(full)) {
		XML_ParserFree(x->parser);
		a->full = outer;
		must(outer);
		longjmp(*outer, 1);
	}
	if (outer)
		a->full = &full;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	parse(x, text);
	if (x->trouble)
		fault_at(f, file, 0, 0, str_of(NULL), "%s, line %llu: %s", part,
			 (unsigned long long)XML_GetCurrentLineNumber(x->parser), x->trouble);
	XML_ParserFree(x->parser);
	a->full = outer;
	return !x->trouble;
}

str xml_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (str_eq(local_name(attributes[0]), str_of(name)))
			return str_of(attributes[1]);
	return str_of(NULL);
}

bool is_xml_char(uint32_t c)
{
	return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n';
}

void out_xml(struct out *o, str s)
{
	for (ptrdiff_t i = 0, from = 0; i < s.n; from = i) {
		uint32_t c = utf8_next(s, &i);
		if (c == '&')
			out_lit(o, "&amp;");
		else if (c == '<')
			out_lit(o, "&lt;");
		else if (c == '>')
			out_lit(o, "&gt;");
		else if (c == '"')
			out_lit(o, "&quot;");
		else if (!is_xml_char(c))
			out_lit(o, "\ufffd");
		else
			out_bytes(o, s.p + from, i - from);
	}
}

enum err file_pack(struct arena *a, const struct file_entry *v, ptrdiff_t n, str *bytes)
{
	struct pack_entry *entries = arena_new_n(a, struct pack_entry, n + 1);
	for (ptrdiff_t i = 0; i < n; i++)
		entries[i] = (struct pack_entry){ v[i].name, v[i].bytes, true };
	return pack_write(a, entries, n, bytes);
}
