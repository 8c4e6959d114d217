#!/usr/bin/env python3
"""Every form of the program, sent with everything that can be wrong in it. The forms are those whose fields the sources
declare (struct field, web/form.h); where each stands is found by following links as the people of the demo world. Each
field gets each fault of its kind, all fields of a form at once, over HTTP: the answer must be the form again with 400, in
its summary one sentence for each field, linked to the field, the same sentence beside it, and in each field what was
typed. Nothing of it may change the register. At the end no declared form and no field of one has been left out."""
import collections, html.parser, http.client, os, re, subprocess, urllib.parse

from tap import plan, tap

ROOT, TMP, BUILD = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"], os.environ["GRATA_BUILD"]
GRATA, DB = os.path.join(BUILD, "grata"), os.path.join(TMP, "forms.db")
SRC = os.path.join(ROOT, "src")
LOGINS = ["protocol.officer", "visa.officer", "vetting.officer", "security.liaison", "desk.officer", "head.protocol", "auditor", "mission.ru", "admin"]
SAME = 3  # addresses that differ only in numbers or in what their parameters say
LIMITS = dict(re.findall(r"\b(LINE_MAX_N|TEXT_MAX_N) = (\d+)", open(os.path.join(SRC, "web/form.c"), encoding="utf-8").read()))


# ---- what the sources declare ----

class Field:
    def __init__(self, name, label, kind, rest, texts):
        self.name, self.kind = name, kind
        self.label = label.encode().decode("unicode_escape").encode("latin-1").decode("utf-8") if "\\" in label else label
        self.is_required = bool(re.match(r"\s*,\s*true\b", rest))
        limits = {m[1]: number(m[2], texts) for m in re.finditer(r"\.(min|max) = ([^,}]+?)\s*(?=[,}]|$)", rest)}
        self.min, self.max = limits.get("min"), limits.get("max")
        self.has_choices = ".choices" in rest
        self.is_bounded = bool(limits)

    def asked(self):
        """The label in the middle of a sentence, as web/form.c writes it."""
        return self.label if self.label[1:2].isupper() else self.label[0].lower() + self.label[1:]


def number(text, texts):
    """A number or the name of one; None when it is neither plainly."""
    text = text.strip()
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    found = re.fullmatch(r"\w+", text) and re.search(rf"\b{text} = (\d+)(?: << (\d+))?\s*[,}}/]", texts)
    return int(found[1]) << int(found[2] or 0) if found else {"INT64_MAX": 2**63 - 1, "INT32_MAX": 2**31 - 1}.get(text)


def tables_in(text, texts):
    """name -> fields, of the tables declared in this stretch of source."""
    found = {}
    for m in re.finditer(r"const struct field (\w+)\[\] = \{(.*?)\{ 0 \},?\s*\};", text, re.S):
        entries = re.findall(r'\{ "([^"]+)",\s*"((?:[^"\\]|\\.)*)",\s*(FIELD_\w+)(.*?)\s*\}(?=,\s)', m[2], re.S)
        found[m[1]] = [Field(name, label, kind[6:], rest, texts) for name, label, kind, rest in entries]
        said = len(re.findall(r"\bFIELD_\w+", m[2]))
        assert said == len(entries), f"{m[1]}: {said} fields, {len(entries)} read"
    return found


def declared():
    """(method, path) -> fields, of each route whose handler reads declared fields; (method, path) -> the tables they are of;
    and how many tables there are."""
    routes, of, n_tables = {}, {}, 0
    every = {}
    for folder, _, names in os.walk(SRC):
        for name in names:
            if re.search(r"(?<!_test)\.[ch]$", name) and not name.startswith("fuzz_"):
                path = os.path.join(folder, name)
                every[path] = open(path, encoding="utf-8").read()
    for folder in sorted({os.path.dirname(p) for p in every}):
        files = {p: t for p, t in every.items() if os.path.dirname(p) == folder}
        texts = "\n".join([*files.values(), *every.values()])  # its own names first
        bodies, tables = collections.defaultdict(dict), {}
        for path, text in files.items():
            tables[path] = tables_in(text, texts)
            n_tables += len(tables[path])
            for m in re.finditer(r"^(?:static |MUST_CHECK )*[\w ]+[ *](\w+)\([^;{}]*?\)\n\{\n(.*?)^\}", text, re.S | re.M):
                bodies[m[1]][path] = m[2]

        def reached(name, path, seen):
            at = bodies.get(name, {})
            path = path if path in at else next(iter(at), None)
            if path is None or (name, path) in seen:
                return
            seen.add((name, path))
            for m in re.finditer(r"\b(\w+)\(", at[path]):
                if m[1] != name:
                    reached(m[1], path, seen)
            for m in re.finditer(r"\b(\w+_(?:page|post))\b(?!\()", at[path]):
                reached(m[1], path, seen)

        for path, text in files.items():
            for method, route, handler in re.findall(r'ROUTE\(\s*(GET|POST),\s*"([^"]+)",\s*(\w+),', text):
                seen, fields = set(), {}
                reached(handler, path, seen)
                for name, where in sorted(seen):
                    body = bodies[name][where]
                    for m in re.finditer(r"form_read\(\s*[^,]+,\s*(\w+)(?:\(\))?,\s*(\w+),", body):
                        if (m[2] == "NULL") != (method == "GET"):
                            continue  # what another method reads
                        own = tables_in(body, texts)
                        for t in (own, tables[where], *tables.values()):
                            if m[1] in t:
                                fields.update({f.name: f for f in t[m[1]]})
                                if t[m[1]]:
                                    of.setdefault((method, route), {})[where, m[1]] = {f.name for f in t[m[1]]}
                                break
                        else:
                            raise AssertionError(f"{where}: {name}: where is {m[1]}?")
                if fields:
                    routes[method, route] = fields
    return routes, of, n_tables


# ---- pages ----

class Page(html.parser.HTMLParser):
    """Its links, its forms with their controls, the summary of its faults, all ids, and the messages beside fields."""

    def __init__(self, body):
        super().__init__()
        self.links, self.forms, self.ids, self.summary, self.beside = [], [], set(), [], {}
        self.form = self.control = self.into = None
        self.depth_summary = 0
        self.of_another = []  # (id of a form, control): outside its form, by the attribute form
        self.feed(body)
        for form_id, control in self.of_another:
            next(f for f in self.forms if f["id"] == form_id)["controls"].append(control)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "div" and (self.depth_summary or "govuk-error-summary" in (a.get("class") or "").split()):
            self.depth_summary += 1
        if tag == "a":
            self.links.append(a.get("href", ""))
            if self.depth_summary:
                self.summary.append([a.get("href", ""), ""])
                self.into = self.summary[-1]
        elif tag == "li" and self.depth_summary:
            self.summary.append(["", ""])
            self.into = self.summary[-1]
        elif tag == "p" and "govuk-error-message" in (a.get("class") or ""):
            self.into = self.beside.setdefault(a.get("id"), ["", ""])
        elif tag == "form":
            self.form = {"id": a.get("id"), "action": a.get("action", ""), "method": a.get("method", "get").upper(), "is_multipart": "enctype" in a, "controls": []}
            self.forms.append(self.form)
        elif (self.form is not None or a.get("form")) and tag in ("input", "textarea", "select", "button") and a.get("name"):
            type_ = a.get("type", "text") if tag in ("input",) else tag
            self.control = {"name": a["name"], "type": type_, "id": a.get("id"), "value": a.get("value"), "is_on": "checked" in a}
            if tag == "textarea":
                self.control["value"] = ""
            if a.get("form"):
                self.of_another.append((a["form"], self.control))
            else:
                self.form["controls"].append(self.control)
        elif tag == "option" and self.control and self.control["type"] == "select":
            self.control.setdefault("options", []).append(a.get("value"))
            if "selected" in a or self.control["value"] is None:
                self.control["value"] = a.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "div" and self.depth_summary:
            self.depth_summary -= 1
        if tag in ("a", "p", "li"):
            self.into = None
        if tag == "form":
            self.form = None
        if tag in ("textarea", "select"):
            self.control = None

    def handle_data(self, data):
        if self.control and self.control["type"] == "textarea":
            self.control["value"] += data
        if self.into:
            self.into[1] += data


class Site:
    def __init__(self):
        env = dict(os.environ, TZ="UTC")
        self.p = subprocess.Popen([GRATA, "serve", "--db", DB, "--listen", "127.0.0.1:0", "--demo", "--secret", os.path.join(TMP, "secret")],
                                  env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r"\(port (\d+)\)", self.p.stdout.readline())[1])
        self.jars = {}

    def ask(self, login, method, path, body=None, kind=None):
        jar = self.jars.setdefault(login, {})
        headers = {"Accept": "text/html", "Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin",
                   "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())}
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        c.request(method, path, body, headers)
        r = c.getresponse()
        text = r.read()
        for cookie in r.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            jar[name.strip()] = value
        c.close()
        is_page = "html" in r.msg.get("Content-Type", "")
        return r.status, r.msg.get("Location", ""), text.decode("utf-8") if is_page else ""

    def sign_in(self, login):
        page = Page(self.ask(login, "GET", "/sign-in")[2])
        csrf = next(c["value"] for f in page.forms for c in f["controls"] if c["name"] == "csrf")
        status = self.ask(login, "POST", "/sign-in/demo", urllib.parse.urlencode({"csrf": csrf, "login": login, "next": "/"}))[0]
        assert status == 303, (login, status)

    def end(self):
        self.p.terminate()
        said = self.p.communicate(timeout=120)[1]
        return self.p.returncode, said


def shape(address):
    path, _, query = address.partition("?")
    return re.sub(r"\d+", "0", path) + "?" + ",".join(sorted({k for k, _ in urllib.parse.parse_qsl(query, keep_blank_values=True)}))


def pages_of(site, login, starts):
    """All that one comes to by links."""
    seen, many = set(), collections.Counter()
    queue = list(starts)
    while queue:
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        status, to, text = site.ask(login, "GET", address)
        if status == 303:
            queue.append(to.partition("#")[0])
        if not text or status >= 500:
            continue
        page = Page(text)
        yield address, status, page
        for link in page.links:
            link = urllib.parse.urljoin(address, link.partition("#")[0])
            is_act = "act=" in link  # each act of life has a form of its own
            if link.startswith("/") and not link.startswith("/assets/") and link not in seen and (is_act or many[shape(link)] < SAME):
                many[shape(link)] += 1
                queue.append(link)


# ---- faults ----

def wrong_values(field, is_parts):
    """What can be wrong in a field: (what is sent, the sentence as a pattern, whether it is shown again)."""
    name, label, asked = field.name, re.escape(field.label), re.escape(field.asked())
    empty = {"CHECK": "Tick", "CHOICE": "Choose", "MANY": "Choose", "FILE": "Choose"}.get(field.kind, "Enter")
    found = []
    if field.is_required:
        found.append(({name: None}, f"{empty} {asked}.", False))
    if field.kind in ("LINE", "TEXT", "SECRET"):
        n = (field.max or int(LIMITS["TEXT_MAX_N" if field.kind == "TEXT" else "LINE_MAX_N"])) + 1
        found.append(({name: "é" + "x" * (n - 1)}, rf"{label} must be {n - 1} characters or fewer; it has {n}.", field.kind != "SECRET"))
        if field.kind != "SECRET" and field.min and field.min > 1:
            found.append(({name: "é"}, f"{label} must be at least {field.min} characters.", True))
        if field.kind == "TEXT":
            found.append(({name: "one\x7ftwo"}, f"{label} must not have control characters.", True))
        elif field.kind == "LINE":
            found.append(({name: "one\ttwo"}, f"{label} must be one line without control characters.", True))
    if field.kind == "INT":
        found.append(({name: "¿no?"}, f"{label} must be a whole number.", True))
        if field.is_bounded and field.min is not None:
            found.append(({name: str(field.min - 1)}, f"{label} must be between .*", True))
        if field.max is not None and field.max < 2**63 - 1:
            found.append(({name: str(field.max + 1)}, f"{label} must be between .*", True))
    if field.kind == "DAY" and is_parts:
        part = lambda d, m, y: {name + "-day": d, name + "-month": m, name + "-year": y}
        found += [(part("31", "", "2021"), f"{label} must include a month.", True),
                  (part("x", "1", "2021"), f"{label} must be a real date.", True),
                  (part("31", "2", "2021"), f"{label} must be a real date, with a year of four digits.", True)]
    elif field.kind == "DAY":
        found.append(({name: "2021-02-30"}, f"{label} must be a real date, as 2021-06-11.", True))
    if field.kind == "CHOICE":
        found.append(({name: "¿no?"}, f"{label} must be one of the choices shown.", False))
    if field.kind == "MANY" and field.has_choices:
        found.append(({name: "¿no?"}, f"{label} must be of the choices shown.", False))
    if field.kind == "FILE":
        found.append(({name: b""}, f"{label} is empty.", False))
    return found


def body_of(fields, is_multipart):
    fields = {k: v for k, v in fields.items() if v is not None}
    if not is_multipart:
        return urllib.parse.urlencode(fields), None
    body, mark = b"", "grata-forms-51ce"
    for name, value in fields.items():
        head = f'Content-Disposition: form-data; name="{name}"'
        if isinstance(value, bytes):
            head += '; filename="x.csv"\r\nContent-Type: application/octet-stream'
        body += f"--{mark}\r\n{head}\r\n\r\n".encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), "multipart/form-data; boundary=" + mark


def as_it_stands(form):
    """What a form sends that nobody has touched."""
    sent = {}
    for c in form["controls"]:
        is_off = c["type"] in ("radio", "checkbox") and not c["is_on"]
        if c["type"] not in ("submit", "button", "file") and not is_off or c["type"] == "button" and c["name"] not in sent:
            sent[c["name"]] = c["value"] or ""
    return sent


def same_form(page, form):
    names = {c["name"] for c in form["controls"]}
    path = form["action"].partition("?")[0]
    return next((f for f in page.forms if f["action"].partition("?")[0] == path and names <= {c["name"] for c in f["controls"]}), None)


def look(page, form, wrongs):
    """What does not hold on the page that answers."""
    again = same_form(page, form)
    if again is None:
        return [f"the form is not shown again; summary {page.summary}"]
    bad = []
    said = [(href, " ".join(text.split())) for href, text in page.summary if text.strip()]
    for field, (sent, sentence, is_kept) in wrongs:
        hit = [(href, text) for href, text in said if re.fullmatch(sentence, text)]
        if not hit:
            bad.append(f"{field.name}: the summary lacks: {sentence[:90]}")
            continue
        link = hit[0][0][1:]
        if link not in page.ids:
            bad.append(f"{field.name}: its link leads to no element: #{link}")
        beside = [" ".join(text.split()) for _, text in page.beside.values()]
        if not any(re.fullmatch("(Error: ?)?" + sentence, text) for text in beside) and field.name not in IN_HEADER:
            bad.append(f"{field.name}: not said beside the field")
        for name, value in sent.items() if is_kept else ():
            shown = [c["value"] for c in again["controls"] if c["name"] == name and c["type"] not in ("select", "radio", "checkbox", "button")]
            if value not in shown and any(c["name"] == name and c["type"] not in ("select", "radio", "checkbox", "button") for c in again["controls"]):
                bad.append(f"{field.name}: typed {value[:20]!r}, shown {str(shown)[:60]}")
    if len(said) != len(set(said)):
        bad.append(f"one is said twice: {[t[:80] for _, t in said]}")
    return bad


def send_wrong(site, login, address, form, fields, done):
    """Each fault of each field that the form shows, all fields at once; what does not hold."""
    shown = {c["name"] for c in form["controls"] if c["type"] not in ("hidden", "button")}
    visible = [f for f in fields.values() if f.name in shown or f.name + "-day" in shown]
    faults = {f: wrong_values(f, f.name + "-day" in shown) for f in visible}
    bad = []
    for i in range(max(map(len, faults.values()), default=0)):
        sent, wrongs = as_it_stands(form), []
        for f, all_ in faults.items():
            if all_:
                values = all_[i % len(all_)]
                sent.update(values[0])
                wrongs.append((f, values))
        body, kind = body_of(sent, form["is_multipart"])
        action = urllib.parse.urljoin(address, form["action"])
        if form["method"] == "GET":
            status, _, text = site.ask(login, "GET", action + "?" + body)
        else:
            status, _, text = site.ask(login, "POST", action, body, kind)
        done["sent"] += 1
        done["faults"] += len(wrongs)
        if status != 400 or not text:
            bad.append(f"round {i}: status {status}")
            continue
        bad += [f"round {i}: {b}" for b in look(Page(text), form, wrongs)]
    return visible, bad


# ---- the whole ----

def route_of(routes, method, action):
    path = action.partition("?")[0]
    hits = [r for r in routes if r[0] == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", r[1]), path)]
    return min(hits, key=lambda r: r[1].count("{"), default=None)


def leaves():
    ask = "SELECT count(*) FROM audit_leaf WHERE op NOT IN ('view', 'refuse')"
    return int(subprocess.run(["sqlite3", DB, ask], capture_output=True, text=True, check=True).stdout)


STARTS = ["/", "/sign-in", "/attachments/1/remove", "/accounts/visa.officer", "/export?what=people&form=csv"]
IN_HEADER = {"q"}  # the search field of every page: what is wrong is said above the page alone
# Forms that the demo world leads nobody to, with where they are tried.
ELSEWHERE = {
    "/sign-in/first": "tests/sign_in_browser.t: who comes with a code",
    "/sign-in/second": "tests/sign_in_browser.t: who has a second factor",
    "/sign-in/key": "tests/sign_in_browser.t: a key, which a script answers",
    "/me/keys": "tests/sign_in_browser.t: a key, which a script answers",
    "/accounts/{login}/open": "src/account/sign_in_test.c: of an account that two people have closed",
    "/notes/{id}/send": "tests/stories/a_note_is_sent.story: of an approved note; it has nothing to fill in",
    "/vet/hits/{id}/second": "tests/stories/vet_namesake.story: two vetting officers",
}


def left_out(routes, of, tried, carried):
    """Forms by POST that nobody came to, and fields that were tried in no form of their table nor are carried by one. What an
    address says more than a form by GET asks is written by links."""
    left = [f"{m} {p}: no form" for m, p in routes if m == "POST" and (m, p) not in carried and p not in ELSEWHERE]
    every, fields, elsewhere = collections.defaultdict(set), {}, collections.defaultdict(set)
    for route, tables in of.items():
        for table, names in tables.items():
            if route[0] == "POST" and route[1] not in ELSEWHERE:
                every[table].add(route)
                fields[table] = names
            elif route[0] == "POST":
                elsewhere[table[0]] |= names
    for table, which in every.items():
        lost = fields[table] - set().union(*(tried[r] | carried.get(r, set()) for r in which)) - elsewhere[table[0]]
        if lost:
            left.append(f"{os.path.relpath(table[0], ROOT)}: {table[1]}: {' '.join(sorted(lost))}")
    return sorted(left)


# What the demo world lacks for a form to be shown: a call, an own list, a break-glass to review, an account with a password; measures at
# each stage: one is a draft, one approved, one handed over.
MEASURE = [
    ("desk.officer", "expel draft --against RU --says", "Activities incompatible with their status"),
    ("desk.officer", "expel name --measure {measure}", "{person}"),
    ("desk.officer", "expel terms --measure {measure} --days", "7"),
    ("desk.officer", "expel part --measure {measure} --kind ceiling --limit", "40"),
    ("desk.officer", "expel propose --measure", "{measure}"),
    ("head.protocol", "proposal approve", "{proposal}"),
    ("minister.office", "proposal approve", "{proposal}"),
    ("head.protocol", "expel hand-over --measure {measure} --note", "70/2021"),
]
DEEDS = [
    ("desk.officer", "talks enter --form call --by GB --to RU --on 2021-06-17 --source invented --says", "A call"),
    ("vetting.second", "glass open person 25 --label SEC --reason", "a call at night"),
    ("visa.officer", "account password", "visa.officer"),
]


def do(user, words, last):
    p = subprocess.run([GRATA, *words.split(), last, "--db", DB, "--as", user], capture_output=True, text=True, input="a long pass sentence of no one\n")
    tap(p.returncode in (0, 4), f"{user}: {words}", p.stdout + p.stderr)  # 4: it waits for a second person


# An own list, which two people have entered somebody invented on.
OWN = [
    ("vetting.officer", "vet own --list png --name Zimorodov-Invented --born 1970 --says", "invented"),
    ("security.liaison", "proposal approve", "{proposal}"),
]


def newest_proposal():
    return subprocess.run(["sqlite3", DB, "SELECT max(id) FROM proposal"], capture_output=True, text=True).stdout.strip()


def make_register():
    subprocess.run([GRATA, "demo", "load", "--db", DB], check=True, stdout=subprocess.DEVNULL)
    for one in DEEDS:
        do(*one)
    for user, words, last in OWN:
        do(user, words, last.format(proposal=newest_proposal()))
    for i, n_deeds in enumerate((2, 7, 8), 1):
        for user, words, last in MEASURE[:n_deeds]:
            values = {"measure": f"RU-2021-0{i}", "person": f"P-0043{i + 6}", "proposal": newest_proposal()}
            do(user, words.format(**values), last.format(**values))


def main():
    routes, of, n_tables = declared()
    make_register()
    site = Site()
    seen, fields_seen, done, carried = set(), collections.defaultdict(set), collections.Counter(), {}
    for login in [None, *LOGINS]:
        if login:
            site.sign_in(login)
        before = leaves()
        for address, status, page in list(pages_of(site, login, STARTS)):
            for form in page.forms:
                route = route_of(routes, form["method"], urllib.parse.urljoin(address, form["action"]))
                names = tuple(sorted({c["name"] for c in form["controls"] if c["type"] != "hidden"}))
                if route:
                    carried.setdefault(route, set()).update(c["name"] for c in form["controls"] if c["type"] in ("hidden", "button"))
                if not route or (route, names) in seen or not names:
                    continue
                seen.add((route, names))
                visible, bad = send_wrong(site, login, address, form, routes[route], done)
                fields_seen[route] |= {f.name for f in visible}
                if visible:
                    tap(not bad, f"{login or 'nobody'}: {route[0]} {route[1]} at {shape(address)}: {' '.join(f.name for f in visible)}", bad)
        tap(leaves() == before, f"{login or 'nobody'}: nothing of it changed the register", leaves() - before)
    left = left_out(routes, of, fields_seen, carried)
    tap(not left, "no declared form and no field of one is left out", left)
    code, said = site.end()
    tap(code == 0 and not said, "the server ends well", (code, said[-2000:]))
    print(f"# figure: {len(routes)} routes read {n_tables} tables of declared fields; {len(seen)} forms sent {done['sent']} times with {done['faults']} faults")


main()
plan()
