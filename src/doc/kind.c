/* kind.c: PNG, JPEG and PDF by their structure: PNG by walking its chunks (ISO/IEC 15948), JPEG by
 * walking its segments to the frame (ITU T.81), PDF by its first and last line.
 * Then a picture drawn small: libjpeg-turbo decodes at a fraction of the size, cairo reads PNG,
 * scales and writes PNG. */
#include "doc/doc.h"

#include <cairo.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

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

static const char *look_jpeg(str s, struct file_facts *facts)
{
	ptrdiff_t at = 2;
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

static cairo_surface_t *scaled(cairo_surface_t *whole, int side)
{
	int w = cairo_image_surface_get_width(whole), h = cairo_image_surface_get_height(whole);
	int longer = w > h ? w : h;
	double by = longer > side ? (double)side / longer : 1;
	int to_w = (int)(w * by), to_h = (int)(h * by);
	cairo_surface_t *small = cairo_image_surface_create(CAIRO_FORMAT_RGB24, to_w > 0 ? to_w : 1,
							    to_h > 0 ? to_h : 1);
	cairo_t *c = cairo_create(small);
	cairo_set_source_rgb(c, 1, 1, 1); /* below what is transparent */
	cairo_paint(c);
	cairo_scale(c, by, by);
	cairo_set_source_surface(c, whole, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_BEST);
	cairo_paint(c);
	cairo_destroy(c);
	return small;
}

bool file_small(enum file_kind kind, str bytes, int side, struct out *png)
{
	str rest = bytes;
	cairo_surface_t *whole = kind == FILE_JPEG ? from_jpeg(bytes, side)
				 : kind == FILE_PNG
				     ? cairo_image_surface_create_from_png_stream(read_png, &rest)
				     : NULL;
	if (!whole)
		return false;
	bool is_good = cairo_surface_status(whole) == CAIRO_STATUS_SUCCESS;
	if (is_good) {
		cairo_surface_t *small = scaled(whole, side);
		is_good = cairo_surface_write_to_png_stream(small, write_png, png) ==
			  CAIRO_STATUS_SUCCESS;
		cairo_surface_destroy(small);
	}
	cairo_surface_destroy(whole);
	return is_good;
}
