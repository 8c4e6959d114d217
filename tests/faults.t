#!/bin/sh
# A sample of `make soak`, with the sanitizers on: faults of the file system, a failed fsync, faults of memory, kill -9.
set -u
echo 1..4
n=0
for what in sync io memory "kill"; do
	n=$((n + 1))
	if said=$("$GRATA_BUILD/faulty" "$what" "$GRATA_TMP" small 2>"$GRATA_TMP/said.log"); then
		echo "ok $n - $what"
		echo "# figure: $said"
	else
		echo "not ok $n - $what"
		{ echo "$said" && tail -n 20 "$GRATA_TMP/said.log"; } | sed 's/^/# /'
	fi
done
