"""Posters at the desk and on the leader's phone: many at once, what to change, who may."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django_scopes import scope
from pypdf import PdfReader

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.links.hang import hang_poster, take_down
from nhipcau.links.models import LinkDay, Poster
from nhipcau.links.shorten import close_link
from nhipcau.pages.posters.acts import act
from nhipcau.pages.posters.make import Spot, Wish, make_wished, read_spots, replace_old
from nhipcau.pages.posters.stale import old_posters
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.people.groups import Group
from nhipcau.places.centres import CentreInput, end_centre, set_centre
from nhipcau.procedures.retire import retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER

State = Poster.State
BROWSER = {"user-agent": "Mozilla/5.0 (Linux; Android 10) Zalo android/23050521"}
HERE = "/lam-viec/ma-qr/"


@pytest.fixture
def birth(ward):
    return add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)


@pytest.fixture
def oa(ward):
    return Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA", state="working", external_id="304628"
    )


@pytest.fixture
def lan(client, ward):
    client.force_login(ward.lan, backend="nhipcau.people.sessions.OpenedByUs")
    return client


def made(ward, *spots, **wish):
    spots = spots or (Spot("Cổng chợ", ward.to_13),)
    return make_wished(ward.locality, Wish(spots=spots, **wish), by=ward.lan)


def reasons(ward) -> list[str]:
    return [reason for old in old_posters(ward.locality) for reason in old.reasons]


def test_what_was_chosen_hangs_at_each_place_with_a_code_of_its_own(lan, ward, birth, oa):
    typed = {
        "codes": ["1.001193"],
        "groups": [ward.group_13.pk],
        "oa": "on",
        "portal": "on",
        "title": "Hỏi phường",
        "address": "http://testserver/song-cau/thu-tuc/",
        "places": "Nhà văn hoá\nCổng chợ, Tổ 1\n",
        "neighbourhoods": [ward.to_2.pk, ward.to_13.pk],
        "size": "a5",
        "language": "en",
    }
    page = lan.post(HERE + "moi/", typed)
    posters = list(Poster.objects.select_related("link"))
    assert page.status_code == 302 and len(posters) == 4 * 3 + 1
    assert len({poster.link.code for poster in posters}) == 13
    [group] = [poster for poster in posters if poster.kind == "group"]
    assert group.neighbourhood == ward.to_13 and group.link.path.startswith("/vao-nhom/")
    pdf = lan.get(f"{HERE}in.pdf?to={','.join(str(poster.pk) for poster in posters)}")
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    assert len(pages) == 13 and round(float(pages[0].mediabox.height)) == 595
    assert "Đã tạo 13 tờ" in lan.get(page.url).content.decode()


def test_each_kind_of_code_leads_to_a_page_of_ours_and_is_counted_once(client, ward, birth, oa):
    posters = made(ward, codes=["1.001193"], groups=[str(ward.group_13.pk)], oa=True, portal=True)
    said = ["Đăng ký khai sinh", "Vào nhóm Tổ 13", "https://zalo.me/304628", "Đang cần biết"]
    for poster, words in zip(posters, said, strict=True):
        page = client.get(f"/t/{poster.link.code}", headers=BROWSER)
        assert page.status_code == 200 and words in page.content.decode()
        assert LinkDay.objects.get(link=poster.link).people == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"codes": []}, "Hãy chọn ít nhất một nội dung"),
        ({"places": " \n "}, "Hãy ghi ít nhất một nơi treo"),
        ({"places": "x" * 200}, "Nơi treo phải có từ 2 đến 120 chữ"),
        ({"places": "\n".join(f"Nơi {n}" for n in range(201))}, "Mỗi lần in được từ 1 đến 200"),
        ({"title": "Zalo", "address": "https://zalo.me/1"}, "Hãy chép địa chỉ một trang"),
        ({"title": "Sổ hộ", "address": "/lam-viec/ho-dan/"}, "Hãy chép địa chỉ một trang"),
    ],
)
def test_what_cannot_be_made_is_said_and_what_was_typed_stays(lan, birth, wrong, words):
    typed = {"codes": ["1.001193"], "places": "Cổng chợ", "size": "a4", "language": "vi"}
    page = lan.post(HERE + "moi/", typed | wrong)
    assert page.status_code == 422 and words in page.content.decode()
    assert (typed | wrong)["places"].strip() in page.content.decode()
    assert not Poster.objects.exists()


def test_a_closed_group_or_a_retired_procedure_is_not_printed(client, ward, birth):
    [poster] = made(ward, groups=[str(ward.group_13.pk)])
    Group.objects.filter(pk=ward.group_13.pk).update(state="closed")
    retire_procedure(birth, by=SYSTEM)
    for wish in ({"groups": [str(ward.group_13.pk)]}, {"codes": ["1.001193"]}, {"oa": True}):
        with pytest.raises(BadInput):
            made(ward, **wish)
    page = client.get(f"/t/{poster.link.code}")  # what hangs says it kindly
    assert page.status_code == 404 and "không nhận thêm người" in page.content.decode()


def test_nothing_is_old_at_first_and_each_change_says_what_to_go_and_change(ward, birth, oa):
    url = "https://dichvucong.backan.gov.vn/"
    centre = set_centre(ward.locality, CentreInput("Trung tâm", url, date(2020, 1, 1)), by=SYSTEM)
    posters = made(ward, codes=["1.001193"], groups=[str(ward.group_13.pk)], oa=True, portal=True)
    assert reasons(ward) == []
    change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    end_centre(centre, on=date(2025, 6, 30), by=SYSTEM)
    Account.objects.update(external_id="999")
    Group.objects.filter(pk=ward.group_13.pk).update(state="closed")
    close_link(posters[3].link, by=SYSTEM)
    assert reasons(ward) == [
        "thủ tục đã có bản 2, tờ in bản 1",
        "địa chỉ nộp trực tuyến dichvucong.backan.gov.vn không còn dùng",
        "nhóm đã đóng",
        "Zalo OA đã đổi",
        "mã trên tờ đã đóng",
    ]
    retire_procedure(birth, by=SYSTEM)
    assert reasons(ward)[0] == "thủ tục không còn áp dụng"


def test_another_name_makes_a_paper_old(ward, birth):
    made(ward, codes=["1.001193"], portal=True)
    ward.locality.issuer = "UBND phường Bắc Kạn"
    change_procedure(birth, replace(BIRTH, name="Khai sinh"), seen=birth.current_id, by=SYSTEM)
    assert reasons(ward) == [
        "thủ tục đã có bản 2, tờ in bản 1",
        "tên đã đổi thành “Khai sinh”",
        "tên cơ quan đã đổi thành “UBND phường Bắc Kạn”",
        "tên cơ quan đã đổi thành “UBND phường Bắc Kạn”",
    ]


def test_old_papers_are_replaced_in_one_go_and_leave_the_list(lan, ward, birth):
    [old] = made(ward, codes=["1.001193"])
    hang_poster(old, by=SYSTEM)
    change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    assert "Cần đi thay" in lan.get(HERE).content.decode()
    lan.post(HERE + "thay/", {"to": [old.pk]})
    [new] = Poster.objects.filter(replaces=old)
    assert (new.printed["version"], new.place, new.neighbourhood) == (2, "Cổng chợ", ward.to_13)
    assert reasons(ward) == []
    page = lan.post(HERE + "thay/", {"to": [old.pk]}, follow=True).content.decode()
    assert "đã được tạo, đang chờ treo" in page and Poster.objects.count() == 2
    lan.post(f"{HERE}{new.pk}/da-treo/")
    old.refresh_from_db()
    assert old.state == State.DOWN


def test_what_has_no_subject_any_more_only_comes_down(lan, ward, birth):
    [poster] = made(ward, codes=["1.001193"])
    hang_poster(poster, by=SYSTEM)
    retire_procedure(birth, by=SYSTEM)
    page = lan.post(HERE + "thay/", {"to": [poster.pk]}, follow=True).content.decode()
    assert "hãy gỡ, không thay được" in page
    lan.post(HERE + "thay/", {"to": [poster.pk], "go": "1"})
    poster.refresh_from_db()
    assert poster.state == State.TO_REMOVE


def test_the_leader_ticks_posters_of_the_own_neighbourhood_only(ward, birth):
    [mine] = made(ward, codes=["1.001193"])
    [other] = made(ward, Spot("Cổng chợ", ward.to_1), portal=True)
    hoa = phone_of(ward.hoa)
    assert "mã QR chờ treo" in hoa.get("/to/").content.decode()
    page = hoa.get("/to/dang-treo/").content.decode()
    assert "Đăng ký khai sinh" in page and f"/to/ma-qr/{other.pk}/" not in page
    hoa.post(f"/to/ma-qr/{mine.pk}/da-treo/")
    mine.refresh_from_db()
    assert mine.state == State.HANGS
    assert "Bấm nhầm, chưa treo" in hoa.get("/to/dang-treo/").content.decode()
    hoa.post(f"/to/ma-qr/{mine.pk}/chua-treo/")
    mine.refresh_from_db()
    assert mine.state == State.TO_HANG
    assert hoa.post(f"/to/ma-qr/{other.pk}/da-treo/").status_code == 404
    assert hoa.post(f"/to/ma-qr/{mine.pk}/xoa/").status_code == 404


def test_only_officers_make_and_only_who_serves_the_place_acts(ward, stranger, birth):
    [poster] = made(ward, Spot("Trung tâm"), codes=["1.001193"])
    wish = Wish(spots=[Spot("A1")], portal=True)
    for who in (ward.minh, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            make_wished(ward.locality, wish, by=who)
        with pytest.raises(NotAllowed):
            act(poster, "da-treo", by=who)
    with pytest.raises(NotAllowed):
        replace_old([poster], by=ward.hoa)


def test_another_locality_sees_and_prints_none_of_it(client, ward, stranger, birth):
    [poster] = made(ward, codes=["1.001193"])
    client.force_login(stranger.thu, backend="nhipcau.people.sessions.OpenedByUs")
    assert "Cổng chợ" not in client.get(HERE).content.decode()
    assert client.get(f"{HERE}in.pdf?to={poster.pk}").status_code == 404
    assert client.get(f"{HERE}{poster.pk}/").status_code == 404
    assert client.post(f"{HERE}{poster.pk}/da-treo/").status_code == 404
    with scope(locality=stranger.locality):
        assert old_posters(stranger.locality) == []


def test_places_are_read_as_people_write_them(ward):
    spots = read_spots(" Cổng chợ , tổ 13\nSố 3, ngõ 4\n\nSố 3, ngõ 4", [ward.to_1])
    assert spots == [Spot("Cổng chợ", ward.to_13), Spot("Số 3, ngõ 4", ward.to_1)]
    assert read_spots("Tổ 13", []) == [Spot("Tổ 13")]


def test_scans_are_shown_by_place(lan, ward, birth):
    [poster] = made(ward, codes=["1.001193"])
    assert "Chưa treo tờ nào" in lan.get(HERE + "noi-treo/").content.decode()
    hang_poster(poster, by=SYSTEM)
    lan.get(f"/t/{poster.link.code}", headers=BROWSER)
    page = lan.get(HERE + "noi-treo/").content.decode()
    assert "Cổng chợ" in page and '<td class="num"><b>1</b></td>' in page
    assert "tuần này 1 lượt quét" in lan.get(HERE).content.decode()
    take_down(poster, by=SYSTEM)
    page = lan.get(f"{HERE}{poster.pk}/").content.decode()
    assert '<td>hôm nay</td><td class="num">1</td>' in page and "Đã gỡ" in page
    assert lan.get(f"/t/{poster.link.code}", headers=BROWSER).status_code == 200


def test_the_list_asks_the_database_the_same_however_long(
    lan, ward, birth, django_assert_max_num_queries
):
    made(ward, *[Spot(f"Nơi {n}", ward.to_13) for n in range(40)], codes=["1.001193"], portal=True)
    with django_assert_max_num_queries(22):
        lan.get(HERE)
