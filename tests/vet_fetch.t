#!/usr/bin/env python3
"""A list fetched by HTTPS, from a server of the test's own: what is taken, and what is refused with a sentence before anything
of it is in the register: a certificate of nobody known, another name, plain HTTP, a redirect to it, too many of them, an
address of this machine unless that is allowed, an answer that is too long, too slow, empty or no list. Prints TAP."""
import http.server, os, shutil, sqlite3, ssl, subprocess, tempfile, threading, time

from tap import plan, tap

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GRATA = os.path.join(ROOT, os.environ.get("GRATA_BUILD") or "build/dev", "grata")
TMP = tempfile.mkdtemp(dir=os.environ.get("GRATA_TMP"))
DB, CA, OTHER = (os.path.join(TMP, n) for n in ("r.db", "ca.pem", "other.pem"))
LIST = open(os.path.join(ROOT, "tests/watch/own.csv"), "rb").read()
asked = []


def grata(*words):
    p = subprocess.run([GRATA, *words], capture_output=True, text=True, cwd=ROOT)
    return p.returncode, p.stdout + p.stderr


def certificate(cert, key):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
                   check=True, capture_output=True)


class Answers(http.server.BaseHTTPRequestHandler):
    def log_message(self, *unused):
        pass

    def head(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def do_GET(self):
        asked.append((self.path, self.headers.get("User-Agent", ""), self.headers.get("Accept-Encoding")))
        port = self.server.server_address[1]
        name, _, n = self.path[1:].partition("/")
        if name == "own.csv":
            self.head(200, Content_Length=str(len(LIST)))
            self.wfile.write(LIST)
        elif name == "moved":
            left = int(n)
            self.head(302, Location=f"https://localhost:{port}/" + (f"moved/{left - 1}" if left > 1 else "own.csv"), Content_Length="0")
        elif name == "plain":
            self.head(302, Location=f"http://localhost:{plain_port}/own.csv", Content_Length="0")
        elif name == "elsewhere":
            self.head(302, Location=f"https://localhost:{plain_port}/own.csv", Content_Length="0")
        elif name == "file":
            self.head(302, Location="file:///etc/passwd", Content_Length="0")
        elif name == "said":  # says at once that it is too long
            self.head(200, Content_Length=str(1 << 40))
        elif name == "endless":
            self.head(200)
            try:
                while True:
                    self.wfile.write(b"x" * (1 << 20))
            except OSError:
                pass
        elif name == "slow":
            self.head(200, Content_Length="1000")
            time.sleep(6)
        elif name == "cut":
            self.head(200, Content_Length=str(len(LIST)))
            self.wfile.write(LIST[:40])
        elif name == "empty":
            self.head(200, Content_Length="0")
        elif name == "page":
            self.head(200, Content_Length="21")
            self.wfile.write(b"<html>not here</html>")
        else:
            self.head(404, Content_Length="0")


def serve(context):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    server.handle_error = lambda *unused: None  # those who hang up are part of the test
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def entries():
    db = sqlite3.connect(DB)
    try:
        return db.execute("SELECT count(*) FROM vet_entry").fetchone()[0]
    finally:
        db.close()


def fetch(url, *more, ca=CA, private=True):
    return grata("vet", "fetch", "--db", DB, "--list", "own", "--format", "csv", *(["--ca", ca] if ca else []),
                 *(["--private"] if private else []), *more, url)


def refused(name, url, want, *more, **how):
    code, text = fetch(url, *more, **how)
    tap(code == 2 and want in text and entries() == 0, name, f"exit {code}, {entries()} entries\n{text}")


certificate(CA, CA + ".key")
certificate(OTHER, OTHER + ".key")
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(CA, CA + ".key")
plain_port, port = serve(None), serve(tls)
at = f"https://localhost:{port}"
grata("init", "--db", DB, "--host", "GB", "--ministry", "M", "--zone", "Europe/London", "--admin", "a", "--name", "A")

refused("nothing but https", f"http://localhost:{plain_port}/own.csv", "say https://")
refused("no name or password in an address", f"https://me:secret@localhost:{port}/own.csv", "without a name or password")
refused("no file of this machine", "file:///etc/passwd", "say https://")
refused("no address of this machine unless that is allowed", at + "/own.csv", "an address of a private network", private=False)
refused("nor as a number", f"https://127.0.0.1:{port}/own.csv", "an address of a private network", private=False)
refused("nor as one of IPv6", f"https://[::ffff:127.0.0.1]:{port}/own.csv", "an address of a private network", private=False)
tap(not asked, "nobody was asked so far", asked)
refused("a certificate of another", at + "/own.csv", "certificate", ca=OTHER)
refused("a certificate that the system does not know", at + "/own.csv", "certificate", ca=None)
refused("a certificate for another name", f"https://127.0.0.1:{port}/own.csv", "certificate")
tap(not asked, "who cannot prove its name is told nothing", asked)
refused("a redirect to plain HTTP", at + "/plain", "rotocol")
refused("a redirect to a file", at + "/file", "rotocol")
refused("a redirect to another port", at + "/elsewhere", "another port")
refused("four redirects", at + "/moved/4", "redirects")
refused("an answer that says it is too long", at + "/said", "more than 67108864 bytes")
refused("an answer that goes on", at + "/endless", "more than 67108864 bytes")
refused("an answer that does not come", at + "/slow", "imeout", "--seconds", "2")
refused("an answer that breaks off", at + "/cut", "")
refused("an empty answer", at + "/empty", "it is empty")
refused("an answer that it is not there", at + "/absent", "the server answered 404")
refused("a page in place of a list", at + "/page", "")
code, text = grata("vet", "fetch", "--db", DB, "--list", "own", "--format", "csv", "--as", "a", "--private", "--ca", CA, at + "/own.csv")
tap(code == 2 and "without --as" in text and entries() == 0, "not in the name of an account", text)
asked.clear()
code, text = fetch(at + "/moved/3")
tap(code == 0 and "2 added" in text and entries() == 2, "three redirects, then the list", text)
tap(len(asked) == 4 and all(a[1].startswith("grata/") and not a[2] for a in asked), "who asks is said, and no compression is taken", asked)
code, text = fetch(at + "/own.csv")
tap(code == 0 and "still version 1" in text, "the same again is no new version", text)
print(f"# figure: {len(asked)} requests in all for two fetches")
shutil.rmtree(TMP)
plan()
