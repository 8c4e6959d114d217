#!/bin/sh
# What is hidden and what is not there: two thousand requests each, whose times must tell nothing. On the release build.
set -eu
cd "$(dirname "$0")/../.."
exec env GRATA_LEAK=1000 GRATA_BUILD=build/release tests/leak.t
