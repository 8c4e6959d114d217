#!/bin/bash
# Makes the table of assets: assets.sh OUT.c. A release has it made ready, in prebuilt/, and needs no npm. Fetches the
# packages of package-lock.json first when they are not there (one build at a time: several build folders may ask at once).
set -eu
out=$(readlink -f "$1")
cd "$(dirname "$0")/.."
if [ -d prebuilt ]; then
	assets=${out%/*}/assets
	rm -rf "$assets"
	cp -r prebuilt/assets "$assets"
	exec sed "s|@ASSETS@|$assets|" prebuilt/asset_table.c >"$out"
fi
exec 9<package-lock.json
flock 9
if [ ! -f node_modules/sass/package.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
	npm ci --ignore-scripts --no-audit --no-fund --silent
	touch node_modules/.package-lock.json
fi
exec node tools/assets.mjs "$out"
