#!/usr/bin/env python3
"""How the server is run: its file of settings, the socket that systemd hands over, counters on a listener of their own, a line of
JSON for each request that says nothing of people."""
import http.client, json, os, re, signal, socket, subprocess

from tap import plan, tap

ROOT, TMP, BUILD = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"], os.environ["GRATA_BUILD"]
GRATA, DB, CONF = os.path.join(BUILD, "grata"), os.path.join(TMP, "r.db"), os.path.join(TMP, "grata.conf")


def grata(*words):
    return subprocess.run([GRATA, *words], capture_output=True, text=True)


def conf(text):
    open(CONF, "w", encoding="utf-8").write(text)


class Server:
    def __init__(self, *words, **more):
        self.p = subprocess.Popen([GRATA, "serve", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
        self.said = self.p.stdout.readline()
        m = re.search(r"\(port (\d+)\)", self.said)
        self.port = int(m[1]) if m else 0
        m = re.search(r"metrics on port (\d+)", self.said)
        self.metrics_port = int(m[1]) if m else 0

    def ask(self, path, port=None, host=None):
        c = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        c.request("GET", path, headers={"Host": host} if host else {})
        r = c.getresponse()
        return r.status, r.read().decode("utf-8", "replace")

    def end(self):
        self.p.send_signal(signal.SIGTERM)
        out, err = self.p.communicate(timeout=60)
        return self.p.returncode, err


grata("demo", "load", "--db", DB)

# ---- the file ----
p = grata("settings")
tap(p.returncode == 0 and "#listen = 127.0.0.1:8080" in p.stdout and "#head-s = 10" in p.stdout, "a sample of all settings", p)
conf(p.stdout)
p = grata("settings", CONF)
tap(p.returncode == 0 and "workers-n = 6\n" in p.stdout, "which sets none of them", p)
conf("listen = nowhere\nlog = maybe\n\nlisten = x\nhead-s = 0\n")
p = grata("settings", CONF)
want = [f"{CONF}:2: log:", f"{CONF}:4: listen: line 1", f"{CONF}:5: head-s: 0 is not between 1 and 600"]
tap(p.returncode == 2 and all(w in p.stderr for w in want), "all faults at once, each with its line", p)
p = grata("serve", "--config", CONF)
tap(p.returncode == 2 and all(w in p.stderr for w in want), "and the server does not start with them", p)
p = grata("serve", "--config", CONF + "x")
tap(p.returncode == 2 and CONF + "x: there is no such file" in p.stderr, "an absent file is named", p)
p = grata("serve")
tap(p.returncode == 2 and "--db FILE" in p.stderr, "no register is said", p)
p = grata("serve", "--db", DB, "--head-s", "9999")
tap(p.returncode == 2 and "9999 is not between" in p.stderr, "an option is held to the same bounds", p)
p = grata("serve", "--db", DB, "--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0")
tap(p.returncode == 2 and "Only this machine" in p.stderr, "counters are not given to other machines", p)

# ---- run by it ----
conf(f"register = {DB}\nlisten = 127.0.0.1:1\nmetrics = 127.0.0.1:0\nlog = yes\nhosts = grata.example  127.0.0.1\nsandbox = on\n")
s = Server("--config", CONF, "--listen", "127.0.0.1:0")
tap(s.port > 1 and s.metrics_port and DB in s.said, "the file says which register, an option wins over it", s.said)
tap(s.ask("/sign-in")[0] == 200 and s.ask("/sign-in", host="grata.example")[0] == 200, "names of the site are answered")
page = s.ask("/sign-in")[1]
tap(re.search(r'<input[^>]*type="password"[^>]*autocomplete="current-password"', page) and "onpaste" not in page, "a password is typed into a masked field that managers of passwords know", page)
tap(s.ask("/sign-in", host="evil.example")[0] == 421, "another name is not")
tap(s.ask("/metrics")[0] in (401, 404), "the pages have no counters")
tap(s.ask("/sign-in", s.metrics_port)[0] == 404, "the counters have no pages")
status, text = s.ask("/metrics", s.metrics_port)
line = re.compile(r'# (HELP|TYPE) grata_\w+ .+|grata_\w+(\{\w+="[^"]*"\})? -?\d+(\.\d+)?(e[+-]\d+)?')
bad = [l for l in text.splitlines() if not line.fullmatch(l)]
tap(status == 200 and not bad and len(text.splitlines()) > 40, "counters in the text form of Prometheus", bad or text[:300])
value = {m[1]: float(m[2]) for m in re.finditer(r"^(grata_\S+) (\S+)$", text, re.M)}
tap(value['grata_answers_total{status="2xx"}'] == 3 and value['grata_answers_total{status="4xx"}'] >= 2, "which count answers", text)
counts = [v for k, v in value.items() if k.startswith("grata_answer_seconds_bucket")]
tap(counts == sorted(counts) and counts[-1] == value["grata_answer_seconds_count"], "buckets that grow to the count", counts)
tap(value["grata_log_entries"] > 1000 and value["grata_free_bytes"] > 0 and value["grata_sandbox_seccomp"] == 1, "and the register", text)
s.ask("/search?q=Marchenko")
s.ask("/visas/119?secret=1")


def send(head):
    with socket.create_connection(("127.0.0.1", s.port)) as c:
        c.sendall(head)
        return c.recv(4096)


odd = [send(b"GET /%zz HTTP/1.1\r\nHost: grata.example\r\n\r\n") for i in range(25)]
send(b"BREW / HTTP/1.1\r\nHost: grata.example\r\n\r\n")
now = {m[1]: float(m[2]) for m in re.finditer(r"^(grata_\S+) (\S+)$", s.ask("/metrics", s.metrics_port)[1], re.M)}
tap(now["grata_refused_total"] == 26 and all(b" 400 " in o for o in odd), "what is refused before it is a request is counted", now)
tap(now["grata_faults_total"] == value["grata_faults_total"], "what was typed wrong is counted apart", now)
code, err = s.end()
lines = [json.loads(l) for l in err.splitlines()]
asked, refused = ([l for l in lines if l["what"] == w] for w in ("request", "refused"))
tap(code == 0 and len(asked) >= 6 and len(asked) + len(refused) == len(lines) and
    all(set(l) == {"at", "what", "id", "method", "route", "status", "faults", "bytes", "took_us"} for l in asked), "a line of JSON for each request", err)
tap(1 <= len(refused) <= 26 and all(set(l) == {"at", "what", "status", "why"} for l in refused) and refused[0]["status"] == 400 and "% escape" in refused[0]["why"],
    "and for what was refused before it was one, some each second", refused)
tap("/visas/{id}" in err and "Marchenko" not in err and "secret" not in err and "127.0.0.1" not in err, "which says the route, not who or what was asked for", err)

# ---- a socket that is open already ----
with socket.socket(socket.AF_UNIX) as one, socket.socket() as two:
    path = os.path.join(TMP, "s")
    one.bind(path)
    one.listen(9)
    two.bind(("127.0.0.1", 0))
    two.listen(9)
    fds = os.open("/dev/null", os.O_RDONLY)

    def hand_over():
        a, b = os.dup(one.fileno()), os.dup(two.fileno())
        os.dup2(a, 3), os.dup2(b, 4)
        os.environ.update(LISTEN_FDS="2", LISTEN_FDNAMES="metrics:http", LISTEN_PID=str(os.getpid()))
        os.execv(GRATA, [GRATA, "serve", "--db", DB, "--listen", "systemd:http", "--metrics", "systemd:metrics"])

    s = Server(preexec_fn=hand_over, close_fds=False)
    tap(s.port == two.getsockname()[1], "systemd's sockets are taken by their names", s.said)
    tap(s.ask("/sign-in")[0] == 200, "and served")
    c = socket.socket(socket.AF_UNIX)
    c.connect(path)
    c.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
    said = b""
    while piece := c.recv(65536):
        said += piece
    tap(b"grata_build_info" in said, "counters, too")
    tap(s.end()[0] == 0, "it ends as it should")
    tap(os.path.exists(path), "and leaves a socket that is not its own")
p = grata("serve", "--db", DB, "--listen", "systemd")
tap(p.returncode == 2 and "systemd has handed no socket over" in p.stderr, "none handed over is said", p)
s = Server("--db", DB, "--listen", "127.0.0.1:0", "--sandbox", "off")
status = open(f"/proc/{s.p.pid}/status").read()
tap(s.ask("/sign-in")[0] == 200 and re.search(r"Seccomp:\s*0", status), "the sandbox can be switched off to find a fault", status)
s.end()
plan()
