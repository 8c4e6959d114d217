#!/usr/bin/env python3
"""Single sign-on over a real unix socket: the kernel says who is at the other end."""
import os, re, socket, subprocess, time

from tap import plan, tap

GRATA = os.path.join(os.environ.get("GRATA_BUILD", "build/dev"), "grata")
TMP = os.environ.get("GRATA_TMP", "/tmp")
DB, SOCKET = os.path.join(TMP, "sign_on.db"), os.path.join(TMP, "s")


def grata(*words, text=""):
    return subprocess.run([GRATA, *words, "--db", DB], input=text, capture_output=True, text=True)


def ask(user, method="GET", target="/sign-in", cookie="", body=None):
    s = socket.socket(socket.AF_UNIX)
    s.connect(SOCKET)
    head = f"{method} {target} HTTP/1.1\r\nHost: grata\r\n"
    head += f"X-Remote-User: {user}\r\n" if user else ""
    head += f"Cookie: grata={cookie}\r\n" if cookie else ""
    if body is not None:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    s.sendall((head + "\r\n" + (body or "")).encode())
    got = b""
    while piece := s.recv(65536):
        got += piece
    return got.decode("utf-8", "replace")


def serve(uid, listen):
    p = subprocess.Popen([GRATA, "serve", "--db", DB, "--listen", listen, "--sign-on-uid", uid],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    p.stdout.readline()
    return p


def stop(p):
    p.terminate()
    return p.wait(30)


grata("init", "--host", "GB", "--ministry", "M", "--zone", "Europe/London", "--admin", "ada", "--name", "Ada")
me = os.getuid()
p = serve(str(me), "unix:" + SOCKET)
page = ask("ada")
tap("Go on as Ada" in page, "whom the proxy of this user names may go on", page)
tap("Go on as" not in ask(None), "not without a name")
cookie = re.search(r"grata=([^;]+)", page)[1]
csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
answer = ask("ada", "POST", "/sign-in/proxy", cookie, "csrf=" + csrf)
mine = re.search(r"grata=([^;]+)", answer)
tap(answer.startswith("HTTP/1.1 303") and mine and mine[1] != cookie, "and has a session of its own", answer)
tap("HTTP/1.1 200" in ask("ada", target="/me", cookie=mine[1])[:20], "which is good with the word of the proxy")
tap("HTTP/1.1 401" in ask(None, target="/me", cookie=mine[1])[:20], "and not without")
twice = ask("ada\r\nX-Remote-User: bob")
tap(twice.startswith("HTTP/1.1 400"), "two names are none", twice)
stop(p)
p = serve(str(me + 1), "unix:" + SOCKET)
tap("Go on as" not in ask("ada"), "a program of another user names nobody")
tap("HTTP/1.1 401" in ask("ada", target="/me", cookie=mine[1])[:20], "nor is a session of before any good")
stop(p)
p = subprocess.run([GRATA, "serve", "--db", DB, "--listen", "127.0.0.1:0", "--sign-on-uid", str(me)], capture_output=True, text=True, timeout=60)
tap(p.returncode == 2 and "listen = unix:" in p.stderr, "over TCP it does not start", p)
p = subprocess.run([GRATA, "serve", "--db", DB, "--listen", "unix:" + SOCKET, "--sign-on-uid", "root"], capture_output=True, text=True, timeout=60)
tap(p.returncode == 2 and "no number of a user" in p.stderr, "a name is no number", p)
plan()
