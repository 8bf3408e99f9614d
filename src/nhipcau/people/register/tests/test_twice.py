"""Whatever the file: read again after it was applied, it changes nothing and doubts the same."""

import random

import pytest

from nhipcau.people.register.tests import files
from nhipcau.people.register.tests.test_import import files_folder, imported, snapshot, staged

__all__ = ["files_folder"]

HEADINGS = [
    "Mã hộ", "Tổ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số nhà", "Ngõ", "Điện thoại",
    "Cư trú", "Điện thoại thông minh", "Đã vào nhóm", "Số khẩu", "Chủ hộ",
    "Ở một mình",
]  # fmt: skip
POOLS = {
    "Mã hộ": ["", "", "H1", "H2", "h 1", 3.0],
    "Tổ": ["Tổ 1", "Tổ 2", "TDP 13", "24", "", ""],
    "Họ và tên": ["An", "Án", "Vi Bình", "vi  bình", "Chi", "Đỗ Dung", "", "12"],
    "Quan hệ với chủ hộ": ["Chủ hộ", "Con", "Vợ", "", "chủ hộ"],
    "Ngày sinh": ["", "1950", "02/03/1950", 18_323.0, "1980", "31/02/1990", "5/1999"],
    "Số nhà": ["", "12", "Số 12", "12A", "14, ngõ 4", "012"],
    "Ngõ": ["", "ngõ 4", "4", "đường Thanh Niên"],
    "Điện thoại": ["", "0912345678", 912345678.0, "0987654321 / 0912345678", "không", "09"],
    "Cư trú": ["", "Thường trú", "Ở trọ", "đã chuyển đi", "chết", "?"],
    "Điện thoại thông minh": ["", "x", "không", "tuỳ"],
    "Đã vào nhóm": ["", "x", "chưa"],
    "Số khẩu": ["", 4, 1],
    "Ở một mình": ["", "x", "không", "tuỳ"],
    "Chủ hộ": ["", "An", "x", "Vi Bình"],
}


def register(seed):
    """Rows drawn from few values, so that heads, codes, addresses and names collide a lot."""
    chance = random.Random(seed)
    chosen = [name for name in HEADINGS if name == "Họ và tên" or chance.random() < 0.7]
    chance.shuffle(chosen)
    rows = [[chance.choice(POOLS[name]) for name in chosen] for _row in range(40)]
    return [chosen, *rows, *chance.sample(rows, 4)]


@pytest.mark.parametrize("seed", range(25))
def test_a_file_applied_and_read_again_changes_nothing(ward, seed):
    rows = register(seed)
    first = staged(ward, files.xlsx(rows))
    if first.state == "refused":
        return
    imported(ward, rows)
    before = snapshot()
    again = imported(ward, rows)
    assert (again.counts.get("new", 0), again.counts.get("changed", 0)) == (0, 0)
    assert not list(again.rows.filter(verdict="doubtful").exclude(data__effect="same"))
    assert snapshot() == before
