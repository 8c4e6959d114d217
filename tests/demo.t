#!/usr/bin/env python3
"""The demo register against its own tables: the backlog counted a second time, day by day, from the holdings as they
stand in the files; and what must hold of every application."""
import csv, json, os, sqlite3, subprocess
from datetime import date, timedelta
from math import ceil

ROOT = os.environ.get("GRATA_ROOT", ".")
TMP = os.environ.get("GRATA_TMP", "/tmp")
GRATA = os.path.join(ROOT, "build/dev/grata")
TODAY, EPOCH = date(2021, 6, 21), date(1970, 1, 1)


def table(name):
    with open(os.path.join(ROOT, "src/demo/data", name + ".tsv"), encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def figures(receiving, sending, applications, holdings):
    """As `grata visa backlog --json` prints them, from a walk over the days of each application."""
    ages, holders = [], {h: 0 for h in "mission protocol visa vetting security other_ministry approver".split()}
    for a in applications:
        if a["receiving"] != receiving or a["sending"] != sending or a["closed"]:
            continue
        steps = [(date.fromisoformat(h["from"]), h["holder"]) for h in holdings[a["ref"]]]
        day, age = date.fromisoformat(a["received"]), 0
        while day < TODAY:
            age += [h for on, h in steps if on <= day][-1] != "mission"
            day += timedelta(1)
        ages.append(age)
        holders[steps[-1][1]] += 1
    ages.sort()
    rank = lambda p: ages[ceil(len(ages) * p / 100) - 1]
    bands = [(0, 15), (15, 30), (30, 60), (60, None)]
    return {"open": len(ages), "over_standard": sum(a > 30 for a in ages), "oldest_days": ages[-1],
            "median_days": rank(50), "p90_days": rank(90), "by_holder": holders, "standard_days": 30,
            "ages": [{"from": lo, "to": hi, "count": sum(lo <= a and (hi is None or a < hi) for a in ages)}
                     for lo, hi in bands]}


def main():
    path = os.path.join(TMP, "demo.db")
    load = subprocess.run([GRATA, "demo", "load", "--db", path], capture_output=True, text=True)
    again = subprocess.run([GRATA, "demo", "load", "--db", path], capture_output=True, text=True)
    said = subprocess.run([GRATA, "visa", "backlog", "--db", path, "--state", "RU", "--json"], capture_output=True)
    applications, holdings = table("applications"), {}
    for h in table("holdings"):
        holdings.setdefault(h["application"], []).append(h)
    want = figures("GB", "RU", applications, holdings)
    want["other_direction"] = figures("RU", "GB", applications, holdings)
    db = sqlite3.connect(path)
    one = lambda sql: db.execute(sql).fetchone()[0]
    by_hand = lambda name: len(table(name))
    checks = [
        ("it loads", load.returncode == 0),
        ("it never overwrites a register", again.returncode != 0 and one("SELECT count(*) FROM visa_application") > 0),
        ("the backlog is what a walk over all days gives", json.loads(said.stdout) == want),
        ("every row of every table is there", all(one(f"SELECT count(*) FROM {t}") == by_hand(n) for t, n in [
            ("mission", "missions"), ("mission_post", "posts"), ("person", "people"), ("account", "accounts"),
            ("mission_appointment", "appointments"), ("visa_application", "applications"),
            ("visa_holding", "holdings"), ("visa_standard", "standards"), ("ref_holiday", "holidays")])),
        ("histories have no gap", one("""SELECT count(*) FROM visa_holding h WHERE h.to_on IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM visa_holding n WHERE n.application_id = h.application_id AND n.from_on = h.to_on AND n.id > h.id)
            AND NOT EXISTS (SELECT 1 FROM visa_application a WHERE a.id = h.application_id AND a.closed_on = h.to_on)""") == 0),
        ("the last line of a history is what the application says", one("""SELECT count(*) FROM visa_application a
            JOIN visa_holding h ON h.application_id = a.id AND h.to_on IS NULL WHERE h.stage = a.stage
            AND h.holder = a.holder AND h.from_on = a.holder_since_on AND h.due_on = a.due_on""")
            == one("SELECT count(*) FROM visa_application WHERE closed_on IS NULL")),
        ("a question about Russia includes the Soviet Union, one about Germany not its neighbour that ended", sorted(
            r[0] for r in db.execute("SELECT former_iso FROM ref_successor WHERE is_continuing = 1"))
            == "BU DY HV SU ZR".split()),
        ("nothing lies in the future", one(f"""SELECT count(*) FROM visa_holding WHERE from_on > {(TODAY - EPOCH).days}""") == 0),
        ("23 frozen posts on each side, and none of them is filled", db.execute("""SELECT m.sending_iso, count(*),
            count(a.id) FROM mission_post p JOIN mission m ON m.id = p.mission_id LEFT JOIN mission_appointment a
            ON a.post_id = p.id AND a.to_on IS NULL WHERE p.frozen_since_on IS NOT NULL GROUP BY 1 ORDER BY 1""").fetchall()
            == [("GB", 23, 0), ("RU", 23, 0)]),
        ("one mission of every other state in London", one("""SELECT count(DISTINCT sending_iso) FROM mission
            WHERE host_iso = 'GB'""") == one("SELECT count(*) FROM ref_state WHERE kind = 'state'") - 1),
        ("some have waited more than a year, some households are split", want["oldest_days"] > 365 and
            one("""SELECT count(*) FROM visa_application f JOIN visa_application h ON h.id = f.household_id
            WHERE f.closed_on IS NULL AND h.outcome = 'granted'""") >= 4),
    ]
    print(f"1..{len(checks)}")
    for i, (name, good) in enumerate(checks, 1):
        print("ok" if good else "not ok", i, "-", name)
    if not checks[2][1]:
        print("#", said.stdout.decode(), "\n#", json.dumps(want))
    print("# figure: demo: %d Russian applications open, %d over %d days, oldest %d, median %d, nine in ten within %d" % tuple(
        want[k] for k in ("open", "over_standard", "standard_days", "oldest_days", "median_days", "p90_days")))


main()
