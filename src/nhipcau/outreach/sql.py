"""The raw statements of outreach. Each carries the locality; the text is one for both databases
but where a list of ids is unfolded."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from nhipcau.outreach.models.evidence import INFORMED_FROM, Level

IDS = {
    "sqlite": "SELECT CAST(value AS INTEGER) FROM json_each(%(households)s)",
    "postgresql": "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(%(households)s)",
}

REFRESH_STANDINGS = """
WITH live AS (
  SELECT e.household_id, e.level, e.channel, e.at AS seen_at,
         ROW_NUMBER() OVER (
           PARTITION BY e.household_id ORDER BY e.level DESC, e.at, e.id) AS place
  FROM outreach_evidence e
  LEFT JOIN outreach_evidence r ON r.retracts_id = e.id
  WHERE e.locality_id = %(locality)s AND e.version_id = %(version)s
    AND e.household_id IN ({ids}) AND e.retracts_id IS NULL AND r.id IS NULL
), best AS (
  SELECT household_id, MAX(level) AS level,
         MAX(CASE WHEN place = 1 THEN channel ELSE '' END) AS channel,
         MAX(CASE WHEN level IN (%(posted)s, %(delivered)s) THEN 1 ELSE 0 END) AS covered,
         MIN(CASE WHEN level >= %(informed_from)s THEN seen_at END) AS informed_at
  FROM live GROUP BY household_id
), closed AS (
  SELECT household_id, closed_at FROM outreach_visit
  WHERE locality_id = %(locality)s AND version_id = %(version)s
    AND household_id IN ({ids}) AND state = 'closed' AND closed_at <= %(deadline)s
), found AS (
  SELECT s.household_id AS household, COALESCE(best.level, 0) AS level,
         COALESCE(best.channel, '') AS channel, COALESCE(best.covered, 0) AS covered,
         best.informed_at,
         CASE WHEN best.informed_at IS NULL THEN closed.closed_at
              WHEN closed.closed_at IS NULL OR closed.closed_at > best.informed_at
              THEN best.informed_at ELSE closed.closed_at END AS accounted_at
  FROM outreach_standing s
  LEFT JOIN best ON best.household_id = s.household_id
  LEFT JOIN closed ON closed.household_id = s.household_id
  WHERE s.locality_id = %(locality)s AND s.version_id = %(version)s
    AND s.household_id IN ({ids})
)
UPDATE outreach_standing
SET level = found.level, channel = found.channel, covered = (found.covered = 1),
    informed_at = found.informed_at, accounted_at = found.accounted_at
FROM found
WHERE outreach_standing.locality_id = %(locality)s
  AND outreach_standing.version_id = %(version)s
  AND outreach_standing.household_id = found.household
"""

FREEZE_AUDIENCE = """
INSERT INTO outreach_standing
  (locality_id, version_id, household_id, neighbourhood_id, level, channel, covered, code)
SELECT %s, %s, h.id, h.neighbourhood_id, 0, '', {false}, ''
FROM people_household h
WHERE h.locality_id = %s AND h.id IN ({audience})
ORDER BY h.neighbourhood_id, h.walk_order, h.id
ON CONFLICT DO NOTHING
"""

GIVE_CODE = """
UPDATE outreach_standing SET code = %s
WHERE locality_id = %s AND version_id = %s AND household_id = %s AND code = ''
"""

# Not those that a withdrawal stopped: they stay so.
CLOSE_VISIT = """
UPDATE outreach_visit SET state = 'closed', outcome = %s, closed_at = %s, closed_by_id = %s,
  taken_by_id = NULL, taken_until = NULL
WHERE locality_id = %s AND id = %s AND NOT (state = 'stopped' AND outcome = '')
"""


def refresh_standings(
    locality: int, version: int, deadline: datetime, households: Iterable[int]
) -> None:
    """Standing from evidence that holds and from visits closed in time: never from itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            REFRESH_STANDINGS.format(ids=IDS[connection.vendor]),
            {
                "locality": locality,
                "version": version,
                "deadline": _moment(deadline),
                "households": json.dumps(sorted(set(households))),
                "posted": Level.POSTED,
                "delivered": Level.DELIVERED,
                "informed_from": INFORMED_FROM,
            },
        )


def freeze_audience(locality: int, version: int, audience: models.QuerySet[Any]) -> int:
    """Everyone who must know, once and for all: a later move changes no count."""
    compiled, params = audience.order_by().values("pk").query.sql_with_params()
    false = "FALSE" if connection.vendor == "postgresql" else "0"
    statement = FREEZE_AUDIENCE.format(audience=compiled, false=false)
    with connection.cursor() as cursor:
        cursor.execute(statement, (locality, version, locality, *params))
        return int(cursor.rowcount)


def give_codes(locality: int, version: int, codes: Iterable[tuple[int, str]]) -> None:
    """`codes`: household and the code of its own link."""
    rows = [(code, locality, version, household) for household, code in codes]
    with connection.cursor() as cursor:
        cursor.executemany(GIVE_CODE, rows)


def close_visits(locality: int, closed: Iterable[tuple[int, str, datetime, int]]) -> None:
    """`closed`: visit, outcome, when and by whom, each its own."""
    rows = [(str(outcome), _moment(at), by, locality, visit) for visit, outcome, at, by in closed]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(CLOSE_VISIT, rows)


def _moment(at: datetime) -> Any:
    """As Django stores it, so that text compares as time does on SQLite."""
    return connection.ops.adapt_datetimefield_value(at)
