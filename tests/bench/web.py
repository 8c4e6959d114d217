#!/usr/bin/env python3
"""The web layer beside the bare library: requests a second for a page that says `ok`, three rounds taken in turn so that what
else the machine does hits all alike. wrk is the client, on the same processors."""
import re, subprocess

KINDS = [("keep", "libmicrohttpd alone, connections kept"), ("close", "libmicrohttpd alone, one request a connection"),
         ("site", "our site: gate, strict head, router, headers")]
servers = {k: subprocess.Popen(["build/release/bench_http", k], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for k, _ in KINDS}
ports = {k: int(p.stdout.readline()) for k, p in servers.items()}
found = {k: [] for k, _ in KINDS}
for _ in range(3):
    for k in found:
        text = subprocess.run(["wrk", "-t1", "-c32", "-d3", "--latency", f"http://127.0.0.1:{ports[k]}/"], capture_output=True, text=True).stdout
        found[k].append((float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), re.search(r"99%\s+(\S+)", text)[1]))
for p in servers.values():
    p.stdin.close()
    p.wait()
best = {k: max(v) for k, v in found.items()}
for k, says in KINDS:
    print(f"http: {says:46} {best[k][0]:9.0f} /s  p99 {best[k][1]:>8}  {best[k][0] / best['close'][0]:.2f} of one request a connection")
print("\t".join(["figure", "a page that says ok, beside the library alone", f"{best['site'][0]:.0f}", "/s", f"{best['close'][0]:.0f}",
                 f"{best['site'][0] / best['close'][0]:.2f}", ""]))
print("\t".join(["figure", "the same beside connections that are kept", f"{best['site'][0]:.0f}", "/s", f"{best['keep'][0]:.0f}",
                 f"{best['site'][0] / best['keep'][0]:.2f}", ""]))
