#!/usr/bin/env python3
"""Who may include whom: checks every #include "..." of src/ against src/layers.txt.

  tools/layers.py [ROOT]

A folder may include its own headers and those of the folders above it in the list; of another feature (a folder
below the line `# features:`) only the front door FEATURE/FEATURE.h. Generated headers have no folder: schema.h, and
NAME.sql.h or NAME.html.h beside whose source the file stands, or NAME.html.h of a shared folder above. A folder whose comment begins with `pure:` is
an engine without database, HTTP and clock: it may include only base and other pure folders. Prints one line for
each fault and ends with 1 when there is any."""
import os, re, sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def read_layers(path):
    """folder -> place in the list; the set of features; the set of pure folders."""
    order, features, pure, below = {}, set(), set(), False
    for line in open(path, encoding="utf-8"):
        folder, _, comment = line.partition("#")
        folder, comment = folder.strip(), comment.strip()
        below = below or comment == "features:"
        if folder:
            order[folder] = len(order)
            if below:
                features.add(folder)
            if comment.startswith("pure:"):
                pure.add(folder)
    return order, features, pure


def fault_of(own, target, is_test, order, features, pure):
    """What is wrong with a file of folder `own` including `target`, or None. Tests share the headers of tests/."""
    if "/" not in target:
        is_shared = is_test and os.path.exists(os.path.join(ROOT, "tests", target))
        above = [f for f in order if order[f] < order[own] and f not in features and target.endswith(".html.h")]
        is_made = target == "schema.h" or any(
            os.path.exists(os.path.join(ROOT, "src", f, target[:-2])) for f in [own, *above])
        return None if is_shared or is_made else 'write the include as "folder/file.h"'
    folder = target.split("/")[0]
    if folder == own:
        return None
    if folder not in order:
        return f"{folder} is not in src/layers.txt"
    if order[folder] > order[own]:
        return f"{own} stands below {folder} in src/layers.txt and may not know it"
    if folder in features and target != f"{folder}/{folder}.h":
        return f"of {folder} only its front door {folder}/{folder}.h may be included"
    if own in pure and folder != "base" and folder not in pure:
        return f"{own} is pure and may include only base and pure folders"
    return None


def main():
    src, n = os.path.join(ROOT, "src"), 0
    order, features, pure = read_layers(os.path.join(src, "layers.txt"))
    for folder, _, names in sorted(os.walk(src)):
        own = os.path.relpath(folder, src).split(os.sep)[0]
        for name in sorted(names):
            if not name.endswith((".c", ".h", ".def")):
                continue
            path = os.path.join(folder, name)
            if own not in order:
                print(f"{os.path.relpath(path, ROOT)}:1: the folder is not in src/layers.txt")
                n += 1
                continue
            for i, line in enumerate(open(path, encoding="utf-8"), 1):
                m = INCLUDE.match(line)
                fault = m and fault_of(own, m[1], name.endswith("_test.c") or name.startswith("fuzz_"), order, features, pure)
                if fault:
                    print(f"{os.path.relpath(path, ROOT)}:{i}: includes {m[1]}: {fault}")
                    n += 1
    return 1 if n else 0


sys.exit(main())
