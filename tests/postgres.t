#!/usr/bin/env python3
"""The same SQL on PostgreSQL: the schema is made and every query prepared on a throw-away cluster behind a Unix socket.

Prints TAP. initdb refuses root, so as root the cluster runs as the user postgres that Debian's package makes."""
import glob, os, pwd, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEV = os.path.join(ROOT, "build/dev")
BIN = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
results = []


def result(ok, name, why=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}")
    for line in why.splitlines()[:20] if not ok else ():
        print(f"# {line}")


def run(*command, text=None):
    user = []
    if os.getuid() == 0:
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    return subprocess.run([*user, *command], input=text, capture_output=True, text=True, cwd="/")


def psql(folder, text):
    return run(BIN[-1] + "/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "postgres", "-d", "postgres", text=text)


def main():
    folder = tempfile.mkdtemp(prefix="grata-pg-", dir="/tmp")
    data = os.path.join(folder, "data")
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        made = run(BIN[-1] + "/initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        start = run(BIN[-1] + "/pg_ctl", "-D", data, "-w", "-l", folder + "/log", "-o", f"-k {folder} -h '' -F", "start")
        result(made.returncode == 0 and start.returncode == 0, "a throw-away cluster starts", made.stderr + start.stderr)
        schema = psql(folder, open(DEV + "/schema.pg.sql").read())
        result(schema.returncode == 0, "the schema is made", schema.stderr)
        queries = 0
        for path in sorted(glob.glob(DEV + "/*.pg.sql")):
            if path.endswith("/schema.pg.sql"):
                continue
            text = open(path).read()
            queries += text.count("PREPARE ")
            p = psql(folder, text)
            result(p.returncode == 0, f"{os.path.basename(path)}: {text.count('PREPARE ')} queries prepared", p.stderr)
        result(queries > 0, "there were queries")
        print(f"# figure: {queries} queries prepared on PostgreSQL")
    finally:
        run(BIN[-1] + "/pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{len(results)}")


if not BIN:
    print("1..1\nok 1 - # SKIP PostgreSQL is not installed")
    sys.exit(0)
if os.getuid() == 0 and "postgres" not in [p.pw_name for p in pwd.getpwall()]:
    print("1..1\nok 1 - # SKIP there is no user postgres, and initdb refuses root")
    sys.exit(0)
main()
