"""The pages: who is let in, what they show, and that the doors say nothing."""

import pytest
from django.test import Client
from tests.cast import make_staff

from nhipcau.circles.found import CircleInput, found_circle
from nhipcau.circles.invite import invite_member
from nhipcau.circles.models import CircleMember, CircleWord, Viewer
from nhipcau.circles.tests.conftest import phone_of
from nhipcau.people.models import Role

PHONE, DESK, DOOR = "/to/nhom-noi-bo/", "/lam-viec/nhom-noi-bo/", "/nhom-noi-bo/"


def desk_of(staff):
    client = Client()
    client.force_login(staff, backend="nhipcau.people.sessions.OpenedByUs")
    return client


def code_of(member):
    return CircleWord.objects.unguarded("a test's own").get(read__member=member).link.code


def test_a_leader_reads_on_their_phone_and_says_so(ward, cell, sms):
    notice = cell.published()
    client, here = phone_of(ward.hoa), f"{PHONE}{cell.circle.pk}/tin/{notice.pk}/"
    assert notice.title in client.get(f"{PHONE}{cell.circle.pk}/").content.decode()
    assert "Tôi đã nắm được" in client.get(here).content.decode()
    assert client.post(f"{here}lam/", {"act": "acknowledge"}).status_code == 302
    assert "Bạn đã nắm được" in client.get(here).content.decode()


@pytest.mark.parametrize("who", ["quan", "minh", "lan"])
def test_officers_who_are_no_members_find_nothing(ward, cell, sms, who):
    notice = cell.published()
    client = desk_of(getattr(ward, who))
    of = f"{DESK}{cell.circle.pk}/"
    for path in (of, f"{of}nguoi/", f"{of}tin/{notice.pk}/", f"{of}soan/"):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{of}tin/{notice.pk}/lam/", {"act": "acknowledge"}).status_code == 404
    shown = client.get(DESK).content.decode()
    assert notice.title not in shown and "Lương" not in shown
    assert (cell.circle.name in shown) == (who == "quan")


def test_the_stranger_finds_nothing_not_even_the_circle(ward, cell, sms, stranger):
    notice = cell.published()
    leader = make_staff(stranger.locality, "la", "Ma Văn Lạ", Role.LEADER, stranger.neighbourhood)
    for client, root in ((desk_of(stranger.thu), DESK), (phone_of(leader), PHONE)):
        assert client.get(f"{root}{cell.circle.pk}/tin/{notice.pk}/").status_code == 404
        assert cell.circle.name not in client.get(root).content.decode()


def test_the_admin_founds_and_is_shown_the_link_once(ward):
    client = desk_of(ward.quan)
    page = client.post(f"{DESK}lap/", {"kind": "cell", "name": "Chi bộ tổ 2"})
    assert "/nhom-noi-bo/vao/" in page.content.decode()
    assert client.get(f"{DESK}lap/").content.decode().count("/nhom-noi-bo/vao/") == 0
    assert desk_of(ward.minh).get(f"{DESK}lap/").status_code == 403
    assert client.post(f"{DESK}lap/", {"kind": "cell", "name": ""}).status_code == 422


def test_the_page_behind_a_message_says_nothing_before_the_tap(ward, cell, sms):
    notice = cell.published()
    said = Client().get(f"/t/{code_of(cell.member)}").content.decode()
    assert "Bạn có thông báo mới" in said
    for word in (notice.title, cell.circle.name, "Chi bộ", "Lương"):
        assert word not in said


def test_three_digits_open_it_once_and_then_one_tap_does(ward, cell, sms):
    notice = cell.published()
    code, client = code_of(cell.member), Client()
    wrong = client.post(f"{DOOR}mo/", {"code": code, "digits": "000"})
    assert wrong.status_code == 422
    page = client.post(f"{DOOR}mo/", {"code": code, "digits": cell.member.phone[-3:]}, follow=True)
    assert notice.text in page.content.decode()
    again = client.post(f"{DOOR}mo/", {"code": code}, follow=True)
    assert notice.text in again.content.decode()
    other = Client().post(f"{DOOR}mo/", {"code": code})
    assert other.status_code == 422


def test_guessing_digits_ends_after_five(ward, cell, sms):
    cell.published()
    code, client = code_of(cell.member), Client()
    for _n in range(5):
        client.post(f"{DOOR}mo/", {"code": code, "digits": "000"})
    right = client.post(f"{DOOR}mo/", {"code": code, "digits": cell.member.phone[-3:]})
    assert right.status_code == 429


def test_a_browser_known_by_digits_only_reads(ward, cell, sms):
    notice = cell.published()
    client = Client()
    said = {"code": code_of(cell.officer), "digits": cell.officer.phone[-3:]}
    client.post(f"{DOOR}mo/", said)
    of = f"{DOOR}{cell.circle.pk}/"
    assert client.get(f"{of}tin/{notice.pk}/").status_code == 200
    assert client.get(f"{of}soan/").status_code == 403
    assert client.post(f"{of}tin/{notice.pk}/lam/", {"act": "withdraw"}).status_code == 403


def test_an_enrolled_browser_writes_and_hands_in(ward, cell):
    client = Client()
    path = invite_member(cell.officer, by=cell.head)
    assert "Vào" in client.get(path).content.decode()  # looking uses nothing up
    assert client.post(path, follow=True).status_code == 200
    of = f"{DOOR}{cell.circle.pk}/"
    said = {"title": "Họp", "text": "19 giờ", "act": "submit"}
    assert client.post(f"{of}soan/", {**said, "title": ""}).status_code == 422
    page = client.post(f"{of}soan/", said, follow=True)
    assert "người khác duyệt" in page.content.decode()
    assert client.get(path).status_code == 410


def test_members_are_listed_for_officers_only_and_removed_at_a_tap(ward, cell):
    client = phone_of(ward.hoa)
    of = f"{PHONE}{cell.circle.pk}/nguoi/"
    page = client.post(of, {"name": "Bế Thị Na", "phone": "0987111222", "office": "member"})
    assert page.status_code == 302
    assert "Bế Thị Na" in client.get(of).content.decode()
    member = CircleMember.objects.seen_by(Viewer.of(ward.hoa)).get(name="Bế Thị Na")
    shown = client.post(f"{of}{member.pk}/", {"act": "invite"}).content.decode()
    assert "/nhom-noi-bo/vao/" in shown
    client.post(f"{of}{member.pk}/", {"act": "remove"})
    assert "Bế Thị Na" not in client.get(of).content.decode()
    assert client.post(of, {"name": "", "phone": "x"}).status_code == 422


def test_at_the_door_an_admin_sees_no_list_of_circles(ward, cell):
    """The browser may be enrolled in another locality than the admin's."""
    found_circle(ward.locality, CircleInput("cell", "Chi bộ tổ 14"), by=ward.quan)
    client = Client()
    client.post(invite_member(cell.officer, by=cell.head))
    client.force_login(ward.quan, backend="nhipcau.people.sessions.OpenedByUs")
    page = client.get(f"{DOOR}cua-toi/").content.decode()
    assert "Chi bộ tổ 13" in page and "Chi bộ tổ 14" not in page


def test_without_a_link_the_door_says_what_to_open(ward, cell):
    assert "liên kết" in Client().get(DOOR).content.decode()
    assert Client().get(f"{DOOR}{cell.circle.pk}/").url == DOOR
    assert phone_of(ward.hoa).get(DOOR).url == PHONE


def test_a_circle_is_read_in_few_queries(ward, cell, sms, django_assert_max_num_queries):
    cell.published()
    client = phone_of(ward.hoa)
    with django_assert_max_num_queries(14):
        client.get(f"{PHONE}{cell.circle.pk}/")
