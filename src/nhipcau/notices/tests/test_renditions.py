import pytest

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.notices.draft import draft_notice, revise_notice
from nhipcau.notices.models import Notice
from nhipcau.notices.renditions import (
    edit_rendition,
    fingerprint,
    is_stale,
    make_renditions,
    remake_rendition,
    rendition_of,
    sms_to_send,
)
from nhipcau.notices.wording import counted, with_link
from nhipcau.text.sms import sms_parts


def text_of(version, form, language="vi"):
    return rendition_of(version, form, language).text


def test_the_group_text_makes_people_come(draft):
    text = text_of(draft, "group")
    assert "đái tháo đường" in text
    assert "06:30 Thứ Bảy 27/5" in text
    assert "Trạm Y tế" not in text
    assert text.endswith("{link}")


def test_in_danger_the_group_text_says_all(ward, screening):
    version = draft_notice(ward.locality, screening(kind=Notice.Kind.EMERGENCY), by=ward.lan)
    assert "Trạm Y tế" in text_of(version, "group")


def test_a_call_asks_for_an_answer(ward, screening):
    given = screening(kind=Notice.Kind.CALL, answers=("will_come", "excused"))
    assert "trả lời" in text_of(draft_notice(ward.locality, given, by=ward.lan), "group")


def test_no_form_says_today(draft):
    assert not [row for row in make_renditions(draft) if "hôm nay" in row.text]


def test_the_sms_fits_and_the_one_without_marks_is_plain(draft):
    assert sms_parts(counted(text_of(draft, "sms_plain"))).is_plain
    assert sms_parts(counted(text_of(draft, "sms_plain"))).parts <= 2
    assert sms_parts(counted(text_of(draft, "sms"))).parts <= 3


def test_a_long_notice_still_fits_three_parts(ward, screening):
    given = screening(place="ở " * 79, bring="m" * 190, for_whom="a" * 150)
    version = draft_notice(ward.locality, given, by=ward.lan)
    assert sms_parts(counted(text_of(version, "sms"))).parts <= 3


def test_the_version_chooses_its_sms(draft, ward, screening):
    assert sms_to_send(draft).form == "sms_plain"
    revise_notice(draft, screening(sms_without_marks=False), by=ward.lan)
    assert sms_to_send(draft).form == "sms"


def test_the_loudspeaker_says_it_twice_in_words(draft):
    script = text_of(draft, "loudspeaker")
    assert script.count("Khám sàng lọc") == 2
    assert "từ bảy giờ sáng đến mười một giờ trưa" in script
    assert not any(letter.isdigit() for letter in script)
    assert "{link}" not in script


def test_links_are_filled_in(draft):
    assert with_link(text_of(draft, "group"), "https://a/t/b").endswith("https://a/t/b")


def test_what_a_person_wrote_is_kept_and_flagged(draft, ward, screening):
    edit_rendition(draft, "board", "vi", text="Mai khám ở Trạm Y tế.", by=ward.lan)
    revise_notice(draft, screening(place="Chợ"), by=ward.lan)
    row = draft.renditions.get(form="board")
    assert row.text == "Mai khám ở Trạm Y tế."
    assert is_stale(row, fingerprint(draft))


def test_confirming_takes_the_flag_away(draft, ward, screening):
    edit_rendition(draft, "board", "vi", text="Mai khám ở Trạm Y tế.", by=ward.lan)
    revise_notice(draft, screening(place="Chợ"), by=ward.lan)
    row = edit_rendition(draft, "board", "vi", text="Mai khám ở Trạm Y tế.", by=ward.lan)
    assert not is_stale(row, fingerprint(draft))


def test_remaking_drops_the_words_of_a_person(draft, ward):
    made = text_of(draft, "board")
    edit_rendition(draft, "board", "vi", text="Mai khám ở Trạm Y tế.", by=ward.lan)
    remake_rendition(draft, "board", "vi", by=ward.lan)
    assert text_of(draft, "board") == made


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("group", "Không có chỗ đặt địa chỉ"),
        ("sms_plain", "a" * 460),
        ("sms", "ạ" * 202),
        ("loudspeaker", "Mời xem https://phuong.vn"),
        ("board", ""),
        ("board", "Mời bà A, căn cước 006203004567"),
        ("rumour", "Tin đồn"),
    ],
)
def test_a_faulty_form_is_not_kept(draft, ward, form, text):
    with pytest.raises(BadInput) as fault:
        edit_rendition(draft, form, "vi", text=text, by=ward.lan)
    assert fault.value.field == f"{form}-vi"


def test_forms_are_edited_in_a_draft_only(submitted, ward):
    with pytest.raises(WrongState):
        edit_rendition(submitted, "board", "vi", text="Chữ khác hẳn.", by=ward.lan)


def test_a_language_without_its_own_form_falls_back(draft, ward):
    assert rendition_of(draft, "web", "tyz").language == "vi"
    edit_rendition(draft, "web", "tyz", title="Khám bệnh", text="Chữ Tày ở đây.", by=ward.lan)
    assert rendition_of(draft, "web", "tyz").text == "Chữ Tày ở đây."
    assert rendition_of(draft, "group", "tyz").language == "tyz"
    assert rendition_of(draft, "loudspeaker", "tyz").language == "vi"


def test_dropping_a_translation_drops_all_that_was_made_of_it(draft, ward):
    edit_rendition(draft, "web", "en", title="Screening", text="Free screening.", by=ward.lan)
    remake_rendition(draft, "web", "en", by=ward.lan)
    assert not draft.renditions.filter(language="en").exists()
