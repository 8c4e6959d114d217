#!/usr/bin/env python3
"""Reads and deeds a second of a register in a file and in PostgreSQL, with 1, 8 and 64 clients, beside raw SQLite and pgbench
that do the same rows on the same machine and disk, in rounds taken in turn: the medians, and the median of the ratios. Then how
long nobody can write when the primary is killed (tests/soak/failover.py; GRATA_ROUNDS, else 20).

A read is one account by its number, in a snapshot of its own. A deed enters an account: its row and its leaf of the log, on the
disk before it is acknowledged. pgbench has a connection for each client, asks with prepared statements and shares the syncing
of the disk as PostgreSQL does; its deeds take no lock, so they are no log: their leaves are in no order, and hash nothing."""
import os, re, statistics, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "tests"), os.path.join(ROOT, "tests/soak")]
os.environ["GRATA_BUILD"] = os.path.join(ROOT, "build/release")
import cluster

PROGRAM, ROUNDS, SECONDS = os.path.join(ROOT, "build/release/bench_deeds"), 5, float(os.environ.get("SECONDS_EACH", "0.5"))
READ = """\\set id random(1, 100)
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.natural_person, a.is_active FROM account a WHERE a.id = :id;
COMMIT;
"""
DEED = """BEGIN;
SELECT nextval('bench_n') AS n \\gset
INSERT INTO account (id, login, name, role_bits, label_bits, natural_person, is_active)
 VALUES (:n, 'c' || :n, 'Ann Example', 4, 1, 'Ann Example', 1);
INSERT INTO audit_leaf (id, at, account_id, act, op, object_table, object_id, version_n, body, leaf_hash, opening)
 VALUES (:n, 1624262400000000, 0, 'bench.deed', 'insert', 'account', :n, 1, repeat('b', 759), decode(repeat('00', 32), 'hex'), repeat('o', 219));
COMMIT;
"""
SCRIPTS = {"reads": READ, "deeds": DEED}


def ours(where, clients, kind):
    p = subprocess.run([PROGRAM, where, str(SECONDS), str(clients), kind], capture_output=True, text=True)
    assert p.returncode == 0, p.stderr
    return float(p.stdout)


def pgbench(pg, clients, kind):
    # It counts whole seconds; what it takes to connect is not in its figure.
    p = cluster.run("pgbench", "-n", "-M", "prepared", "-h", pg.folder, "-U", "postgres", "-c", str(clients), "-j", str(min(clients, os.cpu_count())),
                    "-T", str(max(1, round(SECONDS))), "-f", os.path.join(pg.folder, kind + ".pgbench"), "bare")
    found = re.search(r"^tps = ([\d.]+) \(without", p.stdout, re.M)
    assert p.returncode == 0 and found, p.stdout + p.stderr
    return float(found[1])


def side_by_side(pg, folder):
    file, bare, url = os.path.join(folder, "ours.db"), os.path.join(folder, "bare.db"), pg.url("ours")
    for where in (file, bare, url, pg.url("bare")):
        ours(where, 1, "reads")  # makes the register
    assert pg.psql("bare", "CREATE SEQUENCE bench_n START 1000000 CACHE 1").returncode == 0
    for kind, text in SCRIPTS.items():
        with open(os.path.join(pg.folder, kind + ".pgbench"), "w", encoding="utf-8") as f:
            f.write(text)
    for kind in ("reads", "deeds"):
        for clients in (1, 8, 64):
            rounds = [(ours(file, clients, kind), ours(bare, clients, "bare-" + kind), ours(url, clients, kind), pgbench(pg, clients, kind))
                      for _ in range(ROUNDS)]
            both = [("in a file", "raw SQLite", [(r[0], r[1]) for r in rounds]), ("in PostgreSQL", "pgbench", [(r[2], r[3]) for r in rounds])]
            for place, peer, pairs in both:
                print("figure", f"{kind} {place} at {clients} client{'s'[:clients > 1]}, beside {peer}", f"{statistics.median(a for a, _ in pairs):.0f}", "/s",
                      f"{statistics.median(b for _, b in pairs):.0f}", f"{statistics.median(a / b for a, b in pairs):.2f}", "", sep="\t", flush=True)


def outages():
    import failover
    told = failover.run(int(os.environ.get("GRATA_ROUNDS", "20")))
    print(told.sentence())
    for name, seconds in (("p50", told.p50_s), ("max", told.max_s)):
        print("figure", f"no writing after the primary was killed, {name} of {told.rounds_n} rounds", f"{seconds:.2f}", "s", "", "", f"< {failover.LIMIT_S:g}",
              sep="\t", flush=True)
    return told.is_good()


def main():
    if cluster.why_not():
        print(f"skipped: {cluster.why_not()}")
        return 0
    with tempfile.TemporaryDirectory(prefix="grata-bench-", dir=os.path.join(ROOT, "build")) as folder:
        with cluster.start(is_durable=True) as pg:
            side_by_side(pg, folder)
    return 0 if outages() else 1


sys.exit(main())
