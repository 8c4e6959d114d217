#!/bin/sh
# grata-verify over an extract of a million entries of eight fields: processor time of the process, the file in memory.
set -eu
cd "$(dirname "$0")/../.."
n=${1:-1000000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
key=$(build/release/bench_seal "$n" "$tmp/extract")
took=$(bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null' - build/release/grata-verify extract "$tmp/extract" --key "$key" 2>&1 | awk '{ printf "%.2f", $1 + $2 }')
bytes=$(wc -c <"$tmp/extract")
awk -v n="$n" -v took="$took" -v bytes="$bytes" 'BEGIN {
	printf "seal: grata-verify, %d entries of %d bytes: %.2f s (target 2 s a million), %.0f MB/s\n", n, bytes / n, took, bytes / took / 1e6
	OFS = "\t"
	print "figure", "a million entries verified by grata-verify", sprintf("%.2f", took * 1e6 / n), "s", "", "", "< 2"
}'
