#!/usr/bin/env python3
"""The demo world in a file and in PostgreSQL: the log has the same root; every reading query gives the same rows in the same
order, with values drawn from the register itself; a register is copied from one to the other and back; damage is found.
Prints TAP."""
import csv, glob, io, os, random, re, sqlite3, subprocess

import cluster
from tap import plan, tap

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEV = os.environ.get("GRATA_BUILD") or os.path.join(ROOT, "build/dev")
TMP = os.environ.get("GRATA_TMP") or "/tmp"
TRIES = 8  # of each query that takes parameters
QUERY = re.compile(r'^\t\.name = "(\w+)",\n.*?^\t\.sql =\n(.*?)^\t\t,\n\t\.pg_sql =\n(.*?)^\t\t,\n\t\.args = "(\w*)"', re.M | re.S)
NULL = "<null>"
# What the demo world has not: a case with its list, addresses and who lives there, a household that was left. All invented.
PROTOCOL, VETTING, SECURITY = (("--as", who) for who in ("protocol.officer", "vetting.officer", "security.liaison"))
MORE = (
    ("case", "add", "Larch", *SECURITY), ("case", "reader", "1", "vetting.officer", *SECURITY),
    ("vet", "own", "--list", "partners", "--case", "1", "--name", "Polentsev Vitaly Anatolevich", "--says", "invented", *VETTING),
    ("proposal", "approve", "4", *SECURITY),
    ("vet", "import", os.path.join(ROOT, "tests/watch/demo_addresses.csv"), "--list", "premises", "--format", "csv"),
    ("person", "contact", "P-00426", "--kind", "address", "--value", "Flat 3, 13 Invented St, W8 4QX, London", "--source", "invented", *PROTOCOL),
    ("person", "contact", "P-00402", "--kind", "telephone", "--value", "020 7946 0123", "--source", "invented", *PROTOCOL),
    ("person", "contact", "P-00476", "--kind", "telephone", "--value", "020 7946 0123", "--source", "invented", *PROTOCOL),
    ("mission", "act", "family_joined", "--mission", "195", "--person", "P-00425", "--other", "P-00516", "--says", "spouse", "--on", "2021-06-10", *PROTOCOL),
    ("mission", "act", "family_left", "--mission", "195", "--person", "P-00425", "--other", "P-00516", "--on", "2021-06-18", *PROTOCOL),
    ("mission", "act", "family_joined", "--mission", "195", "--person", "P-00426", "--other", "P-00516", "--says", "spouse", "--on", "2021-06-19", *PROTOCOL),
    ("vet", "rescreen"))


def grata(*words):
    p = subprocess.run([DEV + "/grata", *words], capture_output=True, text=True,
                       env=dict(os.environ, GRATA_NOW="2021-06-21T09:00:00Z", TZ="UTC"))
    return p.returncode, p.stdout + p.stderr


def c_text(lines):
    """The text of adjacent C string literals."""
    text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines))
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def queries():
    """name, text for SQLite, text for PostgreSQL, types: of those that read."""
    for path in sorted(glob.glob(DEV + "/*.sql.c")):
        for name, sql, pg_sql, types in QUERY.findall(open(path, encoding="utf-8").read()):
            sql, pg_sql = c_text(sql), c_text(pg_sql)
            if not re.match(r"\s*(INSERT|UPDATE|DELETE)\b", sql, re.I):
                yield name, sql, pg_sql, types


def params_of(sql):
    """In the order of their numbers."""
    bare = re.sub(r"'[^']*'|--[^\n]*", "", sql)
    return list(dict.fromkeys(re.findall(r":(\w+)", bare)))


class Pools:
    """Values that a parameter of a name may have: what columns of that name hold, and what is usual for its ending."""

    def __init__(self, db):
        self.db, self.by_name = db, {}
        self.columns = {}
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
            for row in db.execute(f"PRAGMA table_info({table})"):
                self.columns.setdefault(row[1], []).append(table)

    def held(self, name):
        if name not in self.by_name:
            found = []
            for table in self.columns.get(name, ()):
                found += [v for (v,) in self.db.execute(
                    f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT 60")]
            self.by_name[name] = found
        return self.by_name[name]

    def value(self, dice, name, kind, n):
        if name in ("viewer_user_id", "viewer_mission_id", "viewer_hidden_bits"):
            return 0 if n % 3 else dice.choice({"viewer_user_id": (1, 4), "viewer_mission_id": (1, 2), "viewer_hidden_bits": (8, 60)}[name])
        if name.startswith("limit"):
            return dice.choice((3, 1000))
        if name.startswith("offset"):
            return dice.choice((0, 2))
        tail = name.rpartition("_")[2]
        pool = list(self.held(name))
        if kind == "i":
            pool = [v for v in pool if isinstance(v, int)]
            if tail in ("on",):
                pool += [17600, 18000, 18700, 18799, 18900]
            elif tail in ("at",):
                pool += [0, 1624266000000000, 1624270000000000]
            elif name.startswith(("is_", "has_")):
                pool += [0, 1]
            elif not pool or tail == "id":
                pool += list(range(0, 30))
        elif kind == "t":
            pool = [v for v in pool if isinstance(v, str)]
            if tail == "iso":
                pool += ["RU", "GB", "FR", "US"]
            pool = pool or ["RU", "en", "a", "%", ""]
        else:
            pool = [v for v in pool if isinstance(v, bytes)] or [b"\0\1"]
        return None if n == 0 or dice.random() < 0.2 else dice.choice(pool)


    def row_values(self, dice, sql):
        """For parameters that are compared with columns of one table: what one of its rows has in them."""
        tables = dict((alias, table) for table, alias in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)\s+(\w+)", sql, re.I))
        wanted = {}
        for alias, column, name in re.findall(r"\b(\w+)\.(\w+)\s*(?:=|<=|>=|IS NOT DISTINCT FROM)\s*:(\w+)", sql):
            if alias in tables and not name.startswith("viewer"):
                wanted.setdefault(alias, {})[name] = column
        values = {}
        for alias, names in wanted.items():
            columns = list(dict.fromkeys(names.values()))
            try:
                rows = self.db.execute(f"SELECT {', '.join(columns)} FROM {tables[alias]} ORDER BY 1 LIMIT 300").fetchall()
            except sqlite3.Error:
                continue  # the alias of an inner query
            if rows:
                row = dict(zip(columns, dice.choice(rows)))
                values.update((name, row[column]) for name, column in names.items())
        return values


def literal(v, kind):
    if v is None:
        return "NULL"
    if kind == "i":
        return str(v)
    return "'\\x" + v.hex() + "'" if kind == "b" else "'" + v.replace("'", "''") + "'"


def shown(v):
    if v is None:
        return NULL
    return "\\x" + v.hex() if isinstance(v, bytes) else str(v)


def ask_file(db, sql, names, values):
    try:
        return [[shown(v) for v in row] for row in db.execute(sql, dict(zip(names, values)))]
    except sqlite3.Error as e:
        return str(e)


def compare(pg, file):
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    db.execute("PRAGMA case_sensitive_like=on")
    pools, dice, asked = Pools(db), random.Random(11), []
    script = ["\\set ON_ERROR_STOP off", "\\pset format csv", f"\\pset null '{NULL}'", "\\pset tuples_only on"]
    types_of = {"i": "bigint", "t": "text", "b": "bytea"}
    for name, sql, pg_sql, types in queries():
        names = params_of(sql)
        listed = "(" + ", ".join(types_of[t] for t in types) + ")" if types else ""
        script.append(f"PREPARE {name} {listed} AS {pg_sql};")
        for n in range(TRIES if types else 1):
            row = pools.row_values(dice, sql) if n % 2 else {}
            values = [row[p] if p in row else pools.value(dice, p, t, n) for p, t in zip(names, types)]
            given = "(" + ", ".join(literal(v, t) for v, t in zip(values, types)) + ")" if types else ""
            script += [f"\\echo ### {len(asked)}", f"EXECUTE {name}{given};"]
            asked.append((name, given, ask_file(db, sql, names, values)))
    p = pg.psql("demo", "\n".join(script))
    parts = re.split(r"^### (\d+)\n", p.stdout, flags=re.M)
    got = {int(n): list(csv.reader(io.StringIO(text))) for n, text in zip(parts[1::2], parts[2::2])}
    faults, rows, with_rows = [], 0, set()
    for i, (name, given, want) in enumerate(asked):
        rows += len(want)
        if want and not isinstance(want, str):
            with_rows.add(name)
        if got.get(i) != want:
            kind = "other order" if not isinstance(want, str) and sorted(got.get(i, [])) == sorted(want) else "other rows"
            faults.append(f"{name}{given}: {kind}\n  file {str(want)[:300]}\n  database {str(got.get(i))[:300]}")
    tried = {name for name, _, _ in asked}
    tap(not faults and not p.stderr, "every query that reads gives the same rows in the same order",
           f"{len(faults)} differ\n" + "\n".join(faults[:12]) + "\n" + p.stderr)
    tap(len(with_rows) > len(tried) * 0.6, "most of them gave rows", " ".join(sorted(tried - with_rows)))
    print(f"# figure: {len(tried)} queries asked {len(asked)} times in both: {rows} rows; {len(with_rows)} queries gave some")


def root_of(where):
    code, text = grata("audit", "head", "--db", where)
    return text.strip() if code == 0 else f"exit {code}: {text}"


def main():
    file, back = os.path.join(TMP, "demo.db"), os.path.join(TMP, "back.db")
    with cluster.start() as pg:
        url, copy = pg.url("demo"), pg.url("copy")
        code, text = grata("demo", "load", "--db", file)
        tap(code == 0, "the demo world in a file", text)
        code, text = grata("demo", "load", "--db", url)
        tap(code == 0 and "postgresql://" not in text, "the demo world in PostgreSQL; its name says no password", text)
        root = root_of(file)
        tap(root == root_of(url) and "root" in root, "both logs have the same root", f"{root}\n{root_of(url)}")
        for place in (file, url):
            for words in MORE:
                code, text = grata(*words, "--db", place)
                if code not in (0, 4):
                    tap(False, " ".join(words), text)
        root = root_of(file)
        compare(pg, file)
        code, text = grata("demo", "load", "--db", url)
        tap(code == 7 and "already there" in text and root_of(url) == root, "a register is not made over another", text)
        code, text = grata("db", "copy", file, copy)
        tap(code == 0 and root_of(copy) == root, "a file is copied into a database with its root", text)
        code, text = grata("backup", "--db", copy, back)
        tap(code == 0 and root_of(back) == root, "a database is backed up into a file with its root", text)
        both = [sqlite3.connect(p).execute("SELECT * FROM person ORDER BY id").fetchall() for p in (file, back)]
        tap(both[0] == both[1] and both[0], "people are the same after the way there and back")
        code, text = grata("db", "check", "--db", copy)
        tap(code == 0, "the copy is whole", text)
        pg.psql("copy", "UPDATE person SET birth_place = 'elsewhere' WHERE id = 3")
        code, text = grata("db", "check", "--db", copy)
        tap(code == 11 and "person 3" in text and "birth_place" in text, "a value changed behind the log's back is found", text)
        pg.psql("copy", "ALTER TABLE mission_post DROP COLUMN title CASCADE")
        code, text = grata("db", "check", "--db", copy)
        tap(code == 11 and "mission_post" in text, "a column that is gone is found", text)
        pg.psql("postgres", "CREATE DATABASE other TEMPLATE template0 LOCALE 'C'")
        pg.made.add("other")
        pg.psql("other", "CREATE TABLE of_others (n int)")
        code, text = grata("init", "--db", pg.url("other"), "--host", "GB", "--ministry", "M", "--zone", "UTC", "--admin", "a", "--name", "A")
        left = pg.psql("other", "SELECT count(*) FROM pg_class WHERE relname = 'of_others'").stdout.strip()
        tap(code != 0 and left == "1", "another program's database is left alone", text)
    plan()


cluster.skip_if_absent()
main()
