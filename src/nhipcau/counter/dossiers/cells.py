"""One cell of an export as a value. BadCell holds a sentence; the caller names row and column."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.clock import zone_here
from nhipcau.counter.models import Dossier
from nhipcau.country.chosen import country
from nhipcau.text.fold import fold, tidy

FORMATS = (
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M",
    "%Y%m%d",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%H:%M %d/%m/%Y",
    "%H:%M:%S %d/%m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
EARLIEST, LATEST = 2000, 2100
LONGEST_NUMBER = 12  # digits: what is longer is no fee and no code, and thousands are no number


class BadCell(ValueError):
    """`args[0]` is the sentence."""


def plain(cell: Any) -> str:
    """A cell as it is staged: text that reads back the same."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return f"{cell:%Y%m%d%H%M%S}"
    if isinstance(cell, date):
        return f"{cell:%Y%m%d}"
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell).replace("\n", "; "))[:2000]


def read_status(text: str) -> int:
    """The national code, or its words."""
    lead = re.match(r"^(\d{1,2})(?:\D|$)", text)
    if lead and int(lead.group(1)) in Dossier.Status.values:
        return int(lead.group(1))
    found = country().desk.statuses.get(fold(text))
    if found is None:
        raise BadCell(
            _("“%(text)s” không phải một trong mười tình trạng hồ sơ.") % {"text": text[:60]}
            if text
            else _("chưa ghi tình trạng.")
        )
    return found


def read_moment(text: str, *, at_end: bool = False) -> datetime | None:
    """None of an empty cell. A day without a time begins it; with `at_end` it is its close."""
    if not text:
        return None
    given = re.sub(r"\.0+$", "", text)
    for form in FORMATS:
        try:
            found = datetime.strptime(given, form)  # noqa: DTZ007  the zone is the province's
        except ValueError:
            continue
        if not EARLIEST <= found.year <= LATEST:
            break
        if at_end and "%H" not in form:
            found = datetime.combine(found.date(), country().work.day_ends)
        return found.replace(tzinfo=zone_here()).astimezone(UTC)
    raise BadCell(
        _("“%(text)s” không phải ngày giờ (cần như 20260526163000 hoặc 26/05/2026 16:30).")
        % {"text": text[:40]}
    )


def read_choice(text: str, words: Mapping[str, int], values: list[int], usual: int) -> int:
    """A code or a word; what nobody knows is the usual one."""
    if text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text) in values:
        return int(text)
    said = fold(text)
    return next((value for word, value in words.items() if word in said), usual)


def read_flag(text: str) -> bool | None:
    said = fold(text)
    if said in country().desk.yes:
        return True
    return False if said in country().desk.no else None


def read_money(text: str) -> int | None:
    """The largest amount told: "Lệ phí: 50.000 đ"."""
    told = [re.sub(r"\D", "", one) for one in re.findall(r"\d[\d.,]*\d|\d", text)]
    return max((int(one) for one in told if len(one) <= LONGEST_NUMBER), default=None)
