"""The admin's pages of the channels: in words, with what to do, and no secret shown again."""

import json
from datetime import timedelta

import pytest
from django.conf import settings

from nhipcau.channels import check, tokens
from nhipcau.channels.about import ABOUT
from nhipcau.channels.accounts import account_works, trouble_account
from nhipcau.channels.ask import NoAnswer
from nhipcau.channels.credentials import keep_pair, open_credential
from nhipcau.channels.intake import receive
from nhipcau.channels.models import Account, ChannelKind, RawEvent
from nhipcau.channels.tests import speaking as says
from nhipcau.channels.transport import Response
from nhipcau.core.clock import civil_now

BASE = "/lam-viec/kenh/"
ZALO = {
    "name": "OA phường",
    "app_id": "1122334455",
    "app_secret": "SECRET-app",
    "oa_secret": "SECRET-oa",
    "sender": "v2",
    "author": "UBND phường",
    "broadcasts_a_month": 4,
    "per_minute": 100,
}
PAGE = {"name": "Trang", "page_id": "104555", "access_token": "SECRET-t", "app_secret": "SECRET-s"}


class Answers:
    """What the platform would say, in order; the last one again and again."""

    def __init__(self, *bodies):
        self.bodies = list(bodies)

    def __call__(self, kind, request, *, line=None):
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        if isinstance(body, Exception):
            raise body
        return Response(200, json.dumps(body).encode())


@pytest.fixture
def admin(ward, client):
    client.force_login(ward.quan)
    return client


@pytest.fixture
def says_platform(monkeypatch):
    def say(*bodies):
        monkeypatch.setattr(check, "ask", Answers(*bodies))

    say(NoAnswer("connect"))
    return say


@pytest.fixture
def oa(ward, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    account = says.zalo_account(ward, sender="v3", cover_url="https://sc.example/a.jpg")
    ends = civil_now() + timedelta(hours=25)
    keep_pair(account, access_token="SECRET-a", refresh_token="SECRET-r", expires_at=ends)
    return account


def getoa(**fields):
    return {"error": 0, "data": {"oaid": says.OA, "name": "UBND", "is_verified": True, **fields}}


def at(account, tail=""):
    return f"{BASE}{account.pk}/{tail}"


def test_the_list_explains_every_channel_even_before_any_is_connected(admin):
    page = admin.get(BASE).text
    for kind in ChannelKind:
        assert str(kind.label) in page
    own = [about for about in ABOUT.values() if not (about.is_by_hand or about.rides_on)]
    assert page.count("Chưa kết nối") == len(own) - 1  # the portal is always there


@pytest.mark.parametrize("who", ["lan", "minh"])
def test_only_an_admin_sees_the_pages(client, ward, oa, who):
    client.force_login(getattr(ward, who))
    for address in (BASE, f"{BASE}them/sms/", at(oa)):
        assert client.get(address).status_code == 403
    assert client.post(at(oa, "ngung/")).status_code == 403


def test_another_locality_s_account_is_not_found(client, stranger, oa):
    client.force_login(stranger.thu)
    assert client.get(at(oa)).status_code == 404
    for tail in ("kiem-tra/", "ngung/", "cap-quyen/", "chu-ky/", "cach-gui/"):
        assert client.post(at(oa, tail)).status_code == 404
    assert client.get(at(oa, "cap-quyen/xong/")).status_code == 404


def test_what_is_typed_wrong_is_said_beside_the_field_and_kept(admin):
    page = admin.post(f"{BASE}them/zalo_oa/", {**ZALO, "app_id": "abc"}).text
    assert "chỉ gồm chữ số" in page and 'value="abc"' in page
    assert "SECRET" not in page
    assert not Account.objects.exists()


def test_a_new_zalo_account_leads_to_the_sign_in(admin, says_platform):
    page = admin.post(f"{BASE}them/zalo_oa/", ZALO, follow=True).text
    account = Account.objects.get()
    assert (account.state, account.per_minute) == ("new", 100)
    assert open_credential(account).secrets["app_secret"] == "SECRET-app"
    assert "Bước tiếp theo: cấp quyền trên Zalo" in page
    assert f"{settings.BASE_URL}{at(account, 'cap-quyen/xong/')}" in page
    assert "SECRET" not in page


def test_the_way_to_zalo_is_a_link_with_our_state_and_challenge(admin, oa):
    page = admin.post(at(oa, "cap-quyen/")).text
    assert f"{settings.ZALO_OAUTH_URL}/v4/oa/permission?app_id={says.APP}" in page
    assert "code_challenge=" in page and "state=" in page


def test_a_consent_that_nobody_asked_for_is_refused_in_words(admin, oa):
    forged = {"state": "x", "code": "y", "oa_id": says.OA}
    page = admin.get(at(oa, "cap-quyen/xong/"), forged, follow=True).text
    assert "Hãy bấm kết nối lại" in page


def test_a_facebook_page_is_asked_as_soon_as_it_is_saved(admin, says_platform):
    says_platform({"id": "104555", "name": "Phường Sông Cầu"}, {"success": True})
    page = admin.post(f"{BASE}them/facebook_page/", PAGE, follow=True).text
    assert "Kết nối tốt" in page and "Phường Sông Cầu" in page
    assert Account.objects.get().state == "working"
    assert "SECRET" not in page and "Đã lưu. Để trống nếu không đổi." in page


def test_a_page_that_belongs_to_another_ward_is_said_at_its_field(admin, ward, stranger):
    says.facebook_account(ward)
    taken = {**PAGE, "page_id": says.PAGE}
    assert "địa bàn khác" in admin.post(f"{BASE}them/facebook_page/", taken).text


def test_sms_knows_where_the_gateway_reports_to(admin, says_platform):
    says_platform({"CodeResponse": "100", "Balance": 500000})
    given = {"name": "Tin nhắn", "brandname": "UBND.SCAU", "api_key": "SECRET-1"}
    given |= {"secret_key": "SECRET-2", "price_vnd": 780, "per_minute": 600}
    page = admin.post(f"{BASE}them/sms/", given, follow=True).text
    account = Account.objects.get()
    assert account.settings["callback_url"].startswith(f"{settings.BASE_URL}/wh/sms/{account.pk}-")
    assert account.price_vnd == 780
    assert "500.000" in page and "SECRET" not in page


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": -224}, "chưa có OpenAPI"),
        ({"error": -209}, "chưa được kích hoạt"),
        ({"error": -204}, "đang bị khoá"),
        ({"error": -987}, "Nền tảng báo lỗi -987"),
        (NoAnswer("connect"), "không trả lời"),
        (getoa(oaid="999"), "Official Account khác"),
    ],
)
def test_the_check_says_what_is_wrong_and_what_to_do(admin, oa, says_platform, answer, words):
    says_platform(answer)
    assert words in admin.post(at(oa, "kiem-tra/"), follow=True).text


def test_a_government_account_on_v3_is_offered_v2(admin, oa, says_platform):
    says_platform(getoa(oa_type=4))
    page = admin.post(at(oa, "kiem-tra/"), follow=True).text
    assert "không dùng được cách gửi v3" in page and "Gửi bằng v2" in page
    page = admin.post(at(oa, "cach-gui/"), {"sender": "v2"}, follow=True).text
    oa.refresh_from_db()
    assert oa.settings["sender"] == "v2" and "Gửi bằng v2" not in page


def test_an_expired_token_that_cannot_be_renewed_is_told(admin, oa, says_platform, monkeypatch):
    says_platform({"error": -220})
    monkeypatch.setattr(tokens, "ask", Answers({"error": -14014}))
    page = admin.post(at(oa, "kiem-tra/"), follow=True).text
    assert "không nhận khoá gia hạn" in page and "Kết nối lại với Zalo" in page
    assert "Cần xử lý" in page


def test_trouble_stands_in_the_list_too(admin, oa):
    trouble_account(oa, "-224")
    assert "Nâng lên gói" in admin.get(BASE).text


def test_the_secret_is_tried_on_the_event_that_did_not_match(admin, oa):
    raw = says.raw_of(says.zalo_event())
    receive(ChannelKind.ZALO_OA, says.zalo_headers(raw, secret="the-right-one"), raw)
    assert "chữ ký không khớp" in admin.get(at(oa)).text
    wrong = admin.post(at(oa, "chu-ky/"), {"oa_secret": "guess"}, follow=True).text
    assert "Khoá này không khớp" in wrong
    right = admin.post(at(oa, "chu-ky/"), {"oa_secret": "the-right-one"}, follow=True).text
    assert "Đã lưu" in right and "the-right-one" not in right
    assert open_credential(oa).secrets["oa_secret"] == "the-right-one"
    assert not RawEvent.objects.exists()


def test_an_address_nobody_outside_can_open_is_pointed_out(admin, oa, settings):
    assert "chưa mở được từ ngoài" in admin.get(at(oa)).text
    settings.BASE_URL = "https://songcau.backan.example"
    assert "chưa mở được từ ngoài" not in admin.get(at(oa)).text


def test_the_menu_is_shown_with_its_addresses_checked(admin, oa, ward):
    page = admin.get(at(oa)).text
    assert f"{settings.BASE_URL}/{ward.locality.slug}/" in page
    assert "chưa khai số điện thoại" in page


def test_disconnecting_leaves_nothing_to_open(admin, oa, ward):
    page = admin.post(at(oa, "ngung/"), follow=True).text
    assert "Đã ngừng kết nối" in page
    assert admin.get(at(oa)).status_code == 404
    assert open_credential(oa).secrets == {}


def test_an_empty_secret_field_keeps_the_secret(admin, oa, says_platform):
    says_platform(getoa())
    changed = {**ZALO, "app_secret": "", "oa_secret": "", "name": "OA mới"}
    assert admin.post(at(oa), changed).status_code == 302
    oa.refresh_from_db()
    assert oa.name == "OA mới"
    assert open_credential(oa).secrets["app_secret"] == says.APP_SECRET


def test_the_list_takes_the_same_few_queries(admin, oa, ward, django_assert_max_num_queries):
    account_works(oa, by=ward.quan.actor, settings={})
    with django_assert_max_num_queries(12):
        admin.get(BASE)


def test_the_page_of_an_account_cannot_be_exchanged(admin, ward, says_platform):
    page = says.facebook_account(ward)
    admin.post(at(page), {**PAGE, "page_id": "999999"})
    page.refresh_from_db()
    assert (page.external_id, page.settings["page_id"]) == (says.PAGE, says.PAGE)


def test_an_empty_cover_keeps_ours(admin, oa, says_platform):
    admin.post(f"{BASE}them/zalo_oa/", {**ZALO, "cover_url": ""})
    made = Account.objects.exclude(pk=oa.pk).get()
    assert made.settings["cover_url"].endswith("nhipcau/cover.png")
