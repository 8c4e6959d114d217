#!/bin/sh
# Builds build/NAME: build.sh NAME [-t TARGET] MESON-OPTIONS... Sets the folder up first, and again when a
# meson.build is new (ninja cannot see those). Says nothing when nothing is to do; shows progress on a terminal.
set -eu
cd "$(dirname "$0")/.."
dir=build/$1 target=
shift
if [ "${1:-}" = -t ]; then
	target=$2
	shift 2
fi
quietly() { said=$("$@" 2>&1) || { echo "$said" && exit 1; }; }
if [ ! -f "$dir/build.ninja" ]; then
	quietly meson setup "$dir" "$@"
elif [ -n "$(find meson* src tools \( -name 'meson*' -o -name layers.txt \) -newer "$dir/build.ninja")" ]; then
	touch meson.build # the one that ninja looks at
	quietly ninja -C "$dir" build.ninja
fi
! ninja -C "$dir" -n ${target:+"$target"} | grep -q 'no work to do' || exit 0
quiet=yes
[ ! -t 1 ] || quiet=
exec ninja -C "$dir" ${quiet:+--quiet} ${target:+"$target"}
