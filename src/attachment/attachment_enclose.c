/* attachment_enclose.c: what is attached to a note, printed behind it. */
#include "attachment/attachment.h"

#include "base/must.h"
#include "base/work.h"
#include "doc/doc.h"

enum {
	PRINT_SIDE = 1600, /* pixels: A4 between its margins at some 160 an inch */
	PRINT_BYTES = 8 + PRINT_SIDE * PRINT_SIDE * 4,
	PRINT_MEMORY = 512 << 20, /* a PNG of 50 million pixels takes 200 MB */
	PRINT_S = 10,
	READ_MAX = 40 << 20, /* bytes of all files of one note */
};

struct words {
	const char *lang, *enclosure, *apart;
};
/* clang-format off */
static const struct words WORDS[] = {
	{ "en", "Enclosure", "goes with this note as a file of its own" },
	{ "fr", "Annexe", "est jointe à cette note dans un fichier séparé" },
	{ "ru", "Приложение", "прилагается к настоящей ноте отдельным файлом" },
};
/* clang-format on */

static const struct words *words_of(str lang)
{
	for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (str_starts(lang, str_of(WORDS[i].lang)))
			return &WORDS[i];
	return &WORDS[0];
}

struct drawing {
	enum file_kind kind;
	str bytes;
};

static void draw(struct arena *a, struct out *o, void *arg)
{
	const struct drawing *x = arg;
	(void)a;
	if (!file_pixels(x->kind, x->bytes, PRINT_SIDE, o))
		o->n = 0;
}

static int read_number(str s, ptrdiff_t at)
{
	int v = 0;
	for (int i = 0; i < 4; i++)
		v = v << 8 | (unsigned char)s.p[at + i];
	return v;
}

/* False: it is no picture, or one that cannot be drawn. */
static enum err put_picture(struct tx *tx, const struct attachment_list_row *r, struct paper *p,
			    bool *is_put)
{
	struct attachment_bytes_args in = { r->id };
	struct attachment_bytes_row file;
	struct work_limits limits = { PRINT_MEMORY, PRINT_S, PRINT_BYTES };
	enum work_end end;
	str pixels;
	*is_put = false;
	if (str_eq(r->type, str_of(file_ending(FILE_PDF))))
		return OK;
	TRY(attachment_bytes(tx, &in, &file));
	struct drawing x = { str_eq(r->type, str_of(file_ending(FILE_PNG))) ? FILE_PNG : FILE_JPEG,
			     file.bytes_blob };
	TRY(work_run(tx->a, limits, draw, &x, &pixels, &end));
	if (end != WORK_DONE || pixels.n < 8)
		return OK;
	int w = read_number(pixels, 0), h = read_number(pixels, 4);
	if (w < 1 || h < 1 || w > PRINT_SIDE || h > PRINT_SIDE)
		return OK;
	*is_put = paper_picture(p, str_slice(pixels, 8, pixels.n), w, h, r->title);
	return OK;
}

static void say_apart(struct arena *a, const struct attachment_list_row *r, const struct words *w,
		      struct paper *p)
{
	struct out hash = out_to_arena(a);
	out_hex(&hash, r->content_hash.p, r->content_hash.n);
	paper_line(p, PAPER_TEXT,
		   str_fmt(a, "%.*s (%.*s, %lld KiB) %s.", SF(r->title), SF(r->type),
			   (long long)((r->bytes_n + 1023) / 1024), w->apart));
	paper_line(p, PAPER_TEXT, str_fmt(a, "SHA-256 %.*s", SF(out_view(&hash))));
}

enum err attachment_enclose(struct tx *tx, enum attachment_of of, int64_t id, str lang,
			    struct paper *p)
{
	struct attachment_list_args in = { attachment_of_text(of), id };
	struct attachment_list_rows rows;
	const struct words *w = words_of(lang);
	int64_t read_n = 0;
	enum err e = attachment_list(tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e; /* who may read a note, but no attachment */
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct attachment_list_row *r = &rows.v[i];
		bool is_put = false;
		paper_block(p, PAPER_PAGE);
		paper_line(p, PAPER_HEADING,
			   str_fmt(tx->a, "%s %td: %.*s", w->enclosure, i + 1, SF(r->title)));
		read_n += r->bytes_n;
		if (i < ENCLOSED_MAX && read_n <= READ_MAX)
			TRY(put_picture(tx, r, p, &is_put));
		if (!is_put)
			say_apart(tx->a, r, w, p);
	}
	return OK;
}
