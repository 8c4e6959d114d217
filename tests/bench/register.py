#!/usr/bin/env python3
"""The register of a large host: 200,000 members in the missions of all states, 80,000 of them on the Diplomatic List. How long
importing them takes, the server time of the pages that show them, and the PDF of a list of 4,000 names."""
import os, random, shutil, statistics, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RELEASE = os.path.join(ROOT, "build/release")
MEMBERS, IN_FILE, LISTED = 200_000, 100_000, 4_000
CATEGORIES = ["diplomatic"] * 4 + ["admin_technical"] * 4 + ["service"] * 2
TITLES = ["Attache", "Clerk", "Counsellor", "Third Secretary", "Driver"]
SYLLABLES = ["ka", "ro", "mi", "to", "ne", "sha", "li", "vo", "du", "be", "san", "ter", "gor", "vel", "min", "rad", "os", "en", "ul", "ip"]
NATIVE = [  # syllables of names that stand beside the Latin ones, and their language
    ("ка ро ми то не ша ли во ду бе", "ru"), ("κα ρο μι το νε λι βο δου", "el"), ("كا رو مي تو نا لي دو با", "ar"),
    ("קא רו מי טו נה לי דו בה", "he"), ("კა რო მი ტო ნე ლი დუ ბე", "ka"), ("կա րո մի տո նե լի դու բե", "hy"),
    ("का रो मि तो ने लि दु बे", "hi"), ("กา โร มี โต เน ลี ดู เบ", "th"), ("가 로 미 토 네 리 두 베", "ko"),
    ("王 李 张 刘 陈 杨 赵 黄", "zh"), ("か ろ み と ね り ず べ", "ja"), ("kã rõ mĩ tø ňę łį đű bė", "lv"),
]
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


def in_script(dice, native, i):
    """One name in the i-th of the scripts, with its language; of none, nothing."""
    if not native:
        return ","
    syllables, lang = native[i % len(native)]
    return "".join(dice.choice(syllables.split()) for _ in range(4)) + "," + lang


def files(folder, members, missions, only=None, native=None):
    """Pairs of files, of people and of their posts, that belong together; `native`: the names stand in these scripts, too."""
    dice = random.Random(7)
    for first in range(0, members, IN_FILE):
        people, posts = f"{folder}/people{first}.csv", f"{folder}/posts{first}.csv"
        with open(people, "w") as f, open(posts, "w") as g:
            f.write("ref,mission,family,given,order,nationality,source,native,lang\n")
            g.write("mission,post_no,title,category,rank,created,person,from,told\n")
            for i in range(first, min(first + IN_FILE, members)):
                mission, ref = 1 + i % missions, f"P-{700_000 + i}"
                name = "".join(dice.choice(SYLLABLES) for _ in range(4)).capitalize()
                f.write(f"{ref},{mission},{name},{dice.choice(SYLLABLES).capitalize()} Ann,family_first,FR,invented,{in_script(dice, native, i)}\n")
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
        for name, native in (("", None), (" in twelve scripts", NATIVE)):
            listed = tmp + "/listed.db"
            shutil.copy(small, listed)
            for people, posts in files(tmp, LISTED, 196, "diplomatic", native):
                grata(listed, "person", "import", people)
                grata(listed, "mission", "import", posts)
            grata(listed, "list", "make", "June 2021")
            took = statistics.median(grata(listed, "list", "file", "2", "--out", tmp + "/l.pdf") for _ in range(5))
            figure(f"PDF of a Diplomatic List of {LISTED:,} names{name}, start of the program included", took, "s", "< 1")
            figure("its size", os.path.getsize(tmp + "/l.pdf"), "bytes")


main()
