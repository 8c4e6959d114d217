#!/usr/bin/env python3
"""Departure deadlines against python's zoneinfo: 5,000 generated cases and some chosen ones, across changes of clocks, leap
days, ends of years, 1970 and 2038, and zones with odd midnights. The oracle is another implementation: the wall clock of
the zone, minute by minute where it must be."""
import os, random, subprocess, sys, tempfile
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GRATA = os.path.join(os.environ.get("GRATA_BUILD") or os.path.join(ROOT, "build/dev"), "grata")
ZONES = ["Europe/London", "Europe/Moscow", "America/New_York", "America/Sao_Paulo", "America/Havana", "Africa/Cairo",
         "Africa/Casablanca", "Asia/Beirut", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Gaza",
         "Australia/Lord_Howe", "Australia/Sydney", "America/St_Johns", "America/Santiago", "Pacific/Apia",
         "Pacific/Chatham", "Pacific/Kiritimati", "Atlantic/Azores", "UTC"]
CHOSEN = [  # handed over, zone, limit, amount
    ("2018-03-14T12:30:00Z", "Europe/London", "days", "7"),
    ("2018-03-24T12:30:00Z", "Europe/London", "hours", "72"),
    ("2021-10-30T23:30:00Z", "Europe/London", "days", "1"),
    ("2020-02-28T10:00:00Z", "Europe/London", "days", "1"),
    ("2019-12-31T23:59:59Z", "Europe/London", "hours", "1"),
    ("1970-01-01T00:00:00Z", "Europe/London", "date", "1970-01-02"),
    ("2038-01-19T03:14:07Z", "America/New_York", "hours", "48"),
    ("2038-10-30T12:00:00Z", "Europe/London", "days", "2"),
    ("2018-11-03T12:00:00Z", "America/Sao_Paulo", "date", "2018-11-03"),  # the next midnight is left out
    ("2018-02-17T12:00:00Z", "America/Sao_Paulo", "date", "2018-02-17"),  # the last hour comes twice
    ("2006-10-28T12:00:00Z", "America/St_Johns", "date", "2006-10-28"),   # clocks go back at one past midnight
    ("2021-11-06T12:00:00Z", "America/Havana", "date", "2021-11-06"),     # midnight comes twice
    ("2011-12-29T12:00:00Z", "Pacific/Apia", "date", "2011-12-29"),       # 30 December 2011 was left out
    ("2011-12-28T12:00:00Z", "Pacific/Apia", "days", "2"),
]


def day_end(zone, day):
    """The first whole minute from which on the zone's day is later than `day` for good."""
    z = ZoneInfo(zone)
    at = datetime(day.year, day.month, day.day, 0, 0, tzinfo=timezone.utc) + timedelta(hours=54)
    while at.astimezone(z).date() > day:  # back from where it is surely over: hours, then minutes
        at -= timedelta(hours=1)
    at += timedelta(hours=1)
    while (at - timedelta(minutes=1)).astimezone(z).date() > day:
        at -= timedelta(minutes=1)
    return at


def oracle(handed_over, zone, limit, amount):
    at = datetime.strptime(handed_over, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    if limit == "hours":
        return at + timedelta(hours=int(amount))
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=int(amount)) if limit == "days" else date.fromisoformat(amount)
    return day_end(zone, day)


def changes(zone, years):
    """Hours of UTC around which a zone's clocks change."""
    z, found = ZoneInfo(zone), []
    at = datetime(years[0], 1, 1, tzinfo=timezone.utc)
    while at.year < years[1]:
        then = at + timedelta(days=1)
        if at.astimezone(z).utcoffset() != then.astimezone(z).utcoffset():
            found.append(at)
        at = then
    return found


def generate(n, rng):
    near = {z: changes(z, (1972, 2045)) for z in ZONES}
    for _ in range(n):
        zone, limit = rng.choice(ZONES), rng.choice(["hours", "days", "date"])
        if near[zone] and rng.random() < .6:
            at = rng.choice(near[zone]) + timedelta(seconds=rng.randrange(-4 * 86400, 2 * 86400))
        else:
            year = rng.choice([1972, 1999, 2000, 2016, 2019, 2020, 2021, 2024, 2037, 2038, 2039])
            month, day = rng.choice([(2, 27), (12, 30), (1, 18), (3, 1), (rng.randrange(1, 13), rng.randrange(1, 28))])
            at = datetime(year, month, day, tzinfo=timezone.utc) + timedelta(seconds=rng.randrange(2 * 86400))
        amount = rng.choice([1, 24, 48, 72, 168, rng.randrange(1, 800)]) if limit == "hours" else rng.randrange(1, 15)
        if limit == "date":
            amount = (at.astimezone(ZoneInfo(zone)).date() + timedelta(days=rng.randrange(0, 9))).isoformat()
        yield at.strftime("%Y-%m-%dT%H:%M:%SZ"), zone, limit, str(amount)


def main():
    cases = CHOSEN + list(generate(5000, random.Random(11)))
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as f:
        f.write("handed_over,zone,limit,amount\n" + "".join(",".join(c) + "\n" for c in cases))
        f.flush()
        run = subprocess.run([GRATA, "expel", "deadline", f.name], capture_output=True, text=True)
    got = run.stdout.split()
    wrong = [(c, g, w) for c, g in zip(cases, got) if g != (w := oracle(*c).strftime("%Y-%m-%dT%H:%M:%SZ"))]
    is_good = run.returncode == 0 and len(got) == len(cases) and not wrong
    for c, g, w in wrong[:10]:
        print(f"# {','.join(c)}: got {g}, zoneinfo says {w}")
    print(f"# figure: {len(cases)} deadlines, {len(wrong)} not as zoneinfo says {run.stderr[:300]}")
    print(("ok" if is_good else "not ok") + f" 1 - {len(cases)} departure deadlines are as python's zoneinfo has them")
    print("1..1")
    return not is_good


sys.exit(main())
