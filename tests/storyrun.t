#!/usr/bin/env python3
"""The story runner: each verb holds when it should and, planted wrong, fails with file, line, want and got. The
program under the stories is a small one of our own that answers like `grata`, so that this needs no build."""
import os, subprocess, sys, tempfile, textwrap

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GRATA = r'''#!/usr/bin/env python3
import http.server, json, os, signal, sqlite3, sys
words = sys.argv[1:]
typed = "" if words[0] == "serve" else sys.stdin.read()
now = os.environ.get("GRATA_NOW")
state = {"said": ""}

class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def answer(self, code, body, kind="text/html", **more):
        self.send_response(code)
        for k, v in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(k.replace("_", "-"), v)
        self.end_headers()
        self.wfile.write(body.encode())
    def do_GET(self):
        cookie = self.headers.get("Cookie", "")
        if self.path == "/secret":
            self.answer(403, "<p>You may not.")
        elif self.headers["Accept"] == "application/json":
            self.answer(200, json.dumps({"now": now, "list": [1, {"x": None}]}), "application/json")
        else:
            self.answer(200, f"<h1>Visas</h1><p>now {now}<p>cookie {cookie}<p>A &amp;\n B<p>{state['said']}"
                '<form action="/move"><input type="hidden" name="csrf" value="t1"><input name="why">'
                '<select name="stage"><option value="new" selected>N<option value="old">O</select></form>')
    def do_POST(self):
        state["said"] = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(303, "", Location="/", Set_Cookie="sid=7; HttpOnly")

if words[0] == "serve":
    host, port = words[words.index("--listen") + 1].split(":")
    server = http.server.HTTPServer((host, int(port)), Handler)
    signal.signal(signal.SIGTERM, lambda *a: os._exit(0))
    print(f"listening (port {server.server_port})", flush=True)
    server.serve_forever()
elif words[0] == "crash":
    sys.exit("ERROR: AddressSanitizer: heap-use-after-free")
elif words[0] == "fail":
    print("no such thing", file=sys.stderr)
    sys.exit(6)
elif words[0] == "make":
    db = sqlite3.connect(words[words.index("--db") + 1])
    db.executescript("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 'x'), (2, NULL)")
elif words[:2] == ["audit", "verify"]:
    sys.exit(0 if os.path.exists(words[3]) else 11)
else:
    print(json.dumps({"words": words, "now": now, "n": 5, "half": 0.5, "typed": typed}))
'''
HOLDS = {
    "the command line": '''
        at 2021-06-21T10:00:00Z
        cli show "two  words" --db $db
        expect "two words"
        json n 5
        json half 0.5
        json words.length 4
        json words[1] "two  words"
        json now "2021-06-21T10:00:01Z"
        expect-not "three"
        as moscow
        wait 3d
        cli show
        json words ["show", "--as", "moscow"]
        json now "2021-06-24T10:00:11Z"''',
    "what is typed, kept and sent": '''
        cli show $x3 $x
        json words ["show", "xxx", "$x"]
        json typed ""
        types "one  two"
        types $db
        cli show
        expect "one two"
        keep slip "[a-z]+  two"
        types "$slip"
        cli show "<$slip>"
        json words[1] "<one  two>"
        json typed "one  two\\n"
        cli show GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
        keep secret "[A-Z2-7]{32}"
        at 1970-01-01T00:00:58Z
        get /visas
        dial secret
        cli show $dial
        json words[1] "287082"
        as clerk
        send /move {"a": 1}
        get /visas
        expect "{\\"a\\": 1}"
        cli show
        as other
        get /visas
        as clerk
        post /move why=$slip
        expect "why=one++two"''',
    "a failure that is wanted": '''
        cli fail
        expect-exit 6
        expect "no such thing"''',
    "the register": '''
        cli make --db $db
        row SELECT a, b FROM t => 1 | x; 2 | null
        verify''',
    "pages": '''
        at 2021-06-21
        as clerk
        get /visas
        expect "A & B"
        expect "now 2021-06-21T09:00:02Z"
        post /move why="as agreed" stage=old
        expect "csrf=t1&why=as+agreed&stage=old"
        expect "cookie sid=7"
        get /visas json
        json list[1] {"x": null}
        get /secret
        expect 403
        as other
        get /visas
        expect-not "sid=7"
        wait 2h
        get /visas
        expect "now 2021-06-21T11:00"''',
}
FAILS = [  # the story behind its first line, and what must be said about it
    ("cli show\nexpect nothing", ["t.story:3: expect nothing", "want: nothing", 'got:  {"words"']),
    ("cli show\nexpect-not now", ["t.story:3:", "want: nowhere: now"]),
    ("cli show\njson n 6", ["t.story:3:", "want: n is 6", "got:  5"]),
    ("cli show\njson n true", ["want: n is true"]),
    ("cli show\njson words[4] 1", ["want: words[4] in the JSON"]),
    ("cli fail\nexpect-exit 5", ["want: exit code 5", "got:  6", "no such thing"]),
    ("cli show\nexpect-exit 1", ["want: exit code 1", "got:  0"]),
    ("cli fail\ncli show", ["t.story:2: cli fail", "want: exit code 0", "got:  6"]),
    ("cli fail\nexpect such", ["t.story:2: cli fail", "want: exit code 0"]),
    ("cli fail", ["t.story:2: cli fail", "want: exit code 0"]),
    ("cli crash\nexpect-exit 1", ["want: no sanitizer report", "heap-use-after-free"]),
    ("cli make --db $db\nrow SELECT count(*) FROM t => 3", ["want: 3", "got:  2"]),
    ("cli make --db $db\nrow DELETE FROM t => 0", ["readonly"]),
    ("verify", ["t.story:2: verify", "want: exit code 0", "got:  11"]),
    ("get /secret", ["want: a status below 400", "got:  403"]),
    ("get /secret\nexpect may", ["t.story:2: get /secret", "want: a status below 400"]),
    ("get /\nexpect 404", ["want: status 404", "got:  200"]),
    ("get /\npost /elsewhere", ["want: a form with the action /elsewhere", "got:  forms: /move"]),
    ("get /\npost /move who=x", ["want: a field who", "got:  fields: csrf, why, stage"]),
    ("cli show\nkeep slip z{9}", ["t.story:3: keep slip", "want: z{9}"]),
    ("dial secret", ["want: a step that can be read", "KeyError"]),
    ("as one\nget /\nas other\npost /move", ["want: a form with the action /move", "got:  forms: none"]),
    ("wait 3d", ["want: a line `at` above"]),
    ("at someday", ["want: a step that can be read"]),
    ("dance", ["t.story:2: dance", "want: a verb of the language"]),
]
n_done = 0


def tell(story):
    with tempfile.TemporaryDirectory() as tmp:
        for name, text, mode in (("grata", GRATA, 0o755), ("t.story", story, 0o644)):
            with open(os.path.join(tmp, name), "w", encoding="utf-8") as f:
                f.write(text)
            os.chmod(os.path.join(tmp, name), mode)
        p = subprocess.run([sys.executable, os.path.join(ROOT, "tests/storyrun.py"), os.path.join(tmp, "t.story")],
                           capture_output=True, text=True, env=dict(os.environ, GRATA_BUILD=tmp, GRATA_TMP=tmp))
        return p.returncode, p.stdout + p.stderr


def tap(ok, name, said):
    global n_done
    n_done += 1
    print(f"{'ok' if ok else 'not ok'} {n_done} - {name}")
    for line in [] if ok else said.splitlines():
        print("#   " + line)


for name, steps in HOLDS.items():
    code, said = tell(f'story "{name}"\n' + textwrap.dedent(steps))
    tap(code == 0 and said.startswith(f"ok 1 - {name}\n"), f"holds: {name}", said)
for steps, wants in FAILS:
    code, said = tell('story "wrong"\n' + steps + "\n")
    tap(code == 1 and said.startswith("not ok 1 - wrong\n") and all(w in said for w in wants),
        "fails: " + steps.replace("\n", " / "), said + f"want: {wants}")
code, said = tell('story "far"\nneeds no/such/file\ndance\n')
tap(code == 0 and "ok 1 - far # SKIP needs no/such/file" in said, "skips what it cannot run", said)
code, said = tell("cli show\n")
tap(code == 1 and 'want: story "what happens" as the first line' in said, "a story has a name", said)
print(f"1..{n_done}")
