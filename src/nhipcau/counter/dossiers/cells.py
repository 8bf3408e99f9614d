"""One cell of an export as a value. BadCell holds a sentence; the caller names row and column."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.clock import HO_CHI_MINH
from nhipcau.counter.models import Dossier
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
STATUSES = {fold(str(one.label)): int(one) for one in Dossier.Status} | {
    "moi dang ky": 1,
    "moi nop": 1,
    "cho tiep nhan": 1,
    "da tiep nhan": 2,
    "tu choi": 3,
    "tu choi tiep nhan": 3,
    "khong tiep nhan": 3,
    "dang giai quyet": 4,
    "yeu cau bo sung": 5,
    "cho bo sung": 5,
    "yeu cau bo sung ho so": 5,
    "yeu cau thuc hien nghia vu tai chinh": 6,
    "cho nop phi": 6,
    "rut ho so": 7,
    "da rut": 7,
    "tam dung": 8,
    "tam dung xu ly": 8,
    "da co ket qua": 9,
    "xu ly xong": 9,
    "da tra": 10,
    "da tra ket qua": 10,
}
FILED = {"truc tiep": 1, "truc tuyen": 2, "buu chinh": 3, "buu dien": 3, "online": 2}
APPLICANTS = {"cong dan": 0, "ca nhan": 0, "doanh nghiep": 1, "to chuc": 1, "ho kinh doanh": 2}
YES = frozenset({"1", "co", "x", "da so hoa", "true", "yes"})
NO = frozenset({"0", "khong", "chua", "chua so hoa", "false", "no"})


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
    found = STATUSES.get(fold(text))
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
            found = found.replace(hour=17)
        return found.replace(tzinfo=HO_CHI_MINH).astimezone(UTC)
    raise BadCell(
        _("“%(text)s” không phải ngày giờ (cần như 20260526163000 hoặc 26/05/2026 16:30).")
        % {"text": text[:40]}
    )


def read_choice(text: str, words: dict[str, int], values: list[int], usual: int) -> int:
    """A code or a word; what nobody knows is the usual one."""
    if text.isdecimal() and int(text) in values:
        return int(text)
    said = fold(text)
    return next((value for word, value in words.items() if word in said), usual)


def read_flag(text: str) -> bool | None:
    said = fold(text)
    if said in YES:
        return True
    return False if said in NO else None


def read_money(text: str) -> int | None:
    """The largest amount told: "Lệ phí: 50.000 đ"."""
    amounts = [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d[\d.,]*\d|\d", text)]
    return max((amount for amount in amounts if amount < 10**12), default=None)
