#!/bin/sh
# Writes a C file that holds data files as read-only symbols: embed.sh OUT.c NAME=PATH...
set -eu
out=$1
shift
{
	echo '/* Made by tools/embed.sh. */'
	for pair in "$@"; do
		name=${pair%%=*} path=$(readlink -f "${pair#*=}")
		printf '__asm__(".section .rodata\\n.balign 16\\n.global embed_%s\\nembed_%s:\\n.incbin \\"%s\\"\\n"\n' "$name" "$name" "$path"
		printf '        ".global embed_%s_end\\nembed_%s_end:\\n.byte 0\\n.previous\\n");\n' "$name" "$name"
	done
	echo 'typedef int embed_is_not_empty;'
} >"$out"
