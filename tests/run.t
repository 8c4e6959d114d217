#!/usr/bin/env python3
"""The runner of the tests counts what a program prints, and does not believe one that dies or prints too little."""
import os, re, subprocess, sys, tempfile

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMS = [  # what a test program does, and the last line of tests/run.py
    ("echo 1..2; echo ok 1 - a; echo ok 2 - b", "2 passed, 0 failed, 0 skipped"),
    ("echo 1..2; echo ok 1 - a; echo not ok 2 - b; exit 1", "1 passed, 1 failed, 0 skipped"),
    ("echo 1..2; echo not ok 1 - a; echo ok 2 - b", "1 passed, 1 failed, 0 skipped"),
    ("echo 1..2; echo ok 1 - a; echo 'ok 2 # SKIP no data'", "1 passed, 0 failed, 1 skipped"),
    ("echo 1..2; echo ok 1 - a; echo 'not ok 2 # SKIP b'", "1 passed, 0 failed, 1 skipped"),
    ("echo 1..2; echo ok 1 - a; exit 134", "1 passed, 1 failed, 0 skipped"),
    ("echo 1..2; echo ok 1 - a", "1 passed, 1 failed, 0 skipped"),
    ("echo 1..1; echo ok 1 - a; exit 1", "1 passed, 1 failed, 0 skipped"),
    ("echo ok 1 - a", "1 passed, 1 failed, 0 skipped"),
    ("echo hello", "0 passed, 1 failed, 0 skipped"),
    ("kill -9 $$", "0 passed, 1 failed, 0 skipped"),
    ("echo 1..1; [ -d \"$GRATA_TMP\" ] && [ -d \"$GRATA_ROOT/src\" ] && echo ok 1", "1 passed, 0 failed, 0 skipped"),
]
print(f"1..{len(PROGRAMS) + 1}")
for n, (does, want) in enumerate(PROGRAMS + [(None, "no test has such a name")], 1):
    with tempfile.TemporaryDirectory(dir=os.environ.get("GRATA_TMP")) as build:
        if does:
            with open(os.path.join(build, "test_planted"), "w") as f:
                f.write("#!/bin/sh\n" + does + "\n")
            os.chmod(f.name, 0o755)
        p = subprocess.run([sys.executable, os.path.join(ROOT, "tests/run.py"), "planted"], capture_output=True, text=True,
                           env=dict(os.environ, GRATA_BUILD=build))
    last = p.stdout.splitlines()[-1] if p.stdout else p.stderr
    fails = "0 failed" not in want
    print(f"{'ok' if last == want and (p.returncode != 0) == fails else 'not ok'} {n} - {(does or 'nothing').replace('#', 'no.')}: {want}")
    print("".join(f"# {line}\n" for line in p.stdout.splitlines()), end="")
