#!/usr/bin/env python3
"""A disk that fills up under a running server: deeds get a clear answer (507), pages are read on, and when there is room again
deeds go on without a restart. A read-only disk is refused with a sentence. Nothing acknowledged is lost and the log verifies. Needs root (tmpfs)."""
import http.client, os, re, subprocess, sys, tempfile, urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRATA = os.path.join(ROOT, os.environ.get("GRATA_BUILD", "build/release"), "grata")


def mount(*words):
    return subprocess.run(["mount", *words], capture_output=True).returncode == 0


class Browser:
    def __init__(self, port):
        self.port, self.cookie = port, None

    def ask(self, method, path, form=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = urllib.parse.urlencode(form) if form else None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        c.request(method, path, body, headers)
        r = c.getresponse()
        text = r.read().decode()
        new = r.getheader("Set-Cookie")
        if new:
            self.cookie = new.split(";")[0]
        return r.status, text

    def sign_in(self):
        """A deed: a session row and a leaf."""
        _, text = self.ask("GET", "/sign-in")
        csrf = re.search(r'name="csrf" value="([^"]+)"', text)[1]
        return self.ask("POST", "/sign-in/demo", {"csrf": csrf, "login": "visa.officer"})


def leaves(db):
    text = subprocess.run([GRATA, "audit", "verify", "--db", db], capture_output=True, text=True)
    assert text.returncode == 0, text.stdout + text.stderr
    return int(re.search(r"([\d,]+) leaves", text.stdout)[1].replace(",", ""))


def main():
    folder = tempfile.mkdtemp(prefix="grata-disk-")
    if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", folder):
        print("disk: not tried: mounting a small file system needs root")
        return 0
    db = folder + "/r.db"
    subprocess.run([GRATA, "demo", "load", "--db", db], check=True, stdout=subprocess.DEVNULL)
    before = leaves(db)
    p = subprocess.Popen([GRATA, "serve", "--db", db, "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    port = int(re.search(r"port (\d+)", p.stdout.readline())[1])
    wrong, done = [], 0

    def expect(what, got, want):
        if got not in want:
            wrong.append(f"{what}: {got}, not {want}")

    try:
        reader = Browser(port)
        expect("signing in", reader.sign_in()[0], (303,))
        done += 1
        try:
            open(folder + "/ballast", "wb").write(b"x" * (64 << 20))
        except OSError:
            pass
        answers = [Browser(port).sign_in() for _ in range(400)]
        refused = [a for a in answers if a[0] != 303]
        done += len(answers) - len(refused)
        expect("full: a deed is refused", bool(refused), (True,))
        expect("full: the answer to a deed", {a[0] for a in refused}, ({507},))
        expect("full: the page says so", bool(refused) and "disk is full" in refused[-1][1], (True,))
        expect("full: reading", reader.ask("GET", "/visas")[0], (200,))
        os.unlink(folder + "/ballast")
        again = Browser(port).sign_in()[0]
        expect("full: afterwards", again, (303,))
        done += again == 303
        print(f"disk full: {len(answers) - len(refused)} deeds done, {len(refused)} refused with 507, pages read meanwhile, deeds again afterwards "
              "without a restart")
        p.terminate()
        p.wait()
        expect("read-only: the mount", mount("-o", "remount,ro", folder), (True,))
        for words in (["serve", "--listen", "127.0.0.1:0"], ["visa", "backlog", "--state", "RU"]):
            q = subprocess.run([GRATA, *words, "--db", db], capture_output=True, text=True, timeout=60)
            expect(f"read-only: {words[0]}", q.returncode in (9, 10) and "grata: " in q.stderr, (True,))
            print(f"disk read-only: grata {words[0]}: {q.stderr.strip().splitlines()[-1]}")
        mount("-o", "remount,rw", folder)
        expect("leaves", leaves(db) - before, (done,))
    finally:
        p.kill()
        p.wait()
        mount("-o", "remount,rw", folder)
        subprocess.run(["umount", folder])
        os.rmdir(folder)
    for line in wrong:
        print("disk: " + line)
    return 1 if wrong else 0


sys.exit(main())
