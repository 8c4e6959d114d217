/* faulty_vfs.c: a file system for SQLite that passes everything on to the real one and fails what
 * the plan says. It offers no memory mapping, so every read is a call that can fail. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/must.h"
#include "faulty.h"

struct file {
	sqlite3_file base;
	bool is_main;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs vfs;    /* allowed: SQLite keeps its address */
static sqlite3_vfs *below; /* allowed: the real one */
static struct plan *plan;  /* allowed: what fails, for the whole process */

static bool fails(enum io_op op, bool is_main)
{
	if (!(plan->op_bits >> op & 1) || (plan->of_main && !is_main))
		return false;
	int64_t n = atomic_fetch_add(&plan->seen_n, 1) + 1;
	if (!plan->nth || n < plan->nth || (n > plan->nth && !plan->is_lasting))
		return false;
	if (atomic_fetch_add(&plan->fired_n, 1) == 0)
		plan->fired_op = (int)op;
	return true;
}

static sqlite3_file *real(sqlite3_file *f)
{
	return ((struct file *)(void *)f)->real;
}

#define FAILS(op) fails((op), ((struct file *)(void *)f)->is_main)

static int f_close(sqlite3_file *f)
{
	return real(f)->pMethods->xClose(real(f));
}

static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return FAILS(IO_READ) ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, n, at);
}

static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	if (!FAILS(IO_WRITE))
		return real(f)->pMethods->xWrite(real(f), from, n, at);
	if (n > 1)
		real(f)->pMethods->xWrite(real(f), from, n / 2, at);
	return plan->is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int f_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	return FAILS(IO_TRUNCATE) ? SQLITE_IOERR_TRUNCATE
				  : real(f)->pMethods->xTruncate(real(f), n);
}

static int f_sync(sqlite3_file *f, int flags)
{
	return FAILS(IO_SYNC) ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags);
}

static int f_size(sqlite3_file *f, sqlite3_int64 *n)
{
	return FAILS(IO_SIZE) ? SQLITE_IOERR_FSTAT : real(f)->pMethods->xFileSize(real(f), n);
}

static int f_lock(sqlite3_file *f, int how)
{
	return FAILS(IO_LOCK) ? SQLITE_IOERR_LOCK : real(f)->pMethods->xLock(real(f), how);
}

static int f_unlock(sqlite3_file *f, int how)
{
	return real(f)->pMethods->xUnlock(real(f), how);
}

static int f_reserved(sqlite3_file *f, int *is)
{
	return real(f)->pMethods->xCheckReservedLock(real(f), is);
}

static int f_control(sqlite3_file *f, int op, void *arg)
{
	return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int f_sector(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

static int f_device(sqlite3_file *f)
{
	return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int f_shm_map(sqlite3_file *f, int region, int n, int extend, void volatile **to)
{
	return FAILS(IO_SHM) ? SQLITE_IOERR_SHMMAP
			     : real(f)->pMethods->xShmMap(real(f), region, n, extend, to);
}

static int f_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return real(f)->pMethods->xShmLock(real(f), at, n, flags);
}

static void f_shm_barrier(sqlite3_file *f)
{
	real(f)->pMethods->xShmBarrier(real(f));
}

static int f_shm_unmap(sqlite3_file *f, int is_delete)
{
	return real(f)->pMethods->xShmUnmap(real(f), is_delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = f_close,
	.xRead = f_read,
	.xWrite = f_write,
	.xTruncate = f_truncate,
	.xSync = f_sync,
	.xFileSize = f_size,
	.xLock = f_lock,
	.xUnlock = f_unlock,
	.xCheckReservedLock = f_reserved,
	.xFileControl = f_control,
	.xSectorSize = f_sector,
	.xDeviceCharacteristics = f_device,
	.xShmMap = f_shm_map,
	.xShmLock = f_shm_lock,
	.xShmBarrier = f_shm_barrier,
	.xShmUnmap = f_shm_unmap,
};

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *to, int flags, int *out)
{
	struct file *f = (void *)to;
	(void)v;
	f->real = (sqlite3_file *)(f + 1);
	f->is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
	f->base.pMethods = NULL;
	if (fails(IO_OPEN, f->is_main))
		return SQLITE_CANTOPEN;
	int rc = below->xOpen(below, name, f->real, flags, out);
	if (f->real->pMethods)
		f->base.pMethods = &methods;
	return rc;
}

static int v_delete(sqlite3_vfs *v, const char *name, int is_synced)
{
	(void)v;
	return fails(IO_DELETE, false) ? SQLITE_IOERR_DELETE
				       : below->xDelete(below, name, is_synced);
}

struct plan *io_install(void)
{
	plan = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(plan != MAP_FAILED);
	below = sqlite3_vfs_find(NULL);
	vfs = *below;
	vfs.pNext = NULL;
	vfs.zName = "faulty";
	vfs.szOsFile += (int)sizeof(struct file);
	vfs.xOpen = v_open;
	vfs.xDelete = v_delete;
	must(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
	return plan;
}
