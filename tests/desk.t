#!/usr/bin/env python3
"""The briefing for Russia is one page; the calendar of deadlines is read by Debian's python3-icalendar; a calendar
gets the same events with a password of its own, in a header and in no address, until it is ended."""
import base64, http.client, json, os, re, subprocess, urllib.parse

ROOT = os.environ.get("GRATA_ROOT", ".")
TMP = os.environ.get("GRATA_TMP", "/tmp")
GRATA = os.path.join(os.environ.get("GRATA_BUILD", os.path.join(ROOT, "build/dev")), "grata")
DB = os.path.join(TMP, "desk.db")
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's modules
READ = """import icalendar, json, sys
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e["UID"]), str(e["DTSTART"].dt), str(e["DTEND"].dt), str(e["SUMMARY"]), bool(e["DTSTAMP"].dt.tzinfo)]
                  for e in c.walk("VEVENT")]))"""
n = 0


def tap(ok, name, note=""):
    global n
    n += 1
    print(f"{'ok' if ok else 'not ok'} {n} - {name}")
    for line in [] if ok else str(note).splitlines()[:20]:
        print("# " + line)


def grata(*words, login="desk.officer"):
    p = subprocess.run([GRATA, *words, "--db", DB, "--as", login], capture_output=True)
    return p.stdout


def events(ics):
    p = subprocess.run([PYTHON, "-c", READ], input=ics, capture_output=True)
    return json.loads(p.stdout) if p.returncode == 0 else p.stderr.decode()


class Browser:
    def __init__(self, port):
        self.port, self.cookie = port, ""

    def ask(self, method, path, basic=None, **fields):
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        head = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            head["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
        c.request(method, path, urllib.parse.urlencode(fields) if fields else None, head)
        r = c.getresponse()
        body = r.read()
        for k, v in r.getheaders():
            if k.lower() == "set-cookie":
                self.cookie = v.split(";")[0]
        return r.status, r.getheader("Content-Type"), body

    def post(self, path, page, **fields):
        csrf = re.search(rb'name="csrf" value="([^"]+)"', self.ask("GET", page)[2])[1].decode()
        return self.ask("POST", path, csrf=csrf, **fields)


def feed(port, by_command):
    me, nobody = Browser(port), Browser(port)
    me.post("/sign-in/demo", "/sign-in", login="desk.officer")
    _, _, page = me.post("/desk/feed", "/desk/deadlines")
    shown = dict(re.findall(rb"<dt[^>]*>([A-Za-z ]+)</dt><dd[^>]*>([^<]*)</dd>", page))
    mine = (shown.get(b"User name", b"").decode(), shown.get(b"Password", b"").decode())
    path = "/desk/feed"
    tap(shown.get(b"Address") == f"http://127.0.0.1:{port}{path}".encode() and mine[0] == "desk.officer" and re.fullmatch(r"[\w-]{43}", mine[1]),
        "address, user name and password are shown, and no secret is in the address", shown)
    status, type_, ics = nobody.ask("GET", path, mine)
    tap(status == 200 and type_.startswith("text/calendar"), "it needs no signing in", (status, type_))
    tap(events(ics) == by_command, "it gives what the command gives", events(ics))
    tap(mine[1].encode() not in me.ask("GET", "/desk/deadlines")[2], "it is not shown again")
    others = [None, ("desk.officer", mine[1][:-1] + ("A" if mine[1][-1] != "A" else "B")), ("visa.officer", mine[1]), ("", ""), ("desk.officer", "")]
    said = [nobody.ask("GET", path, o) for o in others]
    tap(all(s[0] == 401 and b"BEGIN" not in s[2] for s in said), "another password, the name of another or none gives nothing", said)
    tap(nobody.ask("GET", path + "/" + mine[1])[0] == 404, "and no address with it")
    me.post("/desk/feed", "/desk/deadlines")
    tap(nobody.ask("GET", path, mine)[0] == 401, "another one ends it")
    me.post("/desk/feed/end", "/desk/deadlines")
    tap(nobody.ask("GET", path, mine)[0] == 401, "ended, it gives nothing")


def main():
    subprocess.run([GRATA, "demo", "load", "--db", DB], capture_output=True, check=True)
    grata("intake", "accept", "1", *[str(i) for i in range(1, 12)])
    grata("talks", "follow", "T-3", "--says", "Given to the visa section; see, the note", "--due", "2021-07-05")
    grata("desk", "briefing", "RU", "--out", os.path.join(TMP, "briefing.pdf"))
    told = subprocess.run(["pdfinfo", os.path.join(TMP, "briefing.pdf")], capture_output=True, text=True).stdout
    tap(re.search(r"^Pages:\s+1$", told, re.M) and "Briefing: Russia" in told, "the briefing is one page", told)
    text = subprocess.run(["pdftotext", os.path.join(TMP, "briefing.pdf"), "-"], capture_output=True, text=True).stdout
    tap("remove the backlog" in text and "Dominic Raab, Sergey Lavrov" in text, "and says what was asked and by whom", text)
    if subprocess.run([PYTHON, "-c", "import icalendar"], capture_output=True).returncode:
        print(f"ok {n + 1} - another program reads the calendar # SKIP python3-icalendar is not installed\n1..{n + 1}")
        return
    mine = events(grata("desk", "deadlines", "--ics"))
    tap(mine == [["talks-3@grata", "2021-07-05", "2021-07-06", "To answer: T-3 Ask for visas: remove the backlog", True]],
        "another program reads the calendar", mine)
    visas = events(grata("desk", "deadlines", "--ics", login="visa.officer"))
    tap(len(visas) > 1 and len({e[0] for e in visas}) == len(visas) and [e[1] for e in visas] == sorted(e[1] for e in visas),
        "of an officer with many, each its own, soonest first", visas)
    server = subprocess.Popen([GRATA, "serve", "--db", DB, "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    try:
        feed(int(re.search(rb"\(port (\d+)\)", server.stdout.readline())[1]), mine)
    finally:
        server.terminate()
        server.wait()
    print(f"1..{n}")


main()
