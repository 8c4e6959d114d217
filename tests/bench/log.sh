#!/bin/sh
# The log's pure part beside `openssl speed sha256` of the same run, one core each, time of the process. A leaf costs two hashes of
# 65 bytes (its own and, on average, one node); openssl's row of 64 bytes is as many blocks, so half of it is the limit.
set -eu
cd "$(dirname "$0")/../.."
n=${1:-1000000}
peer=$(openssl speed -mr -seconds 1 -bytes 64 sha256 2>/dev/null | awk -F: '/^\+F/ { printf "%.0f", $NF / 64 }')
build/release/bench_log "$n" | awk -F'\t' -v peer="$peer" -v n="$n" '
	{ v[$1] = $2 }
	function line(what, x) { printf "  %-44s %12.0f /s", what, v[x] }
	function us(x) { return 1e6 / v[x] }
	END {
		printf "log: %d leaves; openssl speed sha256, 64 bytes: %.0f /s\n", n, peer
		line("leaves hashed and appended", "append")
		printf "   %.2f of the limit (openssl / 2)\n", v["append"] / (peer / 2)
		line("roots from the right edge", "root"); printf "   %.1f us\n", us("root")
		line("inclusion proofs made", "inclusion made")
		printf "   %.1f us (target 1 ms)\n", us("inclusion made")
		line("inclusion proofs checked", "inclusion checked"); printf "   %.1f us\n", us("inclusion checked")
		line("consistency proofs made and checked", "consistency made and checked")
		printf "   %.1f us\n", us("consistency made and checked")
		line("leaves with 8 fields and openings written", "leaf and opening written"); print ""
		line("leaves read, hashed, appended", "leaf read, hashed, appended")
		printf "   %.2f s a million (target 2 s; %d bytes each)\n", 1e6 / v["leaf read, hashed, appended"], v["bytes of a leaf"]
		line("openings read and checked", "opening read and checked"); print ""
		line("checkpoints signed", "signed"); print ""
		line("signatures checked", "signature checked"); print ""
		OFS = "\t"
		print "figure", "leaves hashed and appended", v["append"], "/s", peer / 2, sprintf("%.2f", v["append"] / (peer / 2)), ""
		print "figure", "inclusion proof over a million leaves", sprintf("%.1f", us("inclusion made")), "us", "", "", "< 1000"
		print "figure", "a million leaves verified", sprintf("%.2f", 1e6 / v["leaf read, hashed, appended"]), "s", "", "", "< 3"
	}'
