#!/usr/bin/env python3
"""packaging/grata-behind says which libraries are behind what apt offers, since when, and when that is too long; here with an
apt-cache and a dpkg-query that say what the test wants."""
import os, subprocess, tempfile

from tap import plan, tap

ROOT = os.environ["GRATA_ROOT"]
TMP = tempfile.mkdtemp(dir=os.environ.get("GRATA_TMP"))
BIN, STATE = os.path.join(TMP, "bin"), os.path.join(TMP, "state")
os.mkdir(BIN)
os.mkdir(STATE)


def program(name, text):
    path = os.path.join(BIN, name)
    with open(path, "w") as f:
        f.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)


def policy(package, have, offered, where="debian bookworm/main"):
    with open(os.path.join(TMP, "policy." + package), "w") as f:
        f.write(f"{package}:\n  Installed: {have}\n  Candidate: {offered}\n  Version table:\n")
        if offered != have:
            f.write(f"     {offered} 500\n        500 http://archive.example/{where} amd64 Packages\n")
        f.write(f" *** {have} 100\n        500 http://archive.example/debian-security old/main amd64 Packages\n        100 /var/lib/dpkg/status\n")


def behind(today, *packages):
    p = subprocess.run([os.path.join(ROOT, "packaging", "grata-behind"), STATE, *packages], capture_output=True, text=True,
                       env={**os.environ, "PATH": BIN + ":" + os.environ["PATH"], "GRATA_TODAY": str(today)})
    return p.returncode, p.stdout, p.stderr


program("apt-cache", f'cat "{TMP}/policy.$2" 2>/dev/null || true\n')
program("dpkg-query", "printf 'libc6 (>= 2.36), libssl3 (>= 3.0.0) | libssl4, fonts-noto-core'\n")
for name in ("libc6", "libssl3", "libssl4", "fonts-noto-core"):
    policy(name, "1.0-1", "1.0-1")
code, out, err = behind(20000)
tap(code == 0 and out == "4 libraries, 0 behind\n", "the packages that grata depends on; none is behind", (out, err))
policy("libc6", "1.0-1", "1.0-2")
code, out, err = behind(20000)
tap(code == 0 and "libc6 1.0-1: 1.0-2 waits for 0 days, 30 are allowed\n" in out, "one that is behind is said", (out, err))
tap(behind(20030)[0] == 0 and behind(20031)[0] == 1, "after 30 days it is too long")
tap("waits for 31 days" in behind(20031)[1], "since the day on which it was first seen")
policy("libc6", "1.0-1", "1.0-3")
code, out, err = behind(20031)
tap(code == 0 and "1.0-3 waits for 0 days" in out, "another version begins anew", (out, err))
policy("libssl3", "1.0-1", "1.0-1+deb12u1", "debian-security bookworm-security/main")
code, out, err = behind(20040)
tap(code == 0 and "waits for 0 days, 3 are allowed" in out, "what the security archive has", (out, err))
tap(behind(20043)[0] == 0 and behind(20044)[0] == 1, "waits 3 days at most")
policy("libssl3", "1.0-1+deb12u1", "1.0-1+deb12u1")
policy("libc6", "1.0-3", "1.0-3")
tap(behind(20099) == (0, "4 libraries, 0 behind\n", ""), "what was mended is forgotten")
code, out, err = behind(20000, "libnothing")
tap(code == 2 and "apt knows nothing of libnothing" in err, "a package that apt does not know is no good news", (out, err))
unit = open(os.path.join(ROOT, "packaging", "grata-behind.service")).read()
tap("/usr/lib/grata/grata-behind /var/lib/grata-behind" in unit and "StateDirectory=grata-behind" in unit, "a timer runs it each day")
plan()
