"""The raw statements of the API: one text for both databases."""

from django.db import connection

# Past the limit it stops counting: a window that nobody leaves must not overflow.
TAKE_TURN = """
INSERT INTO api_ratewindow (locality_id, key_id, taken, until)
VALUES (%(locality)s, %(key)s, 1, %(until)s)
ON CONFLICT (key_id) DO UPDATE
SET taken = CASE WHEN api_ratewindow.until <= %(now)s THEN 1
            WHEN api_ratewindow.taken > 100000 THEN api_ratewindow.taken
            ELSE api_ratewindow.taken + 1 END,
    until = CASE WHEN api_ratewindow.until <= %(now)s
            THEN excluded.until ELSE api_ratewindow.until END
WHERE api_ratewindow.locality_id = %(locality)s
RETURNING taken, until
"""


def take_turn(locality: int, key: int, *, now: float, until: float) -> tuple[int, float]:
    """Counts one call of the key: how many it made in its window, and when that ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, {"locality": locality, "key": key, "now": now, "until": until})
        ((taken, ends),) = cursor.fetchall()  # to its end: SQLite has it running until then
        return int(taken), float(ends)
