import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.speech import speech_seconds, spoken, spoken_day, spoken_number, spoken_time


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"), (4, "bốn"), (10, "mười"), (11, "mười một"), (15, "mười lăm"),
        (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (30, "ba mươi"),
        (101, "một trăm linh một"), (110, "một trăm mười"), (115, "một trăm mười lăm"),
        (2023, "hai nghìn không trăm hai mươi ba"), (3007, "ba nghìn không trăm linh bảy"),
        (100_000, "một trăm nghìn"), (1_250_000, "một triệu hai trăm năm mươi nghìn"),
    ],
)  # fmt: skip
def test_numbers_in_words(value, words):
    assert spoken_number(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("07:00 – 11:00, 28/5", "bảy giờ đến mười một giờ, ngày hai mươi tám tháng năm"),
        ("7h30 ngày 2/4/2000", "bảy giờ ba mươi phút ngày mùng hai tháng tư năm hai nghìn"),
        ("người từ 40 tuổi", "người từ bốn mươi tuổi"),
        ("Mang thẻ BHYT, CCCD", "Mang thẻ bảo hiểm y tế, căn cước công dân"),
        ("gọi 0912 345 678", "gọi không chín một hai, ba bốn năm, sáu bảy tám"),
        ("UBND phường", "Ủy ban nhân dân phường"),
        ("nộp 100.000 đ mỗi hộ", "nộp một trăm nghìn đồng mỗi hộ"),
        ("đạt 86,4 %", "đạt tám mươi sáu phẩy bốn phần trăm"),
        ("Xem https://a.vn/x?y=1 nhé {link}", "Xem nhé"),
    ],
)  # fmt: skip
def test_a_text_as_it_is_read(text, words):
    assert spoken(text) == words


def test_times_have_their_part_of_the_day():
    def at(hour, minute=0):
        return datetime(2023, 5, 28, hour, minute, tzinfo=UTC)

    assert spoken_time(at(0)) == "bảy giờ sáng"
    assert spoken_time(at(5)) == "mười hai giờ trưa"
    assert spoken_time(at(9, 30)) == "bốn giờ ba mươi phút chiều"
    assert spoken_time(at(14, 30)) == "chín giờ ba mươi phút tối"
    assert spoken_time(at(17)) == "mười hai giờ đêm"
    assert spoken_day(at(0)) == "Chủ nhật, ngày hai mươi tám tháng năm"


def test_reading_takes_time():
    assert 10 < speech_seconds("một hai ba bốn năm sáu bảy tám chín mười " * 4) < 20


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_different_numbers_sound_different(one, other):
    if one != other:
        assert spoken_number(one) != spoken_number(other)


@given(st.text(alphabet="0123456789:/.,-– hHgđ%ngàyVNĐ"))
def test_no_digit_is_left_to_the_reader(text):
    assert not re.search(r"\d", spoken(text).replace("²", ""))
