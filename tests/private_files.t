#!/bin/sh
# A register and its copies are for their owner only, whatever the umask is.
umask 000
db=$GRATA_TMP/register.db
grata=$GRATA_BUILD/grata
n=0
check() { # NAME FILE
	n=$((n + 1))
	mode=$(stat -c %a "$2")
	[ "$mode" = 600 ] && echo "ok $n - $1" || echo "not ok $n - $1 has mode $mode"
}
"$grata" init --db "$db" --host GB --ministry M --zone Europe/London --admin ada --name Ada >/dev/null || exit 1
check "a new register" "$db"
"$grata" backup --db "$db" "$GRATA_TMP/copy.db" --as ada >/dev/null || exit 1
check "a backup" "$GRATA_TMP/copy.db"
"$grata" restore --db "$GRATA_TMP/anew.db" "$GRATA_TMP/copy.db" >/dev/null || exit 1
check "a restored register" "$GRATA_TMP/anew.db"
echo "1..$n"
