#!/usr/bin/env python3
"""docs/asvs.md names for each requirement a test or a document: each is there. A test that is named by its function has such a
function, a section its heading. Every requirement of levels 1 and 2 that applies is listed, where the project's list is at hand.
The counts are printed; what is not met is told, not hidden."""
import csv, os, re

from tap import plan, skip, tap

ROOT = os.environ["GRATA_ROOT"]
LIST = os.path.join(ROOT, "..", "shared", "data", "asvs", "grata_asvs_checklist.tsv")
ROW = re.compile(r"\| (V\d+\.\d+\.\d+) \| ([12]) \| (.+) \| (.+) \|")


def read(path):
    return open(os.path.join(ROOT, path), encoding="utf-8").read()


def trouble(evidence):
    """Why a named thing does not show anything; None when it is there."""
    m = re.fullmatch(r"`([^`]+)`(?::(\w+)|#(.+))?", evidence)
    if not m:
        return "is neither a file, nor a test in one, nor a section"
    path, test, section = m.groups()
    if not os.path.isfile(os.path.join(ROOT, path)):
        return "does not exist"
    text = read(path)
    if test and not re.search(rf"\bstatic void {test}\(void \*\*", text):
        return "has no such test"
    if test and len(re.findall(rf"\b{test}\b", text)) < 2:
        return "does not run that test"
    if section and not re.search(rf"^#+ {re.escape(section)}$", text, re.M):
        return "has no such section"
    if path.endswith(".t") and not os.access(os.path.join(ROOT, path), os.X_OK):
        return "is not run"
    return None


rows = [ROW.fullmatch(line).groups() if ROW.fullmatch(line) else (line, 0, "", "")
        for line in read("docs/asvs.md").splitlines() if line.startswith("| V") and line[3:4].isdigit()]
bad = [r[0] for r in rows if not r[1]]
tap(rows and not bad, "each row has number, level, how and what shows it", bad)
numbers = [r[0] for r in rows]
tap(len(numbers) == len(set(numbers)), "none stands twice", [n for n in numbers if numbers.count(n) > 1])
unmet = [r for r in rows if r[2].startswith("**not met**: ")]
met = [r for r in rows if r not in unmet]
tap(all(r[3] == "-" for r in unmet), "what is not met claims nothing", [r for r in unmet if r[3] != "-"])
wrong = []
named = set()
for number, _, _, evidence in met:
    found = re.split(r" (?=`)", evidence)
    named.update(found)
    wrong += [f"{number}: {e} {why}" for e in found if (why := trouble(e))]
tap(not wrong, f"the {len(named)} tests and documents are there", wrong)
if os.path.exists(LIST):
    with open(LIST, encoding="utf-8", newline="") as f:
        want = {r["req"]: r["level"] for r in csv.DictReader(f, delimiter="\t") if r["level"] in ("1", "2") and r["status"] == "applies"}
    have = {r[0]: r[1] for r in rows}
    tap(want == have, f"all {len(want)} that apply are listed, none more", sorted(set(want.items()) ^ set(have.items())))
else:
    skip("all that apply are listed", "the list of requirements is not at hand")
for level in "12":
    print(f"# figure: ASVS 5.0 level {level}: {sum(r[1] == level for r in met)} of {sum(r[1] == level for r in rows)} met")
print(f"# figure: not met: {' '.join(r[0] for r in unmet)}")
plan()
