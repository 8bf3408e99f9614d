import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.fold import _kept, fold, nfc, tidy, tidy_lines, without_marks


def test_d_with_stroke_is_folded():
    assert fold("Đường  Đặng Thai Mai") == "duong dang thai mai"


def test_thai_and_bengali_words_keep_their_marks():
    assert without_marks("ผู้ใหญ่บ้าน শিক্ষা Hoà") == "ผู้ใหญ่บ้าน শিক্ষা Hoa"


def test_both_unicode_forms_fold_to_the_same():
    name = "Nguyễn Thị Hoà Bưởi"
    assert fold(unicodedata.normalize("NFD", name)) == fold(name) == "nguyen thi hoa buoi"


def test_nfc_joins_what_a_telephone_took_apart():
    assert nfc("Sông Cầu") == "Sông Cầu"


def test_tidy_takes_out_what_nobody_sees():
    assert tidy("\ufeff Tổ\u200b dân\u00a0 phố\t13 \x07") == "Tổ dân phố 13"


def test_tidy_lines_keeps_paragraphs():
    assert tidy_lines("Kính gửi\r\n\r\n\r\n\r\nbà  con ") == "Kính gửi\n\nbà con"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặÀĐ ỨỰ"))
def test_vietnamese_without_marks_is_ascii(text):
    assert without_marks(text).isascii()


@given(st.text())
def test_tidy_is_stable(text):
    assert tidy(tidy(text)) == tidy(text)


def test_a_strangers_long_letter_is_not_kept_in_memory():
    before = _kept.cache_info().currsize
    assert fold("Ố" * 5000) == "o" * 5000
    assert _kept.cache_info().currsize == before
