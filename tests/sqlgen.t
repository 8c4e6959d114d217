#!/usr/bin/env python3
"""The SQL compiler refuses what it must, with file and line, and makes of good SQL what docs/sql.md says.

Prints TAP. Each tests/sqlgen/refused/NAME.sql has a line `NAME LINE TEXT` in EXPECTED; files named table_* are
migrations, the others queries over tests/sqlgen/0001_small.sql."""
import os, subprocess, tempfile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sqlgen")
SQLGEN = os.path.join(os.path.dirname(HERE), "../build/dev/tools/sqlgen")
SCHEMA = os.path.join(HERE, "0001_small.sql")
results = []


def result(ok, name, why=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}")
    for line in why.splitlines() if not ok else ():
        print(f"# {line}")


def sqlgen(*args):
    out = tempfile.mkdtemp(dir=os.environ.get("GRATA_TMP"))
    p = subprocess.run([SQLGEN, out, *args], capture_output=True, text=True)
    files = {n: open(os.path.join(out, n)).read() for n in os.listdir(out)}
    return p.returncode, p.stderr, files


def refused():
    names = set()
    for line in open(os.path.join(HERE, "refused/EXPECTED")):
        name, number, text = line.rstrip("\n").split(" ", 2)
        names.add(name)
        path = os.path.join(HERE, f"refused/{name}.sql")
        if name.startswith("table_"):
            step = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), f"0001_{name}.sql")
            open(step, "w").write(open(path).read())
            code, err, files = sqlgen(step)
        else:
            step = path
            code, err, files = sqlgen(SCHEMA, "--", "feature", path)
        hit = any(l.startswith(f"{step}:{number}: error: ") and text in l for l in err.splitlines())
        result(code == 1 and hit and not files, f"refused: {name}", f"exit {code}, wrote {list(files)}\n{err}")
    there = {n[:-4] for n in os.listdir(os.path.join(HERE, "refused")) if n.endswith(".sql")}
    result(there == names, "every refused file is expected", str(there ^ names))
    return len(names)


def good():
    code, err, files = sqlgen(SCHEMA, "--", "paper", os.path.join(HERE, "good.sql"))
    result(code == 0 and not err, "good SQL is taken", err)
    h, c, access = files.get("paper.sql.h", ""), files.get("paper.sql.c", ""), files.get("paper.access.tsv", "")
    result("struct opt_int due_on;" in h and "int64_t received_on;" in h and "bool is_late;" in h, "types by name and null", h)
    result("int64_t papers_n;" in h and "struct opt_int last_due_on;" in h, "count is never null, max may be", h)
    result("str next_title;" in h, "a column behind a left join", h)
    result("enum err paper_secret(struct tx *tx, const struct paper_secret_args *in, struct paper_secret_row *out)" in h, "one row", h)
    result('{ "due_on", "stage" }' in c and ".has_id = true" in c, "what an update sets can be read back", c)
    result('.label_bits = 0x9u' in c, "SEC and PROT are needed for the secret", c)
    result("viewer_mission_id" in c and "@rows" not in c, "the row predicate stands in the text", c)
    result("head\tread\tpaper.secret\tpaper_secret" in access and "visa\tread\tpaper.secret" not in access, "access matrix", access)
    result("visa\twrite\tpaper.stage\tpaper_close" in access, "writes in the access matrix", access)
    humans = c.partition("paper_humans_query = {")[2].partition("};")[0]
    result("z.mission_id = h.id AND" in humans and "z.mission_id = h.id + 1 AND" in humans and "@" not in humans and
           ":viewer_mission_id" in humans, "a condition with a name stands in the text, with its rows", humans)
    pg = files.get("paper.pg.sql", "")
    later = c.partition("cache_add_query = {")[2].partition("};")[0]
    result(".is_later = true" in later and "ON CONFLICT" not in later and "RETURNING" not in later and ".is_later" not in c.replace(later, ""),
           "a write that nobody waits for gives nothing back, and ends its transaction when its key is there", later)
    result("LIMIT $3" in pg and ":limit_n" not in pg, "PostgreSQL has its own parameters", pg)


def schema():
    code, err, files = sqlgen(SCHEMA)
    h = files.get("schema.h", "")
    result(code == 0 and "PAPER_STAGE_OPEN,\n\tPAPER_STAGE_CLOSED," in h and "PAPER_STAGE_N = 2" in h, "an enumeration from its CHECK", err + h)
    pg = files.get("schema.pg.sql", "")
    result("id bigint PRIMARY KEY DEFAULT human_next_id()" in pg and "STRICT" not in pg, "the schema for PostgreSQL", pg)
    step = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "0002_column.sql")
    open(step, "w").write("-- label: SEC\nALTER TABLE human ADD COLUMN seen_on INTEGER;\n")
    query = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "human.sql")
    open(query, "w").write("-- query: human_seen one\n-- roles: visa\n-- says: x\nSELECT h.seen_on FROM human h WHERE h.id = :id;\n")
    code, err, files = sqlgen(SCHEMA, step, "--", "human", query)
    c = files.get("human.sql.c", "")
    result(code == 0 and ".label_bits = 0x28u" in c, "a column that comes later keeps its own label", err + c)
    step = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "0002_anew.sql")
    open(step, "w").write("-- postgresql: ALTER TABLE human ADD UNIQUE (name)\nDROP TABLE human;\n-- postgresql: nothing\n"
                          "CREATE TABLE human (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;\n")
    open(query, "w").write("-- query: human_named one\n-- roles: visa\n-- says: x\nSELECT h.id FROM human h WHERE h.name = :name;\n")
    code, err, files = sqlgen(SCHEMA, step, "--", "human", query)
    result(code == 0, "a table made anew keeps what was declared of it", err)
    pg = sqlgen(SCHEMA, step)[2].get("schema.pg.sql", "")
    step2 = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "0002_words.sql")
    open(step2, "w").write("-- postgresql: nothing\nDROP TABLE paper;\n-- postgresql: nothing\nCREATE TABLE paper (id INTEGER PRIMARY KEY,\n"
                           "    mission_id INTEGER NOT NULL, secret TEXT,\n"
                           "    stage TEXT NOT NULL CHECK (stage IN ('open', 'burnt')) -- enum: paper_stage\n) STRICT;\n")
    code, err, files = sqlgen(SCHEMA, step2)
    h = files.get("schema.h", "")
    result(code == 0 and "PAPER_STAGE_BURNT," in h and "PAPER_STAGE_CLOSED" not in h, "its enumeration has the words it has now", err + h)
    result("ALTER TABLE human ADD UNIQUE (name);" in pg and pg.count("CREATE TABLE human") == 1 and "DROP TABLE" not in pg,
           "PostgreSQL runs what the note says in its place", pg)


n_refused = refused()
good()
schema()
print(f"# figure: {sum(results[:n_refused])} of {n_refused} deliberate mistakes in SQL refused with file and line")
print(f"1..{len(results)}")
