#!/bin/sh
# Ten years of invented visa offices: a surge of 100,000 in an hour, the register looked at every day, forecasts scored on
# a hundred offices of each plan. FOLDER (default: memory) is where the register lies.
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d -p "${FOLDER:-/dev/shm}" grata-decade-XXXXXX) || exit 1
trap 'rm -rf "$folder"' EXIT
build/release/decade large "$folder"
