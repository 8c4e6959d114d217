#!/usr/bin/env python3
"""Hostile input through a real socket: bad framing, bad text and bad JSON at every entry point of the test server
(build/dev/web_echo, with sanitizers). Everything that must be refused is refused, everything that is taken comes back
byte for byte, the server lives on, and its sanitizers have nothing to say at the end.

The framing cases are made here. The public corpora are read from ../shared/data/hostile where it is present; a handful
of each kind stands below, so that no part is ever empty."""
import base64, html, json, os, re, signal, socket, subprocess, sys, time, urllib.parse
from concurrent.futures import ThreadPoolExecutor

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOSTILE = os.path.join(os.path.dirname(ROOT), "shared", "data", "hostile")
TOKEN = b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
n_done = 0


def tap(ok, name, notes=()):
    global n_done
    n_done += 1
    print(f"{'ok' if ok else 'not ok'} {n_done} - {name}", flush=True)
    for line in [] if ok else list(notes)[:20]:
        print("# " + str(line)[:400])


def skip(name, why):
    global n_done
    n_done += 1
    print(f"ok {n_done} - {name} # SKIP {why}")


class Server:
    def __init__(self, *words):
        self.p = subprocess.Popen([os.path.join(ROOT, "build/dev/web_echo"), *words], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        line = self.p.stdout.readline().decode()
        if not line.startswith("listening on "):
            raise RuntimeError(line + self.p.stderr.read().decode())
        self.port = int(line.split()[-1])

    def connect(self):
        s = socket.create_connection(("127.0.0.1", self.port))
        s.settimeout(20)
        return s

    def send(self, raw, wait_s=20, end=True):
        """All that comes back for these bytes; `end` closes our direction, so that nothing can follow them."""
        with self.connect() as s:
            s.settimeout(wait_s)
            try:
                s.sendall(raw)
                if end:
                    s.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it answered before it had read everything
            return receive(s)

    def stop(self):
        """Ends it; (exit code, what the sanitizers said)."""
        self.p.send_signal(signal.SIGTERM)
        _, err = self.p.communicate(timeout=60)
        return self.p.returncode, err.decode("utf-8", "replace")


def receive(s):
    data = b""
    try:
        while True:
            piece = s.recv(1 << 16)
            if not piece:
                return data
            data += piece
    except OSError:
        return data


def answers(data):
    """Every answer in these bytes: (status, headers, body). A body ends where its length says."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        m = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
        if not m:
            return found + [(0, {}, data)]
        headers = {l.split(b":")[0].lower(): l.split(b":", 1)[1].strip() for l in head.split(b"\r\n")[1:]}
        n = int(headers.get(b"content-length", b"0"))
        if m[1] != b"100":
            found.append((int(m[1]), headers, rest[:n]))
        data = b"" if m[1] == b"100" and not rest else rest[n:] if m[1] != b"100" else rest
    return found


def status(data):
    a = answers(data)
    return a[0][0] if len(a) == 1 else f"{len(a)} answers" if a else "closed"


def each(f, cases):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(f, cases, chunksize=16))


# ---- framing ----

def framing():
    """(class, bytes, statuses that are right): a sweep over every octet at the places where parsers differ."""
    host, ends = b"Host: g\r\n", b"\r\n0\r\n\r\n"
    refused, either = {400, 501}, {200, 400}
    for b in range(256):
        c = bytes([b])
        if c not in b"\t ":
            yield ("te-byte-before-value", b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding:" + c + b"chunked\r\n" + ends,
                   refused | {200} if c in b",\n\r" else refused)
        yield ("te-byte-after-name", b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding" + c + b": chunked\r\n" + ends,
               either if c in TOKEN + b":" else refused)
        if c not in b"0123456789":
            for cls, value in (("cl-suffix", b"5" + c), ("cl-prefix", c + b"5")):
                yield (cls, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: " + value + b"\r\n\r\nhello",
                       either if c in b" \t\r\n" else {400})
        if c not in b"0123456789abcdefABCDEF;\r \t":
            yield ("chunk-size-suffix", b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n5" + c + b"\r\nhello" + ends, {400})
        if not 0x21 <= b <= 0x7E:
            yield ("target-octet", b"GET /a" + c + b"b HTTP/1.1\r\n" + host + b"\r\n", {400})
        if b < 0x20 and b != 9 or b == 0x7F:
            yield ("field-value-ctl", b"GET / HTTP/1.1\r\n" + host + b"X: a" + c + b"b\r\n\r\n", {400})
    for lines, right in [
            (b"Content-Length: 5\r\nContent-Length: 6", {400}), (b"Content-Length: 5\r\nTransfer-Encoding: chunked", refused),
            (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", refused), (b"Transfer-Encoding: gzip, chunked", refused),
            (b"Transfer-Encoding: chunked, identity", refused), (b"Transfer-Encoding: xchunked", refused),
            (b"Content-Length: 99999999999999999999", {400}), (b"Content-Length: -1", {400}), (b"Content-Length: 0x5", {400}),
            (b"Content-Length: 5, 5", {400}), (b"Content-Length:", {400}), (b" Content-Length: 5", {400}),
            (b"X: a\r\n Content-Length: 5", {400}), (b"Host: other", {400})]:
        yield ("framing", b"POST / HTTP/1.1\r\n" + host + lines + b"\r\n\r\nhello", right)
    for line in [b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\nHost: g\n\n", b"GET  / HTTP/1.1\r\n" + host + b"\r\n",
                 b"GET / HTTP/1.2x\r\n" + host + b"\r\n", b"GET / HTTP/2.0\r\n" + host + b"\r\n", b"GET /\r\n\r\n",
                 b"get / HTTP/1.1\r\n" + host + b"\r\n", b"TRACE / HTTP/1.1\r\n" + host + b"\r\n",
                 b"CONNECT g:80 HTTP/1.1\r\n" + host + b"\r\n", b"GET http://evil/ HTTP/1.1\r\n" + host + b"\r\n",
                 b"GET * HTTP/1.1\r\n" + host + b"\r\n", b"\r\n\r\nGET / HTTP/1.1\r\n" + host + b"\r\n",
                 b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00"]:
        may_answer = line[:2] == b"\r\n" or b"http://" in line or b"\r" not in line
        yield "request-line", line, either if may_answer else {400, 405, 505}


EXCEPTIONS = {}  # (corpus, class) -> reason
for row in open(os.path.join(ROOT, "src/web/http_exceptions.tsv"), encoding="utf-8"):
    if not row.startswith("#"):
        corpus, cls, reason = row.rstrip("\n").split("\t")
        EXCEPTIONS[corpus, cls] = reason


def test_framing(server):
    cases = list(framing())
    got = each(lambda c: status(server.send(c[1])), cases)
    wrong = [f"{c[0]} {c[1]!r}: {g}, right is {sorted(c[2])}" for c, g in zip(cases, got) if g not in c[2]]
    must = [(c, g) for c, g in zip(cases, got) if 200 not in c[2]]
    n = sum(isinstance(g, int) and g >= 400 for _, g in must)
    tap(not wrong, f"{len(cases)} framing cases get a right answer", wrong)
    print(f"# figure: framing: {len(cases) - len(wrong)} of {len(cases)} cases right, {n} of {len(must)} that must be refused are refused")
    # The same heads in three pieces, the way packets may cut them.
    def in_pieces(c):
        with server.connect() as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            cut = max(1, len(c[1]) // 3)
            try:
                for i in range(0, len(c[1]), cut):
                    s.sendall(c[1][i:i + cut])
                    time.sleep(0.002)
                s.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return status(receive(s))
    some = cases[::7]
    wrong = [f"{c[1]!r}: {g}" for c, g in zip(some, each(in_pieces, some)) if g not in c[2]]
    tap(not wrong, f"{len(some)} of them in three pieces get the same", wrong)
    path = os.path.join(HOSTILE, "own/http_framing.jsonl")
    if not os.path.exists(path):
        return skip("the framing cases are those of the corpus", "../shared/data/hostile is not here")
    theirs = sorted((d["cls"], base64.b64decode(d["raw_b64"]), tuple(sorted(int(x) for x in d["expect"].split("-or-"))))
                    for d in map(json.loads, open(path)))
    ours = sorted((c, raw, tuple(sorted(right))) for c, raw, right in cases)
    tap(ours == theirs, "the framing cases are those of the corpus", [f"{len(ours)} here, {len(theirs)} there"])


def test_one_request_a_connection(server):
    one = b"GET /echo?n=1 HTTP/1.1\r\nHost: g\r\n\r\n"
    hidden = b"GET /echo?n=2 HTTP/1.1\r\nHost: g\r\n\r\n"
    wrong = []
    for raw in [one + hidden, b"POST /echo HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\n\r\n" + hidden,
                b"POST /echo HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
                b"POST /echo HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n" + hidden,
                b"GET / HTTP/1.1\r\nHost: g\r\nConnection: keep-alive\r\n\r\n" + hidden, one * 50]:
        a = answers(server.send(raw))
        if len(a) != 1 or b'"2"' in a[0][2] or a[0][1].get(b"connection", b"").lower() != b"close":
            wrong.append(f"{raw!r}: {a}")
    tap(not wrong, "what follows a request is never read as another one", wrong)


# ---- the parser corpus of node ----

HANDFUL_LLHTTP = [  # bytes, must be refused
    (b"GET /a HTTP/1.1\r\nX\r\n\r\n", True), (b"GET /a HTTP/1.1\r\nFoo: bar\rBaz: qux\r\n\r\n", True),
    (b"POST /a HTTP/1.1\r\nContent-Length: 4 2\r\n\r\n", True), (b"GET /a ICE/1.0\r\n\r\n", True),
    (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n12345678901234567\r\n", True),
    (b"GET /test?q=1 HTTP/1.1\r\nUser-Agent: x\r\n\r\n", False),
]


def llhttp():
    """(bytes, must be refused). Leniently parsed cases, pauses and upgrades say nothing about a strict server."""
    folder = os.path.join(HOSTILE, "llhttp/test/request")
    for name in sorted(os.listdir(folder)):
        text = open(os.path.join(folder, name), encoding="utf-8").read()
        for block in re.split(r"<!-- meta=", text)[1:]:
            m = re.match(r"(\{.*?\}) -->\s*```http\n(.*?)\n```(.*)", block, re.S)
            kind, raw, log = json.loads(m[1])["type"], m[2], m[3]
            raw = re.sub(r"\\\n", "", raw.rstrip("\n") if kind == "request-finish" else raw)
            raw = raw.replace("\n", "\r\n").replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\f", "\f")
            raw = re.sub(r"\\x([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), raw)
            codes = {int(c) for c in re.findall(r"error code=(\d+)", log)}
            yield raw.encode("latin-1", "replace"), bool(kind == "request" and codes - {5, 21, 22, 23, 24})


def with_host(raw):
    """The same case on our ground: a known method becomes ours, and a Host is there, so that nothing else is wrong."""
    first, sep, rest = raw.partition(b"\r\n")
    body = re.search(rb"(?im)^(content-length|transfer-encoding)", rest)
    first = re.sub(rb"^(DELETE|PUT|OPTIONS|PATCH|REPORT|PROPFIND|SEARCH|PURGE|M-SEARCH|CONNECT|QUERY|GET|HEAD|POST) ", b"POST " if body else b"GET ", first)
    return first + sep + (b"" if re.search(rb"(?im)^host:", rest) else b"Host: g\r\n") + rest


def was_read(a):
    """Whether a handler or the router saw the request: only they give it a number."""
    return bool(a) and b"x-request-id" in a[0][1] and a[0][0] != 400


def test_llhttp(server):
    here = os.path.isdir(os.path.join(HOSTILE, "llhttp"))
    cases = list(llhttp()) if here else HANDFUL_LLHTTP
    for name, change in [("as they are", lambda raw: raw), ("with our methods and a Host", with_host)]:
        got = each(lambda c: answers(server.send(change(c[0]), 2)), cases)  # some bodies never end
        bad = [f"{change(c[0])!r}: {g}" for c, g in zip(cases, got) if len(g) > 1 or g and g[0][0] in (0, 500, 503)]
        must = [(c, g) for c, g in zip(cases, got) if c[1]]
        passed = [change(c[0]) for c, g in must if was_read(g)]
        known = [raw for raw in passed if llhttp_exception(raw)]
        wrong = [repr(raw) for raw in passed if raw not in known]
        tap(not bad and not wrong, f"{len(cases)} requests of llhttp {name}" + ("" if here else " (a handful)"), bad + wrong)
        print(f"# figure: llhttp {name}: {len(must) - len(passed)} of {len(must)} that must be refused are refused, {len(known)} by a listed exception; "
              f"{sum(was_read(g) for g in got)} of {len(cases)} read")


def llhttp_exception(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    return ("llhttp", "chunk-extension") in EXCEPTIONS and b"chunked" in head.lower() and bool(re.match(rb"[0-9a-fA-F]+;", body))


# ---- text ----

HANDFUL_LINES = [
    "", " ", "undefined", "NULL", "-1", "0x0", "1/0", "1e309", "Ω≈ç√∫", "Ё Ђ Ѓ", "田中さん", "ʇǝɯɐ ʇıs ɹolop", "مرحبا بالعالم", "‮evil‬", "﷽", "👩‍👩‍👧‍👦",
    "a\u0300\u0301\u0302", "\u200b\u2060", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>", "</title><script>alert(1)</script>", "&lt;script&gt;", "{{7*7}}", "${jndi:ldap://g/a}", "' OR 1=1 --", "'; DROP TABLE visa; --",
    "1) UNION SELECT null--", "\\'; EXEC xp_cmdshell('dir'); --", "../../../../etc/passwd", "%2e%2e%2f", "$(touch x)", "`id`", "%s%s%s%n", "C:\\con\\con", "a\tb",
    "=1+1", "@SUM(A1)", "%00", "%0d%0aSet-Cookie: a=b", "\u2028", "\ufeff", "\ufffe", "İ", "ß", "ﬀ",
]


def lines_of(*names):
    for name in names:
        path = os.path.join(HOSTILE, name)
        files = [path] if os.path.isfile(path) else [os.path.join(d, f) for d, _, fs in os.walk(path) for f in fs if f.endswith(".txt")]
        for f in sorted(files):
            for line in open(f, "rb").read().split(b"\n"):
                yield line.rstrip(b"\r")


def hostile_lines():
    """Every distinct line of the corpora as bytes: naughty strings, XSS, SQL and the rest."""
    found = dict.fromkeys(s.encode() for s in HANDFUL_LINES)
    if os.path.isdir(HOSTILE):
        found.update(dict.fromkeys(s.encode("utf-8", "surrogatepass") for s in json.load(open(os.path.join(HOSTILE, "blns/blns.json"), encoding="utf-8"))))
        found.update(dict.fromkeys(d["payload"].encode() for d in json.load(open(os.path.join(HOSTILE, "dompurify/expect.json"), encoding="utf-8"))))
        found.update(dict.fromkeys(lines_of("xss/Intruder", "sqli/Intruder", "fuzzdb/attack")))
    return list(found)


def utf8_or_none(b):
    try:
        s = b.decode("utf-8")
        return None if "\0" in s else s
    except UnicodeDecodeError:
        return None


def post(server, path, body, kind, extra=b""):
    return answers(server.send(b"POST " + path + b" HTTP/1.1\r\nHost: g\r\nContent-Type: " + kind + b"\r\nContent-Length: %d\r\n" % len(body) + extra + b"\r\n" + body))


def get(server, target, extra=b""):
    return answers(server.send(b"GET " + target + b" HTTP/1.1\r\nHost: g\r\n" + extra + b"\r\n"))


URLENCODED, MULTIPART, JSON = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=-B-", b"application/json"


def quote(b):
    return urllib.parse.quote_from_bytes(b, safe="").encode()


def multipart(values):
    return b"".join(b'---B-\r\nContent-Disposition: form-data; name="v"\r\n\r\n' + v + b"\r\n" for v in values) + b"---B---\r\n"


def batches(lines, n, size):
    batch, total = [], 0
    for line in lines:
        if batch and (len(batch) == n or total + 3 * len(line) + 8 > size):
            yield batch
            batch, total = [], 0
        batch.append(line)
        total += 3 * len(line) + 8
    if batch:
        yield batch


def echoed(a, name, want):
    """Whether the server said these values back."""
    return len(a) == 1 and a[0][0] == 200 and [v for _, v in json.loads(a[0][2])[name]] == want


def enter_batch(server, how, values):
    """Sends good values through one entry point; what came back wrong."""
    want = [v.decode() for v in values]
    if how == "form":
        a, name = post(server, b"/echo", b"&".join(b"v=" + quote(v) for v in values), URLENCODED), "fields"
    elif how == "multipart":
        a, name = post(server, b"/echo", multipart(values), MULTIPART), "fields"
    elif how == "json":
        a, name = post(server, b"/echo", json.dumps({"v": want}, ensure_ascii=False).encode(), JSON), "fields"
    elif how == "query":
        a, name = get(server, b"/echo?" + b"&".join(b"v=" + quote(v) for v in values)), "query"
    else:
        a = post(server, b"/form", b"text=" + quote(b"\n".join(values)), URLENCODED)
        text = "\n".join(want)
        ok = len(a) == 1 and a[0][0] in (200, 400) and html_of(text) in a[0][2] and a[0][2].count(b"<") == server.tags_n
        return [] if ok else [f"form page: {values!r}: {a}"]
    return [] if echoed(a, name, want) else [f"{how}: {values!r}: {a}"]


def html_of(s):
    return b'title="' + html.escape(s).replace("&#x27;", "&#39;").encode() + b'"'


def enter_path(server, v):
    a = get(server, b"/echo/" + quote(v))
    plain = not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029" for c in v.decode())
    pieces = v.decode().split("/")
    if not v:
        return [] if a[0][0] == 404 else [f"path {v!r}: {a}"]
    if not plain or "." in pieces or ".." in pieces:
        return [] if a[0][0] == 400 else [f"path {v!r}: {a}"]
    return [] if echoed(a, "params", [v.decode()]) else [f"path {v!r}: {a}"]


def enter_head(server, v):
    """In a header, in a cookie and raw in the target: sound bytes come back as they are, others are refused or passed over."""
    wrong = []
    stripped = v.strip(b" \t")
    is_ctl = any(c < 32 and c != 9 or c == 127 for c in v)
    is_visible = all(32 <= c < 127 for c in stripped)
    a = get(server, b"/echo", b"User-Agent: " + v + b"\r\n")
    if is_ctl or not is_visible:
        if len(a) != 1 or a[0][0] != 400:
            wrong.append(f"header {v!r}: {a}")
    elif a[0][0] != 200 or json.loads(a[0][2])["user_agent"] != stripped.decode():
        wrong.append(f"header {v!r}: {a}")
    a = get(server, b"/echo", b"Cookie: v=" + v + b"; w=1\r\n")
    if is_ctl:
        if a[0][0] != 400:
            wrong.append(f"cookie {v!r}: {a}")
    elif a[0][0] != 200 or ["w", "1"] not in json.loads(a[0][2])["cookies"]:
        wrong.append(f"cookie {v!r}: {a}")
    a = get(server, b"/echo?v=" + v)
    bad = any(not 33 <= c <= 126 or c in b'#"<>' for c in v) or re.search(rb"%(?![0-9a-fA-F]{2})|%00", v)
    if a[0][0] not in ((400, 414) if bad else (200, 400)):
        wrong.append(f"target {v!r}: {a}")
    return wrong


def test_lines(server):
    lines = hostile_lines()
    good = [v for v in lines if utf8_or_none(v) is not None]
    here = "" if os.path.isdir(HOSTILE) else " (a handful)"
    server.tags_n = get(server, b"/form")[0][2].count(b"<")
    for how, n, size in [("form", 200, 60000), ("multipart", 150, 60000), ("json", 200, 60000), ("query", 50, 7000), ("page", 40, 30000)]:
        some = [v for v in good if how != "query" or len(quote(v)) < size]
        wrong = sum(each(lambda b: enter_batch(server, how, b), list(batches(some, n, size))), [])
        tap(not wrong, f"{len(good)} hostile lines through {how}{here}", wrong)
    wrong = sum(each(lambda v: enter_path(server, v), [v for v in good if len(quote(v)) < 7000]), [])
    tap(not wrong, f"{len(good)} hostile lines through the path", wrong)
    wrong = sum(each(lambda v: enter_head(server, v), [v for v in lines if len(v) < 7000 and b"\r\n" not in v]), [])
    tap(not wrong, f"{len(lines)} hostile lines raw in a header, a cookie and the target", wrong)
    print(f"# figure: text: {len(lines)} distinct hostile lines through 9 entry points")


# ---- UTF-8 ----

HANDFUL_UTF8 = [(b"\xc3\xa9", True), (b"\xf0\x9f\x98\x80", True), (b"\xef\xbf\xbe", True), (b"\x80", False), (b"\xc0\xaf", False), (b"\xe0\x80\xaf", False),
                (b"\xed\xa0\x80", False), (b"\xf4\x90\x80\x80", False), (b"\xf8\x88\x80\x80\x80", False), (b"\xc3", False), (b"a\xffb", False)]


def utf8_cases():
    yield from HANDFUL_UTF8
    if not os.path.isdir(HOSTILE):
        return
    for line in open(os.path.join(HOSTILE, "utf8/utf8tests.txt"), encoding="ascii"):
        m = re.match(r"[\d.]+:(valid hex|invalid hex|valid):([^:\n]*)", line)
        if m:
            yield (m[2].encode() if m[1] == "valid" else bytes.fromhex(m[2])), m[1] != "invalid hex"
    for line in open(os.path.join(HOSTILE, "utf8/UTF-8-test.txt"), "rb").read().split(b"\n"):
        yield line, utf8_or_none(line) is not None


def test_utf8(server):
    cases = [(v, good and b"\0" not in v) for v, good in utf8_cases()]
    def enter(case):
        v, good = case
        wrong = []
        raw = re.sub(rb"[%&=+]", lambda m: quote(m[0]), v)
        for name, a in [("fields", post(server, b"/echo", b"v=" + quote(v), URLENCODED)), ("fields", post(server, b"/echo", b"v=" + raw, URLENCODED)),
                        ("fields", post(server, b"/echo", multipart([v]), MULTIPART)), ("query", get(server, b"/echo?v=" + quote(v))),
                        ("fields", post(server, b"/echo", b'{"v":"' + re.sub(rb'[\x00-\x1f"\\]', lambda m: b"\\u%04x" % m[0][0], v) + b'"}', JSON))]:
            if good and not echoed(a, name, [v.decode()]):
                wrong.append(f"{v!r}: {a}")
            if not good and not (len(a) == 1 and (a[0][0] == 400 or b"\0" in v and json.loads(a[0][2])[name] == [])):
                wrong.append(f"{v!r} was taken: {a}")
        return wrong
    wrong = sum(each(enter, cases), [])
    tap(not wrong, f"{len(cases)} UTF-8 cases through 5 entry points", wrong)
    print(f"# figure: UTF-8: {sum(g for _, g in cases)} sound cases come back byte for byte, {sum(not g for _, g in cases)} others are refused")


# ---- JSON ----

def test_json(server):
    decided = {}
    for row in open(os.path.join(ROOT, "tests/data/json_decided.tsv"), encoding="utf-8"):
        if not row.startswith("#"):
            name, verdict, _ = row.rstrip("\n").split("\t")
            decided[name] = verdict == "accept"
    folder = os.path.join(HOSTILE, "jsontestsuite/test_parsing")
    cases = [("y_1", b'{"a":[1,-0,1.5e3,"\\u00e9",null,true]}', True), ("n_1", b"{'a':1}", False), ("n_2", b"[1,]", False), ("n_3", b"", False),
             ("n_4", b'{"role":"mission_user","role":"admin"}', False), ("n_5", b"[" * 100000, False), ("y_2", b'{"__proto__":{"admin":true}}', True)]
    here = os.path.isdir(folder)
    for name in sorted(os.listdir(folder)) if here else []:
        cases.append((name[:-5], open(os.path.join(folder, name), "rb").read(), decided.get(name[:-5], name[0] == "y")))
    got = each(lambda c: status(post_json(server, c[1])), cases)
    wrong = [f"{c[0]}: {g}" for c, g in zip(cases, got) if g != (200 if c[2] else 400)]
    tap(not wrong, f"{len(cases)} JSON texts are taken or refused as decided" + ("" if here else " (a handful)"), wrong)
    if not here:
        return skip("JSONTestSuite", "../shared/data/hostile is not here")
    for kind, says in (("y", "that must be accepted are"), ("n", "that must be refused are not"), ("i", "left open are")):
        of = [g for c, g in zip(cases, got) if c[0].startswith(kind + "_") and not re.fullmatch(r".._?\d|._\d", c[0])]
        print(f"# figure: JSONTestSuite: {sum(g == 200 for g in of)} of {len(of)} {says} accepted")
    left = [c[0] for c in cases if c[0].startswith("i_") and c[0] not in decided]
    tap(not left, "every open case of JSONTestSuite is decided in writing", left)
    for name in sorted(os.listdir(os.path.join(HOSTILE, "own/json"))):
        a = answers(post_json(server, open(os.path.join(HOSTILE, "own/json", name), "rb").read()))
        want = {"deep.json": {400, 413}, "dupkeys.json": {400}, "bignum.json": {400}, "proto.json": {200}}[name]
        tap(len(a) == 1 and a[0][0] in want, f"own/json/{name} is answered with one of {sorted(want)}", [a])


def post_json(server, body):
    return server.send(b"POST /echo HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


# ---- limits ----

def timed(f):
    start = time.monotonic()
    return f(), time.monotonic() - start


def test_limits(server):
    big = b"X: " + b"a" * 17000 + b"\r\n"
    tap(status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n" + big + b"\r\n")) == 431, "a head above 16 KB is 431")
    tap(status(server.send(b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: g\r\n\r\n")) == 414, "an address above 8 KB is 414")
    most = b"X: " + b"a" * (16384 - 16 - 9 - 3 - 2 - 2) + b"\r\n"
    tap(status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n" + most + b"\r\n")) == 200, "a head of 16 KB is answered")
    many = b"".join(b"X%d: y\r\n" % i for i in range(63))
    tap(status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n" + many + b"\r\n")) == 200, "so are 64 header lines")
    tap(status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\nZ: y\r\n" + many + b"\r\n")) == 431, "65 are 431")
    a = post(server, b"/upload", b"a=" + b"b" * (4 << 20), URLENCODED)
    tap(len(a) == 1 and a[0][0] == 413, "a body above its route's limit is 413, and the answer arrives", [a and a[0][0]])
    a = post(server, b"/upload", b"a=" + b"b" * ((4 << 20) - 2), URLENCODED)
    tap(len(a) == 1 and a[0][0] in (200, 503), "one at the limit is answered", [a and a[0][0]])
    a = post(server, b"/nowhere", b"a=b", URLENCODED)
    tap(len(a) == 1 and a[0][0] == 404, "a body for an address that is not there is 404")
    chunks = b"".join(b"1000\r\n" + b"a" * 4096 + b"\r\n" for _ in range(300))
    a = answers(server.send(b"POST /echo HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"))
    tap(len(a) == 1 and a[0][0] == 413, "so is one in chunks", [a and a[0][0]])
    a = answers(server.send(b"POST /echo HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n\r\nabc"))
    tap(len(a) == 1 and a[0][0] == 200, "Expect: 100-continue is met", [a])
    for path in (b"/full", b"/full-slow"):
        got = [status(server.send(b"GET " + path + b" HTTP/1.1\r\nHost: g\r\n\r\n", end=False)) for _ in range(3)]
        tap(got == [503] * 3, f"a full arena is 503 of that request alone ({path.decode()})", got)
    a = answers(server.send(b"HEAD /echo HTTP/1.1\r\nHost: g\r\n\r\n"))
    raw = server.send(b"HEAD /echo HTTP/1.1\r\nHost: g\r\n\r\n")
    tap(raw.endswith(b"\r\n\r\n") and a[0][0] == 200 and int(a[0][1][b"content-length"]) > 0, "HEAD is GET without its body")
    names = {b"content-security-policy", b"x-content-type-options", b"referrer-policy", b"cache-control", b"cross-origin-opener-policy", b"cross-origin-resource-policy"}
    bad = [p for p in (b"/", b"/form", b"/nowhere") if names - set(get(server, p)[0][1])]
    tap(not bad, "every page has the security headers", bad)
    refused = answers(server.send(b"GET / HTTP/1.1\r\n\r\n"))[0]
    full = answers(server.send(b"GET /full HTTP/1.1\r\nHost: g\r\n\r\n", end=False))[0]
    few = {b"content-security-policy", b"x-content-type-options", b"referrer-policy", b"cache-control", b"content-type"}
    tap(refused[0] == 400 and full[0] == 503 and few <= set(refused[1]) and few <= set(full[1]), "so has what is answered before a page is made", [refused, full])


def test_slow():
    server = Server("--head-s", "1", "--peer-max", "40")
    with server.connect() as s:
        s.sendall(b"GET / HT")
        got, took = timed(lambda: status(receive(s)))
    tap(got == 408 and took < 3, "a head that never ends is 408 within its time", [got, took])
    with server.connect() as s:
        s.sendall(b"POST /echo HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n")
        def drip():
            try:
                for _ in range(100):
                    s.sendall(b"a")
                    time.sleep(0.1)
            except OSError:
                pass
            return receive(s)
        _, took = timed(drip)
    tap(took < 4, "a body that drips is cut off", [took])
    held = [server.connect() for _ in range(40)]
    time.sleep(0.2)
    got = status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n\r\n"))
    tap(got == 429, "a peer with too many connections is 429", [got])
    for s in held:
        s.close()
    time.sleep(0.5)
    got = status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n\r\n"))
    tap(got == 200, "and is served again when they are gone", [got])
    code, err = server.stop()
    tap(code == 0 and not err, "it ends in good order", err.splitlines())
    server = Server("--max", "20")
    held = [server.connect() for _ in range(20)]
    time.sleep(0.2)
    got = status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n\r\n"))
    tap(got == 503, "too many connections in all are 503", [got])
    for s in held:
        s.close()
    server.stop()


def test_workers():
    server = Server()
    # Without closing our direction: the library takes that for leaving when it comes while a worker is busy.
    slow = lambda _: server.send(b"GET /slow HTTP/1.1\r\nHost: g\r\n\r\n", end=False)
    with ThreadPoolExecutor(40) as pool:
        got = [answers(a)[0] for a in pool.map(slow, range(40))]
    codes = [g[0] for g in got]
    tap(set(codes) == {200, 429} and codes.count(200) >= 12, "a full queue of workers is 429, the rest is served", [codes])
    tap(all(b"retry-after" in g[1] for g in got if g[0] == 429), "429 says when to try again")
    with ThreadPoolExecutor(3) as pool:
        waits = [pool.submit(slow, i) for i in range(2)]
        time.sleep(0.05)
        idle = server.connect()
        code, err = server.stop()
        got = [status(w.result()) for w in waits]
        idle.close()
    tap(code == 0 and got == [200, 200] and not err, "SIGTERM finishes what is in flight", [code, got, err])


def test_addresses():
    path = os.path.join(os.environ.get("GRATA_TMP", "/tmp"), "grata.sock")
    server = Server("--listen", "unix:" + path, "--peer-max", "1")
    got = []
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as s, socket.socket(socket.AF_UNIX) as other:
            other.connect(path)
            s.connect(path)
            s.sendall(b"GET /echo HTTP/1.1\r\nHost: g\r\n\r\n")
            got.append(answers(receive(s)))
    tap(all(a and a[0][0] == 200 and json.loads(a[0][2])["peer"] == "local" for a in got), "a unix socket is served", got)
    code, err = server.stop()
    tap(code == 0 and not err and not os.path.exists(path), "and taken away at the end", [code, err])
    if os.path.exists("/proc/net/if_inet6"):
        server = Server("--listen", "[::1]:0")
        with socket.create_connection(("::1", server.port)) as s:
            s.sendall(b"GET /echo HTTP/1.1\r\nHost: g\r\n\r\n")
            a = answers(receive(s))
        server.stop()
        tap(a[0][0] == 200 and json.loads(a[0][2])["peer"] == "::1", "so is IPv6", a)
    else:
        skip("so is IPv6", "this system has no IPv6")
    server = Server()
    for where in ("8080", "localhost:80", "127.0.0.1:70000", "[::1:80", "unix:", f"127.0.0.1:{server.port}x", f"127.0.0.1:{server.port}", "192.0.2.1:80"):
        p = subprocess.run([os.path.join(ROOT, "build/dev/web_echo"), "--listen", where], capture_output=True, text=True)
        tap(p.returncode == 1 and f"Cannot listen on {where}: " in p.stderr, f"{where} cannot be listened on, in words", [p])
    server.stop()


def main():
    server = Server()
    for test in (test_framing, test_one_request_a_connection, test_llhttp, test_lines, test_utf8, test_json, test_limits):
        start = time.monotonic()
        test(server)
        print(f"# {test.__name__}: {time.monotonic() - start:.1f} s")
    tap(status(server.send(b"GET / HTTP/1.1\r\nHost: g\r\n\r\n")) == 200, "the server still answers")
    code, err = server.stop()
    tap(code == 0 and not err, "the sanitizers have nothing to say", [code] + err.splitlines())
    test_slow()
    test_workers()
    test_addresses()
    print(f"1..{n_done}")


main()
