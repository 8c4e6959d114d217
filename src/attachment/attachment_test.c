/* attachment_test.c: how a camera held a picture: the files of tests/data/attachment/turned are one
 * picture, stored in each of the eight ways and drawn upright; a damaged directory turns nothing.
 * Then the corpus of fuzz_picture. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "doc/doc.h"
#include "replay.h"

static struct arena A;

static str read_turned(const char *name)
{
	str bytes;
	const char *path = str_fmt(&A, "tests/data/attachment/turned/%s.jpg", name).p;
	assert_int_equal(os_file_read(&A, path, 1 << 16, &bytes), OK);
	return bytes;
}

enum { W = 48, H = 32 }; /* upright */

/* The colour in the middle of a quarter, one bit for each of blue, green, red. */
static int colour(str pixels, int right, int down)
{
	const unsigned char *p = (const unsigned char *)pixels.p + 8 +
				 4 * ((H / 4 + down * H / 2) * W + W / 4 + right * W / 2);
	return (p[0] > 127) | (p[1] > 127) << 1 | (p[2] > 127) << 2;
}

static void upright(void **state)
{
	(void)state;
	enum { BLUE = 1, GREEN = 2, RED = 4, WHITE = 7 };
	for (int turn = 1; turn <= 8; turn++) {
		char name[2] = { (char)('0' + turn), 0 };
		struct faults f = faults_in(&A);
		struct file_facts facts;
		struct out o = out_to_arena(&A);
		str bytes = read_turned(name);
		assert_int_equal(file_turn(bytes), turn);
		assert_int_equal(file_look(bytes, S("file"), &f, &facts), OK);
		assert_int_equal(facts.width_n, W);
		assert_int_equal(facts.height_n, H);
		assert_true(file_pixels(FILE_JPEG, bytes, 4 * W, &o));
		str pixels = out_view(&o);
		assert_int_equal(pixels.n, 8 + 4 * W * H);
		assert_int_equal(pixels.p[3], W);
		assert_int_equal(colour(pixels, 0, 0), RED);
		assert_int_equal(colour(pixels, 1, 0), GREEN);
		assert_int_equal(colour(pixels, 0, 1), BLUE);
		assert_int_equal(colour(pixels, 1, 1), WHITE);
	}
}

/* Any one byte of what a camera says may be another, or all behind it missing: nothing is read
 * outside, and it is turned in one of the eight ways. */
static void damaged(void **state)
{
	(void)state;
	enum { EXIF_BYTES = 60 };
	str whole = read_turned("6");
	char *p = arena_bytes(&A, whole.n, 1);
	int other_n = 0;
	for (int at = 2; at < EXIF_BYTES; at++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(p, whole.p, (size_t)whole.n);
			p[at] = (char)(p[at] ^ 1 << bit);
			int turn = file_turn((str){ p, whole.n });
			assert_true(turn >= 1 && turn <= 8);
			other_n += turn != 6;
		}
	assert_true(other_n > EXIF_BYTES);
	for (ptrdiff_t n = 0; n < EXIF_BYTES; n++) {
		char *alone =
		    malloc((size_t)n + 1); /* allowed: the sanitizer sees what is read behind it */
		memcpy(alone, whole.p, (size_t)n);
		int turn = file_turn((str){ alone, n });
		free(alone); /* allowed: it is not the arena's */
		assert_int_equal(turn, n < 38 ? 1 : 6);
	}
	printf("# figure: %d changed bits of %d turn the picture another way, none reads outside\n",
	       other_n, (EXIF_BYTES - 2) * 8);
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/picture");
	replay_corpus("tests/data/attachment/turned");
}

static int set_up(void **state)
{
	(void)state;
	return arena_open(&A, 64 << 20) == OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(upright),
		cmocka_unit_test(damaged),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
