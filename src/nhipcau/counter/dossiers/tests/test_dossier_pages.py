import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.paper import codes_of, words_of

from nhipcau.core.redact import redact_text
from nhipcau.counter.dossiers.ask_for_papers import Missing, ask_for_papers
from nhipcau.counter.dossiers.erase import erase_dossier
from nhipcau.counter.dossiers.figures import figures
from nhipcau.counter.dossiers.finish import finish_dossier
from nhipcau.counter.dossiers.look_up import open_key
from nhipcau.counter.dossiers.papers import PAPERS, paper_pdf
from nhipcau.counter.dossiers.paths import dossier_url
from nhipcau.counter.dossiers.postpone import postpone_dossier
from nhipcau.counter.dossiers.rate import rate_dossier
from nhipcau.counter.dossiers.refuse import refuse_dossier
from nhipcau.counter.dossiers.stop import stop_dossier
from nhipcau.counter.models import Dossier, DossierBatch, DossierRating
from nhipcau.people.demo import OPENED_BY_US
from nhipcau.tables.read import read_table

BASE = "/lam-viec/ho-so/"
LOOK = "/song-cau/ho-so/"


@pytest.fixture
def officer(desk):
    client = Client()
    client.force_login(desk.ward.minh, backend=OPENED_BY_US)
    return client


def new(desk, **given):
    return {
        "procedure": "1.004884 · Thủ tục đăng ký lại khai sinh",
        "name": "Nông Thị Bình",
        "phone": "0912345678",
        "applicant": "0",
        "filed": "1",
        **given,
    }


def test_a_dossier_is_received_by_the_procedures_own_term(desk, officer):
    answer = officer.post(f"{BASE}moi/", new(desk))
    dossier = Dossier.objects.get()
    assert answer.url == f"{BASE}{dossier.pk}/"
    assert (dossier.term_amount, dossier.term_unit) == (1, "working_day")
    page = officer.get(answer.url).text
    assert "Giấy tiếp nhận" in page and "Nhận xử lý hồ sơ này" in page


def test_what_is_wrong_stands_by_its_box_and_what_was_typed_stays(desk, officer):
    answer = officer.post(f"{BASE}moi/", new(desk, phone="12", filed="2"))
    assert answer.status_code == 422
    assert "Hãy ghi ngày hẹn trả" in answer.text or "hãy ghi ngày hẹn trả" in answer.text
    answer = officer.post(f"{BASE}moi/", new(desk, phone="12"))
    assert "Số điện thoại này không đúng" in answer.text and "Nông Thị Bình" in answer.text
    answer = officer.post(f"{BASE}moi/", new(desk, procedure="không có"))
    assert "Không thấy thủ tục" in answer.text and not Dossier.objects.exists()


def test_the_list_shows_no_whole_name_and_the_search_finds_by_anything(desk, officer):
    dossier = desk.dossier(number="000.00.01.H03-230526-0001")
    page = officer.get(BASE).text
    assert "N. T. Bình" in page and "Nông Thị Bình" not in page and "••• 678" in page
    for words in ("230526-0001", "0912345678", "Thị Bình"):
        assert dossier.number in officer.get(BASE, {"tim": words}).text
    desk.civil.go(days=30)
    assert "quá hạn" in officer.get(f"{BASE}?tab=qua-han").text


def test_the_buttons_of_a_life(desk, officer):
    dossier = desk.registered()
    url = f"{BASE}{dossier.pk}/"

    def press(act, **given):
        answer = officer.post(f"{url}{act}/", given)
        dossier.refresh_from_db()
        return answer

    assert press("tiep-nhan", term="1 working_day").status_code == 302
    press("bo-sung", paper=["Tờ khai", ""], note=["", ""])
    assert dossier.papers.get().name == "Tờ khai"
    assert press("da-bo-sung").status_code == 422
    press("da-bo-sung", brought=dossier.papers.get().pk)
    press("nop-tien", vnd="50.000", what="Lệ phí")
    press("da-nop-tien", how="cash")
    press("hen-lai", due_at="2023-07-03T16:00", reason="Chờ xác minh")
    press("dung", reason="Chờ")
    press("tiep")
    press("xong", result="Giấy khai sinh")
    press("tra")
    assert dossier.status == Dossier.Status.HANDED_OVER
    answer = press("dung", reason="x")
    assert answer.status_code == 409 and "đã kết thúc" in answer.text
    press("dinh-chinh", status="9", reason="Chưa trả")
    assert dossier.status == Dossier.Status.DONE
    assert press("rut", turn="0").status_code == 409


def test_each_of_the_four_papers_says_what_it_is_for_and_leads_to_its_dossier(desk):
    dossier, refused = desk.dossier(), desk.registered()
    ask_for_papers(dossier, [Missing("Tờ khai", "chưa ký"), Missing("Ảnh 3x4")], by=desk.by)
    late = desk.dossier()
    postpone_dossier(late, due_at=desk.civil.at.replace(month=7), reason="Đông", by=desk.by)
    refuse_dossier(refused, reason="Sai nơi nộp", ground="Điều 9 Luật Hộ tịch", by=desk.by)
    on_friday = "17:00 Thứ Sáu 2/6/2023"
    made = {
        "tiep-nhan": (dossier, f"Hẹn trả kết quả {on_friday}", "5 ngày làm việc", "Hà Thị Lan"),
        "bo-sung": (dossier, "Tờ khai (chưa ký)", "Ảnh 3x4", "tạm dừng"),
        "tu-choi": (refused, "Lý do: Sai nơi nộp", "Căn cứ: Điều 9 Luật Hộ tịch", "khiếu nại"),
        "xin-loi": (late, f"Đã hẹn trả {on_friday}", "Hẹn trả lại 16:30 Thứ Tư 26/7/2023", "Đông"),
    }
    assert set(made) == set(PAPERS)
    for which, (whose, *words) in made.items():
        pdf = paper_pdf(whose, which)
        said = words_of(pdf)
        for one in (f"Số hồ sơ: {whose.number}", "Nông Thị Bình", *words):
            assert one in said, (which, one, said)
        assert codes_of(pdf) == [dossier_url(whose)]


def test_a_paper_that_was_never_made_is_not_printed(desk, officer):
    dossier = desk.dossier()
    answer = officer.get(reverse("dossier_paper", args=[dossier.pk, "tiep-nhan"]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert officer.get(reverse("dossier_paper", args=[dossier.pk, "tu-choi"])).status_code == 302


def test_an_owner_finds_it_by_number_and_digits_and_nobody_else_does(desk):
    dossier, visitor = desk.dossier(number="000.00.01.H03-230526-0001"), Client()
    ask_for_papers(dossier, [Missing("Tờ khai")], by=desk.by)
    given = {"so": "000.00.01.h03 230526 0001", "duoi": "5678"}
    answer = visitor.post(LOOK, given)
    assert answer.status_code == 302 and dossier.code not in answer.url
    page = visitor.get(answer.url).text
    assert "Cần bổ sung giấy tờ" in page and "Tờ khai" in page
    assert "Bình" not in page and "0912" not in page
    wrong = visitor.post(LOOK, {**given, "duoi": "0000"})
    unknown = visitor.post(LOOK, {**given, "so": "1-2-3"})
    said = "Chưa tìm thấy"
    assert wrong.status_code == unknown.status_code == 422
    assert said in wrong.text and said in unknown.text


def test_ten_tries_a_day_for_one_number(desk):
    dossier, visitor = desk.dossier(), Client()
    for nth in range(10):
        visitor.post(LOOK, {"so": dossier.number, "duoi": f"{nth:04d}"})
    right = {"so": dossier.number, "duoi": "5678"}
    assert Client().post(LOOK, right).status_code == 422
    desk.civil.go(days=1, minutes=1)
    assert Client().post(LOOK, right).status_code == 302


def test_the_receipts_code_opens_its_page_and_is_kept_out_of_logs(desk):
    dossier = desk.dossier()
    url = f"{LOOK}{dossier.code}/"
    assert "Đã được tiếp nhận" in Client().get(url).text
    assert Client().get(f"{LOOK}{'x' * 12}/").status_code == 404
    assert Client().get(f"/nong-thuong/ho-so/{dossier.code}/").status_code == 404
    assert dossier.code not in redact_text(f"GET {url} 200")
    assert open_key(dossier) not in redact_text(f"GET {LOOK}{open_key(dossier)}/ 200")
    assert redact_text("/lam-viec/ho-so/1234567890/") == "/lam-viec/ho-so/1234567890/"


def test_a_dossier_that_was_erased_opens_to_nobody(desk):
    dossier, visitor = desk.dossier(), Client()
    key = open_key(dossier)
    erase_dossier(dossier, by=desk.by.actor)
    Dossier.objects.filter(pk=dossier.pk).update(code="gone12345")  # of the ten thousandth
    for said in (key, "gone12345"):
        assert visitor.get(f"{LOOK}{said}/").status_code == 404


def test_it_is_rated_by_one_tap_after_the_result(desk):
    dossier, visitor = desk.dossier(), Client()
    url = f"{LOOK}{dossier.code}/danh-gia/"
    assert visitor.post(url, {"score": "3"}).status_code == 422
    finish_dossier(dossier, by=desk.by)
    assert visitor.post(url, {"score": "3"}).status_code == 302
    visitor.post(url, {"score": "1"})
    assert DossierRating.objects.get().score == 1
    assert visitor.post(url, {"score": "9"}).status_code == 422


def test_the_figures_know_what_is_known_and_say_what_is_not(desk, officer):
    on_time, late = desk.dossier(filed=2), desk.dossier()
    desk.civil.go(days=3)
    finish_dossier(on_time, by=desk.by)
    rate_dossier(on_time, score=3)
    desk.civil.go(days=20)
    postpone_dossier(late, due_at=desk.civil.at.replace(month=7), reason="Đông", by=desk.by)
    finish_dossier(late, by=desk.by)
    since = desk.civil.at.replace(month=1)
    found = figures(since=since, until=desk.civil.at, now=desk.civil.at)
    groups = {measure.name: measure.share for group in found.groups for measure in group.measures}
    desk.civil.go(minutes=1)
    found = figures(since=since, until=desk.civil.at, now=desk.civil.at)
    shares = [[one.share for one in group.measures] for group in found.groups]
    assert groups and shares == [[1.0], [0.5], [0.5, None], [None], [1.0, None], [None, None]]
    assert [(line.name, line.received, line.finished) for line in found.by_month] == [
        ("5/2023", 2, 1),
        ("6/2023", 0, 1),
    ]
    page = officer.get(f"{BASE}so-lieu/").text
    assert "chưa có số liệu" in page and "Hộ tịch" in page
    sheets = read_table(io.BytesIO(officer.get(f"{BASE}so-lieu/so-lieu.xlsx").content))
    assert len(sheets) == 2


def test_what_waits_since_long_ago_is_open_and_overdue_in_any_days(desk):
    desk.dossier()
    stop_dossier(desk.dossier(), reason="Chờ", by=desk.by)
    desk.civil.go(days=200)
    desk.dossier()
    now = desk.civil.go(days=1)
    found = figures(since=now - timedelta(days=30), until=now, now=now)
    whole = found.whole
    assert (whole.received, whole.open, whole.overdue, found.paused) == (1, 3, 1, 1)
    assert [(line.name, line.received, line.open, line.overdue) for line in found.by_month] == [
        ("Nhận từ trước", 0, 2, 1),
        ("12/2023", 1, 1, 0),
    ]
    assert [(line.received, line.open) for line in found.by_sector] == [(1, 3)]


def test_a_file_is_looked_through_and_written_at_the_desk(desk, officer):
    text = "MaHoSo,NgayTiepNhan,Cột G\n000.00.01.H03-230526-0001,20230526163000,4"
    file = io.BytesIO(text.encode())
    file.name = "ho-so.csv"
    answer = officer.post(f"{BASE}nhap/", {"file": file})
    assert "Hãy chỉ ra cột nào" in officer.get(answer.url).text
    assert "hồ sơ mới" in officer.post(f"{answer.url}cot/", {"cot-status": "2"}, follow=True).text
    assert "Đã ghi" in officer.post(f"{answer.url}ghi/", follow=True).text
    assert Dossier.objects.get().number == "000.00.01.H03-230526-0001"
    file.seek(0)
    again = officer.post(f"{BASE}nhap/", {"file": file}, follow=True).text
    assert "giống hệt tệp đã ghi" in again
    assert "không có hồ sơ nào" in officer.post(f"{BASE}nhap/", {"file": io.BytesIO(b"a")}).text
    assert DossierBatch.objects.count() == 2


def test_a_long_file_shows_how_far_it_is(desk, officer):
    batch = DossierBatch.objects.create(
        locality=desk.ward.locality,
        file_name="dai.csv",
        rows_total=9000,
        rows_done=300,
        created_at=desk.civil.at,
        created_by="x",
    )
    url = reverse("dossier_import", args=[batch.pk])
    assert "Đã xem 300 trên 9.000 hàng" in officer.get(url).text
    DossierBatch.objects.update(state="applying", counts={"new": 4000}, rows_done=100)
    asked = officer.get(url, headers={"HX-Request": "true"})
    assert "Đã ghi 100 trên 4.000" in asked.text and "HX-Refresh" not in asked.headers
    DossierBatch.objects.update(state="applied")
    assert "HX-Refresh" in officer.get(url, headers={"HX-Request": "true"}).headers


def test_the_desk_is_named_and_its_source_switched(desk, officer):
    url = f"{BASE}bo-phan/"
    given = {"name": "Trung tâm", "agency": "khong", "valid_from": "2023-01-01"}
    assert "mã tỉnh như H03" in officer.post(url, given).text
    assert officer.post(url, {**given, "agency": "000.00.01.h03"}).status_code == 302
    officer.post(url, {"nguon": "folder", "bat": "1"})
    page = officer.get(url).text
    assert "000.00.01.H03" in page and "đang đọc" in page


def test_calls_are_listed_and_ticked(desk, officer):
    ask_for_papers(desk.dossier(), [Missing("Tờ khai")], by=desk.by)
    page = officer.get(f"{BASE}goi-dien/").text
    assert "N. T. Bình" in page and "0912 345 678" in page
    message = Dossier.objects.get().messages.get()
    officer.post(f"{BASE}goi-dien/{message.pk}/", {"ket-qua": "da-bao"})
    assert "Không còn ai phải gọi" in officer.get(f"{BASE}goi-dien/").text


def test_pages_ask_few_questions_and_a_stranger_gets_nowhere(
    desk, officer, stranger, django_assert_max_num_queries
):
    dossiers = [desk.dossier() for _nth in range(5)]
    officer.get(BASE)
    with django_assert_max_num_queries(25):
        officer.get(BASE)
    other = Client()
    other.force_login(stranger.thu, backend=OPENED_BY_US)
    for path in ("", "so-lieu/", "goi-dien/", "nhap/"):
        assert dossiers[0].number not in other.get(f"{BASE}{path}").text
    assert other.get(f"{BASE}{dossiers[0].pk}/").status_code == 404
    assert other.post(f"{BASE}{dossiers[0].pk}/xong/").status_code == 404
