#!/usr/bin/env python3
"""The pages of a visa officer over 1,000,000 applications, 50,000 open: ours (`grata serve`) beside a bare libmicrohttpd and SQLite
program that runs the same queries and appends the same leaf (tests/bench/pages.c), and beside Fossil's list of tickets. Rounds in
turn, medians of ratios; wrk is the client, on the same processors. Then server time without a socket, start, memory, bytes."""
import http.client, os, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RELEASE = os.path.join(ROOT, "build/release")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import million

ROUNDS, SECONDS, FOSSIL_PORT = 5, 1, "38471"
NAMES = ["backlog", "queue", "application"]


def figure(name, value, unit, other=None, ratio=None, target=""):
    print("\t".join(["figure", name, f"{value:.4g}", unit, "" if other is None else f"{other:.4g}", "" if ratio is None else f"{ratio:.2f}", target]),
          flush=True)


def serve(db):
    """The process, its port, and the milliseconds from its start to the first whole page."""
    start = time.monotonic()
    p = subprocess.Popen([RELEASE + "/grata", "serve", "--db", db, "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    port = int(re.search(r"port (\d+)", p.stdout.readline())[1])
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", "/sign-in")
    assert c.getresponse().read().endswith(b"</html>\n")
    return p, port, (time.monotonic() - start) * 1e3


def stop(p):
    p.terminate()
    p.wait()


def sign_in(port, login):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", "/sign-in")
    r = c.getresponse()
    cookie, csrf = r.getheader("Set-Cookie").split(";")[0], re.search(rb'name="csrf" value="([^"]+)"', r.read())[1].decode()
    c.request("POST", "/sign-in/demo", urllib.parse.urlencode({"csrf": csrf, "login": login}),
              {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
    r = c.getresponse()
    assert r.status == 303, r.status
    return r.getheader("Set-Cookie").split(";")[0]


def get(port, path, cookie, coding="identity"):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": coding})
    r = c.getresponse()
    assert r.status == 200, (path, r.status)
    return r.read()


def rate(port, path, cookie):
    text = subprocess.run(["wrk", "-t1", "-c8", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}", f"http://127.0.0.1:{port}{path}"],
                          capture_output=True, text=True).stdout
    assert "Non-2xx" not in text, text
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def start_bare(kind, db):
    p = subprocess.Popen([RELEASE + "/bench_pages", kind, db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return p, int(p.stdout.readline())


def fossil(tmp):
    if not shutil.which("fossil"):
        return None
    repo, env = tmp + "/t.fossil", dict(os.environ, HOME=tmp, USER="bench")
    run = lambda *a: subprocess.run(["fossil", *a, "-R", repo], env=env, check=True, capture_output=True)
    subprocess.run(["fossil", "init", "-A", "bench", repo], env=env, check=True, capture_output=True)
    for i in range(60):
        run("ticket", "add", "title", f"Ticket {i}", "status", "Open", "type", "Code_Defect")
    p = subprocess.Popen(["fossil", "server", "--localhost", "--port", FOSSIL_PORT, repo], env=env, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL)
    for _ in range(100):
        time.sleep(.05)
        try:
            c = http.client.HTTPConnection("127.0.0.1", int(FOSSIL_PORT))
            c.request("GET", "/rptview?rn=1")
            return p if c.getresponse().status in (200, 302) else stop(p)
        except OSError:
            continue
    return stop(p)


def starts(db, name):
    took = []
    for _ in range(5):
        p, _, ms = serve(db)
        stop(p)
        took.append(ms)
    figure(f"start to first page, {name}", statistics.median(took), "ms", target="< 150")


def beside(tmp, db, paths):
    ours, port, _ = serve(db)
    cookie = sign_in(port, "visa.officer")
    bare = {}
    for kind in ("leaf", "plain"):  # a file each: both note a look when they start, and one counts its leaves from there
        shutil.copyfile(db, f"{tmp}/{kind}.db")
        bare[kind] = start_bare(kind, f"{tmp}/{kind}.db")
    f = fossil(tmp)
    queue = []
    for name, path in zip(NAMES, paths):
        get(port, path, cookie)
        rows = {"ours": [], "leaf": [], "plain": []}
        for _ in range(ROUNDS):
            rows["ours"].append(rate(port, path, cookie))
            for kind in bare:
                rows[kind].append(rate(bare[kind][1], path, cookie))
            if name == "queue" and f:
                queue.append(rate(int(FOSSIL_PORT), "/rptview?rn=1", ""))
        for kind, says in (("leaf", "bare program with the leaf"), ("plain", "bare program without it")):
            ratio = statistics.median(a / b for a, b in zip(rows["ours"], rows[kind]))
            figure(f"{name} page beside a {says}", statistics.median(rows["ours"]), "/s", statistics.median(rows[kind]), ratio,
                   ">= .5" if kind == "leaf" else "")
        if name == "queue" and f:
            figure("queue page beside Fossil's list of 60 tickets", statistics.median(rows["ours"]), "/s", statistics.median(queue),
                   statistics.median(a / b for a, b in zip(rows["ours"], queue)))
        figure(f"{name} page", len(get(port, path, cookie)), "bytes", len(get(port, path, cookie, "gzip")))
    if not f:
        print("fossil is not installed: its list of tickets is left out")
    figure("memory of the server after it", int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{ours.pid}/status").read())[1]) / 1024, "MB")
    for p, _ in bare.values():
        p.stdin.close()
        p.wait()
    if f:
        stop(f)
    stop(ours)


def main():
    with tempfile.TemporaryDirectory(prefix="grata-bench-", dir="/dev/shm") as tmp:
        small, db = tmp + "/demo.db", tmp + "/million.db"
        subprocess.run([RELEASE + "/grata", "demo", "load", "--db", small], check=True, stdout=subprocess.DEVNULL)
        shutil.copyfile(small, db)
        million.fill(db)
        starts(small, "demo register")
        starts(db, "the million")
        text = subprocess.run([RELEASE + "/bench_pages", "time", db], check=True, capture_output=True, text=True).stdout
        rows = [line.split("\t") for line in text.splitlines()]
        for name, row in zip(NAMES, rows):
            figure(f"server time of the {name} page", float(row[2]) / 1e3, "ms", target="< 3" if name == "backlog" else "")
            figure(f"server time of the {name} page after a row has changed", float(row[1]) / 1e3, "ms")
        beside(tmp, db, [row[0] for row in rows])


main()
