#!/usr/bin/env python3
"""10,000 slow connections held, in their heads and then in their bodies: what each costs, and what others still get.
Prints figures and ends with 1 when one costs more than 40 KB, one is dropped, or the 99th percentile of others more than doubles
(the median of three looks before and three meanwhile). A head that is not whole stays in the kernel (src/web/listen.c), so the
kernel's memory counts too; it is that of both ends, and of whatever else the machine does.

  slow_connections.py [SECONDS]    how long each look at the others takes, 4 unless told"""
import re, resource, socket, statistics, subprocess, sys, time

MAX_KB = 40
want = 10000
look = sys.argv[1] if len(sys.argv) > 1 else "4"
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
n = min(want, hard - 600)
HEADS = {"head": b"GET / HTTP/1.1\r\nHost: g\r\nX: ",
         "body": b"POST / HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n" + b"a" * 100}


def rss_kb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1])


def kernel_kb():
    return int(re.search(r"Slab:\s+(\d+)", open("/proc/meminfo").read())[1])


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": .001, "ms": 1, "s": 1000}[unit]


def others(port):
    """Requests a second and 99th percentile in ms, the medians of three looks; whether every answer was good."""
    looks = [one_look(port) for _ in range(3)]
    return statistics.median(x[0] for x in looks), statistics.median(x[1] for x in looks), all(x[2] for x in looks)


def one_look(port):
    text = subprocess.run(["wrk", "-t1", "-c8", f"-d{look}", "--latency", f"http://127.0.0.1:{port}/"], capture_output=True, text=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), milliseconds(re.search(r"99%\s+(\S+)", text)[1]), "Non-2xx" not in text and "Socket errors" not in text


bad = 0
for where, first in HEADS.items():
    server = subprocess.Popen(["build/release/bench_http", "site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    rate, p99, _ = others(port)
    before, kernel, held = rss_kb(server.pid), kernel_kb(), []
    for _ in range(n):
        s = socket.create_connection(("127.0.0.1", port))
        s.sendall(first)
        held.append(s)
    time.sleep(1)
    each, in_kernel = (rss_kb(server.pid) - before) / n, (kernel_kb() - kernel) / n
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
    print(f"slow connections: {alive} of {n} held in the {where}, {each:.1f} KB each in the server and {in_kernel:.1f} KB in the kernel "
          f"(limit {MAX_KB}); others {rate:.0f} /s p99 {p99:.2f} ms before, {rate_then:.0f} /s p99 {p99_then:.2f} ms meanwhile, "
          f"{p99_then / p99:.2f} times (limit 2)")
    bad += each + in_kernel > MAX_KB or alive != n or not fine or p99_then > 2 * p99
    for s in held:
        s.close()
    server.stdin.close()
    server.wait()
sys.exit(1 if bad else 0)
