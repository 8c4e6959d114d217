-- States, the register itself, holidays, offices of state.

-- query: ref_states many
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: Every state, former state, territory and organisation, in the order of their codes.
-- scan: a list of some 260 rows that does not grow
SELECT id, iso, iso3, kind, name, official_name, since_year_n, until_year_n
  FROM ref_state
 ORDER BY iso;

-- query: ref_state_by_iso one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: One state by its code.
SELECT id, iso, iso3, kind, name, official_name, since_year_n, until_year_n
  FROM ref_state
 WHERE iso = :iso;

-- query: ref_continued many
-- roles: protocol visa vetting security desk head auditor system
-- says: The former states that this one goes on from, under another name.
SELECT former_iso
  FROM ref_successor
 WHERE successor_iso = :successor_iso AND is_continuing = 1
 ORDER BY former_iso;

-- query: ref_successors many
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The states that came after a former one.
SELECT u.successor_iso, s.name AS successor_name, u.is_continuing
  FROM ref_successor u JOIN ref_state s ON s.iso = u.successor_iso
 WHERE u.former_iso = :former_iso
 ORDER BY u.successor_iso;

-- query: ref_register_get one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: What this register is: host, ministry, time zone, and the day it carries.
SELECT r.host_iso, s.name AS host_name, s.official_name AS host_official_name, r.ministry, r.zone,
       r.holiday_region, r.is_demo, r.clock_at, r.clock_set_at
  FROM ref_register r JOIN ref_state s ON s.iso = r.host_iso
 WHERE r.id = 1;

-- query: ref_holidays many
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The holidays of a region of a host in rising order, between two days.
SELECT holiday_on, name
  FROM ref_holiday
 WHERE host_iso = :host_iso AND region = :region AND holiday_on BETWEEN :from_on AND :to_on
 ORDER BY holiday_on;

-- query: ref_office_holders_at many
-- roles: protocol visa vetting security desk head auditor system
-- says: Who held the offices of a state on a day.
SELECT o.kind, o.title, h.name, h.native_name, h.native_lang, h.from_on, h.to_on, h.source
  FROM ref_office o JOIN ref_office_holder h ON h.office_id = o.id
 WHERE o.state_iso = :state_iso AND h.from_on <= :day_on AND (h.to_on IS NULL OR h.to_on >= :day_on)
 ORDER BY o.title, h.from_on;

-- query: ref_office_holders_all many
-- roles: protocol desk system
-- says: Every office holder of every state, for the reader.
-- scan: some hundreds of rows
SELECT s.iso3, o.kind, o.title, h.name, h.from_on, h.to_on
  FROM ref_office o JOIN ref_office_holder h ON h.office_id = o.id JOIN ref_state s ON s.iso = o.state_iso
 ORDER BY h.id;

-- query: ref_state_add write
-- roles: system
-- says: Adds a state.
INSERT INTO ref_state (iso, iso3, kind, name, official_name, since_year_n, until_year_n)
VALUES (:iso, :iso3, :kind, :name, :official_name, :since_year_n, :until_year_n);

-- query: ref_successor_add write
-- roles: system
-- says: Adds which state came after a former one.
INSERT INTO ref_successor (former_iso, successor_iso, is_continuing)
VALUES (:former_iso, :successor_iso, :is_continuing);

-- query: ref_register_add write
-- roles: system
-- says: Makes the register one of a host and a ministry; once.
INSERT INTO ref_register (id, host_iso, ministry, zone, holiday_region, is_demo, clock_at, clock_set_at)
VALUES (1, :host_iso, :ministry, :zone, :holiday_region, :is_demo, :clock_at, :clock_set_at);

-- query: ref_holiday_add write
-- roles: protocol head system
-- says: Adds a holiday of a host.
INSERT INTO ref_holiday (host_iso, region, holiday_on, name, source)
VALUES (:host_iso, :region, :holiday_on, :name, :source);

-- query: ref_office_by_title one
-- roles: protocol desk system
-- says: An office of a state by its title.
SELECT id, kind FROM ref_office WHERE state_iso = :state_iso AND title = :title;

-- query: ref_office_open many
-- roles: protocol desk system
-- says: Who holds an office as far as is known, without a last day.
-- scan: sorts the holders of one office
SELECT id, name, from_on FROM ref_office_holder WHERE office_id = :office_id AND to_on IS NULL ORDER BY from_on;

-- query: ref_office_add write
-- roles: protocol desk system
-- says: Adds an office of a state.
INSERT INTO ref_office (state_iso, kind, title)
VALUES (:state_iso, :kind, :title);

-- query: ref_office_holder_add write
-- roles: protocol desk system
-- says: Adds who held an office from a day on.
INSERT INTO ref_office_holder (office_id, name, native_name, native_lang, from_on, to_on, source)
VALUES (:office_id, :name, :native_name, :native_lang, :from_on, :to_on, :source);

-- query: ref_office_holder_end write
-- roles: protocol desk system
-- says: Sets the last day of an office holder.
UPDATE ref_office_holder SET to_on = :to_on WHERE id = :id;

-- query: ref_rules many
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The rules of a host in force on a day, its own beside those of the conventions, with their sources.
-- scan: some dozens of rows
SELECT r.id, r.host_iso, r.kind, r.word, r.is_on, r.value_n, r.unit, r.says, r.article, r.source, r.from_on, r.to_on
  FROM ref_rule r
 WHERE (r.host_iso = :host_iso OR r.host_iso IS NULL) AND (r.from_on IS NULL OR r.from_on <= :day_on)
   AND (r.to_on IS NULL OR r.to_on >= :day_on)
 ORDER BY r.kind, r.word, r.host_iso NULLS FIRST, r.from_on NULLS FIRST, r.id;

-- query: ref_rule_in_force one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The rule of a host with this word on a day: its latest own one, else that of the conventions.
-- scan: sorts the rows of one word
SELECT r.id, r.host_iso, r.is_on, r.value_n, r.unit, r.says, r.article, r.source, r.from_on
  FROM ref_rule r
 WHERE (r.host_iso = :host_iso OR r.host_iso IS NULL) AND r.kind = :kind AND r.word = :word
   AND (r.from_on IS NULL OR r.from_on <= :day_on) AND (r.to_on IS NULL OR r.to_on >= :day_on)
 ORDER BY r.host_iso NULLS LAST, r.from_on DESC NULLS LAST, r.id DESC
 LIMIT 1;

-- query: ref_rule_add write
-- roles: head system
-- says: Adds a rule of a host, or a new version of one.
INSERT INTO ref_rule (host_iso, kind, word, is_on, value_n, unit, says, article, source, from_on, to_on)
VALUES (:host_iso, :kind, :word, :is_on, :value_n, :unit, :says, :article, :source, :from_on, :to_on);
