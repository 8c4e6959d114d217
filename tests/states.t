#!/usr/bin/env python3
"""states.tsv: complete, one row a code, and the facts that others lean on."""
import json, os

ROOT = os.environ.get("GRATA_ROOT", ".")
lines = open(os.path.join(ROOT, "build/dev/tools/states.tsv"), encoding="utf-8").read().splitlines()
head = lines[0].split("\t")
rows = [dict(zip(head, line.split("\t"))) for line in lines[1:]]
by = {r["alpha_3"]: r for r in rows}
iso = json.load(open("/usr/share/iso-codes/json/iso_3166-1.json", encoding="utf-8"))["3166-1"]
now = [r for r in rows if not r["to_year"]]


def fact(code, **want):
    return {k: by[code][k] for k in want} == want


checks = [
    ("every row has nine columns", all(len(line.split("\t")) == 9 for line in lines)),
    ("every code of ISO 3166-1 has its row", all(
        fact(c["alpha_3"], alpha_2=c["alpha_2"], numeric=c["numeric"], to_year="") for c in iso)),
    ("alpha-3 is unique, and alpha-2 among states in being", len(by) == len(rows)
        and len({r["alpha_2"] for r in now}) == len(now) == len(iso) + 1),
    ("196 states: 193 members of the United Nations, the Holy See, Palestine, Kosovo",
        sum(r["is_state"] == "1" for r in now) == 196),
    ("territories are none", all(by[c]["is_state"] == "0" for c in "GGY JEY HKG GRL TWN".split())),
    ("plain names beside official ones", fact("RUS", name="Russia", official_name="Russian Federation")
        and fact("GBR", name="United Kingdom") and fact("KOR", name="South Korea") and fact("VAT", name="Holy See")),
    ("no name is an inverted label", not any("," in r["name"] or "(" in r["name"] for r in rows if r["is_state"] == "1")),
    ("former states with years and successors", fact("SUN", alpha_2="SU", from_year="1922", to_year="1991", successor="RU")
        and fact("CSK", alpha_2="CS", to_year="1992", successor="CZ SK")
        and fact("SCG", alpha_2="CS", from_year="2003", successor="ME RS")
        and fact("DDR", alpha_2="DD", successor="DE") and by["YUG"]["alpha_2"] == "YU"),
    ("successors exist", all(s in {r["alpha_2"] for r in now} for r in rows for s in r["successor"].split())),
]
print(f"1..{len(checks)}")
for i, (name, good) in enumerate(checks, 1):
    print("ok" if good else "not ok", i, "-", name)
