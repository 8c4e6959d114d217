#!/usr/bin/env python3
"""The register of a large host: 200,000 members in the missions of all states, 80,000 of them on the Diplomatic List. How long
importing them takes, the server time of the pages that show them, and the PDF of a list of 4,000 names."""
import os, random, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RELEASE = os.path.join(ROOT, "build/release")
MEMBERS, IN_FILE, LISTED = 200_000, 100_000, 4_000
CATEGORIES = ["diplomatic"] * 4 + ["admin_technical"] * 4 + ["service"] * 2
TITLES = ["Attache", "Clerk", "Counsellor", "Third Secretary", "Driver"]
SYLLABLES = ["ka", "ro", "mi", "to", "ne", "sha", "li", "vo", "du", "be", "san", "ter", "gor", "vel", "min", "rad", "os", "en", "ul", "ip"]
PAGES = [  # name, path, target in ms
    ("list of missions", "/missions", "< 5"), ("mission page, 1,000 members", "/missions/5", "< 5"),
    ("search for a name", "/search q=karo", "< 20"), ("search for a state", "/search q=france", "< 20"),
    ("member page", "/people/5000", "< 5"), ("Diplomatic List", "/list", "< 5"), ("order of precedence", "/list/precedence", "< 5"),
]


def figure(name, value, unit, target=""):
    print("\t".join(["figure", name, f"{value:.4g}", unit, "", "", target]), flush=True)


def grata(db, *words):
    start = time.monotonic()
    p = subprocess.run([RELEASE + "/grata", *words, "--db", db, "--as", "protocol.officer"], capture_output=True, text=True)
    assert p.returncode == 0, p.stdout[-300:] + p.stderr[-300:]
    return time.monotonic() - start


def files(folder, members, missions, only=None):
    """Pairs of files, of people and of their posts, that belong together."""
    dice = random.Random(7)
    for first in range(0, members, IN_FILE):
        people, posts = f"{folder}/people{first}.csv", f"{folder}/posts{first}.csv"
        with open(people, "w") as f, open(posts, "w") as g:
            f.write("ref,mission,family,given,order,nationality,source\n")
            g.write("mission,post_no,title,category,rank,created,person,from,told\n")
            for i in range(first, min(first + IN_FILE, members)):
                mission, ref = 1 + i % missions, f"P-{700_000 + i}"
                name = "".join(dice.choice(SYLLABLES) for _ in range(4)).capitalize()
                f.write(f"{ref},{mission},{name},{dice.choice(SYLLABLES).capitalize()} Ann,family_first,FR,invented\n")
                g.write(f"{mission},Z-{i // missions:04d},{dice.choice(TITLES)},{only or dice.choice(CATEGORIES)},{100 + i // missions},,"
                        f"{ref},2020-01-01,2020-01-02\n")
        yield people, posts


def pages(db):
    text = subprocess.run([RELEASE + "/bench_register", db, "protocol.officer", *[path for _, path, _ in PAGES]], check=True,
                          capture_output=True, text=True).stdout
    for (name, _, target), line in zip(PAGES, text.splitlines()):
        _, first, median, size = line.split("\t")
        figure(f"server time of the {name}", float(median) / 1e3, "ms", target)
        figure(f"server time of the {name} after a row has changed", float(first) / 1e3, "ms")
        figure(f"{name}", float(size), "bytes")


def main():
    with tempfile.TemporaryDirectory(prefix="grata-bench-", dir="/dev/shm") as tmp:
        small, db = tmp + "/small.db", tmp + "/large.db"
        for path in (small, db):
            subprocess.run([RELEASE + "/grata", "demo", "load", "--db", path], check=True, stdout=subprocess.DEVNULL)
        took = [(grata(db, "person", "import", people), grata(db, "mission", "import", posts)) for people, posts in files(tmp, MEMBERS, 196)]
        figure(f"import of {IN_FILE:,} people", took[0][0], "s", "< 20")
        figure(f"import of {IN_FILE:,} posts with who serves in them", took[0][1], "s", "< 20")
        pages(db)
        for people, posts in files(tmp, LISTED, 196, "diplomatic"):
            grata(small, "person", "import", people)
            grata(small, "mission", "import", posts)
        grata(small, "list", "make", "June 2021")
        took = min(grata(small, "list", "file", "2", "--out", tmp + "/l.pdf") for _ in range(3))
        figure(f"PDF of a Diplomatic List of {LISTED:,} names, start of the program included", took, "s", "< 1")
        figure("its size", os.path.getsize(tmp + "/l.pdf"), "bytes")


main()
