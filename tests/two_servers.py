"""Two `grata serve` over one PostgreSQL under a mixed load; what must hold afterwards is looked up in the database.

  run(result, pg, requests)     result(ok, name, why) is told of each thing that was looked at

Each client signs in at one server and then asks either, so sessions are shared. Of the requests that change something
every third is sent again to the other server, as a browser or proxy does when an answer was lost, and pairs of clients
send the same decision at the same time."""
import collections, http.client, os, random, re, subprocess, tempfile, threading, urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get("GRATA_BUILD") or os.path.join(ROOT, "build/dev")
PAGES = {"visa.officer": ["/", "/visas", "/visas?state=RU", "/visas/backlog", "/search", "/missions", "/notes"],
         "vetting.officer": ["/", "/visas", "/vet", "/missions"],
         "head.protocol": ["/", "/proposals", "/missions", "/ledger", "/list"],
         "desk.officer": ["/", "/talks", "/ledger", "/visas/backlog", "/intake"],
         "protocol.officer": ["/", "/missions", "/notes", "/list"],
         "auditor": ["/", "/audit", "/visas/backlog", "/missions"]}
CLIENTS = ["visa.officer"] * 3 + ["vetting.officer"] * 2 + ["head.protocol"] * 2 + ["desk.officer", "protocol.officer", "auditor"]


def grata(*words):
    p = subprocess.run([BUILD + "/grata", *words], capture_output=True, text=True, env=dict(os.environ, TZ="UTC"))
    return p.returncode, p.stdout + p.stderr


class Server:
    def __init__(self, url):
        self.said = tempfile.TemporaryFile("w+")  # a pipe that nobody empties would stop the server when it is full
        self.process = subprocess.Popen([BUILD + "/grata", "serve", "--db", url, "--listen", "127.0.0.1:0", "--demo",
                                         "--secret", os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "two-servers.secret")],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.said, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"\(port (\d+)\)", line)
        if not found:
            self.process.kill()
            raise RuntimeError(line + self.heard())
        self.port = int(found[1])

    def heard(self):
        self.said.seek(0)
        return self.said.read()

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=60)
        return self.process.returncode, self.heard()


class Client:
    def __init__(self, servers, user, seed):
        self.servers, self.user, self.cookie = servers, user, ""
        self.dice = random.Random(seed)
        self.statuses = collections.Counter()

    def ask(self, method, path, fields=None, server=None):
        port = (server or self.dice.choice(self.servers)).port
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        c.request(method, path, body, headers)
        r = c.getresponse()
        text = r.read().decode("utf-8", "replace")
        for cookie in r.msg.get_all("Set-Cookie", []):
            self.cookie = cookie.split(";")[0]
        c.close()
        self.statuses[r.status] += 1
        return r.status, text

    def sign_in(self):
        page = self.ask("GET", "/sign-in")[1]
        status = self.ask("POST", "/sign-in/demo", {"csrf": csrf_in(page), "login": self.user})[0]
        assert status in (302, 303), f"{self.user}: {status}"

    def form(self, page, action):
        """The hidden fields of the form with this action."""
        _, text = self.ask("GET", page)
        part = re.search(r'<form action="%s" method="post">(.*?)</form>' % re.escape(action), text, re.S)
        return part and dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', part[1])), part and part[1]

    def send_twice(self, path, fields):
        """At both servers, one after the other: how many times it was done."""
        order = self.servers if self.dice.random() < 0.5 else self.servers[::-1]
        return sum(self.ask("POST", path, fields, s)[0] in (302, 303) for s in order)


def csrf_in(page):
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


class Load:
    def __init__(self, servers, requests):
        self.servers, self.left, self.lock = servers, requests, threading.Lock()
        self.done, self.wrong = collections.Counter(), []

    def note(self, what, times):
        with self.lock:
            self.done[what] += min(times, 1)
            if times > 1:
                self.wrong.append(f"{what}: done {times} times")

    def move_a_case(self, c):
        ids = re.findall(r'href="/visas/(\d+)"', c.ask("GET", "/visas")[1])
        if not ids:
            return
        n = c.dice.choice(ids[:12])
        fields, form = c.form(f"/visas/{n}", f"/visas/{n}/move")
        moves = re.findall(r'value="((?:received|documents|vetting|security|decision)\.\w+)"', form or "")
        if not moves:
            return
        fields.update(move=c.dice.choice(moves), reason="as the load says")
        self.note("moves", c.send_twice(f"/visas/{n}/move", fields))

    def enter_a_demand(self, c):
        fields, _ = c.form("/talks/new", "/talks/new")
        words = "demand %016x" % c.dice.getrandbits(64)
        fields.update({"form": "demand", "by": "GB", "to_states": "RU", "from": "2021-06-18", "says": words, "source": "the load",
                       "unpublished": "1"})
        self.note("demands", c.send_twice("/talks/new", fields))

    def word_a_note(self, c):
        ids = re.findall(r'href="/notes/(\d+)"', c.ask("GET", "/notes")[1])
        if not ids:
            return
        n = c.dice.choice(ids)
        fields, form = c.form(f"/notes/{n}", f"/notes/{n}/wording")
        if fields:
            fields.update(subject="Under load", wording="Wording %x" % c.dice.getrandbits(40))
            self.note("wordings", c.send_twice(f"/notes/{n}/wording", fields))

    def act(self, c):
        {"visa.officer": self.move_a_case, "vetting.officer": self.move_a_case, "desk.officer": self.enter_a_demand,
         "protocol.officer": self.word_a_note}.get(c.user, lambda c: None)(c)

    def work(self, c):
        try:
            c.sign_in()
            asked = 0
            while True:
                with self.lock:
                    self.left -= sum(c.statuses.values()) - asked
                    if self.left <= 0:
                        return
                asked = sum(c.statuses.values())
                for _ in range(3):
                    c.ask("GET", c.dice.choice(PAGES[c.user]))
                self.act(c)
        except Exception as e:  # a thread's failure is the test's
            with self.lock:
                self.wrong.append(f"{c.user}: {type(e).__name__}: {e}")


def at_once(jobs):
    answers = [None] * len(jobs)

    def one(i):
        answers[i] = jobs[i]()

    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(jobs))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers


def one_place_is_left(result, pg, url, servers):
    """A ceiling with one free place and two people who arrive at the same time; the ceiling itself decided by many at once."""
    def cli(*words):
        return lambda: grata(*words, "--db", url)[0]

    code, text = grata("mission", "ceiling", "--state", "RU", "--category", "diplomatic", "--limit", "15", "--ratchet", "--basis", "reciprocity",
                       "--article", "VCDR Art. 47(2)(a)", "--says", "aide-memoire", "--db", url, "--as", "protocol.officer")
    heads = [Client(servers, "head.protocol", 90 + i) for i in range(2)]
    for h in heads:
        h.sign_in()
    n = pg.psql("load", "SELECT max(id) FROM proposal").stdout.strip()
    forms = [h.form(f"/proposals/{n}", f"/proposals/{n}/approve")[0] for h in heads]
    jobs = [lambda h=h, f=f, s=s: h.ask("POST", f"/proposals/{n}/approve", f, s)[0] for h, f in zip(heads, forms) for s in servers]
    answers = at_once([*jobs, *[cli("proposal", "approve", n, "--as", "head.protocol")] * 2])
    result(code == 4 and sum(a in (0, 302, 303) for a in answers) == 1, "of six who decide at once one does", f"{text} {answers}")
    for person, number in (("P-00516", "51 123456"), ("P-00541", "51 123457")):
        grata("person", "document", person, "--kind", "passport", "--number", number, "--issuer", "RU", "--source", "note", "--db", url, "--as",
              "protocol.officer")
    grata("mission", "act", "ended", "--mission", "195", "--person", "P-00439", "--says", "tour_end", "--db", url, "--as", "protocol.officer")
    answers = at_once([cli("mission", "act", "arrived", "--mission", "195", "--person", person, "--post", post, "--as", "protocol.officer")
                       for person, post in (("P-00516", "D-45"), ("P-00541", "D-42"))] )
    result(sorted(answers) == [0, 3], "of two who arrive for one place under a ceiling one does", str(answers))


def looked_up(result, pg, url, load, before):
    def number(sql):
        return int(pg.psql("load", sql).stdout.strip() or -1)

    result(not load.wrong, "what was sent twice was done once", "\n".join(load.wrong[:20]))
    result(number("SELECT count(*) FROM visa_holding") - before["holdings"] == load.done["moves"] > 0,
           "each move that was acknowledged is there, once", f"{load.done}")
    result(number("SELECT count(*) FROM talks_item WHERE source = 'the load'") == load.done["demands"] > 0,
           "each demand that was acknowledged is there, once", f"{load.done}")
    result(number("SELECT count(*) FROM visa_application a WHERE (SELECT count(*) FROM visa_holding h WHERE h.application_id = a.id"
                  " AND h.to_on IS NULL) <> CASE WHEN a.stage = 'closed' THEN 0 ELSE 1 END") == 0, "each case has one holder")
    result(number("SELECT count(*) FROM (SELECT object_id FROM audit_leaf WHERE object_table = 'proposal' AND op = 'update'"
                  " GROUP BY object_id HAVING count(*) > 1) d") == 0, "no proposal was decided twice")
    code, text = grata("db", "check", "--db", url)
    result(code == 0, "the log is whole, and the rows are as it says", text)


def run(result, pg, requests):
    url = pg.url("load")
    code, text = grata("demo", "load", "--db", url)
    result(code == 0, "the demo world in PostgreSQL", text)
    before = {"holdings": int(pg.psql("load", "SELECT count(*) FROM visa_holding").stdout)}
    servers = [Server(url), Server(url)]
    load = Load(servers, requests)
    clients = [Client(servers, user, i) for i, user in enumerate(CLIENTS)]
    threads = [threading.Thread(target=load.work, args=(c,)) for c in clients]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    looked_up(result, pg, url, load, before)
    one_place_is_left(result, pg, url, servers)
    ends = [s.stop() for s in servers]
    result(all(code == 0 for code, _ in ends), "both servers end well", "\n".join(said for _, said in ends))
    statuses = sum((c.statuses for c in clients), collections.Counter())
    result(sum(statuses.values()) >= requests, "as many requests were made as were asked for", str(sum(statuses.values())))
    result(not any(s >= 500 for s in statuses), "no answer was an error of the server", f"{statuses}\n" + "\n".join(said for _, said in ends))
    print(f"# figure: {sum(statuses.values())} requests to two servers: " + ", ".join(f"{n} {what}" for what, n in sorted(load.done.items())) +
          "; answers " + ", ".join(f"{n} x {s}" for s, n in sorted(statuses.items())))
