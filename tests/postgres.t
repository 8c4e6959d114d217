#!/usr/bin/env python3
"""The same SQL on PostgreSQL: the schema is made and every query prepared on a throw-away cluster. Prints TAP."""
import glob, os

import cluster

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEV = os.path.join(ROOT, "build/dev")
results = []


def result(ok, name, why=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}")
    for line in why.splitlines()[:20] if not ok else ():
        print(f"# {line}")


def main():
    with cluster.start() as pg:
        pg.url("bare")
        schema = pg.psql("bare", open(DEV + "/schema.pg.sql").read())
        result(schema.returncode == 0, "the schema is made", schema.stderr)
        queries = 0
        for path in sorted(glob.glob(DEV + "/*.pg.sql")):
            if path.endswith("/schema.pg.sql"):
                continue
            text = open(path).read()
            queries += text.count("PREPARE ")
            p = pg.psql("bare", text)
            result(p.returncode == 0, f"{os.path.basename(path)}: {text.count('PREPARE ')} queries prepared", p.stderr)
        result(queries > 0, "there were queries")
        print(f"# figure: {queries} queries prepared on PostgreSQL")
    print(f"1..{len(results)}")


cluster.skip_if_absent()
main()
