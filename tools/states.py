#!/usr/bin/env python3
"""Writes states.tsv: every state and territory of ISO 3166-1, Kosovo, and the former states of ISO 3166-3.

  states.py OUT.tsv ISO_3166-1.json ISO_3166-3.json CLDR_EN.xml FACTS.tsv NOT_STATES.txt

One row each, tab separated, with a header: alpha_2 alpha_3 numeric name official_name from_year to_year successor
is_state. alpha_3 is the key (CS was Czechoslovakia, then Serbia and Montenegro). Years are empty where no row of
this table came before or after; successor is one or more alpha_2 separated by spaces. Codes and official names are
Debian's iso-codes, names CLDR's English ones, the rest state_facts.tsv. A code that is in none of the lists, or a
former state without facts, ends the build."""
import json, sys, xml.etree.ElementTree as ET

HEADER = "alpha_2 alpha_3 numeric name official_name from_year to_year successor is_state".split()


def cldr_names(path):
    names = {}
    for t in ET.parse(path).getroot().iter("territory"):
        if t.text and not t.get("alt"):
            names[t.get("type")] = t.text.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")
    return names


def rows_of(path, width):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            cells = line.rstrip("\n").split("\t" if width > 2 else " ", width - 1)
            if len(cells) != width:
                sys.exit(f"{path}: this line has not {width} columns: {line}")
            yield cells


def load(path, number):
    with open(path, encoding="utf-8") as f:
        return json.load(f)[number]


def main(out, iso_1, iso_3, cldr, facts, not_states):
    names = cldr_names(cldr)
    known = {c[0]: [x if x != "-" else "" for x in c[1:]] for c in rows_of(facts, 6)}
    others = {c[0] for c in rows_of(not_states, 2)}
    rows, codes = [], set()
    now = load(iso_1, "3166-1") + [{"alpha_2": "XK", "alpha_3": "XKX", "numeric": "", "name": "Kosovo"}]
    former = [r for r in load(iso_3, "3166-3") if r["alpha_3"] in known]
    for r in now + former:
        a3 = r["alpha_3"]
        codes.add(a3)
        since, until, successor, name, official = known.get(a3, [""] * 5)
        if r in former and not (since and until and successor):
            sys.exit(f"{facts}: the former state {a3} needs both years and a successor")
        name = name or names.get(r["alpha_2"]) or r["name"]
        plain = "" if "," in r["name"] or "(" in r["name"] else r["name"]
        official = official or r.get("official_name", "").removeprefix("the ") or plain or name
        rows.append([r["alpha_2"], a3, r.get("numeric", ""), name, official, since, until, successor,
                     "0" if a3 in others else "1"])
    for code in set(known) | others:
        if code not in codes:
            sys.exit(f"{code} is in no ISO list")
    with open(out, "w", encoding="utf-8") as f:
        for row in [HEADER] + sorted(rows, key=lambda r: (r[6] != "", r[0], r[1])):
            f.write("\t".join(row) + "\n")


main(*sys.argv[1:])
