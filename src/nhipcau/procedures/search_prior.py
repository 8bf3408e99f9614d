"""What a ward is asked for before anything is known of the question: its own level first, citizens'
matters before those of banks and shipowners. Mild on purpose: words decide."""

from typing import Final

from nhipcau.text.fold import fold

_LEVELS: Final = ((("xa", "phuong", "commune"), 1.0), (("tinh", "province"), 0.93),
                  (("khac", "other"), 0.86), (("bo", "trung uong", "ministry"), 0.84))  # fmt: skip
# Lĩnh vực, by its folded beginning: what residents come to a ward for, and what hardly ever.
_OFTEN: Final = ("ho tich", "chung thuc", "dang ky, quan ly cu tru", "cap, quan ly can cuoc",
                 "dinh danh", "nguoi co cong", "giam ngheo", "bao tro", "dat dai",
                 "thanh lap va hoat dong doanh nghiep (ho kinh doanh)")  # fmt: skip
_SELDOM: Final = ("hai quan", "hang hai", "thanh lap va hoat dong ngan hang", "hang khong",
                  "chung khoan", "hoat dong ngoai hoi", "dia chat", "luat su", "cong chung",
                  "dang kiem", "quan ly no", "bien doi khi hau", "trong tai", "hoa giai thuong mai",
                  "quan tai vien", "dau gia", "thua phat lai", "giam dinh tu phap", "ke toan",
                  "hoat dong tien te", "hoat dong thanh toan", "kinh doanh bat dong san",
                  "dau tu", "duong sat", "quan ly vu khi", "hop tac xa", "kho bac",
                  "thanh lap va hoat dong cua")  # fmt: skip


def prior_of(level: str, sector: str, audience: str) -> float:
    return _of_level(level) * _of_sector(sector) * _of_audience(audience)


def is_at(level: str, wanted: str) -> bool:
    return fold(wanted) in fold(level)


def _of_level(level: str) -> float:
    folded = fold(level)
    words = folded.replace(",", " ").split()
    for names, weight in _LEVELS:
        if any(name in words or (" " in name and name in folded) for name in names):
            return weight
    return 0.9


def _of_sector(sector: str) -> float:
    folded = fold(sector)
    if folded.startswith(_OFTEN):
        return 1.12
    return 0.85 if folded.startswith(_SELDOM) else 1.0


def _of_audience(audience: str) -> float:
    """Records of other crawls name nobody: then nothing is known."""
    folded = fold(audience)
    return 0.88 if folded and "cong dan" not in folded and "ca nhan" not in folded else 1.0
