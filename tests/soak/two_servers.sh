#!/bin/sh
# Two servers over one PostgreSQL: fifty thousand requests. On the release build.
set -eu
cd "$(dirname "$0")/../.."
exec env GRATA_REQUESTS=50000 GRATA_BUILD="$PWD/build/release" tests/two_servers.t
