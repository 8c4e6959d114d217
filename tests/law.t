#!/usr/bin/env python3
"""docs/law.md answers for every article of the two conventions that the register has to do with: each has a row that quotes it and
says whether it is enforced or explained. That the quotations are the treaty's words is tools/lawcheck.py's to prove. Prints TAP."""
import os, re, subprocess, sys

from tap import plan, tap

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The life of a post and of the people in it: consent, notification, size, order, status, conduct, end, reciprocity.
ARTICLES = {
    "VCDR": [*range(4, 15), *range(16, 20), 29, 31, 32, 37, 38, 39, *range(41, 48)],
    "VCCR": [4, 7, 8, *range(10, 14), 15, 16, *range(18, 28), 41, 43, 45, 53, 55, 57, *range(58, 69), 71, 72],
}


text = open(os.path.join(ROOT, "docs/law.md"), encoding="utf-8").read()
rows = re.findall(r"^\* (VCDR|VCCR) Art\. (\d+)\S*: \"[^\"]+\"\. \*\*(Enforced|Explained)\*\*: \S", text, re.M)
for law, articles in ARTICLES.items():
    missing = sorted(set(articles) - {int(n) for name, n, _ in rows if name == law})
    tap(not missing, f"{law}: each of {len(articles)} articles is enforced or explained", f"no row: {missing}")
begun = len(re.findall(r"^\* ", text, re.M))
tap(len(rows) == begun, "each row quotes its article and says which of the two", f"{len(rows)} of {begun}")
check = subprocess.run([sys.executable, os.path.join(ROOT, "tools/lawcheck.py")], cwd=ROOT, capture_output=True, text=True)
tap(check.returncode == 0, "each quotation is the treaty's", check.stdout + check.stderr)
print(f"# figure: {len(rows)} rows of the law, {sum(w == 'Enforced' for _, _, w in rows)} of them enforced")
plan()
