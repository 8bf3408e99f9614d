"""Connecting a mailbox, a message centre, a second gateway: what is wrong is said in words."""

import pytest
from django.urls import reverse

from nhipcau.channels.credentials import open_credential
from nhipcau.channels.models import Account
from nhipcau.channels.tests.centres import LOOPBACK, mail_server
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Diversion, Job

MAIL = {
    "name": "Thư phường", "from_name": "UBND phường Sông Cầu", "from_address": "tb@scau.vn",
    "host": LOOPBACK, "security": "none", "user": "thu@scau.vn", "password": "mat-khau",
    "imap_port": "993", "per_minute": "60",
}  # fmt: skip
SMPP = {
    "name": "SMPP", "brandname": "SONGCAU", "rank": "1", "price_vnd": "780", "per_minute": "300",
    "host": LOOPBACK, "port": "1", "security": "none", "system_id": "ward", "password": "secret",
    "window": "10",
}  # fmt: skip
VIETTEL = {
    "name": "Viettel", "brandname": "SONGCAU", "rank": "2", "price_vnd": "800",
    "per_minute": "300", "user": "scau", "password": "secret", "cp_code": "SCAU",
}  # fmt: skip


@pytest.fixture
def admin(client, ward):
    client.force_login(ward.quan)
    return client


def connect(admin, kind, data):
    answer = admin.post(reverse("channel_new", args=[kind]), data, follow=True)
    return Account.objects.get(), " ".join(answer.content.decode().split())


def test_a_mailbox_that_lets_us_in_works(admin):
    with mail_server(needs_login=True) as post:
        account, page = connect(admin, "email", MAIL | {"port": post.port})
    assert (account.kind, account.state) == ("email", "working")
    assert "mat-khau" not in page
    assert open_credential(account).secrets["password"] == "mat-khau"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "sai"}, "Sai tên đăng nhập hoặc mật khẩu"),
        ({"port": "1"}, "máy chủ kia không mở cổng này"),
        ({"host": "khong-co.invalid"}, "Không có máy chủ nào mang tên này"),
        ({"security": "starttls"}, "không có STARTTLS"),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_said_in_words(admin, change, said):
    with mail_server(needs_login=True) as post:
        account, page = connect(admin, "email", MAIL | {"port": post.port} | change)
    assert said in page
    assert account.state != "working"


def test_a_centre_that_is_not_there_is_said_in_words(admin):
    account, page = connect(admin, "sms_smpp", SMPP)
    assert (account.kind, account.speaks, account.rank) == ("sms", "sms_smpp", 1)
    assert "không mở cổng này" in page
    assert "tổng đài nhà mạng (SMPP)" in page


def test_the_second_gateway_keeps_its_place_and_its_price(admin, settings):
    settings.VIETTEL_API_URL = "http://127.0.0.1:9/bulkapi"
    account, _page = connect(admin, "sms_viettel", VIETTEL)
    assert (account.speaks, account.rank, account.price_vnd) == ("sms_viettel", 2, 800)
    assert account.settings["gateway"] == "viettel"


def test_the_page_says_who_sends_instead(admin, ward):
    first, second = (
        Account.objects.create(locality=ward.locality, kind="sms", name=name, state="working")
        for name in ("SMS eSMS", "SMS Viettel")
    )
    job = Job.objects.create(
        locality=ward.locality,
        account=second,
        key="k",
        text="x",
        prefix="p",
        created_at=civil_now(),
    )
    Diversion.objects.create(
        locality=ward.locality, job=job, former=first, chosen=second, rows=12, at=civil_now()
    )
    pages = [
        " ".join(admin.get(reverse("channel_one", args=[one.pk])).content.decode().split())
        for one in (first, second)
    ]
    assert "12 tin đã chuyển sang SMS Viettel" in pages[0]
    assert "Gửi thay SMS eSMS 12 tin" in pages[1]


def test_a_host_with_a_slash_is_refused_and_what_was_typed_stays(admin):
    answer = admin.post(
        reverse("channel_new", args=["email"]), MAIL | {"host": "http://x/", "port": 25}
    )
    assert "Tên máy chủ chỉ gồm" in answer.content.decode()
    assert "tb@scau.vn" in answer.content.decode()
    assert not Account.objects.exists()
