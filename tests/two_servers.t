#!/usr/bin/env python3
"""Two servers over one PostgreSQL, in small; tests/soak/two_servers.sh is all of it. Prints TAP."""
import os

import cluster
import two_servers
from tap import plan, tap


cluster.skip_if_absent()
with cluster.start() as database:
    two_servers.run(tap, database, int(os.environ.get("GRATA_REQUESTS", 600)))
plan()
