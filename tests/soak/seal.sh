#!/bin/sh
# A hundred thousand changed bits of an extract, each found by grata-verify.
set -eu
cd "$(dirname "$0")/../.."
exec env GRATA_FLIPS=100000 GRATA_BUILD=build/release tests/seal.t
