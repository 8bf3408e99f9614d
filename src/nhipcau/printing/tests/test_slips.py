import io

import pytest
from pypdf import PdfReader

from nhipcau.printing.slips import Slip, slips


def made(n, name="Nông Thị Bình", how=("Quét mã này.",)):
    rows = [Slip(name, "Số 12 ngõ 4", f"4829 13{k:02}", f"https://p.vn/x?ma={k}") for k in range(n)]
    pdf = slips(rows, issuer="UBND phường", place="Tổ 13", title="Nhận thông báo", how=how)
    return PdfReader(io.BytesIO(pdf)).pages


def test_eight_slips_stand_on_a_page():
    pages = made(9)
    assert len(pages) == 2
    assert "4829 1300" in pages[0].extract_text() and "4829 1308" in pages[1].extract_text()


@pytest.mark.parametrize("name", ["#import", "*Bình* $x$", "Nguyễn Thị " * 9])
def test_what_people_are_called_is_never_markup_and_always_fits(name):
    assert len(made(8, name, how=["Mã dùng một lần. " * 6] * 4)) == 1
