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
build() { # FOLDER COMPILER FLAGS OPTION...
	[ -f "build/$1/build.ninja" ] || CC=$2 CFLAGS=$3 meson setup "build/$1" -Dbuildtype=debugoptimized "$4" >/dev/null
	ninja -C "build/$1" --quiet
}
tidy() { git ls-files 'src/*.c' ':!*_test.c' ':!*/fuzz_*.c' | xargs clang-tidy-14 --quiet -p build/clang; }

step "layers" tools/layers.py
step "budgets and words" tools/tidy.py
step "treaty quotations" tools/lawcheck.py
step "clang-format" look
step "codespell" spelling
step "shellcheck" shells
step "gcc -fanalyzer" build analyze gcc -fanalyzer -Ddev=false
step "clang" build clang clang-14 "" -Ddev=true
step "clang-tidy" tidy
