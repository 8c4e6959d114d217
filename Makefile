# The words. Meson and ninja do the work; `make help` lists them.
.PHONY: all dev run test lint law bench fuzz soak coverage dist deb where help clean
.DEFAULT_GOAL := all

sanitized := -Ddev=true -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false
each = @for f in $(1); do [ ! -x "$$f" ] || [ ! -f "$$f" ] || { echo "$$f"; "$$f"; } || exit 1; done

all: ## build build/grata, hardened and optimised
	@tools/packages.sh packages-run.txt
	@tools/build.sh release -Dbuildtype=release -Ddebug=true
	@ln -sfn release/grata build/grata

dev: all ## build build/dev: sanitizers, fake clock, tests
	@tools/packages.sh packages-run.txt packages-test.txt
	@tools/build.sh dev $(sanitized)

run: all ## the demo register of June 2021 on http://127.0.0.1:8080; PORT=N elsewhere
	@[ -f build/demo.db ] || build/grata demo load --db build/demo.db
	@build/grata visa backlog --db build/demo.db --state RU
	@build/grata ledger show --db build/demo.db --host GB --state RU --from 2018-01-01 --to 2018-12-31
	@echo
	@echo "Open http://127.0.0.1:$(or $(PORT),8080) and choose who to be: visa.officer works on applications,"
	@echo "head.protocol approves what others propose, auditor reads the log. Ctrl-C ends it."
	@build/grata serve --db build/demo.db --listen 127.0.0.1:$(or $(PORT),8080) --demo

test: dev ## everything a reviewer trusts; T=WORD only those whose name has it
	@tests/run.py $(T)

lint: ## all that can be said about the sources without running them
	@tools/packages.sh packages-run.txt packages-test.txt packages-lint.txt
	@tools/lint.sh

law: ## which articles of the treaties the sources cite and quote
	@tools/lawcheck.py --coverage

bench: all ## side by side with peers: prints ratios, keeps them; T=WORD only those whose name has it
	@tools/packages.sh packages-run.txt packages-test.txt packages-lint.txt
	@tools/bench.py $(T)

soak: dev ## what takes long: faults, crashes, many connections
	$(call each,tests/soak/*)

fuzz: ## T=NAME S=SECONDS run a fuzz target; without T the names
	@tools/packages.sh packages-run.txt packages-test.txt packages-lint.txt
	@CC=clang-14 tools/fuzz.sh "$(T)" "$(or $(S),60)"

coverage: ## lines of src/ that the tests reach
	@tools/packages.sh packages-run.txt packages-test.txt packages-lint.txt
	@tools/build.sh cov -Ddev=true -Db_coverage=true
	@find build/cov -name '*.gcda' -delete
	@GRATA_BUILD=build/cov tests/run.py $(T) || echo "(counted all the same: a process in its sandbox cannot write its counters, and says so)"
	@gcovr --root . --filter src/ --exclude '.*_test\.c' --exclude '.*/fuzz_' build/cov
	@gcovr --root . --filter 'src/(data|audit|access)/|src/base/day\.c' --exclude '.*_test\.c' --exclude '.*/fuzz_' --print-summary build/cov | \
		sed -n 's/^lines:/data, audit, access, day.c:/p'
	@gcovr --root . --filter src/access/may.c --branches --print-summary build/cov | sed -n 's/^branches:/branches of the gate (its must() cannot fail):/p'

dist: all ## build/dist: the release as a tarball that builds without npm, with its bill of materials and sums
	@tools/dist.py build/dist

deb: all ## build/dist: the Debian package
	@tools/packages.sh packages-deb.txt
	@tools/deb.py build/dist

where: ## Q=WORDS where something lives: page, query, rule, verb, test, story
	@tools/where.py $(Q)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 16

clean: ## remove what was built
	rm -rf build
