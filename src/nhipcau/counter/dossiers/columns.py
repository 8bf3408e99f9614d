"""Which column of an export is which field: the names of the national exchange (DongBoHoSoMC), the
Vietnamese headings that offices write, and near misses of both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from django.utils.translation import gettext_lazy as _

from nhipcau.text.fold import fold

NEAR = 0.85
LOOKED_AT = 15  # rows above the headings: a title, the unit, the dates of the report
NUMBER, STATUS = "number", "status"
REQUIRED: Final = (NUMBER, STATUS)

LABELS: Final = {
    NUMBER: _("Mã hồ sơ"),
    STATUS: _("Trạng thái hồ sơ"),
    "procedure": _("Mã thủ tục"),
    "procedure_name": _("Tên thủ tục"),
    "receipt": _("Số biên nhận"),
    "name": _("Chủ hồ sơ"),
    "phone": _("Số điện thoại"),
    "applicant": _("Loại đối tượng"),
    "filed": _("Hình thức nộp"),
    "received_at": _("Ngày tiếp nhận"),
    "due_at": _("Ngày hẹn trả"),
    "new_due_at": _("Ngày hẹn trả mới"),
    "finished_at": _("Ngày có kết quả"),
    "ended_at": _("Ngày trả"),
    "handled_by": _("Đơn vị xử lý"),
    "papers": _("Nội dung bổ sung"),
    "fee": _("Lệ phí"),
    "result": _("Giấy tờ kết quả"),
    "is_digitised": _("Số hoá hồ sơ"),
}
# Compared without marks, case and anything but letters and digits.
KNOWN: Final = {
    NUMBER: "MaHoSo|Số hồ sơ|Mã số hồ sơ|SoHoSo",
    STATUS: "TrangThaiHoSo|Trạng thái|Tình trạng|Tình trạng hồ sơ|TrangThai",
    "procedure": "MaTTHC|Mã TTHC|Mã thủ tục hành chính|MaThuTuc",
    "procedure_name": "TenTTHC|Tên TTHC|Thủ tục|Tên thủ tục hành chính|Thủ tục hành chính",
    "receipt": "SoBienNhan|Biên nhận",
    "name": "ChuHoSo|Người nộp|Tên người nộp|Người nộp hồ sơ|Họ và tên|Họ tên|Tên chủ hồ sơ",
    "phone": "SoDienThoai|Điện thoại|SĐT|Số ĐT|Điện thoại liên hệ",
    "applicant": "LoaiDoiTuong|Đối tượng|Đối tượng nộp",
    "filed": "HinhThuc|Hình thức|Cách nộp|Kênh nộp|Hình thức tiếp nhận|Kênh tiếp nhận",
    "received_at": "NgayTiepNhan|Ngày nhận|Thời gian tiếp nhận|Ngày nhận hồ sơ",
    "due_at": "NgayHenTra|Hạn trả|Hẹn trả|Thời hạn trả|Hạn xử lý|Ngày hẹn trả kết quả",
    "new_due_at": "NgayHenTraMoi|Hẹn trả lại|Hẹn lại ngày trả",
    "finished_at": "NgayKetThucXuLy|Ngày kết thúc xử lý|Ngày xử lý xong|Ngày hoàn thành",
    "ended_at": "NgayTra|Ngày trả kết quả|Ngày trả thực tế",
    "handled_by": "DonViXuLy|Cơ quan xử lý|Phòng ban xử lý|PhongBanXuLy",
    "papers": "DanhSachHoSoBoSung|NoiDungBoSung|Giấy tờ bổ sung|Yêu cầu bổ sung",
    "fee": "DanhSachLePhi|Phí, lệ phí|Số tiền phải nộp|SoTien|Phí lệ phí",
    "result": "DanhSachGiayToKetQua|Kết quả|Kết quả giải quyết|KetQua",
    "is_digitised": "SoHoa|Đã số hoá|Hồ sơ số hoá",
}


@dataclass(slots=True)
class Columns:
    """`found`: field → heading; `guessed`: those of them that were only near; `missing`: required
    fields that no heading is near to; `unused`: headings that mean nothing to us."""

    found: dict[str, str] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def match_columns(headings: Sequence[str], named: Mapping[str, str] | None = None) -> Columns:
    """`named`: what somebody chose, field → heading; it wins over whatever is like it."""
    left = [heading for heading in headings if heading]
    columns = Columns()
    for name, heading in (named or {}).items():
        if name in LABELS and heading in left:
            columns.found[name] = heading
            left.remove(heading)
    for name in LABELS:
        exact = next((one for one in left if _bare(one) in _names(name)), None)
        if name not in columns.found and exact is not None:
            columns.found[name] = exact
            left.remove(exact)
    _guess(columns, left)
    columns.missing = [name for name in REQUIRED if name not in columns.found]
    columns.unused = left
    return columns


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows holds the headings: the one that most fields are named in; else the
    first with three words in it. None of an export without either."""
    best, place = 1, None
    for n, cells in enumerate(rows[:LOOKED_AT]):
        hits = len(match_columns([cell for cell in cells if len(cell) < 60]).found)
        if hits > best:
            best, place = hits, n
    if place is not None:
        return place
    filled = (n for n, cells in enumerate(rows[:LOOKED_AT]) if sum(map(bool, cells)) >= 3)
    return next(filled, None)


def _guess(columns: Columns, left: list[str]) -> None:
    """The nearest pair first, so that a heading goes to the field that it is most like."""
    pairs = [
        (_likeness(heading, name), name, heading)
        for name in LABELS
        if name not in columns.found
        for heading in left
    ]
    for likeness, name, heading in sorted(pairs, reverse=True):
        if likeness >= NEAR and name not in columns.found and heading in left:
            columns.found[name] = heading
            columns.guessed.append(name)
            left.remove(heading)


def _likeness(heading: str, name: str) -> float:
    bare = _bare(heading)
    return max(SequenceMatcher(None, bare, known).ratio() for known in _names(name))


def _names(name: str) -> set[str]:
    return {_bare(one) for one in (str(LABELS[name]), *KNOWN[name].split("|"))}


def _bare(heading: str) -> str:
    without = re.sub(r"\([^)]*\)", " ", heading)  # "Mã hồ sơ (DVC)"
    return re.sub(r"[^a-z0-9]", "", fold(without))
