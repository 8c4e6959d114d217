/* faulty.c: `faulty io|sync|kill|memory FOLDER [small|CYCLES]`; ends with 1 when something went
 * wrong. */
#include "faulty.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/must.h"

int main(int argc, char **argv)
{
	must(argc >= 3);
	const char *what = argv[1], *folder = argv[2];
	bool is_small = argc > 3 && strcmp(argv[3], "small") == 0;
	int64_t cycles = 10000;
	must(argc <= 3 || is_small || str_to_int64(str_of(argv[3]), &cycles));
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	int wrong_n = strcmp(what, "io") == 0       ? sweep_io(folder, is_small)
		      : strcmp(what, "sync") == 0   ? sweep_sync(folder)
		      : strcmp(what, "memory") == 0 ? sweep_memory(folder, is_small)
		      : strcmp(what, "kill") == 0 ? sweep_kill(folder, is_small ? 12 : (int)cycles)
						  : -1;
	must(wrong_n >= 0);
	return wrong_n > 0;
}
