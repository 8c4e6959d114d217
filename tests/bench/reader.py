#!/usr/bin/env python3
"""Sentences a second of `grata intake read` on one core, and one article. The news sentences are those of ../shared where
it is present, else our own; the time of an empty text (start, tables) is taken off, and shown. TABARI on the same
sentences: 19,000 a second, without counts, dates, quotes or spans."""
import csv, os, resource, subprocess, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NEWS = os.path.join(ROOT, "../shared/data/intake/PLV_train.tsv")
TIMES = 20


def cpu_s(path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(TIMES):
        subprocess.run([os.path.join(ROOT, "build/release/grata"), "intake", "read", "--published", "2020-06-20", path],
                       stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / TIMES


def main():
    if os.path.exists(NEWS):
        with open(NEWS, encoding="utf-8") as f:
            sentences = [row["sentence"] for row in csv.DictReader(f, delimiter="\t")]
    else:
        with open(os.path.join(ROOT, "tests/data/reader/open.tsv"), encoding="utf-8") as f:
            sentences = [line.split("\t")[2] for line in f if not line.startswith("#")] * 15
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as f, tempfile.NamedTemporaryFile() as empty:
        f.write("\n".join(sentences) + "\n")
        f.flush()
        start = cpu_s(empty.name)
        took = cpu_s(f.name) - start
        article = cpu_s(os.path.join(ROOT, "tests/corpus/reader/uk_ussr_1985.txt")) - start
    print(f"reader: {len(sentences) / took:,.0f} sentences/s ({len(sentences)} sentences; TABARI 19,000), "
          f"an article {max(article, 0) * 1000:.1f} ms, start and tables {start * 1000:.1f} ms")


main()
