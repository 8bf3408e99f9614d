"""The province's desk, what a ward sees of it, and all that neither sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from tests.cast import PASSWORD

from nhipcau.core.actor import SYSTEM
from nhipcau.people.demo import OPENED_BY_US
from nhipcau.people.guards import console, is_shut_for
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.tests.files import BIRTH
from nhipcau.replication.models import FromProvince, IssuedTo, Push
from nhipcau.replication.province.push import push_procedure
from nhipcau.replication.province.roll_up import roll_up
from nhipcau.replication.province.tests.conftest import make_province

# What holds people, their words or their papers. A province's page asks none of it.
PERSONAL = (
    *("people_household", "people_resident", "people_contactpoint", "people_membership"),
    *("inbox_", "counter_", "outreach_", "dispatch_", "notices_", "circles_", "channels_incoming"),
)
# Besides the province's own desk: the door, and the catalogue of its own tenant.
OPEN_TO_OVERSEERS = {
    "account_logout",
    "second_factor_setup",
    "recovery_codes",
    *("province", "province_ward", "issued_list", "issue_new", "issued", "issued_act"),
    *("pushes", "push_one", "push"),
    *("catalogue", "procedure", "procedure_compare", "procedure_new", "procedure_edit"),
    *("procedure_retire", "procedure_restore", "saying_remove"),
    *("catalogue_import", "catalogue_file", "catalogue_apply", "catalogue_drop"),
}


@pytest.fixture
def desk(province, client):
    client.force_login(province.thai, backend=OPENED_BY_US)
    return client


@pytest.fixture
def filled(province, issued):
    roll_up()
    with province.scope():
        procedure = add_procedure(province.office, "1.001193", BIRTH, by=SYSTEM)
        push_procedure(procedure, by=province.thai)
    return procedure


def pages(ward, issued, procedure):
    push = Push._base_manager.get()
    return [
        reverse("province"),
        reverse("province") + "?theo=nhanh",
        reverse("province_ward", args=[ward.locality.pk]),
        reverse("issued_list"),
        reverse("issue_new"),
        reverse("issued", args=[issued.pk]),
        reverse("pushes"),
        reverse("push", args=[push.pk]),
        reverse("procedure", args=[procedure.pk]),
    ]


def test_its_pages_open_and_ask_no_table_of_people(ward, desk, issued, filled):
    for url in pages(ward, issued, filled):
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(url)
        assert page.status_code == 200, url
        assert len(asked) < 20, url
        seen = [
            (table, query["sql"])
            for query in asked
            for table in PERSONAL
            if f'"{table}' in query["sql"]
        ]
        assert seen == [], url
        assert "Nông Thị Bình" not in page.text


def patterns():
    waiting = [get_resolver()]
    while waiting:
        level = waiting.pop()
        if isinstance(level, URLPattern):
            yield level
        else:
            waiting += level.url_patterns


def test_every_page_is_shut_to_a_province_unless_it_names_it(province):
    guarded = [one for one in patterns() if getattr(one.callback, "login_required", True)]
    opened = {one.name for one in guarded if not is_shut_for(province.thai, one.callback)}
    assert opened == OPEN_TO_OVERSEERS
    assert len(guarded) > 300


def test_a_wards_page_says_no_and_home_is_the_provinces(ward, desk):
    assert desk.get("/lam-viec/")["Location"] == "/tinh/"
    for url in ("/lam-viec/ho-dan/", "/lam-viec/thong-bao/", "/to/", "/lam-viec/hop-thu/"):
        page = desk.get(url)
        assert page.status_code == 403 and "Cán bộ tỉnh" in page.text
    menu = desk.get("/tinh/").text
    assert "/lam-viec/ho-dan/" not in menu and "/tinh/thong-bao/" in menu


def test_an_overseer_comes_in_by_invitation_password_and_code(province, client):
    with province.scope():
        who = Newcomer("Bế Thị Hạnh", Role.OVERSEER)
        _staff, path = invite_staff(province.office, who, by=SYSTEM)
    answer = client.post(path, {"password": PASSWORD, "again": PASSWORD})
    set_up = "/dang-nhap/thiet-lap/"
    assert answer["Location"] == client.get("/tinh/")["Location"] == set_up
    assert client.get(set_up).status_code == 200


def test_another_provinces_desk_has_nothing_of_this_one(ward, client, issued, filled):
    other = make_province("08", "tinh-tuyen-quang", "Tỉnh Tuyên Quang", "khac")
    client.force_login(other.thai, backend=OPENED_BY_US)
    push = Push._base_manager.get()
    for url in (
        reverse("province_ward", args=[ward.locality.pk]),
        reverse("issued", args=[issued.pk]),
        reverse("push", args=[push.pk]),
    ):
        assert client.get(url).status_code == 404
    for url in (
        reverse("issued_act", args=[issued.pk, "nhac"]),
        reverse("push_one", args=[filled.pk]),
    ):
        assert client.post(url).status_code == 404
    assert ward.locality.name not in client.get(reverse("province")).text


def test_no_officer_of_a_ward_opens_the_provinces_desk(ward, client, issued):
    for who in (ward.quan, ward.minh):
        client.force_login(who, backend=OPENED_BY_US)
        for url in (reverse("province"), reverse("issued", args=[issued.pk])):
            assert client.get(url).status_code == 403
        assert client.post(reverse("issued_act", args=[issued.pk, "nhac"])).status_code == 403


def test_a_notice_is_issued_by_the_form_and_a_fault_keeps_what_was_typed(ward, province, desk):
    typed = {
        "title": "Tiêm phòng dại cho chó, mèo",
        "text": "Bà con đưa chó, mèo đi tiêm phòng dại miễn phí.",
        "reply_by": "2023-05-27T08:00",
        "deadline": "2023-05-27T08:00",
        "urgency": "usual",
    }
    page = desk.post(reverse("issue_new"), typed)
    assert page.status_code == 422 and "Hạn đăng phải trước hạn báo tin" in page.text
    assert "Bà con đưa chó" in page.text
    answer = desk.post(reverse("issue_new"), {**typed, "deadline": "2023-05-29T08:00"})
    assert answer.status_code == 302
    page = desk.get(answer["Location"])
    assert ward.locality.name in page.text
    with province.scope():
        assert IssuedTo.objects.count() == 2
    answer = desk.post(answer["Location"] + "thu-lai/")
    assert "Đã thu lại" in desk.get(answer["Location"]).text
    assert desk.post(answer["Location"] + "la/").status_code == 404


def test_a_ward_answers_on_its_own_page_and_sees_what_is_seen_of_it(ward, client, issued, filled):
    client.force_login(ward.lan, backend=OPENED_BY_US)
    page = client.get("/lam-viec/tinh/")
    assert page.status_code == 200 and issued.title in page.text and "Hộ vào nhóm" in page.text
    assert "Xã Nông Thượng" not in page.text
    row = FromProvince.objects.get()
    url = reverse("from_province_act", args=[row.pk, "khong-ap-dung"])
    page = client.post(url, {"why": "x"})
    assert page.status_code == 422 and f'id="came{row.pk}_why"' in page.text
    assert client.post(url, {"why": "Phường không có hộ nào nuôi."}).status_code == 302
    assert "Phường không có hộ nào nuôi." in client.get("/lam-viec/tinh/").text
    url = reverse("from_province_act", args=[row.pk, "nhan-lai"])
    assert client.post(url).status_code == 302
    story = {"text": "Tổ trưởng đăng vào nhóm trong mười phút."}
    assert client.post(reverse("ward_story"), story).status_code == 302
    assert client.post(reverse("ward_story"), {"text": "Ông 019154000123 làm."}).status_code == 422


def test_a_stranger_ward_answers_nothing_of_another(ward, client, issued, stranger):
    row = FromProvince.objects.get()
    client.force_login(stranger.thu, backend=OPENED_BY_US)
    url = reverse("from_province_act", args=[row.pk, "khong-ap-dung"])
    assert client.post(url, {"why": "Không áp dụng được."}).status_code == 404
    row.refresh_from_db()
    assert row.declined_at is None


def test_a_ward_under_no_province_has_no_such_entry_in_its_menu(ward, client):
    client.force_login(ward.lan, backend=OPENED_BY_US)
    page = client.get("/lam-viec/tinh/")
    assert page.status_code == 200 and "không thuộc một tỉnh nào" in page.text
    assert 'href="/lam-viec/tinh/"' not in page.text


def test_an_office_has_no_portal(province, client):
    assert client.get(f"/{province.office.slug}/").status_code == 404


def test_an_empty_province_says_how_to_begin(ward, client):
    other = make_province()
    client.force_login(other.thai, backend=OPENED_BY_US)
    for url, said in (
        ("/tinh/", "Chưa có địa bàn nào"),
        ("/tinh/thong-bao/", "Chưa gửi thông báo nào"),
        ("/tinh/thu-tuc/", "Danh mục của tỉnh còn trống"),
    ):
        assert said in client.get(url).text


def test_a_guard_names_whom_it_opens_for():
    @console(Role.OVERSEER)
    def view(request): ...

    assert view.for_overseers
