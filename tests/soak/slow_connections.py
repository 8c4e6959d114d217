#!/usr/bin/env python3
"""10,000 slow connections held, in their heads and then in their bodies: what each costs, and what others still get.
Prints figures and ends with 1 when one costs more than 40 KB, one is dropped, or others wait."""
import re, resource, socket, subprocess, sys, time

MAX_KB = 40
want = 10000
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
n = min(want, hard - 600)
HEADS = {"head": b"GET / HTTP/1.1\r\nHost: g\r\nX: ",
         "body": b"POST / HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n" + b"a" * 100}


def rss_kb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1])


def others(port):
    text = subprocess.run(["wrk", "-t1", "-c8", "-d4", "--latency", f"http://127.0.0.1:{port}/"], capture_output=True, text=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), re.search(r"99%\s+(\S+)", text)[1], "Non-2xx" not in text and "Socket errors" not in text


bad = 0
for where, first in HEADS.items():
    server = subprocess.Popen(["build/release/bench_http", "site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    rate, p99, _ = others(port)
    before, held = rss_kb(server.pid), []
    for _ in range(n):
        s = socket.create_connection(("127.0.0.1", port))
        s.sendall(first)
        held.append(s)
    time.sleep(1)
    each = (rss_kb(server.pid) - before) / n
    rate_then, p99_then, fine = others(port)
    alive = 0
    for s in held:
        s.setblocking(False)
        try:
            s.recv(1)
        except BlockingIOError:
            alive += 1
        except OSError:
            pass
    print(f"slow connections: {alive} of {n} held in the {where}, {each:.1f} KB each (limit {MAX_KB}); "
          f"others {rate:.0f} /s p99 {p99} before, {rate_then:.0f} /s p99 {p99_then} meanwhile")
    bad += each > MAX_KB or alive != n or not fine or rate_then < 2000
    for s in held:
        s.close()
    server.stdin.close()
    server.wait()
sys.exit(1 if bad else 0)
