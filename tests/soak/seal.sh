#!/bin/sh
# A hundred thousand changed bits of what a log gives out (a checkpoint, a receipt with its entry, an extract of the demo
# register's log), each found by what grata-verify checks files by: tests/soak/flips.c. `seal.sh N SEED` for other numbers.
set -eu
cd "$(dirname "$0")/../.."
n=${1:-100000} seed=${2:-1}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
grata=build/release/grata
"$grata" demo load --db "$tmp/r.db" >/dev/null
key=$("$grata" seal key log.example/grata --key "$tmp/key")
seal() { "$grata" seal "$@" --db "$tmp/r.db" --key "$tmp/key" --as auditor; }
seal checkpoint >"$tmp/checkpoint"
seal receipt 17 >"$tmp/receipt"
seal extract --from 17 --to 17 | sed -n '/^{/p' >"$tmp/entry"
seal extract --from 33 --to 332 >"$tmp/extract"
build/release/flips "$n" "$seed" "$key" "$tmp/checkpoint" "$tmp/receipt" "$tmp/entry" "$tmp/extract"
