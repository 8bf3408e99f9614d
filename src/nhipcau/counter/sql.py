"""The raw statements of the desk: counting that decides, one text for both databases."""

from datetime import date, datetime

from django.db import connection

TAKE_NUMBER = """
INSERT INTO counter_ticketcount (locality_id, kind_id, day, last)
VALUES (%(locality)s, %(kind)s, %(day)s, 1)
ON CONFLICT (kind_id, day) DO UPDATE SET last = counter_ticketcount.last + 1
RETURNING last
"""

TAKE_SLOT = """
INSERT INTO counter_slot (locality_id, kind_id, at, taken)
VALUES (%(locality)s, %(kind)s, %(at)s, 1)
ON CONFLICT (kind_id, at) DO UPDATE SET taken = counter_slot.taken + 1
WHERE counter_slot.taken < %(most)s
RETURNING taken
"""


def take_number(locality: int, kind: int, day: date) -> int:
    """The next number of that kind on that day: of two at once each gets its own."""
    given = {
        "locality": locality,
        "kind": kind,
        "day": connection.ops.adapt_datefield_value(day),
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBER, given)
        return int(cursor.fetchall()[0][0])


def take_slot(locality: int, kind: int, at: datetime, most: int) -> bool:
    """Takes one of `most` places at that time; False when none is left."""
    given = {
        "locality": locality,
        "kind": kind,
        "at": connection.ops.adapt_datetimefield_value(at),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SLOT, given)
        return bool(cursor.fetchall())
