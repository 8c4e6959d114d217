#!/bin/sh
# The machine fails under a register: file system, fsync, memory, kill -9; all of it, where make test takes samples. FOLDER
# (default: memory) is where the registers lie; CYCLES (default 10000) how often the process is killed.
set -u
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d -p "${FOLDER:-/dev/shm}" grata-soak-XXXXXX) || exit 1
trap 'rm -rf "$folder"' EXIT
wrong=0
for what in sync io memory "kill"; do
	build/release/faulty "$what" "$folder" ${CYCLES:+"$CYCLES"} 2>"$folder/said" || { wrong=1 && tail -n 40 "$folder/said"; }
done
exit $wrong
