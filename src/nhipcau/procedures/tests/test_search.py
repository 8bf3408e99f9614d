"""Search over a small catalogue of names as the national portal has them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.procedures.search import Found, find_in
from nhipcau.procedures.search_catalogue import Catalogue, make_catalogue
from nhipcau.procedures.search_index import Entry

NAMES = {
    "1.001193": "Thủ tục đăng ký khai sinh",
    "1.004884": "Thủ tục đăng ký lại khai sinh",
    "2.000635": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    "1.004873": "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
    "1.000894": "Thủ tục đăng ký kết hôn",
    "2.000806": "Thủ tục đăng ký kết hôn có yếu tố nước ngoài",
    "1.000656": "Thủ tục đăng ký khai tử",
    "1.004194": "Đăng ký tạm trú",
    "1.004222": "Đăng ký thường trú",
    "1.014063": "Cấp đổi thẻ căn cước",
    "1.014064": "Cấp lại thẻ căn cước",
    "3.000348": "Cấp lại giấy phép lái xe",
    "3.000228": "Cấp tài khoản định danh điện tử mức độ 02, căn cước điện tử cho công dân Việt Nam",
    "2.000815": "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    "1.002759": "Cấp lại, đổi, điều chỉnh thông tin trên sổ BHXH, thẻ BHYT",
    "1.001612": "Đăng ký thành lập hộ kinh doanh",
    "1.012786": "Cấp lại Giấy chứng nhận do bị mất",
    "1.013076": "Cấp chứng nhận đăng ký xe, biển số xe trong trường hợp thay đổi chủ xe",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return make_catalogue(
        Entry(number, number + 100, code, name, "Cấp xã", "", "Công dân Việt Nam")
        for number, (code, name) in enumerate(NAMES.items())
    )


def first(catalogue: Catalogue, text: str) -> str:
    found: Found = find_in(catalogue, text)
    return found.hits[0].code if found.hits else ""


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("dang ky tam tru", "1.004194"),
        ("ĐĂNG KÝ TẠM CHÚ", "1.004194"),
        ("làm lại giấy khai sinh", "1.004884"),
        ("cho em hỏi mất cccd thì làm lại ở đâu ạ", "1.014064"),
        ("cccd sắp hết hạn", "1.014063"),
        ("mat bang lai xe may", "3.000348"),
        ("vneid mức 2", "3.000228"),
        ("sang tên xe máy cũ", "1.013076"),
        ("thẻ BHYT bị sai ngày sinh", "1.002759"),
        ("xin giấy độc thân", "1.004873"),
        ("photo công chứng bằng tốt nghiệp", "2.000815"),
        ("mở quán phở", "1.001612"),
    ],
)
def test_residents_words_find_the_procedure(catalogue: Catalogue, asked: str, code: str) -> None:
    assert first(catalogue, asked) == code


@pytest.mark.parametrize(
    "asked",
    ["", "👍👍", "???", "xin chào", "bao giờ có điện", "wifi nhà văn hóa hỏng", "mở phòng karaoke"],
)
def test_what_the_catalogue_has_not_goes_to_a_person(catalogue: Catalogue, asked: str) -> None:
    assert not find_in(catalogue, asked).sure


@pytest.mark.parametrize("asked", ["làm lại căn cước bị mất", "dang ky ket hon can giay gi"])
def test_what_is_plain_is_answered(catalogue: Catalogue, asked: str) -> None:
    assert find_in(catalogue, asked).sure


def test_marks_count_where_they_were_typed(catalogue: Catalogue) -> None:
    assert first(catalogue, "mất sổ đỏ") == "1.012786"
    assert first(catalogue, "vẽ lại sơ đồ") != "1.012786"


def test_a_level_leaves_the_others_out(catalogue: Catalogue) -> None:
    assert find_in(catalogue, "đăng ký tạm trú", level="Cấp tỉnh").hits == ()
    assert find_in(catalogue, "đăng ký tạm trú", level="Cấp xã").hits[0].code == "1.004194"


def test_equal_names_stand_by_code() -> None:
    entries = [Entry(n, n, code, "Hỗ trợ sản xuất", "", "") for n, code in enumerate("cab")]
    for given_order in (entries, entries[::-1]):
        found = find_in(make_catalogue(given_order), "hỗ trợ sản xuất")
        assert [hit.code for hit in found.hits] == ["a", "b", "c"]


def test_a_childs_age_leaves_out_the_grown_ups_card() -> None:
    names = ("Cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên",
             "Cấp thẻ căn cước cho người dưới 14 tuổi")  # fmt: skip
    cards = make_catalogue(Entry(n, n, str(n), name, "", "") for n, name in enumerate(names))
    assert first(cards, "con 8 tuổi làm thẻ căn cước cần gì") == "1"
    assert first(cards, "con 15 tuổi làm thẻ căn cước cần gì") == "0"


def test_a_question_asked_again_has_the_same_answer(catalogue: Catalogue) -> None:
    asked = "mất cái bằng lái xe máy rồi, làm lại ở đâu"
    assert find_in(catalogue, asked, limit=50) == find_in(catalogue, asked, limit=50)


def test_a_catalogue_may_be_empty() -> None:
    assert find_in(make_catalogue([]), "khai sinh") == Found(False, ())


def test_a_long_letter_is_read_from_both_ends(catalogue: Catalogue) -> None:
    letter = "Kính gửi phường. " + "Nhà tôi ở đây đã lâu, " * 600 + "nay xin giấy độc thân."
    assert len(letter) > 10_000
    assert first(catalogue, letter) == "1.004873"


@settings(max_examples=40)
@given(st.text(max_size=120))
def test_nothing_that_is_typed_breaks_the_search(catalogue: Catalogue, text: str) -> None:
    found = find_in(catalogue, text)
    assert len(found.hits) <= 5
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
