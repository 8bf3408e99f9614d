"""Where a list goes on: the last row that was shown, sealed, good for that list of that key only.

By the row and not by a count: what comes in or goes away meanwhile moves nothing.
"""

from django.core import signing
from django.utils.translation import gettext as _

from nhipcau.api.problems import Refused

SALT = "nhipcau.api.cursor"
LONGEST = 200


def make_cursor(of: str, last: int) -> str:
    return signing.dumps([of, last], salt=SALT)


def open_cursor(of: str, cursor: str) -> int:
    """The row after which it goes on. Refused when it was not made by us for this list."""
    try:
        place, last = signing.loads(cursor[:LONGEST], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        place, last = "", 0
    if place != of:
        said = _("Con trỏ trang này không đúng. Hãy đọc lại từ đầu danh sách.")
        raise Refused(422, "bad-cursor", said, pointer="?cursor")
    return int(last)
