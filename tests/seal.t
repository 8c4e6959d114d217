#!/usr/bin/env python3
"""What the log gives to others: checkpoints, receipts and extracts of a real register, checked by grata-verify, which has no
database in it, and by an implementation of its own in node. Damage of any bit is found (here of some; tests/soak/seal.sh tries a
hundred thousand); a log that went back is not signed."""
import concurrent.futures, os, random, re, shutil, socket, sqlite3, subprocess, sys, tempfile

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, os.environ.get("GRATA_BUILD") or "build/dev")
TMP = os.environ.get("GRATA_TMP") or tempfile.mkdtemp()
FLIPS = 300
DB, KEY = os.path.join(TMP, "r.db"), os.path.join(TMP, "key")
done = 0


def tap(ok, name, why=""):
    global done
    done += 1
    print(f"{'ok' if ok else 'not ok'} {done} - {name}", flush=True)
    for line in ([] if ok else str(why).splitlines()[:20]):
        print("#   " + line)


def run(program, *args):
    return subprocess.run([os.path.join(BUILD, program), *args], capture_output=True)


def seal(*args, db=DB, key=KEY):
    return run("grata", "seal", *args, "--db", db, "--key", key, "--as", "auditor")


def put(name, data):
    path = os.path.join(TMP, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def verify(*args):
    return run("grata-verify", *args, "--key", VKEY)


subprocess.run([os.path.join(BUILD, "grata"), "demo", "load", "--db", DB], check=True, stdout=subprocess.DEVNULL)
p = run("grata", "seal", "key", "log.example/grata", "--key", KEY)
VKEY = p.stdout.decode().strip()
tap(p.returncode == 0 and re.fullmatch(r"log\.example/grata\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", VKEY), "a key is made, its public half printed", p)
tap(os.stat(KEY).st_mode & 0o777 == 0o600, "nobody else reads the private half")
p = run("grata", "seal", "key", "log.example/grata", "--key", KEY)
tap(p.returncode == 3 and b"already" in p.stderr, "a key is never written over", p)
p = run("grata", "seal", "key", "two words", "--key", KEY + "2")
tap(p.returncode == 2 and not os.path.exists(KEY + "2"), "a name that no note can carry makes no key", p)

old = seal("checkpoint")
old_file = put("old", old.stdout)
p = verify("checkpoint", old_file)
head = run("grata", "audit", "head", "--db", DB, "--as", "auditor").stdout.decode()
size, root = re.search(r"(\d+) leaves, root ([0-9a-f]{64})", head).groups()
tap(p.returncode == 0 and size in p.stdout.decode() and root in p.stdout.decode(), "a checkpoint says the size and root of the log", (p, head))

# The log grows: a deed more.
p = run("grata", "visa", "move", "A-119", "--to", "vetting", "--holder", "vetting", "--reason", "one more look", "--db", DB, "--as", "visa.officer")
tap(p.returncode == 0, "a deed", p)
whole = seal("extract").stdout
part = seal("extract", "--from", "17", "--to", "900").stdout
p = verify("extract", put("whole", whole), "--since", old_file)
tap(p.returncode == 0 and b"only grown" in p.stdout, "the whole log is whole, and has only grown since", p)
p = verify("extract", put("part", part))
tap(p.returncode == 0 and b"Entries 17 to 900" in p.stdout, "so is a stretch of it", p)
p = verify("extract", put("part", part), "--since", old_file)
tap(p.returncode == 1 and b"outside" in p.stderr, "which says nothing of a checkpoint outside it", p)
wrong = 0
n = int(re.search(rb"entries (\d+)", whole)[1])
dice = random.Random(7)
for first, last in [(1, 1), (n, n), (1, n), (2, n), (1, n - 1), (512, 1024), (513, 513)] + [sorted(dice.sample(range(1, n + 1), 2)) for _ in range(8)]:
    file = put("some", seal("extract", "--from", str(first), "--to", str(last)).stdout)
    mine, third = verify("extract", file), subprocess.run(["node", os.path.join(ROOT, "tests/seal/third.js"), file, VKEY], capture_output=True)
    wrong += mine.returncode != 0 or third.returncode != 0 or not third.stdout
tap(wrong == 0, "fifteen stretches: grata-verify and node's crypto agree on root, proof and signature", wrong)

entries = whole.split(b"\n")[3:3 + n]
receipt = put("receipt", seal("receipt", "17").stdout)
p = verify("receipt", receipt, "--entry", put("entry", entries[16] + b"\n"))
tap(p.returncode == 0 and b"Entry 17" in p.stdout, "a receipt proves its entry", p)
p = verify("receipt", receipt, "--entry", put("entry", entries[17]))
tap(p.returncode == 1, "and no other", p)
p = run("grata-verify", "extract", put("whole", whole), "--key", run("grata", "seal", "key", "log.example/grata", "--key", KEY + "3").stdout.decode().strip())
tap(p.returncode == 1 and b"not signed by the key" in p.stderr, "another key of the same name has signed nothing", p)

# Damage: any bit.
small = seal("extract", "--from", "33", "--to", "40").stdout


def flip(i):
    dice = random.Random(i)
    data = bytearray(small)
    bit = dice.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    file = put(f"flip{i}", data)
    p = verify("extract", file)
    third = i % 50 == 0 and subprocess.run(["node", os.path.join(ROOT, "tests/seal/third.js"), file, VKEY], capture_output=True)
    os.remove(file)
    return p.returncode == 1 and b"flip" in p.stderr, bool(third) and third.returncode != 0


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    flips = list(pool.map(flip, range(FLIPS)))
tap(all(mine for mine, _ in flips), f"{FLIPS} bits changed, each found", [i for i, f in enumerate(flips) if not f[0]][:20])
print(f"# figure: {sum(m for m, _ in flips)} of {FLIPS} changed bits of an extract found; node's own found {sum(t for _, t in flips)} of {len(range(0, FLIPS, 50))}")
for name, data in (("cut", whole[:len(whole) // 2]), ("empty", b""), ("order", whole.replace(entries[5], b"@").replace(entries[6], entries[5]).replace(b"@", entries[6])),
                   ("less", whole.replace(entries[5] + b"\n", b"").replace(b"entries %d" % n, b"entries %d" % (n - 1)))):
    p = verify("extract", put(name, data))
    tap(p.returncode == 1 and name.encode() in p.stderr, f"{name}: refused with the file and the line", p)

# The signer remembers: a register restored from before is not signed for.
back = os.path.join(TMP, "back.db")
shutil.copyfile(DB, back)
db = sqlite3.connect(back)
db.executescript("DELETE FROM audit_leaf WHERE id > 100")
db.close()
p = seal("checkpoint", db=back)
tap(p.returncode == 11, "a log whose head does not fit its entries is not signed", p)
other = os.path.join(TMP, "other.db")
subprocess.run([os.path.join(BUILD, "grata"), "demo", "load", "--db", other], check=True, stdout=subprocess.DEVNULL)
p = seal("checkpoint", db=other)
tap(p.returncode == 3 and b"does not go on" in p.stderr and open(KEY + ".head", "rb").read() in (whole[-len(open(KEY + ".head", "rb").read()):],),
    "a register restored from before is not signed, and what was signed stays remembered", p)
p = seal("checkpoint")
tap(p.returncode == 0, "the true one is", p)
shutil.copyfile(KEY, KEY + "4")  # a signer that has forgotten
fork = put("fork", seal("checkpoint", db=other, key=KEY + "4").stdout)
p = verify("checkpoint", fork)
tap(p.returncode == 0, "one that has forgotten signs another log under the same name", p)
p = verify("extract", put("whole", whole), "--since", fork)
tap(p.returncode == 1 and b"whole:%d: up to here the log is not the one" % (3 + int(size)) in p.stderr, "whoever holds both sees at which entry they part", p)

# The holder of the key in a process of its own, which sees no register.
SOCK = os.path.join(TMP, "sign")
KEY5 = KEY + "5"
VKEY5 = run("grata", "seal", "key", "log.example/grata", "--key", KEY5).stdout.decode().strip()


def holder(*more, **how):
    p = subprocess.Popen([os.path.join(BUILD, "grata"), "seal", "serve", "--key", KEY5, "--listen", "unix:" + SOCK, *more],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)
    return p, p.stdout.readline()


def by_holder(*args, db=DB, **how):
    return subprocess.run([os.path.join(BUILD, "grata"), "seal", *args, "--db", db, "--signer", SOCK, "--as", "auditor"], capture_output=True, **how)


p = by_holder("checkpoint")
tap(p.returncode == 2 and b"Nobody who holds the key" in p.stderr, "nobody listens: nothing is signed", p)
signer, said = holder()
tap("log.example/grata signs" in said, "a process holds the key", (said, signer.poll()))
status = open(f"/proc/{signer.pid}/status").read()
tap("NoNewPrivs:\t1" in status and "Seccomp:\t2" in status, "in a sandbox", status)
first = by_holder("checkpoint")
p = run("grata-verify", "checkpoint", put("first", first.stdout), "--key", VKEY5)
tap(first.returncode == 0 and p.returncode == 0, "it signs the head that another process read", (first, p))
tap(by_holder("checkpoint").stdout == first.stdout, "the same head again")
p = run("grata", "visa", "move", "A-119", "--to", "received", "--holder", "visa", "--reason", "back again", "--db", DB, "--as", "visa.officer")
p2 = by_holder("receipt", "17")
p3 = run("grata-verify", "receipt", put("receipt5", p2.stdout), "--key", VKEY5, "--entry", put("entry", entries[16]))
tap(p2.returncode == 0 and p3.returncode == 0, "and the next, with the proof that the log has grown", (p, p2, p3))
p2 = by_holder("extract")
p3 = run("grata-verify", "extract", put("whole5", p2.stdout), "--key", VKEY5, "--since", put("first", first.stdout))
tap(p2.returncode == 0 and p3.returncode == 0 and b"only grown" in p3.stdout, "an extract", (p2.stderr, p3))
p = by_holder("checkpoint", db=other)
tap(p.returncode == 3 and b"does not go on" in p.stderr, "another log is not signed", p)


def ask(text):
    with socket.socket(socket.AF_UNIX) as c:
        c.connect(SOCK)
        c.sendall(text)
        c.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: c.recv(9999), b""))


zero = b"A" * 43 + b"="
tap(ask(b"") == b"bad\n" and ask(b"give me the key\n") == b"bad\n", "what is no question gets no answer")
last = ask(b"grata/sign@v1\nold 0\nsize 1\nroot " + zero + b"\n\n")
tap(re.fullmatch(rb"last \d+\n", last), "who does not know the last head is told its size", last)
n5 = int(last[5:])
for name, text in (("of the same size with another root", b"old %d\nsize %d\nroot " % (n5, n5) + zero + b"\n\n"),
                   ("that is shorter", b"old %d\nsize 1\nroot " % n5 + zero + b"\n\n"),
                   ("that is longer, without a proof", b"old %d\nsize %d\nroot " % (n5, n5 + 1) + zero + b"\n\n")):
    tap(ask(b"grata/sign@v1\n" + text) == b"refused\n", f"a head {name} is not signed")
before = open(KEY5 + ".head", "rb").read()
if os.geteuid() == 0:
    os.chmod(SOCK, 0o777)
    os.chmod(TMP, 0o711)
    out, into = os.pipe()
    if os.fork() == 0:  # somebody else of this machine
        os.setuid(65534)
        try:
            os.write(into, b"got %d" % len(ask(b"x")))
        except OSError as error:
            os.write(into, b"got 0: %s" % str(error).encode())
        os._exit(0)
    os.wait()
    got = os.read(out, 99)
    tap(got.startswith(b"got 0"), "a process of another user is not listened to", got)
signer.terminate()
signer.wait()
signer, said = holder()
p = by_holder("checkpoint", db=other)
tap(p.returncode == 3 and open(KEY5 + ".head", "rb").read() == before, "what was signed is remembered over an end", p)
signer.kill()
signer.wait()
p = run("grata", "seal", "serve", "--key", KEY5, "--listen", "127.0.0.1:0")
tap(p.returncode == 2 and b"unix:/path" in p.stderr, "it listens to this machine only", p)
p = run("grata", "seal", "serve", "--key", KEY5, "--listen", "unix:" + SOCK, "--peer", "nobody-of-that-name")
tap(p.returncode == 2 and b"There is no user" in p.stderr, "and to whom there is", p)
p = seal("checkpoint", "--signer", SOCK)
tap(p.returncode == 2 and b"Either the key" in p.stderr, "either the key or who holds it", p)

p = subprocess.run(["ldd", os.path.join(BUILD, "grata-verify")], capture_output=True, text=True)
tap("libsqlite" not in p.stdout and "libmicrohttpd" not in p.stdout and "libcrypto" in p.stdout, "grata-verify has no database and no network in it", p.stdout)
for words in ([], ["extract"], ["extract", "x"], ["dance", "x", "--key", VKEY], ["receipt", "x", "--key", VKEY], ["extract", "x", "--key", "no+key+at all"]):
    p = run("grata-verify", *words)
    if p.returncode != 2 or b"grata-verify extract" not in p.stderr:
        tap(False, f"{words}: usage", p)
p = verify("extract", os.path.join(TMP, "absent"))
tap(p.returncode == 1 and b"absent" in p.stderr, "an absent file is named", p)
print(f"1..{done}")
