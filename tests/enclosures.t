#!/usr/bin/env python3
"""What is attached to a note is printed behind it: pictures upright on a page each, a PDF by its name and hash; the same note
gives the same bytes; who may read the note but none of its attachments gets it without them."""
import hashlib, os, re, subprocess, zipfile

from tap import plan, tap

ROOT, TMP, BUILD = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"], os.environ["GRATA_BUILD"]
GRATA, DB = os.path.join(BUILD, "grata"), os.path.join(TMP, "enclosures.db")
DATA = os.path.join(ROOT, "tests/data/attachment")


def grata(*words, user="protocol.officer"):
    env = dict(os.environ, GRATA_NOW="2021-06-21T09:00:00Z", TZ="UTC")
    return subprocess.run([GRATA, *words, "--db", DB, "--as", user], capture_output=True, text=True, env=env)


def out(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def paper(name, form="pdf", user="protocol.officer"):
    path = os.path.join(TMP, name)
    p = grata("note", "paper", note, "--form", form, "--out", path, user=user)
    assert p.returncode == 0, p
    return path


subprocess.run([GRATA, "demo", "load", "--db", DB], check=True, stdout=subprocess.DEVNULL)
p = grata("note", "draft", "--mission", "195", "--template", "free", "--lang", "fr", "subject=Papers", "text=Papers are enclosed.")
note = re.search(r"N-\d+", p.stdout)[0]
number = out("sqlite3", DB, f"SELECT id FROM note WHERE ref = '{note}'").strip()
alone = paper("alone.pdf")
pages = int(re.search(r"Pages:\s+(\d+)", out("pdfinfo", alone))[1])
for file, title in (("turned/6.jpg", "A photograph on its side"), ("page.pdf", "A page"), ("page.png", "The passport"), ("nonsense.jpg", "Broken within")):
    p = grata("attachment", "add", os.path.join(DATA, file), "--of", "note", "--record", number, "--title", title)
    tap(p.returncode == 0, f"{file} is attached", p)
whole = paper("whole.pdf")
text = " ".join(out("pdftotext", whole, "-").split())
tap(int(re.search(r"Pages:\s+(\d+)", out("pdfinfo", whole))[1]) == pages + 4, "each has a page behind the note", out("pdfinfo", whole))
wanted = [f"Annexe {i}: {t}" for i, t in enumerate(("A photograph on its side", "A page", "The passport", "Broken within"), 1)]
tap(all(w in text for w in wanted), "with its number and title in the note's language", text)
digest = hashlib.sha256(open(os.path.join(DATA, "page.pdf"), "rb").read()).hexdigest()
tap("fichier séparé" in text and digest in text.replace(" ", ""), "a PDF is named with its hash", text)
images = [line.split() for line in out("pdfimages", "-list", whole).splitlines()[2:]]
tap(any(i[3:5] == ["48", "32"] for i in images), "the photograph stands upright: 48 wide and 32 high", images)
tap({i[0] for i in images} >= {str(pages + 1), str(pages + 3)}, "pictures are on their own pages", images)
tap(open(whole, "rb").read() == open(paper("again.pdf"), "rb").read(), "the same note gives the same bytes")
odt = zipfile.ZipFile(paper("whole.odt", "odt")).read("content.xml").decode()
tap(all(w in odt for w in wanted), "to be edited it says what belongs to it", odt[-800:])
p = grata("note", "paper", note, "--out", os.path.join(TMP, "auditor.pdf"), user="auditor")
tap(p.returncode == 0 and "Annexe" not in out("pdftotext", os.path.join(TMP, "auditor.pdf"), "-"), "an auditor, who sees no attachment, gets the note alone", p)
plan()
