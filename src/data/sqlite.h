/* sqlite.h: a connection to a register's file, for sqlite.c and its test. */
#ifndef DATA_SQLITE_H
#define DATA_SQLITE_H

#include <sqlite3.h>

#include "data/engine.h"

/* How a reader's file stays mapped into memory: SQLite's methods of the file with one of ours. */
struct mapping {
	sqlite3_io_methods methods; /* the first, so that a file leads here */
	const sqlite3_io_methods *below;
	sqlite3_int64 bytes; /* of the file when it was mapped */
};

struct lite_conn {
	struct conn c;
	sqlite3 *h;
	struct mapping mapping;
	sqlite3_stmt *steps[TX_STEPS], *version;
	int64_t data_version; /* of the file, as another process moves it */
	/* The rows that the statement under way has touched, in their order. SQLite's callback
	 * fills it, so it cannot be an arena's: that one would jump through SQLite. */
	struct {
		int64_t *v;
		ptrdiff_t n, cap;
		bool is_short; /* there was no memory for one */
	} touched;
};

#endif
