#!/bin/bash
# Runs as root on the bare machine that package.sh makes: ../shared has the packages and an older register.
# Not to be run anywhere else: it installs, removes and empties folders.
# shellcheck disable=SC2317,SC2016
set -u
if [ ! -f ../shared/old.db ] || [ -e /var/lib/grata ]; then
	echo "this is for the bare machine of package.sh"
	exit 1
fi
shared=../shared lib=/var/lib/grata
n=0 failed=0
tap() { # NAME COMMAND...: it must succeed
	local name=$1 said
	shift
	n=$((n + 1))
	if said=$("$@" 2>&1); then
		echo "ok $n - $name"
	else
		failed=1
		echo "not ok $n - $name"
		printf '%s\n' "$said" | tail -n 20 | sed 's/^/# /'
	fi
}
no() { ! "$@"; }
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }; }
mode() { stat -c '%a %U %G' "$1"; }
head_of() { grata audit head --db "$1" | grep -o '[0-9]* leaves, root [0-9a-f]*'; }
as_grata() { runuser -u grata -- "$@"; }
install() { apt-get install -y -qq --no-install-recommends "$@"; }
answers() { # CURL-WORDS...: the page of signing in
	for _ in $(seq 50); do
		curl -sS "$@" 2>/dev/null | grep -q 'Sign in' && return 0
		sleep 0.2
	done
	curl -sSi "$@"
	return 1
}

apt-get update -qq
tap "the package installs" install "$shared"/grata_0.0.8-1_*.deb
tap "its folder is its own" same "$(mode $lib)" "700 grata grata"
tap "the key's is root's" same "$(mode $lib-seal)" "700 root root"
tap "the manual" test -f /usr/share/man/man1/grata-visa.1.gz
tap "the settings are sound" grata settings /etc/grata/grata.conf
tap "the kernel refuses what the server does not need" as_grata grata health

# ---- an upgrade from a register of the program before ----
cp "$shared/old.db" $lib/register.db
chown grata:grata $lib/register.db
chmod 600 $lib/register.db
sed -i 's/^log = yes/log = no/' /etc/grata/grata.conf
now=$(find "$shared" -name 'grata_*.deb' ! -name '*0.0.8*')
tap "the next version installs over it" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$now"
tap "the register is of its version" as_grata grata health --db $lib/register.db
tap "its log verifies, values and all" as_grata grata audit verify --db $lib/register.db
tap "a copy from before is kept" sh -c "ls $lib/register.db.before-*"
tap "entries are all there" sh -c "grata audit head --db $lib/register.db | grep -E '[0-9]{4} leaves'"
tap "and nobody else's" same "$(mode $lib/register.db)" "600 grata grata"
tap "a changed setting stays" grep -q '^log = no' /etc/grata/grata.conf

# ---- serving, nginx in front with TLS ----
install nginx-light curl openssl >/dev/null 2>&1
mkdir -p /etc/ssl/grata
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=grata.example -addext subjectAltName=DNS:grata.example \
	-keyout /etc/ssl/grata/key.pem -out /etc/ssl/grata/fullchain.pem 2>/dev/null
sed 's/listen 80;/listen 127.0.0.1:18880;/; s/listen \[::\]:80;//; s/listen 443 ssl http2;/listen 127.0.0.1:18443 ssl http2;/; s/listen \[::\]:443 ssl http2;//' \
	/usr/share/doc/grata/nginx.conf >/etc/nginx/sites-available/grata
ln -sf ../sites-available/grata /etc/nginx/sites-enabled/grata
rm -f /etc/nginx/sites-enabled/default
mkdir -p /run/grata
chown grata:www-data /run/grata
chmod 750 /run/grata
# No systemd runs here: the server opens the socket itself, in a folder that only the proxy may enter.
(umask 0; exec setpriv --reuid=grata --regid=grata --init-groups grata serve --config /etc/grata/grata.conf --listen unix:/run/grata/http --hosts grata.example) >/tmp/served 2>&1 &
server=$!
tap "nginx takes the sample" nginx -t
nginx
curl_words="--cacert /etc/ssl/grata/fullchain.pem --resolve grata.example:18443:127.0.0.1 --resolve grata.example:18880:127.0.0.1"
# shellcheck disable=SC2086
tap "the page comes by TLS" answers $curl_words https://grata.example:18443/sign-in
# shellcheck disable=SC2086
headers=$(curl -sSi $curl_words https://grata.example:18443/sign-in)
tap "browsers are told to stay with it" grep -qi '^strict-transport-security:' <<<"$headers"
tap "its cookie is __Host- and Secure" grep -qiE '^set-cookie: __Host-.*secure' <<<"$headers"
# shellcheck disable=SC2086
tap "plain HTTP leads there" same "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' $curl_words http://grata.example:18880/sign-in)" "301 https://grata.example/sign-in"
# shellcheck disable=SC2086
tap "programs are refused there" same "$(curl -s -o /dev/null -w '%{http_code}' $curl_words http://grata.example:18880/match/default)" 403
# shellcheck disable=SC2086
tap "no counters for the world" same "$(curl -s -o /dev/null -w '%{http_code}' $curl_words https://grata.example:18443/metrics)" 404
# shellcheck disable=SC2086
tap "it is ready" same "$(curl -s $curl_words https://grata.example:18443/readyz)" '{"status":"ok"}'

# ---- backup and restore, while it is served ----
was=$(head_of $lib/register.db)
tap "a backup" as_grata grata backup --db $lib/register.db $lib/copy.db
tap "is the register" same "$(head_of $lib/copy.db)" "$was"
tap "the key signs" sh -c "grata seal key log.grata.example/grata --key $lib-seal/key > /tmp/public && grata seal checkpoint --db $lib/register.db --key $lib-seal/key > /tmp/checkpoint"
tap "and others check it" sh -c 'grata-verify checkpoint /tmp/checkpoint --key "$(cat /tmp/public)"'
tap "the server's user cannot read the key" no as_grata cat $lib-seal/key
nginx -s stop
kill "$server"
wait
mv $lib/register.db $lib/lost.db
rm -f $lib/register.db-wal $lib/register.db-shm
tap "restored from it" as_grata grata restore --db $lib/register.db $lib/copy.db
tap "the same log" same "$(head_of $lib/register.db)" "$was"
tap "which the signer goes on with" sh -c "grata seal checkpoint --db $lib/register.db --key $lib-seal/key"

# ---- removing ----
tap "it is removed" apt-get remove -y -qq grata
tap "program gone" no test -e /usr/bin/grata
tap "units gone" no test -e /lib/systemd/system/grata.service
tap "data kept" test -f $lib/register.db
tap "settings kept" test -f /etc/grata/grata.conf
tap "it is purged" apt-get purge -y -qq grata
tap "settings gone" no test -e /etc/grata
tap "the register is still there" test -f $lib/register.db
rm -rf "${lib:?}"/* "${lib:?}"-seal/*
tap "installed again" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$now"
tap "and purged without data" apt-get purge -y -qq grata
tap "nothing is left" no ls -d $lib $lib-seal /etc/grata /run/grata /usr/share/doc/grata
echo "1..$n"
exit $failed
