#!/usr/bin/env python3
"""The same SQL on PostgreSQL: the schema is made and every query prepared on a throw-away cluster, and gives what the driver can
read; then the driver's own tests
(tests/postgres_test.c) are run there. Prints TAP."""
import glob, os, re, socket, subprocess

import cluster

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEV = os.environ.get("GRATA_BUILD") or os.path.join(ROOT, "build/dev")
results = []
# Whatever a query gives that is none of these, postgres.c cannot read.
MISFITS = """SELECT substr(c.relname, 3), a.attname, a.atttypid::regtype FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relpersistence = 't' AND c.relname LIKE 'r\\_%'
   AND a.atttypid::regtype::text NOT IN ('bigint', 'integer', 'text', 'character varying', 'name', 'bytea');"""


def result(ok, name, why=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}")
    for line in why.splitlines()[:60] if not ok else ():
        print(f"# {line}")


def the_driver(pg):
    pg.psql("postgres", "CREATE DATABASE other TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    pg.made.add("other")
    p = subprocess.run([DEV + "/postgres_test", pg.url("unit"), pg.url("other"), "postgresql:///none?host=/nowhere"], capture_output=True, text=True,
                       env=dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP"), timeout=120)
    names = re.findall(r"^(ok|not ok) \d+ - (.*)", p.stdout, re.M)
    for word, name in names:
        result(word == "ok", "driver: " + name, p.stdout)
    result(p.returncode == 0 and names, "the driver's tests came to their end", p.stdout[-1000:] + p.stderr[-3000:])


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def main():
    port = os.environ["PGPORT"] = str(free_port())  # of the cluster and of all who ask it
    with cluster.start(["listen_addresses=127.0.0.1", f"port={port}"]) as pg:
        pg.url("bare")
        schema = pg.psql("bare", open(DEV + "/schema.pg.sql").read())
        result(schema.returncode == 0, "the schema is made", schema.stderr)
        queries = 0
        for path in sorted(glob.glob(DEV + "/*.pg.sql")):
            if path.endswith("/schema.pg.sql"):
                continue
            text = open(path).read()
            queries += text.count("PREPARE ")
            reads = [q for q in re.findall(r"PREPARE (\w+) *(\([^)]*\))? *AS\s+(\w+)", text) if q[2] in ("SELECT", "WITH")]
            for name, types, _ in reads:
                given = "(" + ", ".join(["NULL"] * (types.count(",") + 1)) + ")" if types.strip("()") else ""
                text += f"\nCREATE TEMP TABLE r_{name} AS EXECUTE {name}{given} WITH NO DATA;"
            p = pg.psql("bare", text + f"\nSELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relname LIKE 'r\\_%' AND relkind = 'r';\n" + MISFITS)
            read_n, _, misfits = p.stdout.partition("\n")
            result(p.returncode == 0 and read_n == str(len(reads)) and not misfits, f"{os.path.basename(path)}: what its queries give can be read", p.stdout)
            result(p.returncode == 0, f"{os.path.basename(path)}: {text.count('PREPARE ')} queries prepared", p.stderr)
        result(queries > 0, "there were queries")
        the_driver(pg)
        print(f"# figure: {queries} queries prepared on PostgreSQL")
    print(f"1..{len(results)}")


cluster.skip_if_absent()
main()
