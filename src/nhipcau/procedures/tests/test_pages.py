"""The catalogue at the desk: read by all officers, changed by some."""

import io

import pytest
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.procedures.models import CatalogueBatch, Procedure, ProcedureVersion
from nhipcau.procedures.queries import current_version
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER, CSV

DESK = "/lam-viec/thu-tuc/"


@pytest.fixture
def birth(ward) -> Procedure:
    return add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)


@pytest.fixture
def desk(ward, client):
    client.force_login(ward.lan)
    return client


def opened(client, where: str) -> dict[str, str]:
    """What the form holds when it is opened, as a browser would send it back."""
    page = client.get(where)
    sent = {}
    for part in (page.context["form"], *page.context["ways"], *page.context["papers"]):
        for field in part:
            value = field.value()
            sent[field.html_name] = "" if value is None else str(value)
    for rows in (page.context["ways"], page.context["papers"]):
        for field in rows.management_form:
            sent[field.html_name] = str(field.value())
    return {name: value for name, value in sent.items() if not name.endswith("-DELETE")}


def sent(content: str, name="thu-tuc.csv") -> io.BytesIO:
    file = io.BytesIO(content.encode())
    file.name = name
    return file


def test_everybody_at_the_desk_reads_and_some_write(ward, birth, client):
    client.force_login(ward.minh)
    page = client.get(DESK).text
    assert "Đăng ký khai sinh" in page and "Nhập từ tệp" not in page
    assert client.get(f"{DESK}{birth.pk}/").status_code == 200
    assert client.get(f"{DESK}{birth.pk}/sua/").status_code == 403
    assert client.get(f"{DESK}nhap/").status_code == 403
    client.force_login(ward.hoa)
    assert client.get(DESK).status_code == 403


def test_a_stranger_sees_nothing_of_it(stranger, birth, client):
    client.force_login(stranger.thu)
    assert "Đăng ký khai sinh" not in client.get(DESK).text
    for rest in ("", "sua/", "so-sanh/"):
        assert client.get(f"{DESK}{birth.pk}/{rest}").status_code == 404
    assert client.post(f"{DESK}{birth.pk}/ngung/").status_code == 404


def test_search_and_a_code_lead_to_the_procedure(birth, desk):
    assert "Đăng ký khai sinh" in desk.get(DESK, {"tim": "lam giay khai sinh"}).text
    assert desk.get(DESK, {"tim": "1.001193"}).url == f"{DESK}{birth.pk}/"
    assert "Đăng ký khai sinh" not in desk.get(DESK, {"linh-vuc": "Đất đai"}).text


def test_an_old_version_says_so_and_what_changed_is_shown(birth, desk):
    change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    page = desk.get(f"{DESK}{birth.pk}/?ban=1").text
    assert "Đây là bản cũ" in page and "Trực tuyến 120,000 VNĐ" in page
    shown = desk.get(f"{DESK}{birth.pk}/so-sanh/").text
    assert "<del>Giấy khai sinh</del>" in shown
    assert "<ins>Giấy khai sinh (bản chính)</ins>" in shown and "Trình tự" not in shown
    assert desk.get(f"{DESK}{birth.pk}/?ban=9").status_code == 404


def test_saving_what_was_opened_makes_no_version(birth, desk):
    where = f"{DESK}{birth.pk}/sua/"
    assert desk.post(where, opened(desk, where)).status_code == 302
    assert ProcedureVersion.objects.count() == 1


def test_figures_are_read_of_what_an_officer_writes(birth, desk):
    where = f"{DESK}{birth.pk}/sua/"
    typed = {
        **opened(desk, where),
        "cach-0-fee": "8.000 đồng/bản sao",
        "cach-1-DELETE": "on",
        "cach-2-kind": "post",
        "cach-2-time": "sớm",
        "giay-1-name": "Giấy chứng sinh",
        "giay-1-copies": "2",
        "da-ro": "1",
    }
    assert desk.post(where, typed).status_code == 302
    version = current_version("1.001193")
    direct, post = version.ways.all()
    assert (direct.fee_vnd, direct.time_amount) == (8000, 1)
    assert (post.kind, post.time_amount, post.time_text) == ("post", None, "sớm")
    assert [paper.copies for paper in version.papers.all()] == [None, 2]
    assert version.number == 2 and version.unclear == {}


def test_more_rows_keep_what_was_typed(birth, desk):
    where = f"{DESK}{birth.pk}/sua/"
    typed = {**opened(desk, where), "name": "Tên mới", "them-dong": "giay"}
    page = desk.post(where, typed)
    assert page.status_code == 200 and "Tên mới" in page.text
    assert len(page.context["papers"].forms) == 8
    assert ProcedureVersion.objects.count() == 1


def test_a_change_over_an_older_version_is_told(birth, desk):
    where = f"{DESK}{birth.pk}/sua/"
    typed = {**opened(desk, where), "name": "Tên khác"}
    change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    page = desk.post(where, typed)
    assert page.status_code == 422 and "do người khác lưu" in page.text and "Tên khác" in page.text


def test_a_procedure_is_added_by_hand(ward, desk):
    where = f"{DESK}them/"
    typed = {**opened(desk, where), "code": "1.1", "name": "Cấp giấy", "cach-0-time": "3 ngày"}
    page = desk.post(where, typed)
    assert page.status_code == 422 and "Hãy chọn cách nộp" in page.text
    page = desk.post(where, {**typed, "cach-0-kind": "direct"})
    assert page.status_code == 422 and "1.004222" in page.text
    typed |= {"code": "1.123456", "cach-0-kind": "direct"}
    assert desk.post(where, typed).status_code == 302
    assert current_version("1.123456").ways.get().time_amount == 3


def test_a_file_is_looked_through_and_then_written(ward, desk):
    answer = desk.post(f"{DESK}nhap/", {"file": sent(CSV + ",xyz,Sai mã,,,,,,,\n")})
    batch = CatalogueBatch.objects.get()
    page = desk.get(answer.url).text
    assert "không phải mã thủ tục" in page and "Ghi 2 thủ tục" in page
    assert not Procedure.objects.exists()
    desk.post(f"{answer.url}ghi/")
    assert current_version("1.001193") and "Đã nhập vào danh mục" in desk.get(answer.url).text
    assert "đang được ghi" in desk.post(f"{answer.url}ghi/", follow=True).text
    assert batch.locality == ward.locality


def test_a_bad_file_is_said_in_words(ward, desk):
    page = desk.post(f"{DESK}nhap/", {"file": sent("PK\x03\x04xyz", "x.xlsx")})
    assert page.status_code == 422 and "Tệp bị hỏng" in page.text


def test_a_file_is_dropped(ward, desk, stranger):
    answer = desk.post(f"{DESK}nhap/", {"file": sent(CSV)})
    desk.force_login(stranger.thu)
    assert desk.post(f"{answer.url}ghi/").status_code == 404
    desk.force_login(ward.lan)
    assert "Danh mục không đổi" in desk.post(f"{answer.url}bo/", follow=True).text
    with scope(locality=ward.locality):
        assert not Procedure.objects.exists()


def test_a_procedure_leaves_and_comes_back(birth, desk):
    page = desk.post(f"{DESK}{birth.pk}/ngung/", follow=True).text
    assert "đã ngừng áp dụng" in page
    assert "Đăng ký khai sinh" not in desk.get(DESK).text
    assert "Đăng ký khai sinh" in desk.get(DESK, {"ngung": "1"}).text
    desk.post(f"{DESK}{birth.pk}/mo-lai/")
    assert "Đăng ký khai sinh" in desk.get(DESK).text


def test_a_list_costs_a_few_queries(birth, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        desk.get(DESK)
    with django_assert_max_num_queries(14):
        desk.get(f"{DESK}{birth.pk}/")
