# The words. Meson and ninja do the work; `make help` lists them.
.PHONY: all dev run test lint bench fuzz soak where help clean
.DEFAULT_GOAL := all

all: ## build build/grata, hardened and optimised
	@tools/packages.sh packages-run.txt
	@[ -f build/release/build.ninja ] || meson setup build/release -Dbuildtype=release -Ddebug=true >/dev/null
	@ninja -C build/release --quiet
	@ln -sfn release/grata build/grata

dev: all ## build build/dev: sanitizers, tests
	@tools/packages.sh packages-run.txt packages-test.txt
	@[ -f build/dev/build.ninja ] || meson setup build/dev -Ddev=true -Dbuildtype=debugoptimized \
	  -Db_sanitize=address,undefined -Db_lundef=false >/dev/null
	@ninja -C build/dev --quiet

test: dev ## everything a reviewer trusts; ends with "N passed, N failed, N skipped"
	@tests/run.py $(T)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 16

clean: ## remove what was built
	rm -rf build
