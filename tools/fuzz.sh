#!/bin/sh
# Runs one fuzz target for so many seconds: fuzz.sh NAME SECONDS. It starts from tests/corpus/NAME; what it finds new
# goes to build/fuzz/corpus/NAME, an input that breaks the program to build/fuzz/crash-*. Without a name: the names.
set -eu
cd "$(dirname "$0")/.."
name=$1 seconds=$2
if [ -z "$name" ]; then
	printf '%s\n' src/*/fuzz_*.c | sed 's/.*fuzz_\(.*\)\.c/make fuzz T=\1/'
	exit 0
fi
tools/build.sh fuzz -t "fuzz_$name" -Dfuzz=true -Ddev=true -Dbuildtype=debugoptimized \
	-Db_sanitize=address,undefined -Db_lundef=false
mkdir -p "build/fuzz/corpus/$name" "tests/corpus/$name"
exec "build/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	-artifact_prefix=build/fuzz/ "build/fuzz/corpus/$name" "tests/corpus/$name"
