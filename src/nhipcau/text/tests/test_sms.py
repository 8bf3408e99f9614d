import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.sms import _GSM, sms_parts, strip_diacritics

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặềếểễệốồổỗộớờởỡợứừửữựỳýỷỹỵ ĐÂẤ0123456789.,:/"


def test_plain_text_has_160_places_then_153():
    assert sms_parts("a" * 160).parts == 1
    assert sms_parts("a" * 161).parts == 2
    assert sms_parts("a" * 306).parts == 2
    assert sms_parts("a" * 307).parts == 3


def test_vietnamese_has_70_places_then_67():
    assert sms_parts("ạ" * 70).parts == 1
    assert sms_parts("ạ" * 71).parts == 2
    assert sms_parts("ạ" * 134).parts == 2
    assert sms_parts("ạ" * 135).parts == 3


def test_an_empty_text_is_no_sms():
    assert sms_parts("").parts == 0


def test_letters_behind_an_escape_take_two_places():
    size = sms_parts("{" * 80)
    assert (size.used, size.parts, size.left) == (160, 1, 0)


def test_a_letter_of_two_places_is_not_cut_in_half():
    assert sms_parts("a" * 152 + "€" + "a" * 152).parts == 3


def test_a_text_taken_apart_is_counted_as_it_is_sent():
    text = "Khám sàng lọc đái tháo đường"
    assert sms_parts(unicodedata.normalize("NFD", text)) == sms_parts(text)


def test_quotes_and_dashes_of_the_printer_become_those_of_the_typewriter():
    assert strip_diacritics("“Đến nơi” – 07:00…") == '"Den noi" - 07:00...'


@given(st.text(alphabet=VIETNAMESE))
def test_vietnamese_without_marks_fits_one_byte_a_letter(text):
    bare = strip_diacritics(text)
    assert sms_parts(bare).is_plain
    assert len(bare) == len(text)


@given(st.text())
def test_stripped_text_is_always_plain(text):
    assert all(letter in _GSM or letter in "^{}\\[~]|€\f" for letter in strip_diacritics(text))


@given(st.text(alphabet=VIETNAMESE + "€{}^"), st.text(alphabet=VIETNAMESE))
def test_more_text_never_takes_fewer_parts(text, more):
    assert sms_parts(text + more).parts >= sms_parts(text).parts
