#!/usr/bin/python3
"""Name matching beside its peers on one list, one core, in one run: a throw-away PostgreSQL with pg_trgm, and scans with
python3-levenshtein and jellyfish (Jaro-Winkler). Each peer that is not installed is left out with a line that says so.

The lists and the queries are invented here from common parts, so that nothing needs to be fetched: names of one person each, and
queries with a slip each. The peers have the smallest list only. For real lists use `grata match bench`."""
import glob, json, os, random, shutil, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SMALL = 16_000
SIZES = {SMALL: "< 0.1", 1_000_000: "< 0.4", 4_000_000: "< 1"}  # the mean that a query may take, in ms
QUERIES, ROUNDS, BATCH = 2000, 3, 20_000
R = random.Random(5)


def figure(name, value, unit, other=None, ratio=None, target=""):
    print("\t".join(["figure", name, f"{value:.3g}", unit, "" if other is None else f"{other:.4g}", "" if ratio is None else f"{ratio:.2f}", target]),
          flush=True)


def words(name, least):
    path = os.path.join(ROOT, "src/match/data", name)
    found = {w for l in open(path, encoding="utf-8") if l[0] != "#" for w in l.split()}
    return sorted(w for w in found if w.isascii() and w.isalpha() and len(w) >= least)


def slip(s):
    i = R.randrange(1, len(s) - 1)
    return s[:i] + R.choice("aeiounrst") + s[i + 1:]


def make(size):
    given, family = words("set_slavic.txt", 4) + words("set_world.txt", 4), words("set_wikidata.txt", 5)
    names = [f"{R.choice(given)} {slip(R.choice(family)) if R.random() < .5 else R.choice(family)}".title() for _ in range(size)]
    return names, [slip(R.choice(names)) for _ in range(QUERIES)]


def write(path, head, rows):
    with open(path, "w") as f:
        f.write(head + "\n" + "".join(f"{i}\tperson\t{name}\n" for i, name in enumerate(rows)))
    return path


def peer(name, seconds, n, ours_ms):
    ms = seconds / n * 1e3
    figure(f"match: {name}, beside ours", ours_ms, "ms", ms, ours_ms / ms)


def batch(tmp, lst, names, grata):
    """Many queries from an index, by one thread and by two in turn: the answers must be the same bytes."""
    idx, qry = os.path.join(tmp, "list.idx"), write(os.path.join(tmp, "batch.tsv"), "query_id\tkind\tname", [slip(R.choice(names)) for _ in range(BATCH)])
    subprocess.check_call([grata, "match", "index", lst, "-o", idx])
    times, answers = {"1": [], "2": []}, set()
    for threads in ("1", "2") * ROUNDS:
        start = time.monotonic()
        answers.add(subprocess.check_output([grata, "match", "query", "--index", idx, "--threads", threads, qry]))
        times[threads].append(time.monotonic() - start)
    if len(answers) != 1:
        raise SystemExit("two threads answer otherwise than one")
    one, two = (BATCH / sorted(t)[ROUNDS // 2] for t in times.values())
    figure("match: queries a second by two threads, beside one", two, "/s", one, two / one, ">= 1.8")


def own(tmp, grata, size, names, queries):
    lst = write(os.path.join(tmp, "list.tsv"), "entity_id\tkind\tname", names)
    qry = write(os.path.join(tmp, "queries.tsv"), "query_id\tkind\tname", queries)
    runs = [json.loads(subprocess.check_output([grata, "match", "bench", "--list", lst, qry])) for _ in range(ROUNDS)]
    middle = lambda of: sorted(of(j) for j in runs)[ROUNDS // 2]
    ms = middle(lambda j: j["wall_s"] / j["queries"] * 1e3)
    figure(f"match: a query among {size:,}, mean", ms, "ms", target=SIZES[size])
    figure(f"match: a query among {size:,}, 99th percentile", middle(lambda j: j["p99_us"] / 1e3), "ms")
    # in a short list each part of a name is its own, and the keys of it are shared by nobody
    figure(f"match: index of {size:,}, bytes an entity", middle(lambda j: j["index_bytes"] / j["entities"]), "bytes", target="" if size == SMALL else "<= 80")
    figure(f"match: index of {size:,}, built in, a name", middle(lambda j: j["build_s"] / j["names"] * 1e6), "us", target="<= 3")
    if size == SMALL:
        batch(tmp, lst, names, grata)
    return ms


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
            peer(f"PostgreSQL pg_trgm GIN at {threshold}", ms / 1e3, len(queries), ours)
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
    peer(f"{name}, a scan", time.monotonic() - start, len(some), ours)


def main():
    grata = os.path.join(ROOT, "build/grata")
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="grata-bench-") as tmp:
            names, queries = make(size)
            ours = own(tmp, grata, size, names, queries)
            if size == SMALL:
                postgres(tmp, names, queries[:200], ours)
                scan("python3-levenshtein ratio", "Levenshtein", "ratio", names, queries, ours)
                scan("python3-jellyfish Jaro-Winkler", "jellyfish", "jaro_winkler_similarity", names, queries, ours)


main()
