import io

import pytest
from pypdf import PdfReader

from nhipcau.notices.correct import correct_notice
from nhipcau.notices.models import Notice, NoticeVersion, Template
from nhipcau.notices.papers import store_file


@pytest.fixture
def lan(client, ward):
    client.force_login(ward.lan)
    return client


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_list_says_how_to_begin(lan):
    assert "Soạn thông báo đầu tiên" in page(lan, "/lam-viec/thong-bao/")


def test_the_list_shows_what_is_waiting_and_how_long_it_has(lan, submitted):
    words = page(lan, "/lam-viec/thong-bao/?tab=cho-duyet")
    for said in ("Khám sàng lọc", "Chờ duyệt", "5 hộ", "còn 14 giờ"):
        assert said in words


def test_a_search_that_finds_nothing_leads_back(lan, submitted):
    assert "Không có thông báo nào như vậy" in page(lan, "/lam-viec/thong-bao/?q=treo+co")


def test_a_notice_shows_its_trail_and_how_late_its_paper_came(lan, published):
    words = page(lan, f"/lam-viec/thong-bao/{published.notice_id}/")
    for said in ("Trình duyệt: 5 hộ", "Nguyễn Văn Minh", "2 ngày sau khi ký", "Thu hồi"):
        assert said in words


def test_who_can_approve_is_named_with_a_number_to_call(lan, submitted, ward):
    words = page(lan, f"/lam-viec/thong-bao/{submitted.notice_id}/")
    assert f"tel:{ward.minh.phone}" in words


def test_a_version_is_shown_by_its_number(lan, published, ward):
    correct_notice(published.notice, by=ward.lan)
    assert "Bản nháp" in page(lan, f"/lam-viec/thong-bao/{published.notice_id}/")
    assert "Đã phát" in page(lan, f"/lam-viec/thong-bao/{published.notice_id}/?ban=1")
    page(lan, f"/lam-viec/thong-bao/{published.notice_id}/?ban=9", 404)


@pytest.mark.parametrize("paper", ["to-a4", "bang", "bai-doc"])
def test_papers_are_pdfs(lan, approved, paper):
    answer = lan.get(f"/lam-viec/thong-bao/{approved.notice_id}/{paper}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_another_paper_does_not_exist(lan, approved):
    page(lan, f"/lam-viec/thong-bao/{approved.notice_id}/bi-mat.pdf", 404)


def test_the_file_of_the_paper_is_given_back(lan, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key, name = store_file(draft.locality, io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "giấy mời.pdf")
    paper = draft.notice.paper
    paper.file.name, paper.file_name = key, name
    paper.save()
    answer = lan.get(f"/lam-viec/thong-bao/{draft.notice_id}/giay/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_steps_move_the_version(lan, submitted):
    answer = lan.post(f"/lam-viec/thong-bao/{submitted.notice_id}/buoc/lay-ve/")
    assert answer["Location"].endswith("/sua/")
    lan.post(f"/lam-viec/thong-bao/{submitted.notice_id}/buoc/bo/")
    submitted.refresh_from_db()
    assert submitted.state == NoticeVersion.State.WITHDRAWN


def test_a_step_that_cannot_be_is_said_in_words(lan, draft):
    answer = lan.post(f"/lam-viec/thong-bao/{draft.notice_id}/buoc/dinh-chinh/", follow=True)
    assert "Chỉ đính chính được thông báo đang phát." in answer.content.decode()


def test_a_notice_is_kept_as_a_starter_and_forgotten(lan, draft):
    lan.post(f"/lam-viec/thong-bao/{draft.notice_id}/giu-mau/", {"name": "Khám mỗi quý"})
    assert "Khám mỗi quý" in page(lan, "/lam-viec/thong-bao/mau/")
    lan.post("/lam-viec/thong-bao/mau/", {"bo": Template.objects.get().pk})
    assert not Template.objects.exists()


def test_a_strangers_notice_does_not_exist(client, draft, stranger):
    client.force_login(stranger.thu)
    path = f"/lam-viec/thong-bao/{draft.notice_id}/"
    for end in ("", "to-a4.pdf", "giay/"):
        assert client.get(path + end).status_code == 404
    assert client.post(path + "buoc/bo/").status_code == 404


def test_a_leader_is_told_that_this_is_for_officers(client, draft, ward):
    client.force_login(ward.hoa)
    assert client.get(f"/lam-viec/thong-bao/{draft.notice_id}/").status_code == 403


def test_the_list_asks_the_same_number_of_questions_for_any_length(
    lan, ward, draft, screening, django_assert_max_num_queries
):
    assert Notice.objects.count() == 1
    with django_assert_max_num_queries(16):
        page(lan, "/lam-viec/thong-bao/")
