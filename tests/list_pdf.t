#!/usr/bin/env python3
"""The Diplomatic List on paper, as pdftotext finds its lines: each page says whose staff stands on it, and the lines are
equally far apart in every script."""
import os, re, shutil, subprocess

from tap import plan, skip, tap

TMP, GRATA = os.environ["GRATA_TMP"], os.path.join(os.environ["GRATA_BUILD"], "grata")
DB, PDF = os.path.join(TMP, "list.db"), os.path.join(TMP, "list.pdf")
SCRIPTS = [("fr", "Exemple"), ("ar", "مُحَمَّد مثال"), ("he", "דוגמה לוי"), ("ru", "Примеров Иван"), ("zh", "例文 李"), ("hi", "उदाहरण कुमार")]
EACH = 70  # members of a mission: more than a page holds


def grata(*words):
    subprocess.run([GRATA, *words, "--db", DB, "--as", "protocol.officer"], check=True, capture_output=True)


def write(name, head, rows):
    path = os.path.join(TMP, name)
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(",".join(row) + "\n" for row in [head, *rows])
    return path


def make():
    subprocess.run([GRATA, "demo", "load", "--db", DB], check=True, stdout=subprocess.DEVNULL)
    who = [(m, i, f"P-{70000 + m * 100 + i}") for m in range(1, len(SCRIPTS) + 1) for i in range(EACH)]
    people = write("people.csv", ["ref", "mission", "family", "order", "native", "lang", "nationality", "source"],
                   [[ref, str(m), f"Invented{m}x{i}", "family_first", SCRIPTS[m - 1][1], SCRIPTS[m - 1][0], "FR", "invented"] for m, i, ref in who])
    posts = write("posts.csv", ["mission", "post_no", "title", "category", "rank", "created", "person", "from", "told"],
                  [[str(m), f"Z-{i}", "Attache", "diplomatic", str(i + 1), "", ref, "2020-01-01", "2020-01-02"] for m, i, ref in who])
    grata("person", "import", people)
    grata("mission", "import", posts)
    grata("list", "make", "June 2021")
    grata("list", "file", "2", "--out", PDF)


def pages():
    """Of each page its lines: (top in points, words)."""
    text = subprocess.run(["pdftotext", "-bbox", PDF, "-"], check=True, capture_output=True, text=True).stdout
    for page in text.split("<page ")[1:]:
        lines = {}
        for top, word in re.findall(r'<word xMin="[\d.]+" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</word>', page):
            lines.setdefault(round(float(top), 1), []).append(word)
        yield sorted(lines.items())


def main():
    make()
    found, unsaid, n_gone_on = list(pages()), [], 0
    for n, lines in enumerate(found[1:], 2):
        first = " ".join(lines[0][1])
        n_gone_on += first.endswith(", continued")
        if not first.endswith(", continued") and lines[0][1][0].startswith("Invented"):
            unsaid.append((n, first))
    tap(n_gone_on >= len(SCRIPTS) and not unsaid, "a page that begins amid a mission's staff says whose", (n_gone_on, unsaid))
    apart = {}
    for lines in found:
        names = [(top, words[0][8]) for top, words in lines if words[0].startswith("Invented")]
        for (top, m), (below, other) in zip(names, names[1:]):
            if m == other:
                apart.setdefault(SCRIPTS[int(m) - 1][0], set()).add(round(below - top, 1))
    every = set().union(*apart.values())
    tap(len(apart) == len(SCRIPTS) and max(every) - min(every) <= 0.2, "lines are equally far apart in every script", apart)
    print(f"# figure: {len(found)} pages, {n_gone_on} of them go on; lines are {max(every)} points apart")


if shutil.which("pdftotext"):
    main()
else:
    skip("the list on paper", "pdftotext (poppler-utils) is not here")
plan()
