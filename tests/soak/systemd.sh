#!/bin/sh
# The units of the package under a real systemd, in a container: the socket starts the server, which answers with all its
# hardening on and Landlock inside; the signer signs; counters are read on their own socket. Needs root, systemd-nspawn,
# debootstrap and a mirror. DEBIAN=DIR is a bare Debian 12 to copy instead of making one.
set -eu
cd "$(dirname "$0")/../.."
for tool in systemd-nspawn debootstrap dpkg-shlibdeps; do
	if [ "$(id -u)" != 0 ] || ! command -v $tool >/dev/null; then
		echo "1..0 # SKIP needs root and $tool"
		exit 0
	fi
done
tmp=$(mktemp -d)
trap 'umount "$tmp/root/proc" 2>/dev/null || true; rm -rf --one-file-system "$tmp"' EXIT
if [ -n "${DEBIAN:-}" ]; then cp -a "$DEBIAN" "$tmp/root"; else debootstrap --variant=minbase bookworm "$tmp/root" >"$tmp/log"; fi
tools/deb.py "$tmp/root/srv" >"$tmp/log"
build/release/grata demo load --db "$tmp/root/srv/demo.db" >"$tmp/log"
mount -t proc proc "$tmp/root/proc"
chroot "$tmp/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive sh -c \
	'apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd systemd-sysv dbus curl /srv/grata_*.deb' >"$tmp/log" 2>&1 ||
	{ tail "$tmp/log"; exit 1; }
umount "$tmp/root/proc"
install -m 755 tests/soak/systemd_inside.sh "$tmp/root/srv/try"
cat >"$tmp/root/etc/systemd/system/try.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/srv/try >/srv/said 2>&1; systemctl poweroff'
UNIT
ln -s ../try.service "$tmp/root/etc/systemd/system/multi-user.target.wants/try.service"
timeout 300 systemd-nspawn --register=no --keep-unit -D "$tmp/root" -b \
	--system-call-filter='landlock_create_ruleset landlock_add_rule landlock_restrict_self' >"$tmp/log" 2>&1 || tail "$tmp/log"
cat "$tmp/root/srv/said"
! grep -q '^not ok' "$tmp/root/srv/said"
