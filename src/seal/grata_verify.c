/* grata_verify.c: a program for those who do not trust the register: it checks what `grata seal`
 * gave out, from files alone. It knows no database and asks nobody. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/leaf.h"
#include "base/os.h"
#include "seal/seal.h"

static const char usage[] =
    "grata-verify checks files of `grata seal` with a log's public key.\n"
    "\n"
    "  grata-verify checkpoint FILE --key KEY\n"
    "  grata-verify receipt FILE --key KEY --entry FILE     is this entry in the log?\n"
    "  grata-verify extract FILE --key KEY [--since FILE]   has the log only grown since that\n"
    "                                                       checkpoint?\n"
    "\n"
    "KEY is the line that `grata seal key` printed. Exit code 0: it holds; 1: it does not; 2: the\n"
    "words or the files cannot be read.\n";

/* Of what is read whole; an extract is read by and by. */
#define FILE_MAX ((size_t)64 << 20)
#define ARENA    ((size_t)1 << 30) /* of addresses, not of memory */
#define SCRATCH  ((size_t)1 << 30)

struct call {
	struct arena a, scratch;
	struct out out;
	struct faults faults;
	const char *what, *file, *key, *entry, *since;
	struct log_key k;
};

static bool read_words(struct call *c, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char **to = strcmp(argv[i], "--key") == 0     ? &c->key
				  : strcmp(argv[i], "--entry") == 0 ? &c->entry
				  : strcmp(argv[i], "--since") == 0 ? &c->since
								    : NULL;
		if (to && ++i == argc)
			return false;
		if (!to)
			to = !c->what ? &c->what : &c->file;
		if (*to)
			return false;
		*to = argv[i];
	}
	return c->what && c->file && c->key && log_key_read(str_of(c->key), &c->k);
}

static bool read_file(struct call *c, const char *path, str *text)
{
	enum err e = os_file_read(&c->a, path, FILE_MAX, text);
	if (e != OK)
		fault_at(&c->faults, str_of(path), 0, 0, (str){ 0 }, "%s", err_sentence(e));
	return e == OK;
}

static void say_head(struct call *c, const struct checkpoint *head)
{
	out_fmt(&c->out, "%.*s has signed %lld entries, root ", SF(head->origin),
		(long long)head->size);
	out_hex(&c->out, head->root.b, sizeof head->root.b);
	out_lit(&c->out, "\n");
}

static bool checkpoint_holds(struct call *c, const char *path, struct checkpoint *head)
{
	str text;
	return read_file(c, path, &text) &&
	       seal_note_check(c->scratch, str_of(path), text, &c->k, head, &c->faults);
}

static bool receipt_holds(struct call *c)
{
	str text, entry;
	int64_t index;
	if (!read_file(c, c->file, &text) || !read_file(c, c->entry, &entry) ||
	    !seal_receipt_check(c->scratch, str_of(c->file), text, entry, &c->k, &index,
				&c->faults))
		return false;
	out_fmt(&c->out, "Entry %lld is in the log.\n", (long long)index + 1);
	return true;
}

static ptrdiff_t read_piece(void *from, char *to, ptrdiff_t n)
{
	ssize_t got;
	do
		got = read(*(int *)from, to, (size_t)n);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool extract_holds(struct call *c)
{
	struct extract_report r;
	struct checkpoint since;
	if (c->since && !checkpoint_holds(c, c->since, &since))
		return false;
	int fd = strcmp(c->file, "-") == 0 ? STDIN_FILENO : open(c->file, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		fault_at(&c->faults, str_of(c->file), 0, 0, (str){ 0 }, "%s", strerror(errno));
		return false;
	}
	struct extract_source source = { read_piece, &fd };
	bool is_whole = extract_check(c->scratch, str_of(c->file), source, &c->k,
				      c->since ? &since : NULL, &r, &c->faults);
	close(fd);
	if (!is_whole)
		return false;
	out_fmt(&c->out, "Entries %lld to %lld are whole, in order and signed for.\n",
		(long long)r.first, (long long)r.last);
	say_head(c, &r.signed_head);
	if (c->since)
		out_fmt(&c->out, "The log has only grown since it had %lld.\n",
			(long long)since.size);
	return true;
}

static bool holds(struct call *c)
{
	struct checkpoint head;
	if (strcmp(c->what, "receipt") == 0)
		return receipt_holds(c);
	if (strcmp(c->what, "extract") == 0)
		return extract_holds(c);
	if (!checkpoint_holds(c, c->file, &head))
		return false;
	say_head(c, &head);
	return true;
}

int main(int argc, char **argv)
{
	struct call c = { 0 };
	if (arena_open(&c.a, ARENA) != OK || arena_open(&c.scratch, SCRATCH) != OK)
		return 2;
	c.out = out_to_arena(&c.a);
	c.faults = faults_in(&c.a);
	bool is_known = read_words(&c, argc, argv) &&
			(strcmp(c.what, "checkpoint") == 0 || strcmp(c.what, "extract") == 0 ||
			 (strcmp(c.what, "receipt") == 0 && c.entry));
	if (!is_known) {
		fputs(usage, stderr);
		return 2;
	}
	bool is_whole = holds(&c);
	faults_print(&c.faults, &c.out);
	str said = out_view(&c.out);
	fwrite(said.p, 1, (size_t)said.n, is_whole ? stdout : stderr);
	return is_whole ? 0 : 1;
}
