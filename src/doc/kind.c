/* kind.c: PNG, JPEG and PDF by their structure: PNG by walking its chunks (ISO/IEC 15948), JPEG by
 * walking its segments to the frame (ITU T.81), PDF by its first and last line; and how a camera
 * held a JPEG (Exif 2.3). Then a picture drawn small and upright: libjpeg-turbo decodes at a
 * fraction of the size, cairo reads PNG, turns and scales; PNG or plain pixels come out. */
#include "doc/doc.h"

#include <cairo.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "base/must.h"

static const char *const TYPES[] = {
	[FILE_PNG] = "image/png", [FILE_JPEG] = "image/jpeg", [FILE_PDF] = "application/pdf"
};
static const char *const ENDINGS[] = {
	[FILE_PNG] = "png", [FILE_JPEG] = "jpg", [FILE_PDF] = "pdf"
};

const char *file_type(enum file_kind kind)
{
	return TYPES[kind];
}

const char *file_ending(enum file_kind kind)
{
	return ENDINGS[kind];
}

str file_endings(enum file_kind kind)
{
	return kind == FILE_JPEG ? S("jpg jpeg") : str_of(ENDINGS[kind]);
}

bool file_name_fits(str name, str endings, str field, struct faults *f)
{
	str all = endings, ending = name;
	bool has_dot = false;
	for (ptrdiff_t at; (at = str_find_byte(ending, '.')) >= 0; has_dot = true)
		ending = str_slice(ending, at + 1, ending.n);
	while (all.p)
		if (has_dot && str_eq_nocase(str_cut(&all, ' '), ending))
			return true;
		else if (!has_dot)
			break;
	str first = str_cut(&endings, ' ');
	fault_field(f, field,
		    "By its content the name of this file must end in .%.*s%s%.*s; it is '%.*s'.",
		    SF(first), endings.p ? " or ." : "", SF(endings), SF(name));
	return false;
}

static int64_t number(str s, ptrdiff_t at, int n)
{
	int64_t v = 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s.p[at + i];
	return v;
}

static const char BROKEN_OFF[] = "The file is damaged or was not sent whole.";

/* Each of these gives what is wrong, or NULL. */
static const char *look_png(str s, struct file_facts *facts)
{
	ptrdiff_t at = 8;
	for (bool is_first = true; s.n - at >= 12; is_first = false) {
		int64_t n = number(s, at, 4);
		str name = str_slice(s, at + 4, at + 8);
		if (n > s.n - at - 12 || is_first != str_eq(name, S("IHDR")))
			return BROKEN_OFF;
		if (is_first && n != 13)
			return BROKEN_OFF;
		if (is_first) {
			facts->width_n = number(s, at + 8, 4);
			facts->height_n = number(s, at + 12, 4);
		}
		at += n + 12;
		if (str_eq(name, S("IEND")))
			return at == s.n ? NULL
					 : "There is something behind the end of the picture.";
	}
	return BROKEN_OFF;
}

static bool is_frame(int marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

/* A number of n bytes; the order of a TIFF file is said in its first two bytes. */
static int64_t tiff_number(str tiff, ptrdiff_t at, int n)
{
	int64_t v = 0;
	bool is_little = tiff.p[0] == 'I';
	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)tiff.p[is_little ? at + n - 1 - i : at + i];
	return v;
}

/* The orientation in the first directory of a segment APP1; 0: it says none. */
static int exif_turn(str segment)
{
	enum { HEAD = 8, ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3 };
	if (!str_starts(segment, S("Exif\0\0")))
		return 0;
	str tiff = str_slice(segment, 6, segment.n);
	if (tiff.n < HEAD || (!str_starts(tiff, S("II*\0")) && !str_starts(tiff, S("MM\0*"))))
		return 0;
	int64_t at = tiff_number(tiff, 4, 4);
	if (at < HEAD || at > tiff.n - 2)
		return 0;
	int64_t n = tiff_number(tiff, (ptrdiff_t)at, 2);
	for (at += 2; n > 0 && at <= tiff.n - ENTRY; n--, at += ENTRY) {
		ptrdiff_t entry = (ptrdiff_t)at;
		int64_t v = tiff_number(tiff, entry + 8, 2);
		if (tiff_number(tiff, entry, 2) != ORIENTATION)
			continue;
		bool is_one = tiff_number(tiff, entry + 2, 2) == SHORT &&
			      tiff_number(tiff, entry + 4, 4) == 1;
		return is_one && v >= 1 && v <= 8 ? (int)v : 0;
	}
	return 0;
}

/* Walks to the frame; *turn is what the first segment says that says something. */
static const char *walk_jpeg(str s, struct file_facts *facts, int *turn)
{
	ptrdiff_t at = 2;
	*turn = 0;
	while (s.n - at >= 4) {
		int marker = (unsigned char)s.p[at + 1];
		if ((unsigned char)s.p[at] != 0xff)
			return BROKEN_OFF;
		if (marker == 0xff) { /* filling */
			at++;
			continue;
		}
		int64_t n = number(s, at + 2, 2);
		if (n < 2 || n > s.n - at - 2 || marker == 0xda)
			return BROKEN_OFF;
		if (marker == 0xe1 && *turn == 0)
			*turn = exif_turn(str_slice(s, at + 4, at + 2 + (ptrdiff_t)n));
		if (is_frame(marker) && n >= 8) {
			facts->height_n = number(s, at + 5, 2);
			facts->width_n = number(s, at + 7, 2);
			return str_find(str_slice(s, s.n > 64 ? s.n - 64 : 0, s.n), S("\xff\xd9")) <
				       0
				   ? BROKEN_OFF
				   : NULL;
		}
		at += n + 2;
	}
	return BROKEN_OFF;
}

static bool is_on_its_side(int turn)
{
	return turn >= 5;
}

static const char *look_jpeg(str s, struct file_facts *facts)
{
	int turn;
	const char *trouble = walk_jpeg(s, facts, &turn);
	int64_t w = facts->width_n;
	if (is_on_its_side(turn)) {
		facts->width_n = facts->height_n;
		facts->height_n = w;
	}
	return trouble;
}

int file_turn(str bytes)
{
	struct file_facts facts;
	int turn = 0;
	if (str_starts(bytes, S("\xff\xd8\xff")))
		(void)walk_jpeg(bytes, &facts, &turn);
	return turn ? turn : 1;
}

static const char *look_pdf(str s)
{
	str tail = str_slice(s, s.n > 1024 ? s.n - 1024 : 0, s.n);
	return str_find(tail, S("%%EOF")) < 0 ? BROKEN_OFF : NULL;
}

static const char *look(str s, struct file_facts *facts)
{
	if (str_starts(s, S("\x89PNG\r\n\x1a\n"))) {
		facts->kind = FILE_PNG;
		return look_png(s, facts);
	}
	if (str_starts(s, S("\xff\xd8\xff"))) {
		facts->kind = FILE_JPEG;
		return look_jpeg(s, facts);
	}
	if (str_starts(s, S("%PDF-"))) {
		facts->kind = FILE_PDF;
		return look_pdf(s);
	}
	return "The file is no PNG, JPEG or PDF; its content says so, whatever its name is.";
}

enum err file_look(str bytes, str field, struct faults *f, struct file_facts *facts)
{
	*facts = (struct file_facts){ 0 };
	const char *trouble = bytes.n == 0 ? "The file is empty."
			      : bytes.n > FILE_BYTES_MAX
				  ? "The file has more than 20 MiB; send it smaller."
				  : look(bytes, facts);
	bool is_picture = facts->kind != FILE_PDF;
	int64_t w = facts->width_n, h = facts->height_n;
	if (!trouble && is_picture && (w == 0 || h == 0))
		trouble = "The picture says that it has no width or no height.";
	if (trouble)
		fault_field(f, field, "%s", trouble);
	else if (is_picture && (w > FILE_SIDE_MAX || h > FILE_SIDE_MAX || w * h > FILE_PIXELS_MAX))
		fault_field(f, field,
			    "The picture has %lld x %lld pixels; at most 50 million, and 20,000 on "
			    "a side, are taken.",
			    (long long)w, (long long)h);
	return faults_err(f);
}

/* ---- drawn small ---- */

enum {
	SCANS_MAX = 60,             /* of a progressive JPEG: more are a way to keep us busy */
	JPEG_MEMORY_MAX = 192 << 20 /* what it may ask for */
};

/* ---- PNG in and out ---- */

static cairo_status_t read_png(void *from, unsigned char *to, unsigned n)
{
	str *rest = from;
	if ((ptrdiff_t)n > rest->n)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, rest->p, n);
	*rest = str_slice(*rest, (ptrdiff_t)n, rest->n);
	return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t write_png(void *to, const unsigned char *p, unsigned n)
{
	out_bytes(to, (const char *)p, (ptrdiff_t)n);
	return CAIRO_STATUS_SUCCESS;
}

/* ---- JPEG in ---- */

struct jpeg {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf failed;
	cairo_surface_t *surface; /* NULL until its size is known */
};

static void on_error(j_common_ptr d)
{
	longjmp(((struct jpeg *)d->client_data)->failed, 1);
}

static void on_message(j_common_ptr d)
{
	(void)d; /* a warning: what was decoded is shown */
}

static void on_progress(j_common_ptr d)
{
	if (((j_decompress_ptr)d)->input_scan_number > SCANS_MAX)
		on_error(d);
}

static void decode(struct jpeg *j, str bytes, int side)
{
	struct jpeg_decompress_struct *d = &j->d;
	jpeg_create_decompress(d);
	d->client_data = j;
	d->progress = &j->progress;
	d->mem->max_memory_to_use = JPEG_MEMORY_MAX;
	jpeg_mem_src(d, (const unsigned char *)bytes.p, (unsigned long)bytes.n);
	jpeg_read_header(d, TRUE);
	d->out_color_space = JCS_EXT_BGRX; /* as CAIRO_FORMAT_RGB24 lies in memory */
	unsigned longer = d->image_width > d->image_height ? d->image_width : d->image_height;
	d->scale_num = 1;
	d->scale_denom = 1;
	while (d->scale_denom < 8 && longer / (d->scale_denom * 2) >= (unsigned)side * 2)
		d->scale_denom *= 2;
	jpeg_start_decompress(d);
	j->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)d->output_width,
						(int)d->output_height);
	unsigned char *rows = cairo_image_surface_get_data(j->surface);
	int stride = cairo_image_surface_get_stride(j->surface);
	if (!rows)
		on_error((j_common_ptr)d);
	while (d->output_scanline < d->output_height) {
		JSAMPROW row = rows + (size_t)stride * d->output_scanline;
		jpeg_read_scanlines(d, &row, 1);
	}
	cairo_surface_mark_dirty(j->surface);
}

static bool try_decode(struct jpeg *j, str bytes, int side)
{
	if (setjmp(j->failed))
		return false;
	decode(j, bytes, side);
	return true;
}

static cairo_surface_t *from_jpeg(str bytes, int side)
{
	struct jpeg j = { 0 };
	j.d.err = jpeg_std_error(&j.errors);
	j.d.client_data = &j;
	j.errors.error_exit = on_error;
	j.errors.output_message = on_message;
	j.progress.progress_monitor = on_progress;
	bool is_done = try_decode(&j, bytes, side);
	jpeg_destroy_decompress(&j.d);
	if (!is_done && j.surface)
		cairo_surface_destroy(j.surface);
	return is_done ? j.surface : NULL;
}

/* ---- drawing ---- */

/* From where a pixel is stored to where it is shown, for each way of holding the camera. */
static cairo_matrix_t upright(int turn, double w, double h)
{
	const cairo_matrix_t as_shown[] = {
		{ 1, 0, 0, 1, 0, 0 },   { -1, 0, 0, 1, w, 0 }, { -1, 0, 0, -1, w, h },
		{ 1, 0, 0, -1, 0, h },  { 0, 1, 1, 0, 0, 0 },  { 0, 1, -1, 0, h, 0 },
		{ 0, -1, -1, 0, h, w }, { 0, -1, 1, 0, 0, w },
	};
	must(turn >= 1 && turn <= 8);
	return as_shown[turn - 1];
}

static cairo_surface_t *scaled(cairo_surface_t *whole, int side, int turn)
{
	int w = cairo_image_surface_get_width(whole), h = cairo_image_surface_get_height(whole);
	int longer = w > h ? w : h;
	double by = longer > side ? (double)side / longer : 1;
	int shown_w = is_on_its_side(turn) ? h : w, shown_h = is_on_its_side(turn) ? w : h;
	int to_w = (int)(shown_w * by), to_h = (int)(shown_h * by);
	cairo_surface_t *small = cairo_image_surface_create(CAIRO_FORMAT_RGB24, to_w > 0 ? to_w : 1,
							    to_h > 0 ? to_h : 1);
	cairo_matrix_t m = upright(turn, w, h);
	cairo_t *c = cairo_create(small);
	cairo_set_source_rgb(c, 1, 1, 1); /* below what is transparent */
	cairo_paint(c);
	cairo_scale(c, by, by);
	cairo_transform(c, &m);
	cairo_set_source_surface(c, whole, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_BEST);
	cairo_paint(c);
	cairo_destroy(c);
	return small;
}

/* The picture at most `side` on a side and upright; NULL when it cannot be decoded. */
static cairo_surface_t *decoded(enum file_kind kind, str bytes, int side)
{
	str rest = bytes;
	cairo_surface_t *whole = kind == FILE_JPEG ? from_jpeg(bytes, side)
				 : kind == FILE_PNG
				     ? cairo_image_surface_create_from_png_stream(read_png, &rest)
				     : NULL;
	if (!whole)
		return NULL;
	bool is_good = cairo_surface_status(whole) == CAIRO_STATUS_SUCCESS;
	cairo_surface_t *small = is_good ? scaled(whole, side, file_turn(bytes)) : NULL;
	cairo_surface_destroy(whole);
	return small;
}

bool file_small(enum file_kind kind, str bytes, int side, struct out *png)
{
	cairo_surface_t *small = decoded(kind, bytes, side);
	if (!small)
		return false;
	bool is_good =
	    cairo_surface_write_to_png_stream(small, write_png, png) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(small);
	return is_good;
}

static void out_number(struct out *o, int n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		out_char(o, (char)(n >> shift & 0xff));
}

bool file_pixels(enum file_kind kind, str bytes, int side, struct out *pixels)
{
	cairo_surface_t *small = decoded(kind, bytes, side);
	const unsigned char *rows = small ? cairo_image_surface_get_data(small) : NULL;
	int w = rows ? cairo_image_surface_get_width(small) : 0;
	int h = rows ? cairo_image_surface_get_height(small) : 0;
	if (rows) {
		out_number(pixels, w);
		out_number(pixels, h);
	}
	for (int y = 0; y < h; y++)
		out_bytes(pixels, rows + (size_t)y * (size_t)cairo_image_surface_get_stride(small),
			  (ptrdiff_t)w * 4);
	if (small)
		cairo_surface_destroy(small);
	return rows != NULL;
}
