#!/bin/sh
# Installs the Debian packages of the lists given, those that are missing only; as root or through sudo.
set -eu
want=$(cat "$@" | sed 's/#.*//' | tr -s '[:space:]' '\n' | sed '/^$/d')
missing=$(for p in $want; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$p"
done)
[ -n "$missing" ] || exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
	echo "Please install these packages as root, then try again: $missing" >&2
	exit 1
fi
echo "Installing: $missing"
$sudo apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
