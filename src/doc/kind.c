/* kind.c: PNG, JPEG and PDF by their structure: PNG by walking its chunks (ISO/IEC 15948), JPEG by
 * walking its segments to the frame (ITU T.81), PDF by its first and last line. */
#include "doc/doc.h"

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
