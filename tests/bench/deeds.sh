#!/bin/sh
# Deeds a second at 1, 8 and 64 clients beside a bare SQLite writer of the same rows, medians of pairs in one run: in memory, where
# only the work counts, and on the disk of build/, where syncing does.
set -eu
cd "$(dirname "$0")/../.."
for where in /dev/shm build; do
	folder=$(mktemp -d -p "$where" grata-bench-XXXXXX)
	trap 'rm -rf "$folder"' EXIT
	build/release/bench_deeds "$folder" "${SECONDS_EACH:-0.5}" | awk -v where="$where" -v OFS='\t' 'NR > 1 {
		print "figure", "deeds at " $1 ($1 == 1 ? " client, " : " clients, ") (where == "build" ? "on disk" : "in memory"), $2, "/s", $3, $4, ">= .5" }'
	rm -rf "$folder"
done
