#!/bin/sh
# A thousand bits of each part of the log, and a thousand rows, changed by hand: each is found (`make test` changes 100).
cd "$(dirname "$0")/../.." || exit 1
GRATA_CHANGES=1000 exec tests/run.py log
