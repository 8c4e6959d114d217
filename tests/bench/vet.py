#!/usr/bin/env python3
"""Watch-lists at work, beside the bars that were set: each CSV list imported in under 1 s, 50,000 people compared with all lists
in under 15 s on one core, one name more in under 1 s, and 100 times the 4 requests/s that yente documents for one vCPU
(docs/deploy/scaling.md). Wall and processor time; prints ratios. Lists come from ../shared/data/screening."""
import csv, http.client, json, os, random, re, resource, signal, subprocess, sys, tempfile, time, urllib.parse

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRATA = os.path.join(ROOT, "build/release/grata")
LISTS = os.path.join(ROOT, "..", "shared", "data", "screening")
PEOPLE_N = 50000


def timed(*words):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    p = subprocess.run([GRATA, *words], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if p.returncode:
        sys.exit(f"grata {' '.join(words)}: {p.stderr[:500]}")
    return p.stdout, time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def say(what, wall, cpu, bar):
    print(f"{what:52s} {wall:7.2f} s wall {cpu:7.2f} s processor   bar {bar:g} s, {bar / cpu:.1f} times inside it")


def main():
    if not os.path.exists(LISTS):
        print("vet: ../shared/data/screening is not at hand; nothing was measured")
        return
    tmp = tempfile.mkdtemp()
    db, dice = os.path.join(tmp, "r.db"), random.Random(3)
    timed("demo", "load", "--db", db)
    pool = [l.rstrip("\n").split("\t") for l in open(os.path.join(LISTS, "name_pool.tsv"), encoding="utf-8")][1:]
    given = [p[2] for p in pool if p[0] == "first" and p[2].isascii()]
    family = [p[2] for p in pool if p[0] != "first" and p[2].isascii()]
    with open(os.path.join(tmp, "people.csv"), "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow("ref,mission,family,given,patronymic,order,native,lang,sex,birth,birth_place,nationality,mrz,source".split(","))
        for i in range(PEOPLE_N):
            w.writerow([f"P-{10000 + i}", 1, dice.choice(family), dice.choice(given), "", "family_first", "", "", "f",
                        f"{dice.randint(1940, 2000)}", "", "RU", "", "invented"])
    timed("person", "import", "--db", db, "--as", "protocol.officer", os.path.join(tmp, "people.csv"))
    real = lambda n: os.path.join(LISTS, n)
    for word, form, files in (
            ("ofac", "ofac", [f"ofac_2021-07/{f}.csv" for f in ("sdn", "alt", "add", "sdn_comments")]),
            ("un", "un", ["un/UN_consolidated.xml"]), ("ua", "csv", ["os_ua_war_sanctions_2026-03_targets.simple.csv"]),
            ("interpol", "csv", ["os_interpol_red_notices_2025_targets.simple.csv"])):
        out, wall, cpu = timed("vet", "import", "--db", db, "--list", word, "--format", form, *map(real, files), "--json")
        say(f"import {word}: {json.loads(out)['entities']} entities", wall, cpu, 1)
    out, wall, cpu = timed("vet", "rescreen", "--db", db, "--json")
    say(f"{json.loads(out)['people']} people against all lists, {json.loads(out)['new']} hits", wall, cpu, 15)
    one = os.path.join(tmp, "one.csv")
    for n in range(2):
        with open(one, "w", encoding="utf-8") as f:
            f.write("id,name\n" + "".join(f"O-{i},{dice.choice(family)} {dice.choice(given)}\n" for i in range(n + 1)))
        timed("vet", "import", "--db", db, "--list", "own", "--format", "csv", one)
        out, wall, cpu = timed("vet", "rescreen", "--db", db, "--json")
    say("one name more, against everybody", wall, cpu, 1)
    http_figures(db, given, family, dice)


def http_figures(db, given, family, dice):
    server = subprocess.Popen([GRATA, "serve", "--db", db, "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    port = int(re.search(r"\(port (\d+)\)", server.stdout.readline()).group(1))
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    cookie = ""

    def ask(method, path, body=None, kind="application/json"):
        nonlocal cookie
        c.request(method, path, body, {"Cookie": cookie, "Content-Type": kind})
        r = c.getresponse()
        text = r.read().decode()
        for name, value in r.getheaders():
            if name.lower() == "set-cookie":
                cookie = value.split(";")[0]
        return text

    csrf = re.search(r'name="csrf" value="([^"]*)"', ask("GET", "/sign-in")).group(1)
    ask("POST", "/sign-in/demo", urllib.parse.urlencode({"csrf": csrf, "login": "vetting.officer"}), "application/x-www-form-urlencoded")
    ask("GET", "/readyz")

    def cpu():
        f = open(f"/proc/{server.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(f[11]) + int(f[12])) / os.sysconf("SC_CLK_TCK")

    for size, batches in ((1, 2000), (100, 40)):
        bodies = [json.dumps({"queries": {str(i): {"schema": "Person", "properties": {
            "name": [f"{dice.choice(given)} {dice.choice(family)}"], "nationality": ["ru"]}} for i in range(size)}})
                  for _ in range(batches)]
        before, start = cpu(), time.monotonic()
        for b in bodies:
            assert ask("POST", "/match/default", b).startswith('{"responses"')
        wall, used, n = time.monotonic() - start, cpu() - before, size * batches
        print(f"/match, {size} queries a request: {n / wall:.0f} queries/s by the wall, {n / used:.0f} a second of one processor, "
              f"{n / used / 4:.0f} times yente's documented 4")
    server.send_signal(signal.SIGTERM)
    server.wait()


main()
