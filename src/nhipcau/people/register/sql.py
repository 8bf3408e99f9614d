"""Applying a staged register: one statement a table, the same text on both databases."""

from datetime import datetime
from typing import Any

from django.db import connection

from nhipcau.core.clock import local
from nhipcau.core.language import own_language

ADD_HOUSEHOLDS = """
INSERT INTO people_household (
  locality_id, neighbourhood_id, key, code, head_name, house, alley, landmark, walk_order, people,
  has_smartphone, best_way, told_basis, language, follows_oa, is_gone, created_at)
SELECT s.locality_id,
  COALESCE(s.neighbourhood_id, (
    SELECT n.id FROM places_neighbourhood n
    WHERE n.locality_id = %(locality)s AND n.name = s.place AND n.former_unit_id IS NULL)),
  s.key, s.code, s.head_name, s.house, s.alley, s.landmark, COALESCE(s.walk_order, 0),
  COALESCE(s.people, 0), s.has_smartphone, s.best_way, 'public_task',
  CASE WHEN s.language = '' THEN %(own)s ELSE s.language END, s.follows_oa, FALSE, %(now)s
FROM people_stagedhousehold s
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.household_id IS NULL
ORDER BY s.id
ON CONFLICT DO NOTHING
"""

CHANGE_HOUSEHOLDS = """
UPDATE people_household SET
  code = CASE WHEN s.code = '' THEN people_household.code ELSE s.code END,
  head_name = CASE WHEN s.head_name = '' THEN people_household.head_name ELSE s.head_name END,
  house = CASE WHEN s.house = '' THEN people_household.house ELSE s.house END,
  alley = CASE WHEN s.alley = '' THEN people_household.alley ELSE s.alley END,
  landmark = CASE WHEN s.landmark = '' THEN people_household.landmark ELSE s.landmark END,
  best_way = CASE WHEN s.best_way = '' THEN people_household.best_way ELSE s.best_way END,
  language = CASE WHEN s.language = '' THEN people_household.language ELSE s.language END,
  people = COALESCE(s.people, people_household.people),
  has_smartphone = COALESCE(s.has_smartphone, people_household.has_smartphone),
  follows_oa = COALESCE(s.follows_oa, people_household.follows_oa),
  is_gone = COALESCE(s.is_gone, people_household.is_gone)
FROM people_stagedhousehold s
WHERE people_household.locality_id = %(locality)s AND people_household.id = s.household_id
  AND s.locality_id = %(locality)s AND s.batch_id = %(batch)s
"""

NOTE_ALONE = """
INSERT INTO people_circumstance (
  locality_id, household_id, is_elder_alone, is_remote, source, noted_on, noted_by_id)
SELECT s.locality_id, h.id, s.elder_alone, CAST(NULL AS BOOLEAN), 'ward', %(today)s,
  CAST(NULL AS BIGINT)
FROM people_stagedhousehold s
JOIN people_household h ON h.locality_id = s.locality_id AND h.key = s.key
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.elder_alone IS NOT NULL
ON CONFLICT (household_id) DO UPDATE SET is_elder_alone = excluded.is_elder_alone,
  source = excluded.source, noted_on = excluded.noted_on, noted_by_id = NULL
"""

ADD_RESIDENTS = """
INSERT INTO people_resident (
  locality_id, household_id, key, name, born_on, birth_year, sex, residence, relation, is_head,
  is_gone)
SELECT s.locality_id, h.id, s.key, s.name, s.born_on, s.birth_year, s.sex, s.residence,
  s.relation, COALESCE(s.is_head, FALSE), COALESCE(s.is_gone, FALSE)
FROM people_stagedresident s
JOIN people_household h ON h.locality_id = s.locality_id AND h.key = s.household_key
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.resident_id IS NULL
ORDER BY s.id
ON CONFLICT DO NOTHING
"""

CHANGE_RESIDENTS = """
UPDATE people_resident SET
  name = CASE WHEN s.name = '' THEN people_resident.name ELSE s.name END,
  born_on = COALESCE(s.born_on, people_resident.born_on),
  birth_year = COALESCE(s.birth_year, people_resident.birth_year),
  sex = CASE WHEN s.sex = '' THEN people_resident.sex ELSE s.sex END,
  residence = CASE WHEN s.residence = '' THEN people_resident.residence ELSE s.residence END,
  relation = CASE WHEN s.relation = '' THEN people_resident.relation ELSE s.relation END,
  is_head = COALESCE(s.is_head, people_resident.is_head),
  is_gone = COALESCE(s.is_gone, people_resident.is_gone)
FROM people_stagedresident s
WHERE people_resident.locality_id = %(locality)s AND people_resident.id = s.resident_id
  AND s.locality_id = %(locality)s AND s.batch_id = %(batch)s
"""

ADD_CONTACTS = """
INSERT INTO people_contactpoint (
  locality_id, household_id, resident_id, account_id, kind, value, detail, takes_sms, legal_basis,
  verified_at, stopped_at, failed_at, created_at)
SELECT s.locality_id, h.id, r.id, NULL, s.kind, s.value, '{}', s.takes_sms, 'public_task',
  NULL, NULL, NULL, %(now)s
FROM people_stagedcontact s
JOIN people_household h ON h.locality_id = s.locality_id AND h.key = s.household_key
JOIN people_resident r ON r.household_id = h.id AND r.key = s.resident_key
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s
ORDER BY s.id
ON CONFLICT DO NOTHING
"""

FOUND_GROUPS = """
INSERT INTO people_group (
  locality_id, kind, name, neighbourhood_id, platform, owner_id, invite_link, state, steps_done,
  founded_on, created_at)
SELECT DISTINCT n.locality_id, 'households', %(prefix)s || n.name, n.id, 'zalo',
  CAST(NULL AS BIGINT), '', 'active', {empty_list}, CAST(NULL AS DATE), {now}
FROM people_stagedresident s
JOIN people_household h ON h.locality_id = s.locality_id AND h.key = s.household_key
JOIN places_neighbourhood n ON n.id = h.neighbourhood_id
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.joined
  AND NOT EXISTS (
    SELECT 1 FROM people_group g WHERE g.neighbourhood_id = n.id AND g.kind = 'households'
      AND g.locality_id = %(locality)s)
"""
EMPTY_LIST = {"sqlite": "'[]'", "postgresql": "CAST('[]' AS JSONB)"}
MOMENT = {"sqlite": "%(now)s", "postgresql": "CAST(%(now)s AS TIMESTAMPTZ)"}

CONFIRM_MEMBERS = """
UPDATE people_membership SET state = 'confirmed', confirmed_at = %(now)s
WHERE locality_id = %(locality)s AND state = 'pending' AND resident_id IN (
  SELECT s.resident_id FROM people_stagedresident s
  WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.joined)
"""

ADD_MEMBERS = """
INSERT INTO people_membership (
  locality_id, group_id, household_id, resident_id, state, display_name, source, asked_at,
  confirmed_at, left_at)
SELECT s.locality_id, g.id, h.id, r.id, 'confirmed', '', 'import', %(now)s, %(now)s, NULL
FROM people_stagedresident s
JOIN people_household h ON h.locality_id = s.locality_id AND h.key = s.household_key
JOIN people_resident r ON r.household_id = h.id AND r.key = s.key
JOIN people_group g ON g.neighbourhood_id = h.neighbourhood_id AND g.kind = 'households'
  AND g.locality_id = s.locality_id
WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.joined
ORDER BY s.id
ON CONFLICT DO NOTHING
"""

CLOSE_EMPTIED = """
UPDATE people_household SET is_gone = TRUE
WHERE locality_id = %(locality)s AND NOT is_gone AND key IN (
    SELECT s.household_key FROM people_stagedresident s
    WHERE s.locality_id = %(locality)s AND s.batch_id = %(batch)s AND s.is_gone)
  AND NOT EXISTS (
    SELECT 1 FROM people_resident r
    WHERE r.locality_id = %(locality)s AND r.household_id = people_household.id AND NOT r.is_gone)
"""


def write_staged(locality: int, batch: int, *, now: datetime, group_prefix: str) -> None:
    """Run inside the caller's transaction, after the new neighbourhoods were made."""
    values: dict[str, Any] = {
        "locality": locality,
        "batch": batch,
        "own": own_language(),
        "now": connection.ops.adapt_datetimefield_value(now),
        "today": connection.ops.adapt_datefield_value(local(now).date()),
    }
    found_groups = FOUND_GROUPS.format(
        empty_list=EMPTY_LIST[connection.vendor], now=MOMENT[connection.vendor]
    )
    with connection.cursor() as cursor:
        for statement in (ADD_HOUSEHOLDS, CHANGE_HOUSEHOLDS, NOTE_ALONE):
            cursor.execute(statement, values)
        for statement in (ADD_RESIDENTS, CHANGE_RESIDENTS):
            cursor.execute(statement, values)
        cursor.execute(ADD_CONTACTS, values)
        cursor.execute(found_groups, {**values, "prefix": group_prefix})
        for statement in (CONFIRM_MEMBERS, ADD_MEMBERS, CLOSE_EMPTIED):
            cursor.execute(statement, values)
