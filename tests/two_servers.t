#!/usr/bin/env python3
"""Two servers over one PostgreSQL, in small; tests/soak/two_servers.sh is all of it. Prints TAP."""
import os, sys

import cluster
import two_servers

results = []


def result(ok, name, why=""):
    results.append(bool(ok))
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}", flush=True)
    for line in why.splitlines()[:30] if not ok else ():
        print(f"# {line}")


cluster.skip_if_absent()
with cluster.start() as database:
    two_servers.run(result, database, int(os.environ.get("GRATA_REQUESTS", 600)))
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
