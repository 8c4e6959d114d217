#!/bin/sh
# Runs one fuzz target for so many seconds: fuzz.sh NAME SECONDS. It starts from tests/corpus/NAME; what it finds new
# goes to build/fuzz/corpus/NAME, an input that breaks the program to build/fuzz/crash-*. Without a name: the names.
set -eu
cd "$(dirname "$0")/.."
name=$1 seconds=$2
[ -f build/fuzz/build.ninja ] || meson setup build/fuzz -Dfuzz=true -Ddev=true -Dbuildtype=debugoptimized \
	-Db_sanitize=address,undefined -Db_lundef=false >/dev/null
if [ -z "$name" ]; then
	ninja -C build/fuzz -t targets all | sed -n 's/^fuzz_\([a-z0-9_]*\): .*/make fuzz T=\1/p'
	exit 0
fi
ninja -C build/fuzz --quiet "fuzz_$name"
mkdir -p "build/fuzz/corpus/$name" "tests/corpus/$name"
exec "build/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	-artifact_prefix=build/fuzz/ "build/fuzz/corpus/$name" "tests/corpus/$name"
