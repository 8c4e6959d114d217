#!/bin/sh
# The Debian package on a bare Debian 12: installed, served behind nginx, upgraded with the data kept, removed. The register it
# upgrades is made by the program of the commit before the newest step of the schema. Needs root, debootstrap, a mirror, and the
# tool that makes such a system: FRESH_DEBIAN says where it is.
set -eu
cd "$(dirname "$0")/../.."
fresh=${FRESH_DEBIAN:-../shared/tools/fresh-debian}
if [ ! -x "$fresh" ] || [ "$(id -u)" != 0 ]; then
	echo "1..0 # SKIP needs root and a tool that makes a bare Debian 12 (FRESH_DEBIAN)"
	exit 0
fi
tmp=$(mktemp -d)
end() {
	git worktree remove --force "$tmp/old" 2>/dev/null || true
	rm -rf "$tmp"
}
trap end EXIT
mkdir "$tmp/shared"
step=$(git log -1 --format=%H -- 'schema/*.sql')
git worktree add -q --detach "$tmp/old" "$step^"
cp -r node_modules "$tmp/old/"
"$tmp/old/tools/build.sh" release -t grata -Dbuildtype=release
"$tmp/old/build/release/grata" demo load --db "$tmp/shared/old.db" >/dev/null
GRATA_DEB_VERSION=0.0.8-1 tools/deb.py "$tmp/shared"
tools/deb.py "$tmp/shared"
FRESH_SHARED=$tmp/shared "$fresh" . bash tests/soak/package_inside.sh
