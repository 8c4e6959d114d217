#!/usr/bin/env python3
"""Runs every test and ends with one line: N passed, N failed, N skipped.

  tests/run.py            all of them
  tests/run.py match      those whose name has the word

A test is a program that prints TAP (ok / not ok / # SKIP reason): the cmocka programs build/dev/test_*, and
executable tests/*.t scripts. It finds the tree in GRATA_ROOT, the built programs in GRATA_BUILD, and a folder of its
own, removed afterwards, in GRATA_TMP. Its output is shown when something failed. A program that dies, prints no plan
or fewer results than planned counts as a failure. As many run beside each other as there are processors, or
GRATA_JOBS; each prints when it ends."""
import concurrent.futures, os, re, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, os.environ.get("GRATA_BUILD", "build/dev"))
LIMIT_S = 1500
# What takes long begins first, so that none is left alone at the end.
LONG = ["pages", "pages_hostile", "stories", "stories_postgres", "log", "reader", "hostile_http"]


def programs():
    for name in sorted(os.listdir(BUILD)):
        path = os.path.join(BUILD, name)
        if name.startswith("test_") and os.path.isfile(path) and os.access(path, os.X_OK):
            yield name[5:], path
    for folder, _, names in sorted(os.walk(os.path.join(ROOT, "tests"))):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(".t") and os.access(path, os.X_OK):
                yield os.path.relpath(path, os.path.join(ROOT, "tests"))[:-2], path


def run(path):
    env = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP", GRATA_ROOT=ROOT, GRATA_BUILD=BUILD, LC_ALL="C.UTF-8",
               ASAN_OPTIONS="detect_leaks=1:abort_on_error=0",
               UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
    with tempfile.TemporaryDirectory(prefix="grata-test-") as tmp:
        env["GRATA_TMP"] = tmp
        try:
            p = subprocess.run([path], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S)
            text, code = (p.stdout + p.stderr).decode("utf-8", "replace"), p.returncode
        except subprocess.TimeoutExpired as e:
            text, code = (e.stdout or b"").decode("utf-8", "replace") + f"\nlonger than {LIMIT_S} s", 1
    plan = sum(int(m) for m in re.findall(r"^1\.\.(\d+)", text, re.M))
    # cmocka 1.1.5 says "not ok N # SKIP name" of a test that skips itself.
    skipped = [l for l in text.splitlines() if re.match(r"(not )?ok\b.*# SKIP", l, re.I)]
    passed = len(re.findall(r"^ok\b(?!.*# SKIP)", text, re.M | re.I))
    failed = len(re.findall(r"^not ok\b(?!.*# SKIP)", text, re.M | re.I))
    if (code != 0 and not failed) or plan == 0 or passed + failed + len(skipped) < plan:
        failed += 1
    return passed, failed, skipped, text


def timed(name, path):
    start = time.monotonic()
    return name, *run(path), time.monotonic() - start


def show(name, passed, failed, skipped, text, took_s):
    print(f"{name:28} {passed:5} passed {failed:3} failed {len(skipped):3} skipped {took_s:7.1f} s", flush=True)
    for line in text.splitlines():
        if line.startswith("# figure:"):
            print("    " + line[10:])
    for line in skipped:
        print("    skipped: " + line.split("# SKIP")[-1].strip())
    if failed:
        said = [l for l in text.splitlines() if not re.match(r"ok\b|.*# SKIP", l)]
        print("".join("    " + l + "\n" for l in said[-60:]))


def main():
    words = sys.argv[1:]
    total = [0, 0, 0]
    chosen = [(name, path) for name, path in programs() if not words or any(w in name for w in words)]
    chosen.sort(key=lambda one: LONG.index(one[0]) if one[0] in LONG else len(LONG))
    jobs = int(os.environ.get("GRATA_JOBS") or os.cpu_count())
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(timed, *one) for one in chosen]):
            name, passed, failed, skipped, text, took_s = done.result()
            show(name, passed, failed, skipped, text, took_s)
            for i, n in enumerate((passed, failed, len(skipped))):
                total[i] += n
    if sum(total) == 0:
        print("no test has such a name")
        return 1
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] else 0


sys.exit(main())
