#!/usr/bin/env python3
"""Where does it live? `make where Q=backlog` (or Q="visa backlog"): every page, verb, query, rule, template, test,
story and document whose name, path or sentence has all the words. Reads the sources only; needs no build.

What it knows: rows ROUTE(GET, "/path", handler, need, "sentence") of route tables, rows { "noun", "name", ... } of
verb tables (also with .noun = and .name =), `-- query: name kind` in .sql files, functions of headers, functions of
unit tests, stories, and headings of documents. Looks below the folder it is run in."""
import os, re, sys, textwrap

WORDS = [w.lower() for w in sys.argv[1:]]
STRING = r'"((?:[^"\\]|\\.)*)"'
ROUTE = re.compile(r"\bROUTE\(\s*(\w+),\s*" + STRING + r",\s*(\w+),\s*([^,]*?),\s*((?:" + STRING + r"\s*)+)")
VERB = re.compile(r"\{\s*(?:\.noun = )?" + STRING + r",\s*(?:\.name = )?" + STRING + r",", re.S)
QUERY = re.compile(r"^-- query: (\w+)[^\n]*\n((?:--[^\n]*\n)*)", re.M)
PROTOTYPE = re.compile(r"^(?!static|typedef|return|extern|#)[a-z][\w *]*?[ *](\w+)\((?:[^;{}]*)\)[^;{}]*;", re.M)
TEST = re.compile(r"^static void (\w+)\(void \*\*\w*\)", re.M)
STORY = re.compile(r"^story " + STRING, re.M)
HEADING = re.compile(r"^#+ (.+)$", re.M)


def read(path):
    return open(path, encoding="utf-8", errors="replace").read()


def paths():
    for top in ("src", "tests", "docs"):
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(f for f in folders if f not in ("corpus", "data", "law"))
            for name in sorted(names):
                yield os.path.join(folder, name)


def sentence(text, at):
    """The longest string of the table row that begins at `at`: its sentence for people."""
    row = text[at : text.find("}", at)]
    return max(re.findall(STRING, row), key=len, default="")


def header_comment(text, at):
    """The comment that ends right above `at`, as one line."""
    m = re.search(r"/\*((?:(?!\*/).)*)\*/\s*$", text[:at], re.S)
    return " ".join(m[1].replace("*", " ").split()) if m else ""


def query_says(comment):
    """The sentence of a query and who may run it."""
    said = dict(re.findall(r"^-- (says|roles): *(.*)$", comment, re.M))
    return f"{said.get('says', '')} ({said.get('roles', 'no roles')})"


def things(path, text):
    """Everything the file holds: (kind, what, place in the text, sentence)."""
    if path.endswith(".c"):
        for m in ROUTE.finditer(text) if not path.endswith("_test.c") else ():
            says = "".join(piece[1] for piece in re.finditer(STRING, m[5]))
            yield "page", f"{m[1]} {m[2]} {m[3]}", m.start(), f"{says} ({m[4]})"
        if re.search(r"\bstruct verb\b", text) and not path.endswith("_test.c"):
            for m in VERB.finditer(text):
                if not m[2].startswith("/"):  # a place of the navigation
                    yield "verb", f"grata {m[1]} {m[2]}", m.start(), sentence(text, m.start())
        if path.endswith("_test.c"):
            for m in TEST.finditer(text):
                yield "test", m[1], m.start(), ""
    elif path.endswith(".h"):
        for m in PROTOTYPE.finditer(text):
            yield "rule", m[1], m.start(), header_comment(text, m.start())
    elif path.endswith(".sql"):
        for m in QUERY.finditer(text):
            yield "query", m[1], m.start(), query_says(m[2])
    elif path.endswith(".html"):
        yield "html", os.path.basename(path), 0, ""
    elif path.endswith(".story"):
        for m in STORY.finditer(text):
            yield "story", m[1], m.start(), ""
    elif path.endswith(".t"):
        yield "test", os.path.basename(path), 0, ""
    elif path.endswith(".md"):
        for m in HEADING.finditer(text):
            yield "doc", m[1], m.start(), ""


def main():
    if not WORDS:
        print('say what to look for: make where Q=backlog, make where Q="visa backlog"')
        return 2
    order = ["page", "verb", "query", "rule", "html", "test", "story", "doc"]
    found = []
    for path in paths():
        if not path.endswith((".c", ".h", ".sql", ".html", ".story", ".t", ".md")):
            continue
        text = read(path)
        for kind, what, at, says in things(path, text):
            if all(w in f"{what} {path} {says}".lower() for w in WORDS):
                found.append((order.index(kind), what, f"{path}:{text.count(chr(10), 0, at) + 1}", says))
    wide = max((len(what) for _, what, _, _ in found), default=0)
    for kind, what, place, says in sorted(found, key=lambda f: (f[0], f[2])):
        print(f"{order[kind]:6} {what:{min(wide, 44)}}  {place}" + (f"  {textwrap.shorten(says, 90, placeholder=' …')}" if says else ""))
    if not found:
        print("nothing has these words in its name, path or sentence")
    return 0 if found else 1


sys.exit(main())
