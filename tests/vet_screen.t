#!/usr/bin/env python3
"""Everybody compared with lists: the hits are those of asking for each person anew; a new version brings only its changes;
a run that is killed goes on without doing anything twice. People and lists are invented."""
import csv, json, os, random, shutil, signal, sqlite3, subprocess, time

ROOT, TMP = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"]
GRATA = os.path.join(os.environ["GRATA_BUILD"], "grata")
PEOPLE_N = 3000
n_done = 0


def tap(ok, name, notes=""):
    global n_done
    n_done += 1
    print(f"{'ok' if ok else 'not ok'} {n_done} - {name}")
    for line in [] if ok else str(notes)[:2000].splitlines():
        print("# " + line)


def grata(*words, db):
    p = subprocess.run([GRATA, *words, "--db", db], capture_output=True, text=True, cwd=ROOT)
    if p.returncode:
        print(f"# {' '.join(words)}: {p.returncode} {p.stderr[:1000]}")
    return p.stdout


def rows(db, sql, *values):
    c = sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=20)
    try:
        return c.execute(sql, values).fetchall()
    finally:
        c.close()


dice = random.Random(11)
SYLLABLES = "ba dro gul kor len mir nov pet rus san tim ver yar zol".split()


def word():
    return "".join(dice.choice(SYLLABLES) for _ in range(3)).title()


FAMILIES, GIVEN = [word() + "ov" for _ in range(400)], [word() for _ in range(150)]


def write(name, head, lines):
    path = os.path.join(TMP, name)
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(head)
        w.writerows(lines)
    return path


people = [(f"P-{10000 + i}", dice.choice(FAMILIES), dice.choice(GIVEN)) for i in range(PEOPLE_N)]
head = "ref,mission,family,given,patronymic,order,native,lang,sex,birth,birth_place,nationality,mrz,source".split(",")
people_csv = write("people.csv", head, [(r, 1, f, g, "", "family_first", "", "", "f", "1971-02-03", "", "RU", "", "invented")
                                        for r, f, g in people])
listed = [(f"L-{i}", f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)}") for i in range(1500)]
LIST = ("id", "name")
first = write("first.csv", LIST, listed)

DB = os.path.join(TMP, "r.db")
grata("demo", "load", db=DB)
grata("person", "import", people_csv, "--as", "protocol.officer", db=DB)
grata("vet", "import", "--list", "made", "--format", "csv", first, db=DB)
before = os.path.join(TMP, "before.db")
for end in ("", "-wal", "-shm"):
    if os.path.exists(DB + end):
        shutil.copy(DB + end, before + end)


def hits(db):
    return set(rows(db, """SELECT p.ref, h.entry_key, h.points_n, h.evidence FROM vet_hit h JOIN person p ON p.id = h.person_id
                           WHERE h.state <> 'gone'"""))


ran = json.loads(grata("vet", "rescreen", "--json", db=DB))
everybody = rows(DB, "SELECT count(*) FROM person WHERE erased_on IS NULL")[0][0]
tap(ran["people"] == everybody and ran["whole"] == PEOPLE_N and not ran["resumed"],
    f"everybody is compared: {PEOPLE_N} new ones with all lists, {everybody - PEOPLE_N} with the new list", ran)
asked = write("asked.csv", ("id", "name", "native_name"),
              rows(DB, "SELECT ref, name, native_name FROM person WHERE erased_on IS NULL"))
again = json.loads(grata("vet", "screen", asked, "--json", db=DB))
want = {(r["id"], h["key"], round(h["score"] * 10000)) for r in again["results"] for h in r["hits"]}
got = {h[:3] for h in hits(DB)}
tap(got == want and len(want) > 30, f"the hits are those of asking anew: {len(want)}", (got - want, want - got))
tap(all(sum(round(10000 * float(part.split()[-1])) for part in h[3].split("; ")) == h[2] for h in hits(DB)),
    "every hit has evidence rows that add up to its score", next(iter(hits(DB))))
ran = json.loads(grata("vet", "rescreen", "--json", db=DB))
tap(ran["new"] == ran["whole"] == 0 and ran["changes"] == [], "again: nothing changed, nothing is shown", ran)

# One name more: the few are found by the keys that were kept for everybody.
name = f"{people[7][1]} {people[7][2]}"
second = write("second.csv", LIST, listed + [("L-new", name)])
grata("vet", "import", "--list", "made", "--format", "csv", second, db=DB)
ran = json.loads(grata("vet", "rescreen", "--json", db=DB))
again = json.loads(grata("vet", "screen", asked, "--json", db=DB))
want = {r["id"] for r in again["results"] for h in r["hits"] if h["key"] == "L-new"}
got = {c["person"] for c in ran["changes"]}
tap(got == want and people[7][0] in got and ran["whole"] == 0, f"one name more: just its hits ({len(want)})", (ran, want))

# Many names more: by asking everybody.
more = [(f"M-{i}", f"{f} {g}") for i, (_, f, g) in enumerate(people[:60])]
third = write("third.csv", LIST, listed + more)  # and the one is gone again
grata("vet", "import", "--list", "made", "--format", "csv", third, db=DB)
ran = json.loads(grata("vet", "rescreen", "--json", db=DB))
again = json.loads(grata("vet", "screen", asked, "--json", db=DB))
want = {(r["id"], h["key"], round(h["score"] * 10000)) for r in again["results"] for h in r["hits"]}
tap({h[:3] for h in hits(DB)} == want, "many names more and one gone: still those of asking anew", (ran["new"], len(want)))
tap(ran["gone"] == len(got) and {c["person"] for c in ran["changes"] if c["state"] == "gone"} == got,
    "the hits on the one that went are shown as gone", ran["gone"])

# A new person is compared with all lists at the next run, nobody else.
late = write("late.csv", head, [("P-99999", 1, people[3][1], people[3][2], "", "family_first", "", "", "f", "1971", "", "RU",
                                 "", "invented")])
grata("person", "import", late, "--as", "protocol.officer", db=DB)
ran = json.loads(grata("vet", "rescreen", "--json", db=DB))
tap(ran["whole"] == 1 and {c["person"] for c in ran["changes"]} == {"P-99999"}, "a new person alone is compared", ran)

# kill -9 in the middle, more than once.
DONE = "SELECT count(*) FROM vet_person"
kills, killed_db = 0, before
while kills < 2:
    was = rows(killed_db, DONE)[0][0]
    p = subprocess.Popen([GRATA, "vet", "rescreen", "--json", "--db", killed_db], stdout=subprocess.DEVNULL, cwd=ROOT,
                         stderr=subprocess.DEVNULL)
    for _ in range(6000):
        if p.poll() is not None or rows(killed_db, DONE)[0][0] > was:
            break
        time.sleep(0.005)
    if p.poll() is not None:
        break
    p.send_signal(signal.SIGKILL)
    p.wait()
    kills += 1
half = rows(killed_db, "SELECT people_n, ended_at FROM vet_run ORDER BY id DESC")[0] if kills else (0, 0)
tap(kills >= 1 and 0 < half[0] < everybody and half[1] is None, f"killed {kills} times, at {half[0]} of {everybody}", half)
ran = json.loads(grata("vet", "rescreen", "--json", db=killed_db))
runs = rows(killed_db, "SELECT people_n, whole_n, ended_at IS NULL FROM vet_run WHERE id > 1")
tap(ran["resumed"] and runs == [(everybody, PEOPLE_N, 0)], "it goes on to the end, and nobody is done twice", (ran, runs))
tap(rows(killed_db, "SELECT count(*) FROM vet_person")[0][0] == everybody, "everybody is done once")
whole = os.path.join(TMP, "whole.db")
grata("demo", "load", db=whole)
grata("person", "import", people_csv, "--as", "protocol.officer", db=whole)
grata("vet", "import", "--list", "made", "--format", "csv", first, db=whole)
grata("vet", "rescreen", db=whole)
tap(hits(killed_db) == hits(whole), "the hits are those of a run that was not killed")
tap("leaves" in grata("audit", "verify", db=killed_db), "the log is whole")
print(f"1..{n_done}")
