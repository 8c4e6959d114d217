#!/usr/bin/env python3
"""Runs stories: what people do with Grata, replayed against the real program. Prints TAP, one result for each story.

  tests/storyrun.py FILE.story...
  tests/storyrun.py --postgres FILE.story...   each story's register is a database of a throw-away PostgreSQL
  tests/storyrun.py --heard OUT FILE.story...  OUT: what each command and page that said no answered, a line each
  tests/storyrun.py --keep DIR FILE.story...   leaves each story's register in DIR, as NAME.db

A story is a file of lines; each is one step, `#` begins a comment, words with spaces stand in double quotes:

  story "Moscow asks to clear the backlog"
  needs ../shared/data/x.csv     skips the story where the file is absent
  at 2021-06-21T09:00:00Z        the clock stands here (a day alone means 09:00 UTC) and moves one second each step
  wait 3d                        moves it on by days, h, m or s
  as visa.officer                who acts: `--as` of the commands below, and a browser of their own for the pages
  cli visa backlog --db $db      runs grata; $db is the story's register, $tmp its folder, $x30 a word of thirty letters;
                                 `demo load --db $db` is run once for each instant, and its register copied for every story
                                 that begins with it
  types "one two three"          a line of the next command's standard input; without it there is none
  expect-exit 3                  the command's exit code; without this line it must be 0
  get /visas/backlog?state=RU    opens a page of `grata serve` (started when first needed; redirects are followed)
  get /visas/backlog json        the same as JSON
  post /visas/7/move stage=vetting reason="as agreed"
                                 sends the form of the page they have open that has this action: it must be there with these
                                 fields; hidden fields go along; file=@tests/data/x.csv sends the file; `json` at the end
                                 asks for the answer as JSON
  send /match/default {"queries": 3}
                                 sends JSON, or a text that is none, as another program does
  expect 403                     the page's status; without this line it must be below 400
  expect "50 waiting"            the output, or the page as read, has these words; runs of white space count as one
  expect-not "Jones"
  json rounds[0].answer.lag_days 3     one value of the JSON; `.length` of a list
  keep slip "[a-z-]{20,}"        $slip is from here on, in what is run, typed and sent, what of the output is of this pattern
  dial slip                      $dial is what an application that was given $slip as its secret shows now (RFC 6238)
  row SELECT count(*) FROM visa => 50  what stands in the register; columns between |, rows between ;
                                 (in the SQL of docs/sql.md: files and databases are asked the same)
  stored "Zimorodok"             the words are somewhere in the bytes of the register's file (of a database: in its dump), of
  stored-not "Zimorodok"         whatever kind; the server ends first, so that all is in the file
  verify                         the audit log matches the register

The first step that does not hold ends its story; file, line, what was got and what was wanted are printed. It is
Python and not C because a test needs no speed and everything here (processes, HTTP, JSON, SQLite, HTML) is in its
standard library: 300 lines instead of a thousand."""
import base64, concurrent.futures, glob, hmac, html.parser, http.client, json, os, re, select, shlex, shutil, signal, sqlite3
import subprocess, sys, tempfile, threading, urllib.parse
from datetime import datetime, timedelta, timezone

import cluster

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get("GRATA_BUILD") or os.path.join(ROOT, "build/dev")
STEP_S = 120  # longest a command or page may take
BOUNDARY = "grata-story-7d3f"
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


class Fault(Exception):
    """A step that does not hold: what was wanted and what came."""

    def __init__(self, want, got):
        super().__init__(want)
        self.want, self.got = want, got


class Skip(Exception):
    pass


class Page(html.parser.HTMLParser):
    """What a person sees of a page (text, white space as one), and its forms: action -> {field: value}."""

    def __init__(self, body):
        super().__init__()
        self.words, self.forms, self.form, self.select, self.area = [], {}, None, None, None
        self.by_id, self.elsewhere = {}, []  # forms that have an id; (id, name) of controls that stand outside theirs
        self.feed(body)
        for form, name in self.elsewhere:
            self.by_id[form].setdefault(name, None)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.form = self.forms.setdefault(a.get("action", ""), {})
            self.by_id[a.get("id")] = self.form
        elif a.get("form") and tag in ("input", "button") and a.get("name"):
            self.elsewhere.append((a["form"], a["name"]))
        elif self.form is not None and tag == "select":
            self.select = a.get("name")
            self.form.setdefault(self.select, "")
        elif self.form is not None and tag == "option" and "selected" in a and self.select:
            self.form[self.select] = a.get("value", "")
        elif self.form is not None and tag == "textarea" and a.get("name"):
            self.area = a["name"]
            self.form[self.area] = ""
        elif self.form is not None and tag in ("input", "button") and a.get("name"):
            is_off = a.get("type") in ("radio", "checkbox") and "checked" not in a or tag == "button" or a.get("type") == "submit"
            if is_off:
                self.form.setdefault(a["name"], None)
            else:
                self.form[a["name"]] = a.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.form[self.area] += data
        self.words.append(data)


class Server:
    """`grata serve` on a free port of this machine, at the story's clock."""

    def __init__(self, story):
        self.now = story.now
        self.log = open(os.path.join(story.tmp, "serve.log"), "a+", encoding="utf-8")
        self.process = subprocess.Popen(
            [story.grata, "serve", "--db", story.db, "--listen", "127.0.0.1:0", "--demo", "--secret", os.path.join(story.tmp, "secret")],
            cwd=ROOT, env=story.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)
        ready, _, _ = select.select([self.process.stdout], [], [], STEP_S)
        port = re.search(rb"\(port (\d+)\)", self.process.stdout.readline()) if ready else None
        if not port:
            self.process.kill()
            raise Fault("grata serve says that it accepts", self.said())
        self.address = f"127.0.0.1:{int(port[1])}"

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STEP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "still running"
        self.process.stdout.close()
        if code != 0:
            raise Fault("grata serve ends with exit code 0 on SIGTERM", f"{code}\n{self.said()}")

    def ask(self, method, path, headers, body):
        c = http.client.HTTPConnection(self.address, timeout=STEP_S)
        headers = dict(headers, Origin="http://" + self.address, **{"Sec-Fetch-Site": "same-origin"})
        c.request(method, path, body, headers)
        r = c.getresponse()
        text = r.read().decode("utf-8", "replace")  # a PDF is not text
        c.close()
        return r, text


class Loaded:
    """Demo registers, each as it was loaded at one instant of one clock: what a story gets is a copy."""

    def __init__(self, pg):
        self.pg, self.lock, self.by_now = pg, threading.Lock(), {}
        self.folder = tempfile.mkdtemp(prefix="stories-", dir=os.environ.get("GRATA_TMP"))

    def name(self, now):
        return "demo-%s" % now.strftime("%Y%m%dT%H%M%S")

    def copy(self, story, run):
        """What loading it into the story's register said; run(words) does so where it was not done yet."""
        name = self.name(story.now)
        with self.lock:
            place = self.pg.url(name) if self.pg else os.path.join(self.folder, name)
            if name not in self.by_now:
                self.by_now[name] = run(["demo", "load", "--db", place])
        p = self.by_now[name]
        if p.returncode:
            return p
        if self.pg:
            made = self.pg.psql("postgres", f'DROP DATABASE "{story.name}";\nCREATE DATABASE "{story.name}" TEMPLATE "{name}"')
            if made.returncode:
                raise Fault("a copy of the demo register", made.stderr)
        else:
            shutil.copy(place, story.db)
        return p

    def drop(self):
        shutil.rmtree(self.folder)


class Story:
    def __init__(self, path, tmp, loaded):
        self.path, self.tmp, self.pg, self.loaded = path, tmp, loaded.pg, loaded
        pg = loaded.pg
        self.grata = os.path.join(BUILD, "grata")
        self.name = os.path.basename(path).partition(".")[0]
        self.db = pg.url(self.name) if pg else os.path.join(tmp, "register.db")
        self.title = os.path.basename(path)
        self.now = self.user = self.server = self.page = None
        self.cookies, self.pages = {}, {}  # user -> {name: value}; user -> the page that is open
        self.output = ""  # of the last command or page, as it came
        self.has_loaded = False  # a command may have made the register
        self.unproved = None  # (line, what was got): a failure that only the next step may have wanted
        self.heard = []  # the output of what said no
        self.kept = {}  # name -> words of an output
        self.typed = ""  # the standard input of the next command

    def environment(self):
        env = dict(os.environ, TZ="UTC")
        if self.now:
            env["GRATA_NOW"] = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return env

    def stop(self):
        if self.server:
            server, self.server = self.server, None
            server.stop()

    # The steps: step_x(rest of the line).

    def step_story(self, rest):
        pass  # read before the first step, so that even a story that fails early has its name

    def step_needs(self, rest):
        if not os.path.exists(os.path.join(ROOT, rest)):
            raise Skip(f"needs {rest}")

    def step_at(self, rest):
        text = rest if "T" in rest else rest + "T09:00:00Z"
        self.now = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        self.stop()  # the server starts again at the new time

    def step_wait(self, rest):
        if not self.now:
            raise Fault("a line `at` above: only the story's own clock can be moved", "none")
        self.now += timedelta(**{UNITS[rest[-1]]: int(rest[:-1])})
        self.stop()

    def step_as(self, rest):
        self.user = rest
        self.page = self.pages.get(rest)

    def fill(self, word):
        for name, value in {"db": self.db, "tmp": self.tmp, **self.kept}.items():
            word = word.replace("$" + name, value)
        return re.sub(r"\$x(\d+)", lambda m: "x" * int(m[1]), word)

    def step_types(self, rest):
        self.typed += self.fill(shlex.split(rest)[0]) + "\n"

    def step_keep(self, rest):
        name, pattern = shlex.split(rest)
        m = re.search(pattern, self.output)
        if not m:
            raise Fault(pattern, self.output)
        self.kept[name] = m[0]

    def step_dial(self, rest):
        secret = base64.b32decode(self.kept[rest].replace(" ", ""))
        mac = hmac.digest(secret, (int(self.server.now.timestamp()) // 30).to_bytes(8, "big"), "sha1")
        at = mac[-1] & 15
        self.kept["dial"] = f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7FFFFFFF) % 1000000:06}"

    def step_cli(self, rest):
        words = [self.fill(w) for w in shlex.split(rest)]
        if words == ["demo", "load", "--db", self.db] and self.now and not self.user and not self.has_register():
            p = self.loaded.copy(self, self.grata_runs)
        else:
            p = self.grata_runs(words + (["--as", self.user] if self.user else []))
        err = p.stderr.decode("utf-8", "replace")
        self.code, self.stdout = p.returncode, p.stdout.decode("utf-8", "replace")
        self.output = self.stdout + err
        if "Sanitizer" in err or "runtime error:" in err:
            raise Fault("no sanitizer report", err)
        if p.returncode != 0:
            self.heard.append(self.output)
            self.unproved = ("exit code 0", f"{p.returncode}\n{self.output}")

    def has_register(self):
        return self.has_loaded if self.pg else os.path.exists(self.db)

    def grata_runs(self, words):
        self.has_loaded = True
        typed, self.typed = self.typed, ""
        return subprocess.run([self.grata, *words], cwd=ROOT, env=self.environment(), input=typed.encode(),
                              capture_output=True, timeout=STEP_S)

    def visit(self, method, path, accept, body=None, kind="application/x-www-form-urlencoded"):
        if not self.server:
            self.server = Server(self)
        jar = self.cookies.setdefault(self.user, {})
        for _ in range(6):
            headers = {"Accept": accept, "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())}
            if body is not None:
                headers["Content-Type"] = kind
            r, text = self.server.ask(method, path, {k: v for k, v in headers.items() if v}, body)
            for cookie in r.msg.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                jar[name.strip()] = value
            if r.status not in (301, 302, 303, 307, 308):
                break
            method, path, body = "GET", r.msg["Location"].partition("#")[0], None
        self.code, self.stdout, self.page = r.status, text, Page(text) if "html" in r.msg.get("Content-Type", "") else None
        self.pages[self.user] = self.page
        self.output = self.page.text if self.page else text
        if r.status >= 400:
            self.heard.append(self.output)
            self.unproved = ("a status below 400", f"{r.status}\n{self.output}")

    def step_get(self, rest):
        path, _, kind = rest.partition(" ")
        self.visit("GET", path, "application/json" if kind.strip() == "json" else "text/html")

    def step_post(self, rest):
        path, *given = shlex.split(rest)
        accept = "application/json" if given[-1:] == ["json"] else "text/html"
        given = given[:-1] if accept.endswith("json") else given
        forms = self.page.forms if self.page else {}
        if path not in forms:
            raise Fault(f"a form with the action {path} on the page before", f"forms: {', '.join(forms) or 'none'}")
        fields = forms[path]
        for word in given:
            name, _, value = word.partition("=")
            if name not in fields:
                raise Fault(f"a field {name} in the form", f"fields: {', '.join(fields) or 'none'}")
            fields[name] = self.fill(value)
        fields = {k: v for k, v in fields.items() if v is not None}
        if any(v.startswith("@") for v in fields.values()):
            self.visit("POST", path, accept, self.multipart(fields), "multipart/form-data; boundary=" + BOUNDARY)
        else:
            self.visit("POST", path, accept, urllib.parse.urlencode(fields))

    def step_send(self, rest):
        path, _, body = rest.partition(" ")
        self.visit("POST", path, "application/json", body, "application/json" if body.startswith("{") else "text/plain")

    def multipart(self, fields):
        """The form as a browser sends it with files; a value @PATH is the file."""
        body = b""
        for name, value in fields.items():
            given = f'Content-Disposition: form-data; name="{name}"'
            content = value.encode()
            if value.startswith("@"):
                file = value[1:].replace("$tmp", self.tmp)
                content = open(os.path.join(ROOT, file), "rb").read()
                given += f'; filename="{os.path.basename(file)}"\r\nContent-Type: application/octet-stream'
            body += f"--{BOUNDARY}\r\n{given}\r\n\r\n".encode() + content + b"\r\n"
        return body + f"--{BOUNDARY}--\r\n".encode()

    def has(self, rest):
        want = " ".join(shlex.split(rest)[0].split())
        return want, want in " ".join(self.output.split())

    def step_expect(self, rest):
        if rest.isdigit():
            if self.code != int(rest):
                raise Fault(f"status {rest}", f"{self.code}\n{self.output}")
            return
        want, found = self.has(rest)
        if not found:
            raise Fault(want, self.output)

    def step_expect_not(self, rest):
        want, found = self.has(rest)
        if found:
            raise Fault(f"nowhere: {want}", self.output)

    def step_expect_exit(self, rest):
        if self.code != int(rest):
            raise Fault(f"exit code {rest}", f"{self.code}\n{self.output}")

    def step_json(self, rest):
        path, _, want = rest.partition(" ")
        try:
            value, want = json.loads(self.stdout), json.loads(want)
        except ValueError as e:
            raise Fault("JSON", f"{e}\n{self.output}") from None
        for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
            try:
                value = len(value) if name == "length" and isinstance(value, list) else value[name or int(index)]
            except (KeyError, IndexError, TypeError):
                raise Fault(f"{path} in the JSON", self.stdout) from None
        if value != want or isinstance(value, bool) != isinstance(want, bool):
            raise Fault(f"{path} is {json.dumps(want)}", json.dumps(value))

    def step_row(self, rest):
        sql, _, want = rest.partition("=>")
        got = self.ask_postgres(sql) if self.pg else self.ask_file(sql)
        if got != want.strip():
            raise Fault(want.strip(), got)

    def ask_postgres(self, sql):
        """Truth is 1 and 0, as a file says it."""
        p = self.pg.psql(self.name, f"{sql} \\gdesc\n\\echo ----\n\\pset null null\n\\pset fieldsep '\\x1f'\n\\pset recordsep '\\x1e'\n{sql};")
        if p.returncode:
            raise Fault("rows", p.stderr)
        types, _, rows = p.stdout.partition("----\n")
        types = [line.rpartition("|")[2] for line in types.splitlines()]
        rows = rows.rstrip("\n")
        truth = {"t": "1", "f": "0"}
        return "; ".join(" | ".join(truth.get(v, v) if t == "boolean" else v for v, t in zip(row.split("\x1f"), types))
                         for row in rows.split("\x1e")) if rows else ""

    def ask_file(self, sql):
        db = sqlite3.connect(f"file:{urllib.parse.quote(self.db)}?mode=ro", uri=True)
        try:
            rows = db.execute(sql).fetchall()
        except sqlite3.Error as e:
            raise Fault("rows", str(e)) from None
        finally:
            db.close()
        return "; ".join(" | ".join("null" if v is None else str(v) for v in row) for row in rows)

    def has_stored(self, rest):
        self.stop()
        want = shlex.split(rest)[0]
        if self.pg:
            dump = cluster.run("pg_dump", "--data-only", self.db)
            if dump.returncode:
                raise Fault("a dump", dump.stderr)
            return want, want in dump.stdout or want.encode().hex() in dump.stdout
        return want, any(want.encode() in open(f, "rb").read() for f in glob.glob(glob.escape(self.db) + "*"))

    def step_stored(self, rest):
        want, found = self.has_stored(rest)
        if not found:
            raise Fault(f"in the register: {want}", "it is not there")

    def step_stored_not(self, rest):
        want, found = self.has_stored(rest)
        if found:
            raise Fault(f"nowhere in the register: {want}", "it is there")

    def step_verify(self, rest):
        self.step_cli(f'audit verify --db "{self.db}"')

    def prove(self, verb="", rest=""):
        """A command or page that failed is a fault unless the step right behind it wants just that."""
        unproved, self.unproved = self.unproved, None
        if unproved and verb != "expect-exit" and not (verb == "expect" and rest.isdigit()):
            raise Fault(*unproved)

    def run(self):
        """None when all holds, else (line, text of the step, fault)."""
        steps = [(i, line.strip()) for i, line in enumerate(open(self.path, encoding="utf-8"), 1)]
        steps = [(i, line) for i, line in steps if line and not line.startswith("#")]
        m = re.fullmatch(r'story "(.+)"', steps[0][1]) if steps else None
        if not m:
            return 1, "", Fault('story "what happens" as the first line', steps[0][1] if steps else "nothing")
        self.title = m[1]
        last = (0, "")
        for i, line in steps:
            verb, _, rest = line.partition(" ")
            rest = rest.strip()
            step = getattr(self, "step_" + verb.replace("-", "_"), None)
            try:
                where = last
                self.prove(verb, rest)
                where = last = (i, line)
                if not step:
                    raise Fault("a verb of the language (see tests/storyrun.py)", verb)
                if self.now:
                    self.now += timedelta(seconds=1)
                step(rest)
            except Fault as fault:
                return *where, fault
            except (ValueError, IndexError, KeyError, AttributeError) as e:
                return i, line, Fault("a step that can be read", f"{type(e).__name__}: {e}")
            except (subprocess.TimeoutExpired, OSError, http.client.HTTPException) as e:
                return i, line, Fault("an answer", f"{type(e).__name__}: {e}")
        try:
            self.prove()
            self.stop()
        except Fault as fault:
            return *last, fault
        return None


def tell(n, path, loaded, keep_in=None):
    """Runs one story: whether it holds, the lines that say so, and what it heard."""
    tmp = tempfile.mkdtemp(prefix="story-", dir=os.environ.get("GRATA_TMP"))
    story = Story(path, tmp, loaded)
    try:
        fault = story.run()
        if keep_in and os.path.exists(story.db):  # some have theirs elsewhere
            shutil.copy(story.db, os.path.join(keep_in, os.path.basename(path).replace(".story", ".db")))
    except Skip as why:
        return True, [f"ok {n} - {story.title} # SKIP {why}"], story.heard
    finally:
        if story.server:
            story.server.process.kill()
        shutil.rmtree(tmp)
    lines = [f"{'not ok' if fault else 'ok'} {n} - {story.title}"]
    if fault:
        line, text, what = fault
        lines.append(f"# {os.path.relpath(path, ROOT)}:{line}: {text}")
        for name, value in (("want", what.want), ("got", what.got)):
            for i, part in enumerate(str(value).splitlines()[:30] or [""]):
                lines.append(f"#   {name + ':' if i == 0 else '':6}{part[:300]}")
    return not fault, lines, story.heard


def run_all(paths, pg, heard_in=os.devnull, keep_in=None):
    good, loaded = [], Loaded(pg)
    pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())  # each has a register and a server of its own
    with pool, open(heard_in, "w", encoding="utf-8") as out:
        for is_good, lines, heard in pool.map(lambda one: tell(*one, loaded, keep_in), enumerate(paths, 1)):
            good.append(is_good)
            print("\n".join(lines), flush=True)
            out.writelines(" ".join(said.split()) + "\n" for said in heard)
    loaded.drop()
    print(f"1..{len(paths)}" + ("" if paths else " # SKIP there is no story"))
    return 0 if all(good) else 1


def main():
    paths = [p for p in sys.argv[1:] if p != "--postgres"]
    for option, name in (("--heard", "heard_in"), ("--keep", "keep_in")):
        if option in paths:
            at = paths.index(option)
            return run_all(paths[:at] + paths[at + 2 :], None, **{name: paths[at + 1]})
    if "--postgres" not in sys.argv:
        return run_all(paths, None)
    cluster.skip_if_absent()
    with cluster.start() as pg:
        return run_all(paths, pg)


sys.exit(main())
