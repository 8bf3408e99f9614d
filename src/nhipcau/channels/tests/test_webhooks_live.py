"""The simulated platforms speak to a server of ours that really listens."""

import pytest
from tests.platforms import APP, FB_APP, OA, PAGE

from nhipcau.channels.accounts import connect_account
from nhipcau.channels.check import check_account
from nhipcau.channels.intake import address_key
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import ChannelKind, Incoming, Window

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def oa(ward, platforms, listening):
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường",
        by=ward.quan.actor,
        external_id=OA,
        settings={"app_id": APP},
        secrets={"app_secret": "app-secret", "oa_secret": "oa-secret"},
    )
    saved = platforms.call("hook", app=APP, url=f"{listening}/wh/zalo/")
    assert saved["enabled"]  # the unsigned probe got its 200
    return account


def heard(platforms):
    platforms.wait(lambda: platforms.look("idle")["idle"])
    load_raw_events()
    return list(Incoming.objects.order_by("id"))


def test_a_person_follows_and_writes_and_both_arrive_signed(oa, platforms):
    platforms.act("follow", oa=OA, person="binh")
    platforms.act("text", oa=OA, person="binh", text="CCCD 019083001234, mấy giờ khám?")
    rows = heard(platforms)
    assert {row.what for row in rows} == {"follow", "message"}
    message = next(row for row in rows if row.what == "message")
    assert "019083001234" not in message.text
    window = Window.objects.get()
    assert window.follows and window.person == message.person
    oa.refresh_from_db()
    assert oa.settings["webhook_variant"] == "oa_secret/body/app"


@pytest.mark.parametrize("mode", ["wrong_signature", "unsigned", "stale_timestamp", "huge"])
def test_what_cannot_be_trusted_never_becomes_an_event(oa, platforms, mode):
    platforms.call("hook", app=APP, mode=mode)
    platforms.act("text", oa=OA, person="binh", text="Xin chào")
    assert heard(platforms) == []
    assert platforms.look("idle")["next"] is not None  # refused: it will try again


@pytest.mark.parametrize("mode", ["duplicates", "replay", "out_of_order", "no_header_timestamp"])
def test_what_comes_twice_or_late_is_heard_once(oa, platforms, mode):
    platforms.call("hook", app=APP, mode=mode)
    for n in range(2):
        platforms.act("text", oa=OA, person="binh", text=f"Xin chào {n}")
    rows = heard(platforms)
    assert len(rows) == (1 if mode == "replay" else 2)


def test_facebook_s_address_is_proved_and_comments_arrive(ward, platforms, listening):
    token = platforms.call("token", page=PAGE)["access_token"]
    page = connect_account(
        ward.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="Trang phường",
        by=ward.quan.actor,
        external_id=PAGE,
        settings={"page_id": PAGE},
        secrets={"access_token": token, "app_secret": "fb-secret"},
    )
    assert check_account(page, by=ward.quan.actor).is_working
    url = f"{listening}/wh/facebook/"
    assert platforms.call("hook", app=FB_APP, url=url, verify_token=address_key(page.pk))["enabled"]
    platforms.act("messenger", page=PAGE, person="binh", text="Cho hỏi mấy giờ?")
    (row,) = heard(platforms)
    assert (row.what, row.text) == ("message", "Cho hỏi mấy giờ?")
