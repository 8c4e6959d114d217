/* monitor.h: what those who run the server look at: counters in the text form of Prometheus, and a
 * line of JSON for each request. Neither says who asked or for whom: routes are patterns. */
#ifndef SERVER_MONITOR_H
#define SERVER_MONITOR_H

#include "base/sandbox.h"
#include "data/db.h"
#include "web/server.h"

struct monitor;

/* Lives as long as `a`. */
struct monitor *monitor_new(struct arena *a, struct db *db, struct sandbox_level level);
/* An answer has gone out. Any thread. */
void monitor_count(struct monitor *m, const struct ctx *c, int64_t took_us);
/* {"at":...,"what":"request","id":...,"method":...,"route":...,"status":...,"faults":...,"bytes":...,
 * "took_us":...} and a line end, in one write; faults: how many things were wrong in what was
 * typed. */
void monitor_log(const struct ctx *c, int64_t took_us, int fd);
/* Somebody was refused before there was a request: counted, and with fd >= 0 a line as above,
 * {"at":...,"what":"refused","status":...,"why":...}, at most REFUSED_LINES a second. One thread.
 */
enum { REFUSED_LINES = 10 };
void monitor_refused(struct monitor *m, int status, const char *why, int fd);

/* A site of its own with /metrics alone; site->app is the monitor. For a listener that only this
 * machine reaches. */
extern const struct route *const MONITOR_TABLES[];

#endif
