#!/bin/bash
# Runs inside the container that systemd.sh boots, as root, when it is up.
set -u
[ "$(systemd-detect-virt -c)" = systemd-nspawn ] || { echo "this is for the container of systemd.sh"; exit 1; }
n=0
tap() { # NAME COMMAND...: it must succeed
	local name=$1 said
	shift
	n=$((n + 1))
	if said=$("$@" 2>&1); then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		printf '%s\n' "$said" | tail -n 20 | sed 's/^/# /'
	fi
}
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }; }
page() { curl -sS -o /dev/null -w '%{http_code}' --unix-socket /run/grata/http "http://x$1"; }
counter() { curl -sS http://127.0.0.1:9464/metrics | sed -n "s/^grata_$1 //p"; }

tap "without a register nothing starts" same "$(systemctl is-active grata.socket grata.service | tr '\n' ' ')" "inactive inactive "
install -o grata -g grata -m 600 /srv/demo.db /var/lib/grata/register.db
tap "the socket starts" systemctl start grata.socket
tap "it is the proxies'" same "$(stat -c '%a %U %G' /run/grata/http)" "660 root www-data"
tap "the first request starts the server" same "$(page /sign-in)" 200
tap "the watch-lists are there" same "$(page /readyz)" 200
pid=$(systemctl show -p MainPID --value grata.service)
tap "it has no right of root" grep -q 'CapEff:.0000000000000000' "/proc/$pid/status"
tap "and complains of nothing" same "$(journalctl -q --no-pager -o cat -u grata.service _PID="$pid" | grep -c '^grata: ')" 0
grata seal key log.example/grata --key /var/lib/grata-seal/key >/dev/null
tap "the signer signs" systemctl start grata-seal.service
tap "what it signed is root's" same "$(stat -c '%a %U' /var/lib/grata-seal/key.head)" "600 root"
signer=$(systemctl show -p MainPID --value grata-signer.service)
tap "who holds the key has no right of root" grep -q 'CapEff:.0000000000000000' "/proc/$signer/status"
tap "and sees no register" same "$(nsenter -t "$signer" -m ls /var/lib/grata 2>&1 | grep -c register.db)" 0
tap "who asks is the server's user" same "$(systemctl show -p User --value grata-seal.service)" grata
tap "and the register still the server's" same "$(stat -c '%U' /var/lib/grata/* | sort -u)" grata
tap "its timer runs" systemctl start grata-seal.timer
sed -i 's/^#metrics = .*/metrics = systemd:metrics/' /etc/grata/grata.conf
systemctl stop grata.socket grata.service
tap "the socket of the counters" systemctl start grata-metrics.socket grata.socket
tap "counters are read" test "$(counter log_entries)" -gt 1000
tap "Landlock is on" test "$(counter sandbox_landlock_abi)" -ge 1
tap "seccomp, too" same "$(counter sandbox_seccomp)" 1
tap "pages as before" same "$(page /sign-in)" 200
tap "it ends and starts again" systemctl restart grata.service
tap "and is there" same "$(page /sign-in)" 200
tap "nothing has failed" same "$(systemctl list-units --failed --no-legend)" ""
echo "1..$n"
