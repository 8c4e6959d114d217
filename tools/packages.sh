#!/bin/sh
# Installs the Debian packages of the lists given, those that are missing only; as root or through sudo. A package that
# another one provides counts as there.
set -eu
want=$(cat "$@" | sed 's/#.*//' | tr -s '[:space:]' '\n' | sed '/^$/d' | sort -u)
have=$(dpkg-query -W -f='${db:Status-Status},${Package},${Provides}\n' | sed -n 's/^installed,//p' | sed 's/([^)]*)//g' | tr -d ' ' | tr ',' '\n' | sort -u)
missing=$(printf '%s\n' "$have" "$have" "$want" | sort | uniq -u | tr '\n' ' ')
[ -n "$missing" ] || exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
	echo "Please install these packages as root, then try again: $missing" >&2
	exit 1
fi
echo "Installing: $missing"
$sudo apt-get update -qq
# What breaks off can be installed again, so dpkg need not wait for the disk after each file: that is three times faster.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get -o Dpkg::Options::=--force-unsafe-io install -y -qq --no-install-recommends $missing >/dev/null
