#!/usr/bin/env python3
"""The house checks hold on this tree, and each of them catches a fault that is planted in a small tree of its own."""
import os, shutil, subprocess, sys, tempfile

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SMALL = {
    "src/layers.txt": "base # floor\nengine # pure: sums\ndata\n# features:\nref\nvisa\n",
    "src/base/a.c": '#include "base/a.h"\n\nint a_one(int n)\n{\n\treturn n;\n}\n',
    "src/base/a.h": "/* a.h: one. */\nint a_one(int n);\n",
    "src/base/meson.build": "sources += files('a.c')\n",
    "src/ref/ref.h": "/* ref.h: states. */\nstruct ref;\nextern const int ref_n;\n",
    "src/ref/inner.h": "/* inner.h */\n",
    "src/visa/visa.c": '#include "visa/visa.h"\n\n#include "ref/ref.h"\n\nstatic const int table[] = { 1, 2 };\n',
    "src/visa/visa.h": "/* visa.h */\n",
    "src/visa/meson.build": "sources += files('visa.c')\n",
    **{f"src/{f}/README.md": "What it is.\n" for f in ("base", "ref", "visa", "engine", "data")},
    "README.md": "".join(f"| `src/{f}/` |\n" for f in ("base", "engine", "data", "ref", "visa")),
    "docs/law/vcdr-1961.txt": "x\n\nArticle 9\n\n1. One says \u201cno\u201d\nand why.\n(a) first;\n2. Two.\n\nArticle 10\n\nTen.\n",
    "docs/law/vccr-1963.txt": "x\n\nArticle 23\n\n1. Consul.\n",
}
SWITCH = "static int f(enum e x)\n{\n\tswitch (x) {\n\tcase ONE: return 1;\n\tdefault: return 2;\n\t}\n}\n"
LONG = "int f(void)\n{\n" + "\t;\n" * 69 + "}\n"
V = "src/visa/visa.c"
PLANTED = [  # tool, file, what is added to it, what the check says
    ("layers", "src/ref/ref.h", '#include "visa/visa.h"\n', "src/ref/ref.h:4: includes visa/visa.h: ref stands below visa"),
    ("layers", V, '#include "ref/inner.h"\n', "only its front door ref/ref.h"),
    ("layers", V, '#include "visa.h"\n', 'write the include as "folder/file.h"'),
    ("layers", V, '#include "nowhere/x.h"\n', "nowhere is not in src/layers.txt"),
    ("layers", "src/other/x.h", "", "the folder is not in src/layers.txt"),
    ("layers", "src/engine/x.h", '#include "data/x.h"\n', "engine stands below data"),
    ("layers", "src/base/a.c", '#include "engine/x.h"\n', "base stands below engine"),
    ("tidy", "src/visa/long.h", "\n" * 151, "a header of 151 lines; 150"),
    ("tidy", V, "\n" * 800, "lines; 800 is the budget of a file"),
    ("tidy", V, LONG, "a function of 71 lines; 70"),
    ("tidy", "src/visa/README.md", "line\n" * 40, "more than 40 lines"),
    ("tidy", "src/talks/talks.h", "", "src/talks/README.md:1: every folder says"),
    ("tidy", V, "char *f(char *a)\n{\n\treturn strcpy(a, a);\n}\n", "src/visa/visa.c:8: strcpy: use str"),
    ("tidy", V, "#define X(a) atoi(a)\n", "atoi: use str_to_int64"),
    ("tidy", V, "#define X(a) localtime (a)\n", "localtime: use base/day.h"),
    ("tidy", V, "#define X(a) time(a)\n", "time: time and chance"),
    ("tidy", V, "#define X(a) malloc(a)\n", "malloc: memory is the arena's"),
    ("tidy", V, "#define X sqlite3_open\n", "sqlite3_open: only data/ speaks"),
    ("tidy", V, "#define X PQexec\n", "PQexec: only data/ speaks"),
    ("tidy", V, "#define X g_regex_new\n", "g_regex_new: no pattern is made"),
    ("tidy", V, "#define X MHD_YES\n", "MHD_YES: only web/ speaks"),
    ("tidy", "src/engine/x.h", "#define X(a) os_now_at(a)\n", "a pure folder knows no clock"),
    ("tidy", V, "#define X(a) free(a) /* allowed: */\n", "free: memory is the arena's"),
    ("tidy", V, SWITCH, "src/visa/visa.c:10: default in a switch over an enumeration"),
    ("tidy", V, "static int count;\n", "count is a variable outside functions"),
    ("tidy", V, "struct x list[3] = { 0 };\n", "list is a variable outside functions"),
    ("tidy", V, "/* TO" "DO */\n", "say what is missing in an issue"),
    ("tidy", "docs/x.md", "see /ho" "me/me/grata\n", "docs/x.md:1: /ho" "me/me/: a path of one person"),
    ("tidy", "docs/x.md", "see @PARENT@/x\n", "docs/x.md:1:"),
    ("tidy", "src/visa/dead.c", "int x(void);\n", "src/visa/meson.build does not name it"),
    ("tidy", "docs/x.md", "Read `src/visa/none.c`.\n", "docs/x.md:1: src/visa/none.c does not exist"),
    ("tidy", "src/layers.txt", "talks\n", "README.md:1: no row for src/talks/"),
    ("lawcheck", V, '/* VCDR Art. 9: "No" */\n', "src/visa/visa.c:6: VCDR Art. 9 does not say: No"),
    ("lawcheck", V, '/* VCDR Art. 9(2): "says" */\n', "VCDR Art. 9(2) does not say: says"),
    ("lawcheck", V, '/* VCDR Art. 10: "Two" */\n', "VCDR Art. 10 does not say: Two"),
    ("lawcheck", V, 'x("VCCR Art. 9(1)");\n', "VCCR has no article 9"),
    ("lawcheck", V, "/* VCDR Art. 9(3) */\n", "VCDR Art. 9 has no paragraph (3)"),
    ("lawcheck", V, '/* VCDR 9(1): "One says" */\n', "write a quotation of the treaty as"),
    ("lawcheck", "docs/x.md", 'x\nVCDR Art. 9(1): "and ... One"\n', "docs/x.md:2: VCDR Art. 9(1) does not say: One"),
]
FINE = [  # what must not be called a fault
    ("tidy", V, "#define X(a) malloc(a) /* allowed: a test */\n/* allowed: the same */\n#define Y(a) free(a)\n"),
    ("tidy", V, '/* strcpy(a) */ static const char w[] = "strcpy(a)"; // strcpy(a)\n'),
    ("tidy", V, "static int f(int x)\n{\n\tswitch (x) {\n\tcase 1: return 1;\n\tcase 'a': return 3;\n\tdefault: return 2;\n\t}\n}\n"),
    ("tidy", V, LONG.replace("\t;\n", "", 1)),
    ("tidy", V, "enum kind f(struct a b);\nenum { A, B };\nstruct x;\n"),
    ("tidy", "docs/x.md", "`src/FEATURE/FEATURE.sql` `tests/*.t` `src/visa/` and `src/vet/` (to come)\n"),
    ("lawcheck", V, '/* VCDR Art. 9(1): "One says “no”\n * and why." and VCDR Art. 9(1)(a): "first" */\n'),
    ("lawcheck", "docs/x.md", 'VCDR Art. 9(1): "One ... why" VCCR Art. 23\n'),
]
WHERE = {  # file, text, words, the line that `make where` prints
    "src/visa/visa_pages.c": ('static const struct route visa_routes[] = {\n\tROUTE(GET, "/visas/backlog", visa_backlog_page,'
                              ' CAN_READ | X,\n\t      "Who waits, "\n\t      "and how long.", .is_slow = true),\n};\n', "backlog page",
                              "page   GET /visas/backlog visa_backlog_page  src/visa/visa_pages.c:2  Who waits, and how long. (CAN_READ | X)"),
    "src/visa/visa_verbs.c": ('const struct verb visa_verbs[] = {\n\t{ .noun = "visa", .name = "backlog", .says = "How many wait." },\n};\n',
                              "visa wait", "verb   grata visa backlog  src/visa/visa_verbs.c:2  How many wait."),
    "src/visa/visa.sql": ("\n-- query: visa_oldest many\n-- roles: visa head\n-- says: Oldest first.\nSELECT 1;\n", "oldest first",
                          "query  visa_oldest  src/visa/visa.sql:2  Oldest first. (visa head)"),
    "src/visa/rules.h": ("/* When the queue\n * is empty. */\nenum err visa_clears(struct arena *a,\n\tint n);\n", "queue empty",
                         "rule   visa_clears  src/visa/rules.h:3  When the queue is empty."),
    "src/visa/visa_test.c": ("static void moves_are_legal(void **s)\n{\n}\n", "legal", "test   moves_are_legal  src/visa/visa_test.c:1"),
    "src/visa/visa_backlog.html": ("<p>\n", "backlog.html", "html   visa_backlog.html  src/visa/visa_backlog.html:1"),
    "tests/stories/2021.story": ('# x\nstory "Moscow asks"\n', "moscow", "story  Moscow asks  tests/stories/2021.story:2"),
    "docs/tour.md": ("# Tour\n## Days and instants\n", "instants", "doc    Days and instants  docs/tour.md:2"),
}
n_done = 0


def tap(ok, name, notes=""):
    global n_done
    n_done += 1
    print(f"{'ok' if ok else 'not ok'} {n_done} - {name}")
    for line in [] if ok else notes.splitlines():
        print("# " + line)


def run(tool, root, *words):
    tool = os.path.join(ROOT, "tools", tool + ".py")
    p = subprocess.run([sys.executable, tool, *(words or [root])], capture_output=True, text=True, cwd=root)
    return p.returncode, p.stdout + p.stderr


def plant(tool, path, text, *words):
    """Runs the tool over the small tree with `text` added to one file."""
    root = tempfile.mkdtemp(dir=os.environ.get("GRATA_TMP"))
    try:
        for name, body in SMALL.items():
            os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
            open(os.path.join(root, name), "w", encoding="utf-8").write(body)
        if path:
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "a", encoding="utf-8") as f:
                f.write(text.replace("@PARENT@", os.path.dirname(root)))
        return run(tool, root, *words)
    finally:
        shutil.rmtree(root)


for tool in ("layers", "tidy", "lawcheck"):
    code, said = run(tool, ROOT)
    tap(code == 0 and not said, f"tools/{tool}.py has nothing to say about this tree", said)
    code, said = plant(tool, None, "")
    tap(code == 0 and not said, f"nor about the small tree", said)
for tool, path, text, want in PLANTED:
    code, said = plant(tool, path, text)
    tap(code == 1 and want in said, f"{tool}: {want}", f"got: {said}want: {want}")
for tool, path, text in FINE:
    code, said = plant(tool, path, text)
    tap(code == 0 and not said, f"{tool}: no fault in {text.splitlines()[0][:50]}", said)
for path, (text, words, want) in WHERE.items():
    code, said = plant("where", path, text, *words.split())
    tap(code == 0 and said.strip() == want, f"where {words}", f"got:  {said}want: {want}")
code, said = plant("where", None, "", "nosuchword")
tap(code == 1 and "nothing has these words" in said, "where nosuchword", said)
print(f"1..{n_done}")
