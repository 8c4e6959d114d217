#!/bin/sh
# Everything that can be said about the sources without running them. One line for each tool; stops at the first that
# has something to say and shows it.
set -eu
cd "$(dirname "$0")/.."

step() {
	name=$1
	shift
	if said=$("$@" 2>&1); then
		echo "$name: ok"
	else
		printf '%s:\n%s\n' "$name" "$said"
		exit 1
	fi
}
look() { git ls-files '*.c' '*.h' | xargs clang-format-14 --dry-run -Werror; }
spelling() {
	git ls-files '*.c' '*.h' '*.def' '*.sql' '*.html' '*.py' '*.sh' '*.t' '*.md' '*.story' Makefile \
		':!docs/law' ':!tests/corpus' ':!tests/data' | xargs codespell
}
shells() { git ls-files '*.sh' .ci/run | xargs shellcheck; }
tidy() { git ls-files 'src/*.c' ':!*_test.c' ':!*/fuzz_*.c' | xargs clang-tidy-14 --quiet -p build/clang 2>/dev/null; }

step "layers" tools/layers.py
step "budgets and words" tools/tidy.py
step "treaty quotations" tools/lawcheck.py
step "clang-format" look
step "codespell" spelling
step "shellcheck" shells
step "gcc -fanalyzer" env CC=gcc CFLAGS=-fanalyzer tools/build.sh analyze -Dbuildtype=debugoptimized
step "clang" env CC=clang-14 tools/build.sh clang -Dbuildtype=debugoptimized -Ddev=true
step "clang-tidy" tidy
