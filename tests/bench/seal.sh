#!/bin/sh
# grata-verify over an extract of a million entries of eight fields, the file in memory: how long it takes on two processors,
# and the processors' time in all. The best of three: what else the machine does only adds.
set -eu
cd "$(dirname "$0")/../.."
n=${1:-1000000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
key=$(build/release/bench_seal "$n" "$tmp/extract")
took=$(for _ in 1 2 3; do
	bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null' - build/release/grata-verify extract "$tmp/extract" --key "$key" 2>&1
done | sort -n | awk 'NR == 1 { printf "%.2f %.2f", $1, $2 + $3 }')
bytes=$(wc -c <"$tmp/extract")
awk -v n="$n" -v took="${took% *}" -v work="${took#* }" -v bytes="$bytes" 'BEGIN {
	printf "seal: grata-verify, %d entries of %d bytes: %.2f s (target 2 s a million), %.2f s of processors, %.0f MB/s\n", n, bytes / n, took, work, bytes / took / 1e6
	OFS = "\t"
	print "figure", "a million entries verified by grata-verify", sprintf("%.2f", took * 1e6 / n), "s", "", "", "< 2"
	print "figure", "processor time of that", sprintf("%.2f", work * 1e6 / n), "s", "", "", ""
}'
