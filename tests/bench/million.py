"""Fills a demo register up to 1,000,000 applications of 200,000 invented people, 50,000 of them open, spread over the missions of
all states as 1 to many (Russia has the most, a sixth of all). Rows are written past the log: such a file is for measuring only.

  million.py FILE [APPLICATIONS]"""
import random, sqlite3, sys

APPLICATIONS, OPEN_EACH, PEOPLE = 1_000_000, 20, 200_000
STEPS = [("received", "visa"), ("documents", "visa"), ("documents", "protocol"), ("vetting", "vetting"), ("vetting", "security"),
         ("consultation", "other_ministry"), ("decision", "visa"), ("approval", "approver")]
KINDS = ["entry", "extension", "family", "replacement"]


def fill(path, applications=APPLICATIONS):
    dice = random.Random(7)
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode=off; PRAGMA synchronous=off; PRAGMA cache_size=-1000000")
    indexes = db.execute("SELECT name, sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL AND"
                         " tbl_name IN ('person', 'visa_application')").fetchall()
    db.executescript("".join(f"DROP INDEX {name};" for name, _ in indexes))
    today = db.execute("SELECT max(received_on) FROM visa_application").fetchone()[0] + 1
    missions = db.execute("SELECT id, sending_iso FROM mission WHERE host_iso='GB' ORDER BY sending_iso<>'RU', id").fetchall()
    first = db.execute("SELECT max(id) FROM visa_application").fetchone()[0] + 1
    person = db.execute("SELECT max(id) FROM person").fetchone()[0] + 1
    db.executemany("INSERT INTO person (id, ref, mission_id, name, family_name, name_order, sort_key, nationality_iso, is_invented,"
                   " source) VALUES (?,?,?,?,?,'family_first',?,?,1,'invented')",
                   ((person + i, f"B-{i}", missions[i % len(missions)][0], f"Example{i} Ann", f"Example{i}", f"example{i} ann", missions[i % len(missions)][1])
                    for i in range(PEOPLE)))

    def rows():
        for i in range(applications):
            mission, state = missions[int(len(missions) * dice.random() ** 3)]
            is_open = i % OPEN_EACH == 0
            age = dice.randrange(500) if is_open else 100 + dice.randrange(4000)
            stage, holder = dice.choice(STEPS) if is_open else ("closed", "visa")
            yield (first + i, f"B-{i}", KINDS[i % 4], state, mission, person + dice.randrange(PEOPLE), today - age, today - age + 30, stage,
                   holder, today - age, None if is_open else today - age + 60, None if is_open else "granted")
    db.executemany("INSERT INTO visa_application (id, ref, kind, sending_iso, receiving_iso, mission_id, person_id, received_on, due_on, stage,"
                   " holder, holder_since_on, stopped_days, standard_id, closed_on, outcome, is_invented)"
                   " VALUES (?,?,?,?,'GB',?,?,?,?,?,?,?,0,1,?,?,1)", rows())
    db.execute("INSERT INTO visa_holding (application_id, stage, holder, from_on, to_on, due_on, stopped_days, is_clock_stopped)"
               " SELECT id, stage, holder, holder_since_on, NULL, due_on, 0, 0 FROM visa_application WHERE id >= ? AND closed_on IS NULL", (first,))
    db.executescript("".join(sql + ";" for _, sql in indexes))
    db.commit()
    db.execute("PRAGMA journal_mode=wal")
    db.close()


if __name__ == "__main__":
    fill(sys.argv[1], *map(int, sys.argv[2:3]))
