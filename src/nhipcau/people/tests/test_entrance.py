"""The officers' door from end to end: invitation, password, code, lockout, sign-out."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from tests.cast import PASSWORD

from nhipcau.core.actor import SYSTEM
from nhipcau.core.models import AuditEvent
from nhipcau.people.adapters import client_ip
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Invitation, Role
from nhipcau.people.staff import recover_account

LONG = "một câu dễ nhớ"
INSIDE = "/dang-nhap/thiet-lap/"
SECRET_SHOWN = re.compile(r"<code>([A-Z2-7 ]+)</code>")


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def code_now(secret: str) -> str:
    cache.clear()  # a code counts once; the test is quicker than thirty seconds
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def begin(client, path: str) -> tuple[str, str]:
    """From the link to a session with a second factor: the secret and one recovery code."""
    client.post(path, {"password": LONG, "again": LONG})
    page = client.get(INSIDE).text
    secret = SECRET_SHOWN.search(page).group(1).replace(" ", "")
    answer = client.post(INSIDE, {"code": code_now(secret)})
    assert answer.status_code == 302, answer.text
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer.url).text)
    assert len(codes) == 10
    client.post(answer.url)
    return secret, codes[0]


@pytest.fixture
def cuong(ward):
    return invite_staff(ward.locality, Newcomer("Lý Văn Cường", Role.OFFICER), by=SYSTEM)


def test_a_preview_of_the_link_does_not_use_it_up(cuong, client):
    assert "Lý Văn Cường" in client.get(cuong[1]).text
    assert Invitation.objects.get().used_at is None


def test_before_the_code_no_page_inside_opens(cuong, client):
    client.post(cuong[1], {"password": LONG, "again": LONG})
    answer = client.get("/dang-nhap/ma-du-phong/")
    assert answer.status_code == 302 and answer.url == INSIDE


def test_set_up_in_another_browser_the_first_is_asked_to_sign_in(cuong, client):
    first = Client()
    first.post(cuong[1], {"password": LONG, "again": LONG})
    client.post("/dang-nhap/", {"login": cuong[0].username, "password": LONG})
    secret = SECRET_SHOWN.search(client.get(INSIDE).text).group(1).replace(" ", "")
    client.post(INSIDE, {"code": code_now(secret)})
    answer = first.get("/lam-viec/", follow=True)
    assert answer.status_code == 200 and answer.redirect_chain[-1][0].startswith("/dang-nhap/")
    assert "_auth_user_id" not in first.session


def test_the_way_from_the_link_to_the_inside(cuong, client):
    begin(client, cuong[1])
    answer = client.get(INSIDE)
    assert answer.url == "/lam-viec/"


def test_recovery_codes_are_shown_until_written_down_and_never_again(cuong, client):
    begin(client, cuong[1])
    assert client.get("/dang-nhap/ma-du-phong/").status_code == 302


def test_password_and_code_open_the_door(cuong, client):
    secret, _code = begin(client, cuong[1])
    client.post("/dang-xuat/")
    step = client.post("/dang-nhap/", {"login": cuong[0].username, "password": LONG})
    assert step.url == "/dang-nhap/ma/"
    assert client.get(INSIDE).url.startswith("/dang-nhap/?next=")
    answer = client.post(step.url, {"code": code_now(secret)})
    assert answer.url == "/lam-viec/"
    assert AuditEvent.objects.filter(verb="staff.signed_in").count() == 1


def test_a_recovery_code_opens_the_door_once(cuong, client):
    _secret, spare = begin(client, cuong[1])
    for expected in (302, 200):
        client.post("/dang-xuat/")
        client.post("/dang-nhap/", {"login": cuong[0].username, "password": LONG})
        answer = client.post("/dang-nhap/ma/", {"code": spare})
        assert answer.status_code == expected
    assert "Mã không đúng hoặc đã dùng" in answer.text


def test_the_wrong_code_is_refused_in_words_and_after_five_not_even_looked_at(cuong, client):
    secret, _code = begin(client, cuong[1])
    client.post("/dang-xuat/")
    client.post("/dang-nhap/", {"login": cuong[0].username, "password": LONG})
    for _ in range(5):
        answer = client.post("/dang-nhap/ma/", {"code": "000000"})
        assert "Mã không đúng" in answer.text
    right = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/dang-nhap/ma/", {"code": right})
    assert "quá nhiều lần" in answer.text


def test_the_wrong_password_tells_nothing_about_the_name(ward, client):
    for name in ("lan", "ai-do"):
        answer = client.post("/dang-nhap/", {"login": name, "password": "sai"})
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
        assert f'value="{name}"' in answer.text


def test_guessing_is_locked_out_in_words(ward, client, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        cache.clear()  # allauth's own brake would come first
        answer = client.post("/dang-nhap/", {"login": "lan", "password": "sai"})
    assert answer.status_code == 429 and "Tạm khoá đăng nhập" in answer.text
    cache.clear()
    answer = client.post("/dang-nhap/", {"login": "lan", "password": PASSWORD})
    assert answer.status_code == 429


def test_a_password_alone_leads_to_setting_up_the_code(ward, client):
    client.post("/dang-nhap/", {"login": "lan", "password": PASSWORD})
    answer = client.get("/dang-nhap/ma-du-phong/")
    assert answer.url == INSIDE


def test_a_leaders_password_opens_nothing(ward, client):
    answer = client.post("/dang-nhap/", {"login": "hoa", "password": PASSWORD})
    assert answer.url == "/dien-thoai/" and "_auth_user_id" not in client.session


def test_somebody_let_go_is_told_so_only_with_the_right_password(ward, client):
    type(ward.lan).objects.filter(pk=ward.lan.pk).update(is_active=False)
    answer = client.post("/dang-nhap/", {"login": "lan", "password": "sai"})
    assert "không đúng" in answer.text
    answer = client.post("/dang-nhap/", {"login": "lan", "password": PASSWORD}, follow=True)
    assert "ngừng hoạt động" in answer.text


def test_a_dead_link_says_why(ward, client):
    answer = client.get("/moi/khong-co/")
    assert answer.status_code == 410 and "không đúng" in answer.text
    answer = client.post("/dien-thoai/khong-co/")
    assert answer.status_code == 410


def test_two_different_passwords_keep_the_link_alive(cuong, client):
    answer = client.post(cuong[1], {"password": LONG, "again": "khác hẳn rồi"})
    assert "không giống nhau" in answer.text
    assert Invitation.objects.get().used_at is None


def test_recovery_ends_the_open_session_and_the_old_code(ward, cuong, client):
    begin(client, cuong[1])
    path = recover_account(cuong[0], by=ward.quan.actor)
    assert client.get("/dang-nhap/ma-du-phong/").url.startswith("/dang-nhap/?next=")
    begin(client, path)
    assert Authenticator.objects.filter(user=cuong[0], type="totp").count() == 1


def test_the_second_factors_secret_is_sealed_in_the_database(cuong, client):
    secret, _code = begin(client, cuong[1])
    assert secret not in str(list(Authenticator.objects.values()))


def test_no_other_address_of_allauth_is_open(client, db):
    for path in ("/accounts/login/", "/accounts/signup/", "/dang-nhap/signup/", "/admin/"):
        assert client.get(path).status_code == 404


def test_signing_out_needs_a_post(ward, client):
    client.force_login(ward.lan)
    assert client.get("/dang-xuat/").status_code == 405
    client.post("/dang-xuat/")
    assert "_auth_user_id" not in client.session


def test_an_unknown_telephone_is_told_the_way(client, db):
    page = client.get("/dien-thoai/")
    assert page.status_code == 401 and "chưa đăng ký" in page.text


@pytest.mark.parametrize(("trusted", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_lockout_counts_the_person_behind_our_proxy_and_believes_no_other(
    rf, settings, trusted, address
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    request = rf.post("/dang-nhap/", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert client_ip(request) == address
