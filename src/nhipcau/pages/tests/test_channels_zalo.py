"""Pages of template messages and of the bot: connecting, what is wrong in words, filling."""

import pytest
from tests.platforms import OA

from nhipcau.channels.models import Account, Template
from nhipcau.core.clock import civil_now
from nhipcau.pages.tests.test_channels import Answers, admin, says_platform  # noqa: F401

BASE = "/lam-viec/kenh/"
PARAMS = [
    {"name": "ten", "require": True, "type": "STRING", "minLength": 3, "maxLength": 30},
    {"name": "xem", "require": True, "type": "STRING", "minLength": 0, "maxLength": 60},
]


@pytest.fixture
def oa(ward):
    return Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA phường", state="working", external_id=OA
    )


@pytest.fixture
def template(ward, oa):
    account = Account.objects.create(
        locality=ward.locality, kind="zalo_template", name="Mẫu tin", state="working", keeper=oa
    )
    return Template.objects.create(
        locality=ward.locality,
        account=account,
        external_id="31239",
        name="Thông báo của phường",
        state="ENABLE",
        parameters=PARAMS,
        price_phone_vnd=120,
        price_uid_vnd=84,
        read_at=civil_now(),
    )


def fill(template, **more):
    return {"from0": "title", "own0": "", "from1": "link", "own1": "", "act": "choose", **more}


def page_of(template):
    return f"{BASE}{template.account_id}/mau-tin/{template.pk}/"


def test_a_template_account_speaks_for_the_official_account(admin, oa, says_platform):  # noqa: F811
    answer = admin.post(
        f"{BASE}them/zalo_template/", {"name": "Mẫu tin", "oa": oa.pk, "per_minute": 600}
    )
    account = Account.objects.get(kind="zalo_template")
    assert answer.status_code == 302 and account.keeper == oa and account.external_id == OA


def test_without_an_official_account_it_says_what_comes_first(admin):  # noqa: F811
    answer = admin.post(f"{BASE}them/zalo_template/", {"name": "Mẫu tin", "per_minute": 600})
    assert "Hãy kết nối Zalo Official Account trước" in answer.content.decode()


@pytest.mark.parametrize("token", ["", "abc", "123:", "x:abcdef"])
def test_a_bot_token_of_another_shape_is_said_at_once(admin, token):  # noqa: F811
    answer = admin.post(
        f"{BASE}them/zalo_bot/", {"name": "Bot", "bot_token": token, "per_minute": 60}
    )
    assert not Account.objects.filter(kind="zalo_bot").exists()
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()


def test_a_bot_is_connected_and_its_token_is_never_shown(admin, says_platform):  # noqa: F811
    token = "4567:SECRET-bot"
    admin.post(f"{BASE}them/zalo_bot/", {"name": "Bot", "bot_token": token, "per_minute": 60})
    account = Account.objects.get(kind="zalo_bot")
    page = admin.get(f"{BASE}{account.pk}/").content.decode()
    assert account.external_id == "4567" and "SECRET-bot" not in page
    assert "Bot chưa nhận tin nhắn" in page


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("zalo_template", "-136", "chưa liên kết tài khoản Zalo Cloud"),
        ("zalo_template", "-124", "không nhận khoá truy cập"),
        ("zalo_template", "-224", "chưa có OpenAPI"),
        ("zalo_bot", "401", "không nhận mã của bot"),
        ("zalo_bot", "409", "một máy chủ khác"),
        ("zalo_bot", "429", "hết số tin của tháng"),
    ],
)
def test_what_is_wrong_is_said_in_words(admin, ward, kind, code, words):  # noqa: F811
    account = Account.objects.create(
        locality=ward.locality, kind=kind, name="K", state="troubled", problem=code
    )
    assert words in admin.get(f"{BASE}{account.pk}/").content.decode()


def test_a_page_without_templates_says_where_they_are_made(admin, template):  # noqa: F811
    account = template.account
    assert "Chưa chọn mẫu nào" in admin.get(f"{BASE}{account.pk}/").content.decode()
    Template.objects.all().delete()
    assert "account.zalo.cloud" in admin.get(f"{BASE}{account.pk}/").content.decode()


def test_filling_shows_what_people_will_read(admin, template):  # noqa: F811
    page = admin.post(page_of(template), fill(template, act="look")).content.decode()
    assert "Khám sàng lọc đái tháo đường" in page
    template.refresh_from_db()
    assert not template.is_chosen


def test_a_filled_template_is_chosen_and_put_aside(admin, template):  # noqa: F811
    admin.post(page_of(template), fill(template))
    template.refresh_from_db()
    assert template.is_chosen and template.filled_from == {"ten": "title", "xem": "link"}
    admin.post(page_of(template), fill(template, act="drop"))
    template.refresh_from_db()
    assert not template.is_chosen


def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(admin, template):  # noqa: F811
    answer = admin.post(page_of(template), fill(template, from0="=", own0="x" * 31))
    page = answer.content.decode()
    assert answer.status_code == 422 and "x" * 31 in page and "Zalo nhận 3–30" in page
    assert not Template.objects.filter(is_chosen=True).exists()


def test_a_rejected_template_shows_zalo_s_reason(admin, template):  # noqa: F811
    Template.objects.update(state="REJECT", reason="Logo không hợp lệ")
    assert "Logo không hợp lệ" in admin.get(page_of(template)).content.decode()


def test_others_see_no_template(client, ward, stranger, template):
    for person, status in ((ward.lan, 403), (stranger.thu, 404)):
        client.force_login(person)
        assert client.get(page_of(template)).status_code == status


def test_the_leader_gets_six_digits_on_the_own_telephone(client, ward):
    client.force_login(ward.hoa)
    assert client.get("/to/cach-bao/noi-bot/").status_code == 404
    Account.objects.create(
        locality=ward.locality,
        kind="zalo_bot",
        name="Bot",
        state="working",
        settings={"updates": "poll", "facts": {"name": "Bot Sông Cầu"}},
    )
    assert "Nối Zalo Bot" in client.get("/to/cach-bao/").content.decode()
    page = client.post("/to/cach-bao/noi-bot/").content.decode()
    assert "link-code" in page and "Bot Sông Cầu" in page and "tự động" in page
