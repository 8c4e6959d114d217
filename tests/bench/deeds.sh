#!/bin/sh
# Deeds a second at 1, 8 and 64 clients beside a bare SQLite writer of the same rows, medians of pairs in one run.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build/release/bench_deeds "$folder" "${SECONDS_EACH:-1}"
