"""The raw statements of people: one text for both databases."""

from django.db import connection

TAKE_PLACE = """
INSERT INTO people_trycount (name, taken, until) VALUES (%(name)s, 1, %(until)s)
ON CONFLICT (name) DO UPDATE
SET taken = CASE WHEN people_trycount.until <= %(now)s THEN 1 ELSE people_trycount.taken + 1 END,
    until = CASE WHEN people_trycount.until <= %(now)s
            THEN excluded.until ELSE people_trycount.until END
WHERE people_trycount.until <= %(now)s OR people_trycount.taken < %(most)s
RETURNING taken
"""


def take_place(name: str, most: int, *, now: float, until: float) -> bool:
    """Counts one try; False, and nothing counted, when all places are taken until then."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_PLACE, {"name": name, "most": most, "now": now, "until": until})
        return bool(cursor.fetchall())  # to its end: SQLite has it running until then
