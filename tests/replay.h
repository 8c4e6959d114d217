/* replay.h: gives every file of a fuzz corpus to the fuzz target, so that what was found once is
 * tried in every test run. A test program that uses it links one fuzz_X.c. */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H

#include <dirent.h>

#include "check.h"

#include "base/os.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* `folder` is relative to the root of the repository. */
static void replay_corpus(const char *folder)
{
	struct arena a;
	assert_int_equal(arena_open(&a, 64 << 20), OK);
	DIR *d = opendir(folder);
	assert_non_null(d);
	int n = 0;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		str text;
		if (e->d_name[0] == '.')
			continue;
		const char *path = str_fmt(&a, "%s/%s", folder, e->d_name).p;
		assert_int_equal(os_file_read(&a, path, 16 << 20, &text), OK);
		LLVMFuzzerTestOneInput((const uint8_t *)text.p, (size_t)text.n);
		n++;
	}
	closedir(d);
	assert_true(n > 0);
	arena_close(&a);
}

#endif
