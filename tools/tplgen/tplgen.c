/* tplgen.c: `tplgen src/visa/visa_backlog.html OUT.h OUT.c`. Prints what is wrong as
 * file:line:col: sentence and exits with 1. */
#include "tplgen.h"

#include <stdio.h>

#include "base/os.h"

static str stem(str path)
{
	for (ptrdiff_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/') {
			path = str_slice(path, i, path.n);
			break;
		}
	return str_ends(path, S(".html")) ? str_slice(path, 0, path.n - 5) : path;
}

static enum err compile(struct arena *a, struct faults *f, const char *const path[static 3])
{
	struct tpl *t = arena_new(a, struct tpl);
	str text, name = stem(str_of(path[0]));
	TRY(os_file_read(a, path[0], TPL_BYTES_MAX + 1, &text));
	TRY(tpl_read(a, f, str_of(path[0]), name, text, t));
	struct out o = out_to_arena(a);
	tpl_emit_header(t, &o);
	TRY(os_file_write(path[1], out_view(&o)));
	o = out_to_arena(a);
	tpl_emit_code(t, &o);
	return os_file_write(path[2], out_view(&o));
}

int main(int argc, char **argv)
{
	struct arena a;
	if (argc != 4) {
		fputs("usage: tplgen PAGE.html OUT.h OUT.c\n", stderr);
		return 2;
	}
	if (arena_open(&a, (size_t)64 << 20) != OK)
		return 1;
	struct faults f = faults_in(&a);
	const char *const path[3] = { argv[1], argv[2], argv[3] };
	enum err e = compile(&a, &f, path);
	struct out o = out_to_fd(&a, 2);
	if (e == ERR_FAULTS)
		faults_print(&f, &o);
	else if (e != OK)
		out_fmt(&o, "%s: %s\n", argv[1], err_sentence(e));
	return out_flush(&o) != OK || e != OK;
}
