#!/bin/sh
# All stories on PostgreSQL.
set -eu
cd "$(dirname "$0")/../.."
export ASAN_OPTIONS=detect_leaks=0
exec tests/storyrun.py --postgres tests/stories/*.story
