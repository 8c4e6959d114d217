#!/usr/bin/env python3
"""Law is quoted word for word: checks each citation of the Vienna conventions against docs/law.

  tools/lawcheck.py [ROOT]              one line for each fault; ends with 1 when there is any
  tools/lawcheck.py --coverage [ROOT]   which articles the sources cite, how often, and where

A citation is `VCDR Art. 9` or `VCCR Art. 23(1)(a)`, and must name an article and paragraph that exist. A quotation is
a citation followed by a colon and the words between double quotes; they must stand in that article and paragraph.
White space and the curl of quotes and apostrophes do not matter; `...` leaves words out. A quotation may run over
several lines of a comment. Looks at src/ and docs/ (not at the treaties themselves)."""
import os, re, sys

LAW = {"VCDR": "docs/law/vcdr-1961.txt", "VCCR": "docs/law/vccr-1963.txt"}
CITE = re.compile(r'\b(VCDR|VCCR) Art\. (\d+)((?:\([0-9a-z]+\))*)(?:: \\?"((?:[^"\\]|\\[^"])*)\\?")?')
NEAR = re.compile(r'\b(?:VCDR|VCCR)\b[^"\n;]{0,24}: ?\\?"')  # looks like a quotation
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def plain(text):
    return " ".join(text.translate(STRAIGHT).split())


def articles(path):
    """Article number -> its lines."""
    found, lines = {}, []
    for line in open(path, encoding="utf-8"):
        m = re.fullmatch(r"Article (\d+)", line.strip())
        if m:
            lines = found.setdefault(int(m[1]), [])
        else:
            lines.append(line.strip())
    return found


def part(lines, marks):
    """The lines of paragraph (1), then (a) in it, ...; None when there is no such paragraph."""
    for mark in re.findall(r"\((\w+)\)", marks):
        head, like = (f"{mark}. ", r"\d+\. ") if mark.isdigit() else (f"({mark}) ", r"\([a-z]+\) ")
        starts = [i for i, line in enumerate(lines) if line.startswith(head)]
        if not starts:
            return None
        ends = [i for i in range(starts[0] + 1, len(lines)) if re.match(like, lines[i])]
        lines = lines[starts[0] : ends[0] if ends else len(lines)]
    return lines


def flow(text):
    """Text with comment marks and line ends as single spaces, and for each character its line."""
    out, at = [], []
    for i, line in enumerate(text.split("\n"), 1):
        line = re.sub(r"^\s*(?:/\*+|\*/|\*|//|--|>|#)?\s*", "", line).rstrip() + " "
        out.append(line)
        at += [i] * len(line)
    return "".join(out), at


def fault_of(law, m):
    convention, number, marks, quote = m[1], int(m[2]), m[3], m[4]
    if number not in law[convention]:
        return f"{convention} has no article {number}"
    lines = part(law[convention][number], marks)
    if lines is None:
        return f"{convention} Art. {number} has no paragraph {marks}"
    body, at = plain(" ".join(lines)), 0
    for piece in re.split(r"\[?(?:\.\.\.|…)\]?", plain(quote or "")):
        at = body.find(piece.strip(), at)
        if at < 0:
            return f"{convention} Art. {number}{marks} does not say: {piece.strip()}"
    return None


def sources(root):
    for top in ("src", "docs"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders[:] = sorted(f for f in folders if f != "law")
            for name in sorted(names):
                if name.endswith((".c", ".h", ".def", ".sql", ".html", ".md", ".txt")):
                    yield os.path.join(folder, name)


def main():
    words = [w for w in sys.argv[1:] if w != "--coverage"]
    root = words[0] if words else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    law = {name: articles(os.path.join(root, path)) for name, path in LAW.items()}
    n, cited = 0, {}
    for path in sources(root):
        text, at = flow(open(path, encoding="utf-8").read())
        rel = os.path.relpath(path, root)
        good = set()
        for m in CITE.finditer(text):
            if m[4] is not None:
                good.add(m.start())
            fault = fault_of(law, m)
            if fault:
                print(f"{rel}:{at[m.start()]}: {fault}")
                n += 1
            cited.setdefault((m[1], int(m[2])), []).append((f"{rel}:{at[m.start()]}", m[4] is not None))
        for m in NEAR.finditer(text):
            if m.start() not in good:
                print(f"{rel}:{at[m.start()]}: write a quotation of the treaty as: VCDR Art. 9(1): \"words\"")
                n += 1
    if "--coverage" in sys.argv:
        for name in LAW:
            with_quote = sum(any(q for _, q in v) for k, v in cited.items() if k[0] == name)
            print(f"{name}: {sum(k[0] == name for k in cited)} of {len(law[name])} articles cited, {with_quote} quoted")
        for (name, number), places in sorted(cited.items()):
            print(f"  {name} Art. {number:<3} {len(places):3} times, {sum(q for _, q in places):2} quoted  {places[0][0]}")
    return 1 if n else 0


sys.exit(main())
