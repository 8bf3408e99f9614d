"""Against the simulated platforms, over a real wire: connect, refresh, send, be told."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from tests.platforms import APP, OA, PAGE, move_clock

from nhipcau.channels.accounts import connect_account, revise_account
from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.check import check_account, recheck_troubled
from nhipcau.channels.models import ChannelKind, Credential
from nhipcau.channels.oa_groups import OaFault, groups_of, members
from nhipcau.channels.oauth import begin_sign_in, finish_sign_in
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.tokens import NoToken, credential_for_sending, token_for
from nhipcau.channels.transport import Message, Outcome, Request, Step
from nhipcau.channels.transports.facebook_page import COMMENT, FEED
from nhipcau.channels.transports.zalo_oa import FOLLOWERS
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
BACK = "http://testserver/xong/"


def connect_zalo(ward, **settings):
    return connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường",
        by=ward.quan.actor,
        settings={"app_id": APP, "sender": "v2", "cover_url": "https://sc.example/a.jpg"}
        | settings,
        secrets={"app_secret": "app-secret", "oa_secret": "oa-secret"},
    )


def sign_in(ward, account, platforms, **changed):
    asked = parse_qs(urlsplit(begin_sign_in(account, redirect_uri=BACK, by=ward.quan.actor)).query)
    code = platforms.call("token", oa=OA, challenge=asked["code_challenge"][0])["code"]
    given = {"state": asked["state"][0], "code": code, "oa_id": OA} | changed
    finish_sign_in(account, **given, by=ward.quan.actor)
    account.refresh_from_db()


@pytest.fixture
def oa(ward, platforms):
    account = connect_zalo(ward)
    sign_in(ward, account, platforms)
    platforms.act("follow", oa=OA, person="binh")
    assert check_account(account, by=ward.quan.actor).is_working
    return account


@pytest.fixture
def page(ward, platforms):
    token = platforms.call("token", page=PAGE)["access_token"]
    return connect_account(
        ward.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="Trang phường",
        by=ward.quan.actor,
        external_id=PAGE,
        settings={"page_id": PAGE},
        secrets={"access_token": token, "app_secret": "fb-secret"},
    )


def speak(account):
    return TRANSPORTS[account.kind](account.settings, credential_for_sending(account).secrets)


def carry(account, message, *, prepare=False):
    to = speak(account)
    begin, go_on = (to.prepare, to.prepare_next) if prepare else (to.start, to.next)
    step = begin(message)
    while isinstance(step, Step):
        move_clock(settings.DATA, step.wait_seconds)
        step = go_on(step, ask(account.kind, step.request))
    return step


def uid(platforms, person="binh"):
    return platforms.look("state")["oas"][OA]["followers"][person]


def test_an_oa_is_connected_by_consent_and_says_who_it_is(oa):
    assert oa.external_id == OA
    assert (oa.state, oa.settings["facts"]["name"]) == ("working", "UBND phường Sông Cầu")


def test_the_consent_page_accepts_what_we_send(ward, platforms):
    account = connect_zalo(ward)
    address = begin_sign_in(account, redirect_uri=BACK, by=ward.quan.actor)
    assert address.startswith(platforms.address)
    path = address.removeprefix(platforms.address)
    assert ask("zalo_oa", Request("GET", path, base="oauth")).status == 200


@pytest.mark.parametrize(
    "changed", [{"state": "forged"}, {"code": ""}, {"oa_id": "x"}, {"code": "wrong"}]
)
def test_a_forged_or_refused_consent_connects_nothing(ward, platforms, changed):
    account = connect_zalo(ward)
    with pytest.raises(BadInput):
        sign_in(ward, account, platforms, **changed)
    assert account.external_id == ""


def test_a_consent_is_used_once(ward, platforms):
    account = connect_zalo(ward)
    asked = parse_qs(urlsplit(begin_sign_in(account, redirect_uri=BACK, by=ward.quan.actor)).query)
    code = platforms.call("token", oa=OA, challenge=asked["code_challenge"][0])["code"]
    given = {"state": asked["state"][0], "code": code, "oa_id": OA, "by": ward.quan.actor}
    finish_sign_in(account, **given)
    with pytest.raises(BadInput, match="đã dùng rồi"):
        finish_sign_in(account, **given)


def test_a_fixed_verifier_serves_an_app_whose_challenge_is_in_the_console(ward, platforms):
    account = connect_zalo(ward)
    verifier = "f" * 43
    revise_account(account, by=ward.quan.actor, secrets={"fixed_verifier": verifier})
    sign_in(ward, account, platforms)
    assert account.external_id == OA


def test_a_wrong_app_secret_is_told_in_words(ward, platforms):
    account = connect_zalo(ward)
    revise_account(account, by=ward.quan.actor, secrets={"app_secret": "wrong"})
    with pytest.raises(BadInput, match="Khoá bí mật của ứng dụng không đúng"):
        sign_in(ward, account, platforms)


def test_a_token_near_its_end_is_renewed_and_the_new_one_works(oa, ward):
    before = token_for(oa)
    Credential.objects.update(expires_at=civil_now() + timedelta(minutes=1))
    after = token_for(oa)
    assert after != before
    assert check_account(oa, by=ward.quan.actor).is_working


def test_a_token_killed_from_outside_is_renewed_by_the_check(oa, ward, platforms):
    platforms.call("kill_token", token=token_for(oa))
    assert check_account(oa, by=ward.quan.actor).is_working


def test_a_refresh_token_used_elsewhere_is_a_person_s_matter(oa, platforms):
    platforms.call("token", oa=OA)  # a new pair: ours are dead
    Credential.objects.update(expires_at=civil_now())
    with pytest.raises(NoToken):
        token_for(oa)
    oa.refresh_from_db()
    assert (oa.state, oa.problem) == ("troubled", "oauth-14014")


def test_v2_reaches_a_person_of_a_government_oa(oa, platforms):
    outcome = carry(oa, Message("d1", uid(platforms), "Mời bà đi khám"))
    assert outcome.state == "sent"
    assert "Mời bà" in platforms.look("shown?person=binh")["shown"][0]["text"]


def test_v3_is_refused_by_a_government_oa_and_serves_a_business_one(oa, ward, platforms):
    revise_account(oa, by=ward.quan.actor, settings={"sender": "v3"})
    refused = carry(oa, Message("d1", uid(platforms), "Chào"))
    assert refused == Outcome("unavailable", error="-235", scope="account")
    assert "-235" in check_account(oa, by=ward.quan.actor).warnings
    platforms.set("oa", OA, oa_type=2)
    assert carry(oa, Message("d1", uid(platforms), "Chào")).state == "sent"
    assert check_account(oa, by=ward.quan.actor).warnings == ()


def test_outside_the_window_this_row_is_refused(oa, platforms):
    assert carry(oa, Message("d1", "1" * 19, "Chào")).state == "refused"


def test_a_group_of_the_account_is_read_and_written_to(oa, platforms):
    asset = {"oa": OA, "id": "a10", "product": "gmf10"}
    group = {"oa": OA, "id": "nhom13", "name": "Tổ 13", "asset": "a10", "members": ["binh"]}
    platforms.call("make", assets=[asset], oa_groups=[group])
    platforms.call("kill_token", token=token_for(oa))  # renewed on the way
    assert [one.id for one in groups_of(oa)] == ["nhom13"]
    assert [one.name for one in members(oa, "nhom13")] == ["Nông Thị Bình"]
    assert carry(oa, Message("d1", "group:nhom13", "Mời bà con đi khám")).state == "sent"
    assert platforms.look("shown?person=binh")["shown"][-1]["channel"] == "zalo_group"
    platforms.set("oa", OA, package="basic")
    with pytest.raises(OaFault, match="không có nhóm"):
        groups_of(oa)


def test_a_picture_is_uploaded_and_sent(oa, platforms):
    content = Message("j1", uid(platforms), "Sơ đồ", image=PNG)
    prepared = carry(oa, content, prepare=True)
    note = {"prepared": prepared.reference}
    assert carry(oa, Message("d1", uid(platforms), "Sơ đồ", job_note=note)).state == "sent"


def test_an_article_is_made_verified_and_broadcast_to_followers(oa, platforms):
    platforms.set("oa", OA, processing_seconds=3, moderation_seconds=0)
    link = "https://sc.example/t/k"
    content = Message("j1", FOLLOWERS, "Sáng mai 7 giờ", title="Khám sàng lọc", link=link)
    prepared = carry(oa, content, prepare=True)
    assert prepared.state == "sent"
    note = {"prepared": prepared.reference}
    outcome = carry(oa, Message("d1", FOLLOWERS, "", job_note=note))
    assert outcome.state == "sent"
    platforms.wait(lambda: platforms.look("shown?channel=zalo_article")["shown"])
    shown = platforms.look("shown?person=binh&channel=zalo_article")["shown"][0]
    assert (shown["text"], shown["link"]) == ("Khám sàng lọc", link)


def test_at_night_the_broadcast_waits(oa):
    content = Message("j1", FOLLOWERS, "Sáng mai 7 giờ", title="Khám sàng lọc")
    note = {"prepared": carry(oa, content, prepare=True).reference}
    move_clock(settings.DATA, 6 * 3600)
    outcome = carry(oa, Message("d1", FOLLOWERS, "", job_note=note))
    assert (outcome.state, outcome.error) == ("unavailable", "-234")


def test_after_a_day_and_an_hour_the_token_is_renewed_by_itself(oa, ward):
    before = token_for(oa)
    move_clock(settings.DATA, 25 * 3600 + 1)
    assert token_for(oa) != before
    assert check_account(oa, by=ward.quan.actor).is_working


@pytest.mark.parametrize(
    ("what", "fields", "error"),
    [
        ("oa", {"package": "standard"}, "-224"),
        ("oa", {"disabled": True}, "-204"),
        ("app", {"active": False}, "-209"),
    ],
)
def test_what_is_wrong_is_found_and_mends_by_itself(oa, ward, platforms, what, fields, error):
    identity = {"oa": OA, "app": APP}[what]
    platforms.set(what, identity, **fields)
    assert check_account(oa, by=ward.quan.actor).error == error
    assert (oa.state, oa.problem) == ("troubled", error)
    assert recheck_troubled() == 0
    good = {"package": "growth", "disabled": False, "active": True}
    platforms.set(what, identity, **{name: good[name] for name in fields})
    assert recheck_troubled() == 1
    oa.refresh_from_db()
    assert oa.state == "working"


def test_an_unverified_oa_works_and_is_warned(oa, ward, platforms):
    platforms.set("oa", OA, verified=False)
    assert "-221" in check_account(oa, by=ward.quan.actor).warnings


@pytest.mark.parametrize("mode", ["down", "garbage", "huge", "refuse", "swallow"])
def test_a_platform_in_trouble_changes_no_state_and_sends_nothing_twice(oa, ward, platforms, mode):
    platforms.call("mode", platform="zalo", mode=mode)
    finding = check_account(oa, by=ward.quan.actor)
    assert not finding.is_working
    oa.refresh_from_db()
    assert oa.state == "working"


def test_a_platform_that_is_gone_is_no_answer(ward, platforms, oa):
    platforms.stop()
    assert check_account(oa, by=ward.quan.actor).error == "no-answer"
    with pytest.raises(NoAnswer):
        ask("zalo_oa", speak(oa).check().request)


def test_facebook_says_who_the_page_is_and_is_subscribed(page, ward, platforms):
    finding = check_account(page, by=ward.quan.actor)
    assert (finding.is_working, finding.facts["name"]) == (True, "Phường Sông Cầu")
    assert platforms.look("state")["pages"][PAGE]["subscribed"] == ["feed", "messages"]


def test_facebook_posts_a_photo_and_answers_a_comment(page, platforms):
    post = carry(page, Message("d1", FEED, "Khám sàng lọc", link="https://sc.example/t/f"))
    assert post.state == "sent"
    photo = carry(page, Message("d2", FEED, "Sơ đồ đường đi", image=PNG))
    assert photo.state == "sent"
    answer = carry(page, Message("d3", f"{COMMENT}{post.reference}", "Bảy giờ ạ"))
    assert answer.state == "sent"
    again = carry(page, Message("d4", FEED, "Khám sàng lọc", link="https://sc.example/t/f"))
    assert (again.state, again.error) == ("refused", "506")


def test_an_expired_page_token_is_told_in_words(page, ward, platforms):
    platforms.call("kill_token", token=credential_for_sending(page).secrets["access_token"])
    finding = check_account(page, by=ward.quan.actor)
    assert finding.error.startswith("190")
    assert (page.state, page.problem) == ("troubled", finding.error)


def test_the_sms_gateway_tells_its_balance(ward, platforms):
    gateway = connect_account(
        ward.locality,
        ChannelKind.SMS,
        name="Tin nhắn",
        by=ward.quan.actor,
        settings={"brandname": "UBND.SCAU"},
        secrets={"api_key": "key", "secret_key": "sms-secret"},
    )
    finding = check_account(gateway, by=ward.quan.actor)
    assert finding.is_working
    assert int(finding.facts["balance"]) > 0
    revise_account(gateway, by=ward.quan.actor, secrets={"secret_key": "wrong"})
    assert check_account(gateway, by=ward.quan.actor).error == "101"


def test_no_secret_reaches_the_log(oa, ward, platforms, caplog, capfd):
    platforms.call("mode", platform="zalo", mode="garbage")
    check_account(oa, by=ward.quan.actor)
    said = caplog.text + "".join(capfd.readouterr())
    for secret in json.loads(json.dumps(dict(credential_for_sending(oa).secrets))).values():
        assert len(secret) < 3 or secret not in said
