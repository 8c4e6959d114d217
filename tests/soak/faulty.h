/* faulty.h: making the machine fail under a register, one call after the other until none is left
 * to fail. Each run proves that its fault fired, and afterwards, on a sound machine, that nothing
 * acknowledged is lost, no deed is half there, the log verifies and the register goes on. */
#ifndef SOAK_FAULTY_H
#define SOAK_FAULTY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "data/db.h"

/* ---- the file system under SQLite; faulty_vfs.c ---- */

enum io_op {
	IO_OPEN,
	IO_READ,
	IO_WRITE, /* the first half of the bytes is written, then it fails */
	IO_SYNC,
	IO_TRUNCATE,
	IO_SIZE,
	IO_LOCK,
	IO_SHM,
	IO_DELETE,
	IO_OPS
};
#define IO_ALL ((1u << IO_OPS) - 1)

/* What fails. In memory that parent and child share. */
struct plan {
	unsigned op_bits;
	bool is_lasting; /* all from the nth on, not only the nth */
	bool is_full;    /* a write fails for want of room */
	bool of_main;    /* only calls on the register file itself, not on its write-ahead log */
	int64_t nth;     /* 0: none */
	_Atomic int64_t seen_n;
	_Atomic int fired_n;
	_Atomic int fired_op; /* the first that failed */
	_Atomic bool is_closing, is_done;
};
/* Makes it SQLite's file system from here on; *plan says what fails. */
struct plan *io_install(void);

/* ---- deeds that can be counted afterwards; faulty_deeds.c ---- */

/* A small register at `path`. */
void deeds_make(const char *path);
/* One deed that enters two accounts named after client and number: both are there, or none. */
enum err deeds_pair(struct db *db, struct arena *a, int client, int number);
/* How many of a pair are there: 0, 1, 2; below 0: could not be read. */
int deeds_count(struct db *db, struct arena *a, int client, int number);
/* The log verifies; says on standard error what does not. */
bool deeds_verify(struct db *db);
/* Copies a file of at most 64 MiB, and removes what lay beside the old one. */
void file_copy(const char *from, const char *to);
void file_remove(const char *path);

/* ---- the sweeps; each prints one line of figures and returns how much went wrong ---- */

int sweep_io(const char *folder, bool is_small);
int sweep_sync(const char *folder);
int sweep_memory(const char *folder, bool is_small);
int sweep_kill(const char *folder, int cycles);

#endif
