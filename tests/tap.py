"""What a test in Python prints: a line for each check, what is known behind one that fails, the plan at the end."""
import sys

NOTES, NOTE_CHARS = 40, 1500
results = []


def tap(ok, name, notes=""):
    results.append(bool(ok))
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {name}", flush=True)
    lines = str(notes).splitlines() if isinstance(notes, str) or not isinstance(notes, (list, tuple)) else [str(note) for note in notes]
    for line in [] if ok else lines[:NOTES]:
        print("# " + line[:NOTE_CHARS].replace("\n", "\n# "))


def skip(name, why):
    results.append(True)
    print(f"ok {len(results)} - {name} # SKIP {why}", flush=True)


def plan():
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)
