#!/usr/bin/env python3
"""Register files of other ages: a newer or altered one is refused, an older one is brought up to date after a copy was
kept, a step that fails leaves the file as it was. Prints TAP."""
import glob, hashlib, os, sqlite3, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GRATA = os.path.join(ROOT, "build/dev/grata")
STEPS = sorted(glob.glob(os.path.join(ROOT, "schema/[0-9]*.sql")))
TMP = os.environ.get("GRATA_TMP") or tempfile.mkdtemp()
results = []


def result(ok, name, why=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}")
    for line in why.splitlines()[:20] if not ok else ():
        print(f"# {line}")


def grata(*words):
    p = subprocess.run([GRATA, *words], capture_output=True, text=True)
    return p.returncode, p.stdout + p.stderr


def register(name):
    path = os.path.join(TMP, name)
    code, text = grata("init", "--db", path, "--host", "GB", "--ministry", "M", "--zone", "UTC", "--admin", "a", "--name", "A")
    assert code == 0, text
    return path


def old_register(name, steps):
    """A file as an earlier program left it: only the first steps of the schema."""
    path = os.path.join(TMP, name)
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id=1198678388")
    db.execute("CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,"
               " applied_at INTEGER NOT NULL) STRICT")
    for i, step in enumerate(STEPS[:steps], 1):
        text = open(step).read()
        db.executescript(text)
        digest = hashlib.sha256(text.replace("\t", " ").encode()).hexdigest()
        db.execute("INSERT INTO schema_migration VALUES (?, ?, ?, 0)", (i, os.path.basename(step), digest))
        db.execute(f"PRAGMA user_version={i}")
    db.commit()
    db.close()
    return path


def edit(path, sql):
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()


def version(path):
    db = sqlite3.connect(path)
    return db.execute("PRAGMA user_version").fetchone()[0]


path = register("newer.db")
edit(path, "PRAGMA user_version=99")
code, text = grata("audit", "verify", "--db", path)
result(code == 10 and "use a newer program" in text, "a newer file is refused", text)

path = register("altered.db")
edit(path, "UPDATE schema_migration SET hash = replace(hash, 'a', 'b') WHERE version = 2")
code, text = grata("audit", "verify", "--db", path)
result(code == 10 and "step 2 of the schema was altered" in text, "a file whose steps were altered is refused", text)

path = register("other.db")
edit(path, "PRAGMA application_id=1")
code, text = grata("audit", "verify", "--db", path)
result(code == 10 and "not a register" in text, "another program's file is refused", text)

path = old_register("old.db", 1)
code, text = grata("audit", "verify", "--db", path)
result(code == 10 and "open it once for writing" in text and version(path) == 1, "reading does not bring an older file up to date", text)
code, text = grata("visa", "move", "A-1", "--to", "vetting", "--holder", "vetting", "--db", path, "--as", "nobody")
result(version(path) == len(STEPS), "an older file is brought up to date when it is opened for writing", text)
result(version(path + ".before-0002") == 1, "the file as it was before is kept", text)
code, text = grata("audit", "verify", "--db", path)
result(code == 0, "and is whole", text)

path = old_register("missions.db", 20)
edit(path, "INSERT INTO ref_state (iso, iso3, kind, name, official_name) VALUES ('GB', 'GBR', 'state', 'GB', 'GB')")
edit(path, "INSERT INTO mission VALUES (7, 'embassy', 'GB', 'GB', 'X', 'Embassy', NULL, 'active', NULL, NULL, NULL, 1, 's', NULL)")
edit(path, "INSERT INTO mission_post VALUES (1, 7, 'D-01', 'Head', 'head', 1, NULL, NULL, NULL, NULL, 1)")
code, text = grata("visa", "move", "A-1", "--to", "vetting", "--holder", "vetting", "--db", path, "--as", "nobody")
db = sqlite3.connect(path)
kept = db.execute("SELECT m.id, m.name, p.post_no FROM mission m JOIN mission_post p ON p.mission_id = m.id").fetchall()
result(version(path) == len(STEPS) and kept == [(7, "Embassy", "D-01")] and not db.execute("PRAGMA foreign_key_check").fetchall(),
       "a table made anew keeps its rows and those that refer to them", text + str(kept))
db.close()

path = old_register("stuck.db", 1)
edit(path, "CREATE TABLE person (id INTEGER PRIMARY KEY) STRICT")
code, text = grata("visa", "move", "A-1", "--to", "vetting", "--holder", "vetting", "--db", path, "--as", "nobody")
result(code != 0 and version(path) == 2 and "0003" in text, "a step that fails leaves the file as it was before it", text)
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
