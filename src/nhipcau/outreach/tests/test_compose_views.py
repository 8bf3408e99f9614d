import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.outreach.compose_forms import ComposeForm

NEW = "/lam-viec/thong-bao/soan/"
LIVE = NEW + "xem-truoc/"
SCREENING = {
    "title": "Khám sàng lọc đái tháo đường miễn phí",
    "text": "Trung tâm Y tế khám miễn phí trong một buổi sáng.",
    "event_at": "2023-05-27T07:00",
    "event_until": "2023-05-27T11:00",
    "deadline": "2023-05-27T06:30",
    "place": "Trạm Y tế phường",
    "kind": "announcement",
    "urgency": "urgent",
    "scope": "all",
    "min_age": "40",
    "sms_without_marks": "1",
}


@pytest.fixture
def lan(client, ward, civil):
    client.force_login(ward.lan)
    return client


def said(answer):
    return answer.content.decode()


def test_an_empty_page_offers_starters_and_counts_the_whole_ward(lan):
    words = said(lan.get(NEW))
    for expected in ("Bắt đầu từ mẫu", "Treo cờ ngày lễ", "· 7 hộ"):
        assert expected in words


def test_a_starter_fills_the_page_with_its_audience(lan):
    words = said(lan.get(NEW + "?mau=kham-sang-loc"))
    assert "Khám sàng lọc đái tháo đường miễn phí" in words
    assert "· 5 hộ" in words


def test_submitting_writes_the_notice_and_its_forms(lan):
    answer = lan.post(NEW, SCREENING | {"do": "submit"}, follow=True)
    version = NoticeVersion.objects.get()
    assert (version.state, version.households) == ("submitted", 5)
    assert version.event_at == datetime(2023, 5, 27, 0, 0, tzinfo=UTC)
    assert version.renditions.filter(form=Rendition.Form.GROUP).exists()
    assert "Nguyễn Văn Minh" in said(answer)


def test_whoever_submits_in_a_hurry_hears_that_the_approver_got_an_sms(lan, sms):
    answer = lan.post(NEW, SCREENING | {"do": "submit"}, follow=True)
    assert "vừa nhắn SMS cho người duyệt" in said(answer)


def test_saving_keeps_a_draft(lan):
    lan.post(NEW, SCREENING | {"do": "save"})
    assert NoticeVersion.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Hãy viết tiêu đề"),
        ({"deadline": "2023-05-26T16:00"}, "Hạn báo tin đã qua"),
        ({"deadline": "mai"}, "Không đọc được ngày giờ này"),
        ({"scope": "some"}, "Hãy chọn ít nhất một tổ"),
        ({"min_age": "99"}, "Không có hộ nào trong phạm vi đã chọn"),
        ({"min_age": "abc"}, "Tuổi là một số từ 0 đến 130"),
        ({"title": "Họp tổ [13]"}, "Còn chỗ chưa điền"),
        ({"number": "45/TB"}, "cần ghi nơi ban hành"),
        ({"r-group-vi": "Tin này không có địa chỉ", "w-group-vi": "x"}, "phải có chữ {link}"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(lan, changes, sentence):
    answer = lan.post(NEW, SCREENING | changes | {"do": "submit", "bring": "Thẻ BHYT"})
    assert answer.status_code == 422
    words = said(answer)
    assert sentence in words
    assert "Thẻ BHYT" in words
    version = NoticeVersion.objects.get()
    assert (version.state, version.typed["bring"]) == ("draft", ["Thẻ BHYT"])
    for value in changes.values():
        assert not value or value in words or value == "some"


def test_the_draft_of_a_fault_goes_on_where_it_was(lan):
    lan.post(NEW, SCREENING | {"title": "", "do": "submit"})
    version = NoticeVersion.objects.get()
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    assert "Trạm Y tế phường" in said(lan.get(edit))
    lan.post(edit, SCREENING | {"do": "submit"})
    assert Notice.objects.count() == 1
    version.refresh_from_db()
    assert version.state == "submitted"


def test_while_typing_it_is_kept_counted_and_planned(lan, ward):
    answer = lan.post(LIVE, SCREENING)
    words = said(answer)
    for expected in ("Đã giữ bản nháp lúc 16:30", "Đường đi của tin", "Tin cho nhóm"):
        assert expected in words
    version = NoticeVersion.objects.get()
    lan.post(LIVE, SCREENING | {"title": "Khác", "draft": version.pk})
    version.refresh_from_db()
    assert version.typed["title"] == ["Khác"]
    assert NoticeVersion.objects.count() == 1


def test_an_untouched_page_keeps_nothing(lan):
    lan.post(LIVE, SCREENING | {"title": "", "text": ""})
    assert not Notice.objects.exists()


def test_typing_into_a_form_answers_its_size_only(lan):
    words = said(lan.post(LIVE + "?forms=1", SCREENING | {"r-sms-vi": "ạ" * 71, "w-sms-vi": "x"}))
    assert "2 tin SMS" in words
    assert "Đường đi của tin" not in words


def test_choosing_places_changes_the_count(lan, ward):
    words = said(lan.post(LIVE, SCREENING | {"scope": "some", "neighbourhoods": [ward.to_1.pk]}))
    assert "· 1 hộ" in words


def test_a_form_that_was_not_touched_follows_the_text(lan):
    lan.post(NEW, SCREENING | {"do": "save"})
    version = NoticeVersion.objects.get()
    board = version.renditions.get(form="board")
    was = hashlib.sha256(board.text.strip().encode()).hexdigest()[:16]
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    posted = {"r-board-vi": board.text.replace("\n", "\r\n"), "w-board-vi": was}
    lan.post(edit, SCREENING | posted | {"place": "Nhà văn hoá", "do": "save"})
    board.refresh_from_db()
    assert "Nhà văn hoá" in board.text
    assert not board.is_edited


def test_words_of_a_person_are_kept_and_can_be_dropped(lan):
    lan.post(NEW, SCREENING | {"do": "save", "r-board-vi": "Mai khám bệnh.", "w-board-vi": "x"})
    version = NoticeVersion.objects.get()
    board = version.renditions.get(form="board")
    assert (board.text, board.is_edited) == ("Mai khám bệnh.", True)
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    lan.post(edit, SCREENING | {"do": "save", "r-board-vi": board.text, "m-board-vi": "1"})
    assert not version.renditions.get(form="board").is_edited


def test_a_translation_makes_the_forms_of_its_language(lan):
    english = {"t-web-en": "Free screening", "r-web-en": "The station screens.", "w-web-en": "x"}
    lan.post(NEW, SCREENING | english | {"do": "save"})
    version = NoticeVersion.objects.get()
    assert version.renditions.get(form="web", language="en").title == "Free screening"
    assert "Free screening" in version.renditions.get(form="group", language="en").text


def test_the_paper_is_kept_even_when_something_else_is_wrong(lan, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("giấy mời.pdf", b"%PDF-1.7\n%%EOF\n")
    paper = {"file": file, "issuer": "Trung tâm Y tế"}
    words = said(lan.post(NEW, SCREENING | paper | {"title": "", "do": "submit"}))
    assert "giấy mời.pdf" in words
    version = NoticeVersion.objects.get()
    posted = {name: values for name, values in version.typed.items() if name != "title"}
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    lan.post(edit, posted | {"title": SCREENING["title"], "do": "submit"})
    version.notice.refresh_from_db()
    assert version.notice.paper.file_name == "giấy mời.pdf"


def test_a_file_that_is_no_paper_is_told(lan, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("giấy mời.pdf", b"MZ not a paper")
    answer = lan.post(NEW, SCREENING | {"file": file, "issuer": "TTYT", "do": "submit"})
    assert "không phải là PDF" in said(answer)
    assert NoticeVersion.objects.get().state == "draft"


def test_a_draft_submitted_elsewhere_is_not_written_over(lan, ward):
    lan.post(NEW, SCREENING | {"do": "submit"})
    version = NoticeVersion.objects.get()
    answer = lan.post(NEW, SCREENING | {"do": "save", "draft": version.pk})
    assert answer.status_code == 409
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    assert lan.get(edit)["Location"].endswith(f"/{version.notice_id}/")


def test_an_older_notice_is_begun_again_without_its_days(lan):
    lan.post(NEW, SCREENING | {"do": "submit"})
    words = said(lan.get(NEW + f"?tu={Notice.objects.get().pk}"))
    assert "Trạm Y tế phường" in words
    assert "2023-05-27T07:00" not in words


@pytest.mark.parametrize("who", ["hoa", "quan"])
def test_who_does_not_write_is_not_let_in(client, ward, who):
    client.force_login(getattr(ward, who))
    assert client.get(NEW).status_code == 403


def test_a_strangers_draft_does_not_exist(lan, ward, stranger, client):
    lan.post(NEW, SCREENING | {"do": "save"})
    version = NoticeVersion.objects.get()
    stranger.thu.role = "editor"
    stranger.thu.save()
    client.force_login(stranger.thu)
    assert client.get(f"/lam-viec/thong-bao/{version.notice_id}/sua/").status_code == 404
    assert client.post(LIVE, SCREENING | {"draft": version.pk}).status_code == 404


def test_no_field_of_the_form_is_required(ward):
    assert ComposeForm(ward.locality, data={}).is_valid()


def test_all_forms_that_must_be_looked_at_are_told_at_once(lan):
    own = {
        f"{k}-{form}-vi": v for form in ("board", "sheet") for k, v in (("r", "Mai."), ("w", "x"))
    }
    lan.post(NEW, SCREENING | own | {"do": "save", "r-board-vi": "Mai khám.", "r-sheet-vi": "Mai."})
    version = NoticeVersion.objects.get()
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    answer = lan.post(edit, SCREENING | {"place": "Nhà văn hoá", "do": "submit"})
    assert answer.status_code == 422
    for anchor in ("#r-board-vi", "#r-sheet-vi"):
        assert anchor in said(answer)
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_correction_keeps_its_audience_and_says_what_changed(lan, ward, client):
    lan.post(NEW, SCREENING | {"do": "submit"})
    version = NoticeVersion.objects.get()
    client.force_login(ward.minh)
    client.post(
        f"/lam-viec/thong-bao/{version.notice_id}/duyet/", {"do": "approve", "at_once": "1"}
    )
    client.force_login(ward.lan)
    client.post(f"/lam-viec/thong-bao/{version.notice_id}/buoc/dinh-chinh/")
    edit = f"/lam-viec/thong-bao/{version.notice_id}/sua/"
    changed = SCREENING | {"min_age": "", "place": "Nhà văn hoá", "do": "submit"}
    assert "Hãy viết điều gì đã đổi" in said(client.post(edit, changed))
    client.post(edit, changed | {"correction": "Đổi nơi khám"})
    second = NoticeVersion.objects.get(number=2)
    assert (second.state, second.households) == ("submitted", 5)


@pytest.mark.parametrize("deadline", ["9999-12-31T23:59", "0001-01-01T00:00", "2203-05-27T06:30"])
def test_a_slip_in_the_year_is_told_beside_the_field(lan, deadline):
    answer = lan.post(NEW, SCREENING | {"do": "submit", "deadline": deadline})
    assert answer.status_code == 422 and "Không đọc được ngày giờ này" in said(answer)
    assert deadline in said(answer)
    assert not NoticeVersion.objects.exclude(state="draft").exists()


def test_a_second_tab_does_not_overwrite_what_the_first_saved_unseen(lan, civil):
    lan.post(NEW, SCREENING | {"do": "save"})
    version = NoticeVersion.objects.get()
    edit, opened = f"/lam-viec/thong-bao/{version.notice_id}/sua/", version.written_at.isoformat()
    assert opened in said(lan.get(edit))
    civil.step(minutes=1)
    first = SCREENING | {"do": "save", "written": opened, "title": "Tên của tab thứ nhất"}
    assert lan.post(edit, first).status_code == 302
    second = SCREENING | {"do": "save", "written": opened, "title": "Tên của tab thứ hai"}
    answer = lan.post(edit, second)
    assert answer.status_code == 409 and "ở nơi khác" in said(answer)
    assert "Tên của tab thứ hai" in said(answer)  # still typed, not saved
    version.refresh_from_db()
    assert version.title == "Tên của tab thứ nhất"
    again = second | {"written": version.written_at.isoformat()}
    assert again["written"] in said(answer) and lan.post(edit, again).status_code == 302
    version.refresh_from_db()
    assert version.title == "Tên của tab thứ hai"
