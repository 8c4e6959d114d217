#!/usr/bin/env python3
"""Which of the sentences with which a deed says no are heard in the stories. Prints TAP.

  tests/heard.py FILE    FILE: what every command and page that said no answered, a line each (storyrun.py --heard)

A deed says no with a fault (fault_field, fault_at, form_fault), a refusal (refuse) or a gate (bad); the words of each are
read in the sources of these features, and each must stand in an answer of the running program. What forms.t, the engines'
own tests and the words of commands try is not asked for here. A sentence is known by its words between what is filled in."""
import os, re, sys

from tap import plan, tap

ROOT = os.environ.get("GRATA_ROOT") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FEATURES = (
    "access account attachment backlog desk expel import intake ledger list mission note oversight person ref retention "
    "talks vet visa"
).split()
SAYS_NO = r"\b(?:fault_field|fault_at|form_fault|\w*refuse|bad|say(?=\(s,))\("
LITERAL = r'"(?:[^"\\\n]|\\.)*"'

FILLED_MAX = 400  # characters of what is filled in at one place

# Sentences that no story can hear, each with why.
UNHEARD = {
    "Ask for one state.": "whoever may read more than a hundred may ask a second person, too (cells.def)",
    "There is no proposal to approve: send it back, so that it is proposed.": "what ends a proposal sends the application back",
    "The application is at %.*s since %.*s; a move cannot be earlier.": "pages and commands move today; visa_test.c moves earlier",
    "The file is larger than %d bytes; a report is shorter.": "forms and commands measure a file before they read it",
    "a route says who may: it has no need": "each of ours says it; access_test.c has one that does not",
    "This key is known already.": "a browser offers no key that is known; sign_in_test.c sends one",
    "a file has at most %d applications: divide it": "20,001 rows",
}


def body_at(text, start):
    """The arguments of a call whose bracket opens before start."""
    depth, i = 1, start
    while depth:
        m = re.compile(rf"{LITERAL}|[()]").search(text, i)
        depth += {"(": 1, ")": -1}.get(m[0], 0)
        i = m.end()
    return text[start : i - 1]


def is_said(sentence, answer):
    """Whether the words of a sentence stand in an answer (in small letters) in their order, what is filled in between."""
    parts = re.split(r"%(?:%|[-+0# ]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|j|z|t)?[a-zA-Z])", sentence)
    parts = [" ".join(p.lower().split()) for p in parts if p.strip()]

    def rest(i, at):
        if i == len(parts):
            return True
        hit = answer.find(parts[i], at, at + FILLED_MAX + len(parts[i]) if i else None)
        while hit >= 0:
            if rest(i + 1, hit + len(parts[i])):
                return True
            hit = answer.find(parts[i], hit + 1, at + FILLED_MAX + len(parts[i]) if i else None)
        return False

    return rest(0, 0)


def sentences():
    """(file, line, sentence) of each."""
    for feature in FEATURES:
        folder = os.path.join(ROOT, "src", feature)
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".c") or re.search(r"_test\.c$|_verbs?\.c$|^fuzz_", name):
                continue
            text = open(os.path.join(folder, name), encoding="utf-8").read()
            function = None
            for m in re.finditer(rf"^[a-z][\w ]*[ *](\w+)\([^;]*?\)\n\{{$|{SAYS_NO}", text, re.M):
                if m[1]:
                    function = m[1]
                    continue
                if function.endswith("_verb"):
                    continue
                call = re.sub(r"\bPRI[duxi]64\b", '"lld"', body_at(text, m.end()))
                call = re.sub(r"/\*.*?\*/", "", call, flags=re.S)
                line = text.count("\n", 0, m.start()) + 1
                for run in re.findall(rf"{LITERAL}(?:\s*{LITERAL})*", call):
                    said = "".join(re.findall(LITERAL, run)).replace('""', "")
                    said = re.sub(r'\\(["\\])', r"\1", said.strip('"').replace("\\n", " "))
                    if len(said.split()) > 2 and not re.match(r"VC[DC]R ", said):
                        yield f"src/{feature}/{name}", line, said


def main():
    heard = {" ".join(line.lower().replace('\\"', '"').split()) for line in open(sys.argv[1], encoding="utf-8")}
    found = list(sentences())
    said = {s for s in {s for _, _, s in found} if any(is_said(s, answer) for answer in heard)}
    lost = [f"{file}:{line}: {s}" for file, line, s in found if s not in said and s not in UNHEARD]
    tap(not lost, "every sentence with which a deed says no is heard in a story", lost)
    needless = [s for s in UNHEARD if s in said or s not in {t for _, _, t in found}]
    tap(not needless, "what no story can hear is said of sentences that are there and unheard", needless)
    print(f"# figure: {len(found)} sentences with which deeds say no, {len(UNHEARD)} of them beyond a story")


if __name__ == "__main__":
    main()
    plan()
