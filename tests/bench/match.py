#!/usr/bin/python3
"""Name matching beside its peers on one list, one core, in one run: a throw-away PostgreSQL with pg_trgm, and scans with
python3-levenshtein and jellyfish (Jaro-Winkler). Each peer that is not installed is left out with a line that says so.

The list and the queries are invented here from common parts, so that nothing needs to be fetched: SIZE names (default
16000, or the first argument) and 200 queries with a slip each. For real lists use `grata match bench`."""
import glob, json, os, random, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 16000
R = random.Random(5)


def words(name, least):
    path = os.path.join(ROOT, "src/match/data", name)
    found = {w for l in open(path, encoding="utf-8") if l[0] != "#" for w in l.split()}
    return sorted(w for w in found if w.isascii() and w.isalpha() and len(w) >= least)


def slip(s):
    i = R.randrange(1, len(s) - 1)
    return s[:i] + R.choice("aeiounrst") + s[i + 1:]


def make():
    given, family = words("set_slavic.txt", 4) + words("set_world.txt", 4), words("set_wikidata.txt", 5)
    names = [f"{R.choice(given)} {slip(R.choice(family)) if R.random() < .5 else R.choice(family)}".title() for _ in range(SIZE)]
    return names, [slip(R.choice(names)) for _ in range(200)]


def show(name, seconds, n, ours):
    us = seconds / n * 1e6
    print(f"{name:34} {us:12.1f} us a query   {us / ours:8.1f} x ours", flush=True)


def batch(tmp, lst, names, grata):
    """20,000 queries from an index, by one thread and by two: the answers must be the same bytes."""
    idx, qry = os.path.join(tmp, "list.idx"), os.path.join(tmp, "batch.tsv")
    subprocess.check_call([grata, "match", "index", lst, "-o", idx])
    with open(qry, "w") as f:
        f.write("query_id\tkind\tname\n" + "".join(f"q{i}\tperson\t{slip(R.choice(names))}\n" for i in range(20000)))
    times, answers = [], []
    for threads in ("1", "2"):
        start = time.monotonic()
        answers.append(subprocess.check_output([grata, "match", "query", "--index", idx, "--threads", threads, qry]))
        times.append(time.monotonic() - start)
    same = "the same" if answers[0] == answers[1] else "DIFFERENT"
    print(f"{'batch of 20,000, 1 and 2 threads':34} {times[0]:.2f} s, {times[1]:.2f} s: x {times[0] / times[1]:.2f}; {same} answers")


def own(tmp, names, queries):
    lst, qry = os.path.join(tmp, "list.tsv"), os.path.join(tmp, "queries.tsv")
    with open(lst, "w") as f:
        f.write("entity_id\tkind\tname\n" + "".join(f"e{i}\tperson\t{n}\n" for i, n in enumerate(names)))
    with open(qry, "w") as f:
        f.write("query_id\tkind\tname\n" + "".join(f"q{i}\tperson\t{n}\n" for i, n in enumerate(queries)))
    grata = os.path.join(ROOT, "build/grata")
    j = json.loads(subprocess.check_output([grata, "match", "bench", "--list", lst, qry]))
    print(f"{j['entities']} names, {j['queries']} queries, threshold 0.80; index {j['index_bytes'] / j['entities']:.0f} bytes an "
          f"entity, built in {j['build_s'] / j['names'] * 1e6:.2f} us a name; p95 {j['p95_us']} us, p99 {j['p99_us']} us")
    us = j["wall_s"] / j["queries"] * 1e6
    show("grata match", j["wall_s"], j["queries"], us)
    batch(tmp, lst, names, grata)
    return us


def postgres(tmp, names, queries, ours):
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found or not glob.glob("/usr/share/postgresql/*/extension/pg_trgm.control"):
        return print("pg_trgm: postgresql and postgresql-contrib are not installed")
    bin_dir, data = os.path.dirname(found[-1]), os.path.join(tmp, "pg")
    user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    os.mkdir(data)
    if user:
        os.chmod(tmp, 0o755)
        shutil.chown(data, "nobody", "nogroup")
    run = lambda *a, **k: subprocess.run(user + list(a), cwd="/", check=True, stdout=subprocess.DEVNULL, **k)
    run(bin_dir + "/initdb", "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(bin_dir + "/pg_ctl", "-D", data, "-w", "-l", data + "/log", "-o", f"-k {data} -h '' -c jit=off", "start")
    try:
        psql = user + [bin_dir + "/psql", "-h", data, "-U", "bench", "-qAt", "postgres"]
        sql = ("create extension pg_trgm; create table l (n text); copy l from stdin;\n" + "\n".join(names) + "\n\\.\n"
               "create index on l using gin (n gin_trgm_ops); analyze l;\n")
        subprocess.run(psql, input=sql.encode(), cwd="/", check=True, stdout=subprocess.DEVNULL)
        for threshold in ("0.3", "0.5"):
            ask = (f"set pg_trgm.similarity_threshold={threshold}; set max_parallel_workers_per_gather=0; "
                   "create temp table q (n text); copy q from stdin;\n" + "\n".join(queries) + "\n\\.\n\\timing on\n"
                   "select count(*) from q join lateral (select * from l where l.n % q.n) l on true;\n")
            out = subprocess.run(psql, input=ask.encode(), cwd="/", check=True, stdout=subprocess.PIPE).stdout.decode()
            ms = float([l for l in out.splitlines() if l.startswith("Time:")][-1].split()[1])
            show(f"PostgreSQL pg_trgm GIN at {threshold}", ms / 1e3, len(queries), ours)
    finally:
        run(bin_dir + "/pg_ctl", "-D", data, "-m", "immediate", "stop")


def scan(name, module, function, names, queries, ours):
    try:
        f = getattr(__import__(module), function)
    except ImportError:
        return print(f"{name}: python3-{module.lower()} is not installed")
    some = queries[:20]
    start = time.monotonic()
    for q in some:
        sum(f(q, n) > .85 for n in names)
    show(f"{name} (scan)", time.monotonic() - start, len(some), ours)


def main():
    with tempfile.TemporaryDirectory(prefix="grata-bench-") as tmp:
        names, queries = make()
        ours = own(tmp, names, queries)
        postgres(tmp, names, queries, ours)
        scan("python3-levenshtein ratio", "Levenshtein", "ratio", names, queries, ours)
        scan("python3-jellyfish Jaro-Winkler", "jellyfish", "jaro_winkler_similarity", names, queries, ours)


main()
