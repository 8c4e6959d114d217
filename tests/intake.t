#!/usr/bin/env python3
"""Every type of the intake conventions arrives in its row of the register from a text of one sentence; what is not asserted or
announced stays out of the ledger and of incidents; hostile texts are told what is wrong with them."""
import html.parser, http.client, json, os, re, sqlite3, subprocess, urllib.parse

ROOT = os.environ.get("GRATA_ROOT", ".")
TMP = os.environ.get("GRATA_TMP", "/tmp")
GRATA = os.path.join(os.environ.get("GRATA_BUILD", os.path.join(ROOT, "build/dev")), "grata")
DB = os.path.join(TMP, "intake.db")
TYPES_MD = os.path.join(ROOT, "../shared/data/intake/TYPES.md")
MEASURE, ROUND, ITEM, INCIDENT = "expel_measure", "expel_measure+round", "talks_item", "expel_incident"
CASES = [  # type, sentence (of Sunday 20 June 2021, in Norway), where it arrives, word of the row
    ("EXPULSION", "Norway expelled two Russian diplomats on Friday.", ROUND, "expelled"),
    ("RECALL", "Poland recalled its ambassador to Belarus for consultations on Friday.", MEASURE, "envoy_recalled"),
    ("SUMMONS", "Sweden summoned the Chinese ambassador on Friday.", ITEM, "summons"),
    ("MISSION_CLOSED", "Canada closed its embassy in Iran on Friday.", MEASURE, "mission_closed"),
    ("MISSION_OPENED", "Greece reopened its embassy in Libya on Friday.", MEASURE, "mission_opened"),
    ("RELATIONS_CUT", "Morocco broke off diplomatic relations with Iran on Friday.", MEASURE, "relations_cut"),
    ("RELATIONS_RESTORED", "Sudan and Chad restored diplomatic relations on Friday.", MEASURE, "relations_restored"),
    ("CEILING_SET", "Russia ordered the United States to cut its embassy staff to 455 on Friday.", ROUND, "ceiling"),
    ("RESTRICTION", "India restricted the movement of Pakistani diplomats on Friday.", ROUND, "travel_limit"),
    ("VISA_REQUEST", "Russia asked Norway on Friday to issue visas to its diplomats.", ITEM, "visas"),
    ("VISA_ISSUED", "Norway issued visas to four Russian diplomats on Friday.", ITEM, "told"),
    ("VISA_REFUSED", "Finland refused visas to three Russian diplomats on Friday.", ROUND, "application_refused"),
    ("VISA_DELAYED", "Estonia has left the visa applications of Russian diplomats waiting for months.", ITEM, "told"),
    ("AGREMENT_REQUESTED", "Turkey requested agrément for its new ambassador to Egypt on Friday.", ITEM, "agrement"),
    ("AGREMENT_GRANTED", "Egypt granted agrément to the new Turkish ambassador on Friday.", ITEM, "told"),
    ("AGREMENT_REFUSED", "Egypt refused agrément to the new Turkish ambassador on Friday.", ITEM, "told"),
    ("CREDENTIALS_PRESENTED", "The Swiss ambassador presented his credentials to the president of Peru on Friday.", ITEM, "told"),
    ("CALL", "The foreign ministers of Japan and Brazil spoke by telephone on Friday.", ITEM, "call"),
    ("TALKS", "The foreign ministers of Japan and Chile held talks on Friday.", ITEM, "talks"),
    ("SUMMIT", "US President Joe Biden met Russian President Vladimir Putin in Geneva on Wednesday.", ITEM, "summit"),
    ("VISIT", "The French foreign minister visited Kenya on Friday.", ITEM, "visit"),
    ("MEETING_CANCELLED", "Armenia cancelled a meeting with Azerbaijan on Friday.", ITEM, "talks"),
    ("SANCTIONS_IMPOSED", "Canada imposed sanctions on Belarus on Friday.", MEASURE, "sanctions"),
    ("SANCTIONS_LIFTED", "Canada lifted sanctions on Myanmar on Friday.", ITEM, "told"),
    ("DETENTION", "Iran arrested a Belgian diplomat on Friday.", ITEM, "told"),
    ("ACCUSATION", "Germany accused Russia of hacking its parliament on Friday.", ITEM, "accusation"),
    ("COMPLAINT", "Spain protested to Morocco about the closed border on Friday.", ITEM, "complaint"),
    ("DENIAL", "Russia denied the German accusations on Friday.", ITEM, "denial"),
    ("DEMAND", "Italy urged Libya on Friday to release the fishermen.", ITEM, "demand"),
    ("THREAT", "Russia threatened to expel Latvian diplomats on Friday.", ITEM, "threat"),
    ("AGREEMENT", "Austria and Hungary agreed on Friday to share a consulate.", ITEM, "agreement"),
    ("SUPPORT", "Lithuania expressed support for the Czech Republic on Friday.", ITEM, "support"),
    ("APOLOGY", "Israel apologised to Poland on Friday.", ITEM, "apology"),
    ("INCIDENT", "A Serbian diplomat was poisoned in Tirana on Friday.", INCIDENT, None),
    ("STATEMENT", "“We shall see what the summer brings,” the Portuguese foreign minister said on Friday.", ITEM, "statement"),
]
MOODS = [  # modality, sentence
    ("planned", "Norway and Sweden plan to expel Russian diplomats together."),
    ("threatened", "Norway threatened to expel two Russian diplomats."),
    ("conditional", "Norway would expel two Russian diplomats if the spying went on."),
    ("negated", "Norway has not expelled any Russian diplomats."),
    ("denied", "Norway denied that it had expelled two Russian diplomats."),
    ("reported", "Norway has expelled two Russian diplomats, according to unnamed sources."),
    ("questioned", "Will Norway expel two Russian diplomats?"),
]
HOSTILE = [  # what is pasted, what is said
    (b"x" * 10_000_000, "larger than 600000 bytes"),
    (b"Norway expelled two diplomats. " * 5000, "longer than 100000 bytes"),
    (b"Norway\0expelled two Russian diplomats.", "null byte (byte 7)"),
    ("Norway ‮expelled‬ two Russian diplomats.".encode(), "U+202E (byte 8)"),
    (b"Norway \xff\xfe expelled", "Byte 8 of the text is not UTF-8"),
    (b"Norway \x1b[31m expelled", "control character (byte 8)"),
    (b"  \n ", "Paste the text"),
]
XSS = [os.path.join(ROOT, "../shared/data/hostile", name) for name in ("xss", "fuzzdb/attack/xss")]
OWN = ["<script>alert(1)</script>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
       '" autofocus onfocus=alert(1) x="', "javascript:alert(1)", "</textarea><script>alert(1)</script>", "<!--", "-->",
       "</mark></div><iframe src=//evil.example>", "“<b>x</b>” said the <script>foreign minister</script>", "{{constructor}}",
       "</td></tr></table><form action='//evil.example'><input name=csrf>"]
n = 0


def tap(ok, name, note=""):
    global n
    n += 1
    print(f"{'ok' if ok else 'not ok'} {n} - {name}")
    for line in [] if ok else str(note).splitlines()[:20]:
        print("# " + line)


def grata(*words, text=None):
    p = subprocess.run([GRATA, *words, "--db", DB, "--as", "desk.officer"], input=text, capture_output=True)
    return p.returncode, (p.stdout + p.stderr).decode("utf-8", "replace")


def add(text, title):
    code, said = grata("intake", "add", "-", "--published", "2021-06-20", "--place", "NO", "--title", title, "--source",
                       "told for this test", text=text if isinstance(text, bytes) else text.encode())
    return (int(said), "") if code == 0 else (0, said)


def row_of(became):
    """Where it went, and the word of the row."""
    table, _, number = became.partition(":")
    db = sqlite3.connect(DB)
    if table == ITEM:
        return table, db.execute("SELECT form FROM talks_item WHERE id = ?", [number]).fetchone()[0]
    if table == MEASURE:
        kind, round_id = db.execute("""SELECT c.kind, m.round_id FROM expel_measure m JOIN expel_component c
            ON c.measure_id = m.id WHERE m.id = ?""", [number]).fetchone()
        return (ROUND if round_id else MEASURE), kind
    return table, None


def arrives(type_, sentence, where, word):
    text, said = add(sentence, type_)
    if not text:
        return said
    _, shown = grata("intake", "show", str(text), "--json")
    found = [p for p in json.loads(shown)["proposals"] if p["type"] == type_ and p["modality"] in ("asserted", "announced",
             "threatened" if type_ == "THREAT" else "asserted")]
    if len(found) != 1:
        return "proposed: " + ", ".join(p["type"] + " " + p["modality"] for p in json.loads(shown)["proposals"])
    code, said = grata("intake", "accept", str(text), str(found[0]["n"]), "--new")
    became = re.search(r"became (\S+)", said)
    if code or not became:
        return said
    got = row_of(became[1])
    return "" if got == (where, word) else f"got {got}, want {(where, word)}"


def fed_by_the_register():
    """A surname that only the register knows: before it does, and after."""
    said = []
    for number, when in enumerate(("before", "after")):
        text, _ = add(f"Quillon met Lavrov on Saturday. ({when})", when)
        shown = json.loads(grata("intake", "show", str(text), "--json")[1])["proposals"]
        said.append([(p["by"], p["people"]) for p in shown if p["type"] == "TALKS"])
        grata("ref", "holder", "--state", "GB", "--office", "Foreign Secretary", "--name", "Sybil Quillon", "--from", "2021-06-19",
              "--source", "invented for this test")
    want = [("GB RU", "GB; Sybil Quillon; Foreign Secretary\nRU; Sergey Lavrov; Minister of Foreign Affairs")]
    return "" if said[0] != want and said[1] == want else str(said)


def counts():
    db = sqlite3.connect(DB)
    return [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("ledger_round", "ledger_answer", "expel_measure", "expel_incident")]


def stays_out(modality, sentence):
    text, said = add(sentence, modality)
    if not text:
        return said
    before = counts()
    _, shown = grata("intake", "show", str(text), "--json")
    found = [p for p in json.loads(shown)["proposals"]]
    if not any(p["modality"] == modality for p in found):
        return "proposed: " + ", ".join(p["type"] + " " + p["modality"] for p in found)
    for p in found:
        code, said = grata("intake", "accept", str(text), str(p["n"]), "--new")
        if code:
            return said
    return "" if counts() == before else f"{before} became {counts()}"


class Shape(html.parser.HTMLParser):
    """Which elements with which attributes a page has."""

    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, tuple(sorted(name for name, _ in attrs))))


class Browser:
    def __init__(self, port):
        self.port, self.cookie = port, ""

    def ask(self, method, path, body=None, type_="application/x-www-form-urlencoded"):
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        c.request(method, path, body, {"Cookie": self.cookie, "Content-Type": type_})
        r = c.getresponse()
        text = r.read().decode("utf-8", "replace")
        for k, v in r.getheaders():
            if k.lower() == "set-cookie":
                self.cookie = v.split(";")[0]
        return r.status, text, r.getheader("Location")

    def post(self, path, page, **fields):
        fields["csrf"] = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", page)[1])[1]
        return self.ask("POST", path, urllib.parse.urlencode(fields))


def payloads():
    found = list(OWN)
    for folder in XSS:
        for top, _, names in os.walk(folder):
            for name in sorted(names):
                with open(os.path.join(top, name), encoding="utf-8", errors="ignore") as f:
                    found += [line.strip() for line in f if line.strip() and "\0" not in line]
    turning = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
    return [p for p in dict.fromkeys(found) if not turning.search(p)]


def through(b, word, number):
    """`word` in every field of intake and talks; the pages that show it."""
    line, shown = word[:150].strip(), []
    status, text, to = b.post("/intake", "/intake", title=f"{number} {line}", source=line, published="2021-06-20", place="NO",
                              body=f"Norway expelled two Russian diplomats on Friday. {word}\nThe Russian foreign ministry said: “{line}” {number}")
    if status != 303:
        return [text], f"a text: {status}"
    shown += [b.ask("GET", to)[1], b.ask("GET", "/intake")[1]]
    db = sqlite3.connect(DB)
    told = [r[0] for r in db.execute("SELECT seq_n FROM intake_proposal WHERE text_id = ? AND type = 'STATEMENT'", [to.split("/")[-1]])]
    if told:
        status, text, _ = b.post(f"{to}/proposals/{told[0]}", to, do="accept", says=line, words=line, speaker=line, office=line,
                                 concerns="", type="STATEMENT", modality="asserted", known="")
        shown += [text, b.ask("GET", to)[1]]
        status, text, _ = b.post(f"{to}/proposals/1", to, do="reject", why="comment", reject_says=line)
        shown += [text, b.ask("GET", to)[1]]
    form = dict(says=line, words=line, speaker=line, office=line, place=line, topics=line, source=line, **{"from": "2021-06-18"})
    status, text, to = b.post("/talks/new", "/talks/new", form="call", by="GB RU", participants="GB; " + line.replace(";", " ") + "; x", **form)
    shown.append(text)
    if to:
        shown += [b.ask("GET", to)[1], b.post(to + "/readout", to, state_iso="RU", words=line, topics=line, source=line)[1], b.ask("GET", to)[1]]
    status, text, to = b.post("/talks/new", "/talks/new", form="demand", by="RU", to_states="GB", **form)
    if to:
        shown += [b.post(to + "/follow", to, says=line, state="open")[1], b.ask("GET", to)[1]]
    return shown + [b.ask("GET", "/talks")[1], b.ask("GET", "/desk/RU")[1]], ""


def hostile_pages():
    server = subprocess.Popen([GRATA, "serve", "--db", DB, "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    try:
        b = Browser(int(re.search(rb"\(port (\d+)\)", server.stdout.readline())[1]))
        b.post("/sign-in/demo", "/sign-in", login="desk.officer")
        harmless, why = through(b, "some harmless words of a minister", 0)
        fine = set().union(*(Shape(page).found for page in harmless))
        tap(not why and len(harmless) > 12, "harmless words go through every field", why)
        all_ = payloads()
        odd = []
        # Most of the corpus as part of one text after another; the first of it, and ours, through every field.
        size = max(1, len(all_) // 12)
        texts = [" ".join(all_[i:i + size])[:60000] for i in range(0, len(all_), size)]
        for number, word in enumerate(OWN + texts, 1):
            shown, why = through(b, word, number)
            new = set().union(*(Shape(page).found for page in shown)) - fine
            if why or any(tag in ("script", "iframe", "img", "svg", "object", "embed") or any(a.startswith("on") for a in attrs)
                          for tag, attrs in new):
                odd.append((word[:80], why, sorted(new)))
        tap(not odd, f"no text of {len(all_)} makes markup", odd[:3])
        csrf = re.search(r'name="csrf" value="([^"]+)"', b.ask("GET", "/intake")[1])[1]
        status, text, _ = b.ask("POST", "/intake", "csrf=" + csrf + "&body=" + "x" * 10_000_000)
        tap(status == 413 and "At most 1048576 bytes can be sent here." in text, "10 MB in the browser: a clear sentence", (status, text[:300]))
        status, text, _ = b.ask("POST", "/intake", "csrf=" + csrf + "&title=t&body=a%00b")
        tap(status == 400 and "NUL" in text, "a null byte in the browser: a clear sentence", (status, text[:300]))
        status, text, _ = b.post("/intake", "/intake", title="t", source="s", published="2021-06-20", place="NO", body="a ‮b")
        tap(status == 400 and "turns the direction of writing" in text and ">t<" in text.replace('value="t"', ">t<"),
            "an override in the browser: a clear sentence, and what was typed is there", (status, text[-3000:]))
        status, text, _ = b.ask("POST", "/intake", ("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--x\r\n"
            "Content-Disposition: form-data; name=\"file\"; filename=\"a.html\"\r\nContent-Type: text/html\r\n\r\n"
            "<p>Norway <b>expelled</b> two Russian diplomats.<script>x</script>\r\n--x--\r\n") % csrf, "multipart/form-data; boundary=x")
        tap(status == 400 and "Give it a title" in text, "a file is asked for its title", (status, text[-2000:]))
        parts = {"csrf": csrf, "title": "A saved page", "source": "s", "published": "2021-06-20", "place": "NO", "body": ""}
        form = "".join(f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in parts.items())
        form += ('--x\r\nContent-Disposition: form-data; name="file"; filename="a.HTML"\r\nContent-Type: text/html\r\n\r\n<title>x</title>'
                 '<p>Norway <b>expelled</b> two Russian diplomats on&nbsp;Friday.<script>y</script><p>End.\r\n--x--\r\n')
        status, text, to = b.ask("POST", "/intake", form, "multipart/form-data; boundary=x")
        kept = sqlite3.connect(DB).execute("SELECT body FROM intake_text WHERE title = 'A saved page'").fetchone()
        tap(status == 303 and kept and kept[0].endswith("Norway expelled two Russian diplomats on Friday.\nEnd.") and
            "EXPULSION" in b.ask("GET", to)[1], "a saved page is reduced to its text", (status, kept, text[-1500:]))
    finally:
        server.terminate()
        server.wait()


def main():
    load = subprocess.run([GRATA, "demo", "load", "--db", DB], capture_output=True, text=True)
    tap(load.returncode == 0, "a register", load.stderr)
    listed = {line.split()[0] for line in grata("intake", "types")[1].splitlines()}
    tap(listed == {c[0] for c in CASES}, "a case for every type", listed ^ {c[0] for c in CASES})
    with open(os.path.join(ROOT, "src/lexicon/data/frames.tsv"), encoding="utf-8") as f:
        read = {line.split("\t")[1] for line in f if "\t" in line and not line.startswith("#")} - {"MIRROR"}
    tap(read <= listed, "every type that the reader gives has its row", read - listed)
    if os.path.exists(TYPES_MD):
        section = open(TYPES_MD, encoding="utf-8").read().split("## 2. Types")[1].split("## 3.")[0]
        names = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ") and "---" not in line]
        types = {t for name in names if name != "type" for t in
                 re.sub(r" / _", " / AGREMENT_", name).split(" / ")}
        tap(types == listed, "every type of the conventions has its row, and no other", types ^ listed)
    else:
        tap(True, "every type of the conventions has its row # SKIP " + TYPES_MD + " is not here")
    for case in CASES:
        why = arrives(*case)
        tap(not why, f"{case[0]} arrives in {case[2]} {case[3] or ''}", why)
    for mood in MOODS:
        why = stays_out(*mood)
        tap(not why, f"what is {mood[0]} stays out of the ledger", why)
    why = fed_by_the_register()
    tap(not why, "the reader knows whom the register knows", why)
    for text, want in HOSTILE:
        _, said = add(text, "hostile")
        tap(want in said, f"a text is refused: {want}", said)
    hostile_pages()
    check = grata("audit", "verify")
    tap(check[0] == 0, "the log is the register's", check[1])
    print(f"1..{n}")


main()
