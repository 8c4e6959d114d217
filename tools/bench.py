#!/usr/bin/env python3
"""make bench: runs tests/bench/*, gathers their figures, compares them with the last run and keeps them.

A bench is an executable in tests/bench. It may print anything; lines "figure NAME VALUE UNIT OTHER RATIO TARGET", with tabs
between, are gathered: OTHER is the peer's value in the same run, RATIO ours to it. They go to bench/last.tsv, and as a table with
day and machine into docs/performance.md.

  tools/bench.py           all of them
  tools/bench.py pages     those whose name has the word; the figures of the others stay"""
import os, platform, re, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LAST, PAGE = os.path.join(ROOT, "bench/last.tsv"), os.path.join(ROOT, "docs/performance.md")
COLUMNS = ["bench", "figure", "value", "unit", "beside", "ratio", "target", "day"]
BEGIN, END = "<!-- figures: make bench writes what stands between these two lines -->", "<!-- end of figures -->"


def machine():
    cpu = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    ram = int(re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read())[1]) / 1024 ** 2
    return f"{os.cpu_count()} processors, {cpu[1] if cpu else platform.machine()}, {ram:.0f} GB, Linux {platform.release()}, load {os.getloadavg()[0]:.1f} at the start"


def read_last():
    if not os.path.exists(LAST):
        return {}
    with open(LAST, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")][1:]
    return {(r[0], r[1]): r for r in rows}


def run(path, day):
    name, found = os.path.basename(path).split(".")[0], []
    print(f"== {name}", flush=True)
    p = subprocess.Popen([path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    for line in p.stdout:
        words = line.rstrip("\n").split("\t")
        if words[0] == "figure" and len(words) == 7:
            found.append([name, *words[1:], day])
        else:
            print("   " + line.rstrip("\n"), flush=True)
    return found, p.wait()


def show(rows, before):
    width = max(len(r[1]) for r in rows)
    print(f"\n{'':{width}} {'ours':>10} {'':6} {'beside':>10} {'ratio':>6} {'target':>8} {'last time':>10}")
    for r in rows:
        was = before.get((r[0], r[1]))
        then = (was[5] or was[2]) if was else "new"
        print(f"{r[1]:{width}} {r[2]:>10} {r[3]:6} {r[4]:>10} {r[5]:>6} {r[6]:>8} {then:>10}")


def write_page(rows, where):
    table = ["", f"Measured on {where}.", "", "| figure | ours | | beside | ratio | target | day |", "|---|--:|---|--:|--:|--:|---|"]
    table += [f"| {r[1]} | {r[2]} | {r[3]} | {r[4]} | {r[5]} | {r[6].replace('<', '&lt;').replace('>', '&gt;')} | {r[7]} |" for r in rows]
    with open(PAGE, encoding="utf-8") as f:
        text = f.read()
    head, rest = text.split(BEGIN)
    with open(PAGE, "w", encoding="utf-8") as f:
        f.write(head + BEGIN + "\n".join(table) + "\n\n" + END + rest.split(END)[1])


def main():
    where, day, before, bad = machine(), time.strftime("%Y-%m-%d"), read_last(), []
    folder = os.path.join(ROOT, "tests/bench")
    rows = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK) and all(w in name for w in sys.argv[1:]):
            found, code = run(path, day)
            rows += found
            bad += [name] if code else []
    if not rows:
        return 1
    show(rows, before)
    now = {**before, **{(r[0], r[1]): r for r in rows}}
    kept = rows + [r for k, r in now.items() if k[0] not in {x[0] for x in rows}]
    kept.sort(key=lambda r: r[0])
    os.makedirs(os.path.dirname(LAST), exist_ok=True)
    with open(LAST, "w", encoding="utf-8") as f:
        f.write(f"# {where}\n" + "\t".join(COLUMNS) + "\n" + "".join("\t".join(r) + "\n" for r in kept))
    write_page(kept, where)
    for name in bad:
        print(f"{name} ended with an error")
    return 1 if bad else 0


sys.exit(main())
