#!/usr/bin/env python3
"""What the server, a worker and the signer may do, tried from within: opening a file outside, connecting out and running a
program are refused by the kernel, and the work itself goes on. Where the machine has no Landlock the files are skipped with
that reason; the list of calls is tried all the same."""
import ctypes, json, os, re, signal, subprocess, time, urllib.request

import cluster
from tap import plan, skip, tap

ROOT, TMP, BUILD = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"], os.environ["GRATA_BUILD"]
GRATA, DB = os.path.join(BUILD, "grata"), os.path.join(TMP, "r.db")
LANDLOCK_ABI = ctypes.CDLL(None).syscall(444, None, 0, 1)  # landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)


def doors(said, who):
    """The three lines of sandbox_try."""
    for door in ("open /etc/passwd", "connect", "exec"):
        if door.startswith("open") and LANDLOCK_ABI < 1:
            skip(f"{who}: {door}", "this kernel has no Landlock, which alone refuses files")
        else:
            tap(f"{door}: refused" in said, f"{who}: {door} is refused", said)


def grata(*words, **more):
    return subprocess.run([GRATA, *words], capture_output=True, text=True, **more)


def served(*words, **env):
    p = subprocess.Popen([GRATA, "serve", "--db", DB, "--demo", "--listen", "127.0.0.1:0", *words], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, env=dict(os.environ, **env))
    said = ""
    for line in p.stdout:
        said += line
        m = re.search(r"\(port (\d+)\)", line)
        if m:
            return p, int(m[1]), said
    return p, 0, said + p.stderr.read()


def end(p):
    p.send_signal(signal.SIGTERM)
    out, err = p.communicate(timeout=60)
    return p.returncode, err


p = grata("demo", "load", "--db", DB)
tap(p.returncode == 0, "a register", p)

p, port, said = served(GRATA_TRY_DOORS="1")
doors(said, "server")
with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as r:
    tap(r.status == 200, "and the server answers")
status = open(f"/proc/{p.pid}/status").read()
tap(re.search(r"NoNewPrivs:\s*1", status) and re.search(r"Seccomp:\s*2", status), "its threads gain no rights and have a list of calls", status)
threads = os.listdir(f"/proc/{p.pid}/task")
bare = [t for t in threads if not re.search(r"Seccomp:\s*2", open(f"/proc/{p.pid}/task/{t}/status").read())]
tap(len(threads) > 5 and not bare, f"each of its {len(threads)} threads", bare)
code, err = end(p)
tap(code == 0 and not err, "it ends as it should", err)

p = grata("serve", "--db", os.path.join(TMP, "none", "r.db"), "--listen", "127.0.0.1:0")
tap(p.returncode == 2 and "no folder" in p.stderr, "a folder that is not there is said", p)
p = subprocess.run([GRATA, "serve", "--db", "r.db", "--listen", "127.0.0.1:0"], capture_output=True, text=True, cwd="/")
tap(p.returncode == 2 and "folder of its own" in p.stderr, "a register in / would open everything", p)

p = subprocess.run([GRATA, "health"], capture_output=True, text=True, cwd="/")
doors(p.stdout, "health, without a register and wherever it is asked")
p = grata("health", "--db", DB)
doors(p.stdout, "health")
h = json.loads(grata("health", "--db", DB, "--json").stdout)
tap(h["landlock_abi"] == max(LANDLOCK_ABI, 0) and h["has_seccomp"] and h["entries_n"] > 1000, "health says what the kernel has and how the register is", h)
tap(p.returncode == (0 if LANDLOCK_ABI > 0 else 2), "and ends well when all is shut", p)
p = grata("health", "--db", DB + "x")
tap(p.returncode == 6 and "no register" in p.stderr, "an absent register is said", p)

KEY = os.path.join(TMP, "keys", "key")
os.mkdir(os.path.dirname(KEY))
tap(grata("seal", "key", "log.example/grata", "--key", KEY).returncode == 0, "a key")
p = grata("seal", "checkpoint", "--db", DB, "--key", KEY, env=dict(os.environ, GRATA_TRY_DOORS="1"))
doors(p.stderr, "signer")
tap(p.returncode == 0 and p.stdout.startswith("log.example/grata\n") and os.path.exists(KEY + ".head"), "and it signs", p)
p = grata("seal", "checkpoint", "--db", DB, "--key", "/nowhere/key")
tap(p.returncode == 2 and "no folder" in p.stderr, "a key without a folder is said", p)

if cluster.why_not():
    skip("a register on PostgreSQL", cluster.why_not())
else:
    with cluster.start() as pg:
        url = pg.url("boxed")
        p = grata("init", "--db", url, "--host", "GB", "--ministry", "M", "--zone", "Europe/London", "--admin", "ada", "--name", "Ada")
        tap(p.returncode == 0, "a register on PostgreSQL", p)
        os.remove(KEY + ".head")
        p = grata("seal", "checkpoint", "--db", url, "--key", KEY, env=dict(os.environ, GRATA_TRY_DOORS="1"))
        doors(p.stderr, "signer of a database")
        tap(p.returncode == 0 and p.stdout.startswith("log.example/grata\n"), "it signs, too", p)

release = os.path.join(ROOT, "build", "release", "grata")
if os.path.exists(release):
    p = subprocess.run(["grep", "-c", "GRATA_TRY_DOORS", release], capture_output=True, text=True)
    tap(p.stdout.strip() == "0", "the door for tests is not in the release build", p)
else:
    skip("the release build has no door for tests", "build/release is not built")
plan()
