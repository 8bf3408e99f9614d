"""Where a list goes on: the last row that was shown, sealed, good for that list of that key only.

By the row and not by a count: what comes in or goes away meanwhile moves nothing.
"""

import hashlib

from django.core import signing
from django.utils.translation import gettext as _

from nhipcau.api.problems import Refused

SALT = "nhipcau.api.cursor"
LONGEST = 200


def make_cursor(of: str, last: int) -> str:
    """`of` names the list: the locality, the key's mode, what it is narrowed to."""
    return signing.dumps([_short(of), last], salt=SALT)


def open_cursor(of: str, cursor: str) -> int:
    """The row after which it goes on. Refused when it was not made by us for this list."""
    try:
        place, last = signing.loads(cursor[:LONGEST], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        place, last = "", 0
    if place != _short(of):
        said = _("Con trỏ trang này không đúng. Hãy đọc lại từ đầu danh sách.")
        raise Refused(422, "bad-cursor", said, pointer="?cursor")
    return int(last)


def _short(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()[:16]
