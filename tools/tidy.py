#!/usr/bin/env python3
"""The rules of the house that a machine can check (CONTRIBUTING.md has them in sentences).

  tools/tidy.py [ROOT]

Budgets: lines of a file, a header, a function, a folder's README; files of a folder. Documents: paths they name exist. Words: functions and names that
only some folders may use. Order: own header first, no variable outside functions, no `default:` in a switch over an
enumeration, no file that no meson.build names. A line that must break a word rule says why in a comment on the line
or on the one above: `/* allowed: why */`. Budgets have no such way out. Prints one line for each fault and ends
with 1 when there is any."""
import os, re, sys

ROOT = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE_LINES, HEADER_LINES, FUNCTION_LINES, README_LINES, FOLDER_FILES = 800, 150, 70, 40, 15
FOLDER_FREE = {"base": "a shelf of small parts, each a pair of files"}
TEXT = (".c", ".h", ".def", ".sql", ".html", ".css", ".js", ".py", ".sh", ".t", ".awk", ".story", ".md", ".txt", ".build",
        "Makefile")
NOT_OURS = ("docs/law/", "tests/corpus/", "build/", "node_modules/", ".git/")

# pattern, folders that may use it, what to do instead. Only C; comments and strings are taken out first.
C_WORDS = [(re.compile(r"\b(?:%s)\b" % p), may, says) for p, may, says in [
    (r"(?:strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|strtok|strtok_r|gets|alloca)\s*\(", (),
     "use str, out_fmt or str_fmt"),
    (r"(?:atoi|atol|atoll|atof)\s*\(", (), "use str_to_int64: it can say no"),
    (r"(?:localtime|localtime_r|gmtime|gmtime_r|ctime|asctime|mktime|strftime|strptime)\s*\(", (), "use base/day.h"),
    (r"(?:time|gettimeofday|clock_gettime|rand|srand|random|getrandom|arc4random)\s*\(", ("src/base/",),
     "time and chance come from base/os.h"),
    (r"os_now_at\s*\(", None, "a pure folder knows no clock: take the day as an argument"),
    (r"(?:malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf)\s*\(", ("src/base/", "src/data/"),
     "memory is the arena's"),
    (r"sqlite3_\w+|PQ[a-z]\w+", ("src/data/", "tools/sqlgen", "tests/bench/", "tests/soak/faulty"), "only data/ speaks to a database"),
    (r"g_regex_\w+|regcomp|pcre2?_\w+", (), "no pattern is made at run time: read the text by hand"),
    (r"MHD_\w+", ("src/web/", "tests/bench/"), "only web/ speaks HTTP"),
]]
# The same for every text of ours, as it stands.
ANY_WORDS = [
    (re.compile(r"\b(?:TO" r"DO|X" r"XX)\b"), "say what is missing in an issue, or do it"),
    (re.compile(r"(?<![\w.])/(?:home/[\w.-]+|ro" r"ot|Users)/"), "a path of one person's machine"),
]
if os.path.dirname(ROOT) not in ("/", "/tmp", "/opt", "/srv", "/usr/src"):
    ANY_WORDS.append((re.compile(r"(?<![\w.])%s/" % re.escape(os.path.dirname(ROOT))), "a path of this machine"))
ALLOWED = re.compile(r"allowed: \w+")
VARIABLE = re.compile(r"^(?:static |_Thread_local |volatile |unsigned |signed |struct |enum |union )*"
                      r"[a-z]\w* \**(?P<name>\w+)(?:\[[^\]]*\])*\s*(?:=|;)")
DECLARATION = re.compile(r"(?:typedef|extern|return|goto)\b|(?:struct|enum|union) \w+;")
faults = []


def fault(path, line, says):
    faults.append((path, line, says))


def blank(m):
    return re.sub(r"[^\n]", " ", m[0])


def code_of(text):
    """C without comments, strings and characters, every line where it was."""
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)


def is_allowed(lines, i):
    """Line i (from 0) or the one above says why it may."""
    return bool(ALLOWED.search(lines[i]) or (i and ALLOWED.search(lines[i - 1])))


def check_words(path, text, pure):
    lines = text.split("\n")
    for i, line in enumerate(lines):
        for pattern, says in ANY_WORDS:
            m = pattern.search(line)
            if m and not is_allowed(lines, i):
                fault(path, i + 1, f"{m[0]}: {says}")
    if not path.endswith((".c", ".h", ".def")):
        return
    for i, line in enumerate(code_of(text).split("\n")):
        for pattern, may, says in C_WORDS:
            m = pattern.search(line)
            is_free = not path.startswith(pure) if may is None else path.startswith(may)
            if m and not is_free and not is_allowed(lines, i):
                fault(path, i + 1, f"{m[0].rstrip(' (')}: {says}")


def check_functions(path, lines):
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            start = i
        elif line == "}" and start is not None:
            n = i - start + 1
            if n > FUNCTION_LINES:
                fault(path, start + 1, f"a function of {n} lines; {FUNCTION_LINES} is the budget")
            start = None


def check_switches(path, code, lines):
    """A switch whose cases are names is one over an enumeration: the compiler then finds a missing case."""
    open_switches = []
    for i, line in enumerate(code):
        indent = len(line) - len(line.lstrip())
        word = line.strip()
        if re.match(r"(?:\} else )?switch\b", word):
            open_switches.append([indent, False])
        elif open_switches and indent == open_switches[-1][0]:
            if re.match(r"case [A-Z][A-Z0-9_]+\b", word):
                open_switches[-1][1] = True
            elif word.startswith("default:") and open_switches[-1][1] and not is_allowed(lines, i):
                fault(path, i + 1, "default in a switch over an enumeration hides a missing case")
            elif word.startswith("}"):
                open_switches.pop()


def check_variables(path, code, lines):
    for i, line in enumerate(code):
        m = VARIABLE.match(line)
        is_const = m and "const" in line[:m.start("name")]
        if m and not is_const and not DECLARATION.match(line) and not is_allowed(lines, i):
            fault(path, i + 1, f"{m['name']} is a variable outside functions; only const tables may be")


def check_c(path, text):
    lines = text.split("\n")
    code = code_of(text).split("\n")
    check_functions(path, code)
    check_switches(path, code, lines)
    name = os.path.basename(path)
    if not name.endswith("_test.c") and not name.startswith("fuzz_") and path.startswith("src/"):
        check_variables(path, code, lines)
    own = path[:-2] + ".h"
    own_name = own[len("src/"):] if path.startswith("src/") else os.path.basename(own)
    includes = re.findall(r'^#include ["<]([^">]+)', text, re.M)
    if path.endswith(".c") and os.path.exists(os.path.join(ROOT, own)) and includes and includes[0] != own_name:
        fault(path, 1, f"its own header {own_name} comes first, so that it proves to stand alone")
    if path.endswith(".h") and text.count("\n") > HEADER_LINES:
        fault(path, 1, f"a header of {text.count(chr(10))} lines; {HEADER_LINES} is the budget")
    if path.endswith(".c") and path.startswith("src/") and path != "src/app/main.c":
        folder = os.path.dirname(path)
        if not re.search(r"\b%s'" % re.escape(name), read(f"{folder}/meson.build")):
            fault(path, 1, f"{folder}/meson.build does not name it: nothing builds it")


def read(path):
    try:
        return open(os.path.join(ROOT, path), encoding="utf-8").read()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        fault(path, 1, "not UTF-8")
        return ""


def texts():
    for folder, folders, names in os.walk(ROOT):
        folders.sort()
        rel = os.path.relpath(folder, ROOT) + "/"
        rel = "" if rel == "./" else rel
        if rel.startswith(NOT_OURS):
            folders.clear()
            continue
        for name in sorted(names):
            if name.endswith(TEXT):
                yield rel + name


def check_folders():
    src = os.path.join(ROOT, "src")
    for name in sorted(os.listdir(src)):
        if not os.path.isdir(os.path.join(src, name)):
            continue
        n = sum(f.endswith((".c", ".h")) for f in os.listdir(os.path.join(src, name)))
        if n > FOLDER_FILES and name not in FOLDER_FREE:
            fault(f"src/{name}", 1, f"{n} .c and .h files; {FOLDER_FILES} is the budget of a folder")
        readme = f"src/{name}/README.md"
        if n and not os.path.exists(os.path.join(ROOT, readme)):
            fault(readme, 1, "every folder says in a README what it is for")
        elif read(readme).count("\n") > README_LINES:
            fault(readme, 1, f"more than {README_LINES} lines")


def is_there(path):
    """A file, or a folder that is not empty (git does not keep those)."""
    path = os.path.join(ROOT, path)
    return os.path.isfile(path) or os.path.isdir(path) and bool(os.listdir(path))


def check_documents():
    """A path that a document names exists, but for patterns (FEATURE, *) and rows that say `to come`; and the table of
    README.md has a row for every folder of src/layers.txt."""
    for path in texts():
        for i, line in enumerate(read(path).split("\n") if path.endswith(".md") else [], 1):
            for named in re.findall(r"`((?:src|docs|tests|tools|schema)/[^`\s]*)`", line):
                is_pattern = re.search(r"[A-Z*]{3}|\*|\bX\b|build/", named)
                if not is_pattern and "to come" not in line and not is_there(named):
                    fault(path, i, f"{named} does not exist")
    for folder in re.findall(r"^(\w+)", read("src/layers.txt"), re.M):
        if f"`src/{folder}/`" not in read("README.md"):
            fault("README.md", 1, f"no row for src/{folder}/")


def main():
    layers = read("src/layers.txt")
    pure = tuple(f"src/{f}/" for f in re.findall(r"^(\w+)\s*# pure:", layers, re.M)) or ("no folder",)
    for path in texts():
        text = read(path)
        check_words(path, text, pure)
        if path.endswith((".c", ".h")):
            check_c(path, text)
        if path.endswith((".c", ".h", ".py", ".sql", ".html", ".js")) and text.count("\n") > FILE_LINES:
            fault(path, 1, f"{text.count(chr(10))} lines; {FILE_LINES} is the budget of a file")
    check_folders()
    check_documents()
    for path, line, says in sorted(set(faults)):
        print(f"{path}:{line}: {says}")
    return 1 if faults else 0


sys.exit(main())
