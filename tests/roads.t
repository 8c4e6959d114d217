#!/usr/bin/env python3
"""Where does the visa backlog live? A stranger finds it by each of five roads: the folder's names, `make where`, the address
of a page, the help of a command, and the table of the README, whose every row leads somewhere."""
import os, re, subprocess, tempfile, urllib.error, urllib.request

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEV = os.path.join(os.environ.get("GRATA_BUILD", os.path.join(ROOT, "build/dev")), "grata")
RELEASE = os.path.join(ROOT, "build/grata")
SAYS = "How many applications of a state wait, with whom, how long; and ours there."
n_done = 0


def tap(ok, name, notes=""):
    global n_done
    n_done += 1
    print(f"{'ok' if ok else 'not ok'} {n_done} - {name}")
    for line in [] if ok else str(notes).splitlines():
        print("# " + line)


def line_of(place):
    """The text of "src/visa/visa_pages.c:216"; empty when there is no such line."""
    path, _, number = place.rpartition(":")
    try:
        return open(os.path.join(ROOT, path), encoding="utf-8").read().splitlines()[int(number) - 1]
    except (OSError, ValueError, IndexError):
        return ""


def is_route(place):
    """Is the place one of the lines of the route's row? A row may have several."""
    path, _, number = place.rpartition(":")
    if not line_of(place):
        return False
    text = open(os.path.join(ROOT, path), encoding="utf-8").read()
    row = re.search(r'ROUTE\(\s*GET, "/visas/backlog",.*?\),\n', text, re.S)
    return bool(row) and text.count("\n", 0, row.start()) < int(number) <= text.count("\n", 0, row.end())


def by_names():
    folders = sorted(os.listdir(os.path.join(ROOT, "src")))
    tap("backlog" in folders, "ls src/ has a folder of this name", folders)
    names = sorted(os.listdir(os.path.join(ROOT, "src/backlog")))
    tap({"backlog.sql", "backlog_page.c", "backlog_page.html", "backlog_test.c"} <= set(names), "ls src/backlog/: its queries, page, template, test", names)


def by_where():
    p = subprocess.run(["make", "-s", "where", "Q=backlog"], cwd=ROOT, capture_output=True, text=True)
    rows = [re.split(r"\s{2,}", line) for line in p.stdout.splitlines()]
    kinds = {row[0].split()[0] for row in rows}
    tap(p.returncode == 0 and kinds >= {"page", "verb", "query", "rule", "html", "test", "story"}, "make where Q=backlog: " + " ".join(sorted(kinds)), p.stdout + p.stderr)
    wrong = [row for row in rows for place in row if re.fullmatch(r"\S+:\d+", place) and not line_of(place)]
    tap(rows and not wrong, f"each of its {len(rows)} places is there", wrong)
    pages = [place for row in rows if row[0].startswith("page") for place in row if re.fullmatch(r"\S+:\d+", place)]
    tap(any(is_route(place) for place in pages), "the place of its page is the row of the route", rows)


def ask(program, path):
    """The status, X-Grata-Source and body of a page of an empty register, to one who is not signed in."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("GRATA_TMP")) as folder:
        db = os.path.join(folder, "r.db")
        subprocess.run([program, "init", "--db", db, "--host", "GB", "--ministry", "M", "--zone", "Europe/London", "--admin", "a", "--name", "A"],
                       check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([program, "serve", "--db", db, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        try:
            port = re.search(r"port (\d+)", server.stdout.readline())[1]
            try:
                answer = urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": "text/html"}))
            except urllib.error.HTTPError as e:
                answer = e
            return answer.status, answer.headers["X-Grata-Source"], answer.read().decode()
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


def by_page():
    status, source, body = ask(DEV, "/visas/backlog")
    tap(source and is_route(source), f"the page of a development build answers X-Grata-Source: {source}", status)
    footer = body[body.find("<footer"):]
    tap(source and source in footer, "and its footer says it", footer)
    if not os.path.exists(RELEASE):
        return tap(True, "what is built for use does not # SKIP build/grata is not there; make builds it")
    status, source, body = ask(RELEASE, "/visas/backlog")
    tap(source is None and "src/" not in body, "what is built for use does not", source)


def by_help():
    p = subprocess.run([DEV, "help", "visa", "backlog"], capture_output=True, text=True)
    tap(p.returncode == 0 and "grata visa backlog" in p.stdout and SAYS in p.stdout, "grata help visa backlog says what it does", p.stdout + p.stderr)


def by_readme():
    rows = re.findall(r"^\| (.+?) \| `([\w/]+)/`( \(to come\))? \|$", open(os.path.join(ROOT, "README.md"), encoding="utf-8").read(), re.M)
    wrong = []
    for says, folder, is_to_come in rows:
        path = os.path.join(ROOT, folder)
        has = os.path.isdir(path) and any(os.path.isfile(os.path.join(path, n)) for n in os.listdir(path))
        if has == bool(is_to_come):
            wrong.append(f"{folder}: {'is there, and the row says to come' if is_to_come else 'is not there'}")
    tap(rows and not wrong, f"each of the {len(rows)} rows of the README leads to a folder", "\n".join(wrong))
    tap(any("visa backlog" in says and folder == "src/backlog" for says, folder, _ in rows), "its row of the visa backlog leads to src/backlog/", rows)


by_names()
by_where()
by_page()
by_help()
by_readme()
print(f"1..{n_done}")
