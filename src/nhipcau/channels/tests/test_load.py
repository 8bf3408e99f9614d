"""Events become rows once, masked; windows open; raw bodies go."""

from datetime import timedelta

import pytest
from django.db import DataError

from nhipcau.channels import load
from nhipcau.channels.load import forget_raw_events, load_raw_events
from nhipcau.channels.models import ChannelKind, Incoming, RawEvent, Window
from nhipcau.channels.tests import speaking as says
from nhipcau.channels.windows import followers, open_windows
from nhipcau.core.clock import civil_now


@pytest.fixture
def oa(ward):
    return says.zalo_account(ward)


@pytest.fixture
def page(ward):
    return says.facebook_account(ward)


def hear(account, raw, variant="v"):
    RawEvent.objects.create(
        kind=account.kind,
        received_at=civil_now(),
        headers={"accounts": [account.pk], "variant": variant},
        body=raw,
    )


def zalo_hears(oa, *events):
    for event in events:
        hear(oa, says.raw_of(event))
    load_raw_events()
    return list(Incoming.objects.order_by("id"))


def text(words, msg_id="m1", **more):
    return says.zalo_event(message={"text": words, "msg_id": msg_id}, **more)


def test_a_message_is_kept_with_its_identity_numbers_hidden(oa):
    (row,) = zalo_hears(oa, text("CCCD của tôi là 019083001234"))
    assert (row.what, row.person, row.reference) == ("message", "2512", "m1")
    assert "019083001234" not in row.text
    assert row.text.endswith("234")


def test_the_same_event_twice_is_one_row(oa):
    event = text("Xin chào")
    assert len(zalo_hears(oa, event, event)) == 1
    assert len(zalo_hears(oa, event)) == 1
    assert not RawEvent.objects.filter(loaded_at__isnull=True).exists()


def test_the_person_is_whoever_is_not_the_oa(oa):
    from_oa = {"sender": {"id": says.OA}, "recipient": {"id": "2512"}}
    from_user = {"sender": {"id": "2512"}, "recipient": {"id": says.OA}}
    rows = zalo_hears(
        oa,
        says.zalo_event("user_received_message", **from_oa, message={"msg_id": "a"}),
        says.zalo_event("user_received_message", **from_user, message={"msg_id": "b"}),
    )
    assert [(row.what, row.person, row.reference) for row in rows] == [
        ("receipt", "2512", "a"),
        ("receipt", "2512", "b"),
    ]


def test_one_seen_event_speaks_of_several_messages(oa):
    rows = zalo_hears(oa, says.zalo_event("user_seen_message", message={"msg_ids": ["a", "b"]}))
    assert [(row.what, row.reference) for row in rows] == [("seen", "a"), ("seen", "b")]


def test_a_reaction_means_seen(oa):
    message = {"msg_id": "a", "react_icon": "/-strong"}
    (row,) = zalo_hears(oa, says.zalo_event("user_reacted_message", message=message))
    assert (row.what, row.reference) == ("seen", "a")


def test_our_own_echo_carries_what_finds_the_lost_answer(oa):
    both = {"sender": {"id": says.OA}, "recipient": {"id": "2512"}}
    event = says.zalo_event("oa_send_text", **both, message={"msg_id": "a", "text": "Mời bà"})
    (row,) = zalo_hears(oa, event)
    assert (row.what, row.person, row.text) == ("echo", "2512", "Mời bà")


def test_what_one_of_ours_typed_in_zalos_own_manager_is_told_apart(oa):
    both = {"sender": {"id": says.OA, "admin_id": "77"}, "recipient": {"id": "2512"}}
    event = says.zalo_event("oa_send_text", **both, message={"msg_id": "a", "text": "Chào bác"})
    (row,) = zalo_hears(oa, event)
    assert (row.what, row.person, row.text) == ("typed", "2512", "Chào bác")


def test_an_attachment_keeps_its_name_and_its_address_at_the_platform_only(oa):
    payload = {"url": "https://f1.zdn.vn/a.jpg", "name": "CCCD 006203004567.jpg", "size": "9"}
    message = {"msg_id": "a", "attachments": [{"type": "file", "payload": payload}]}
    (row,) = zalo_hears(oa, says.zalo_event("user_send_file", message=message))
    named = {"name": "CCCD •••••••••567.jpg", "size": "9", "url": "https://f1.zdn.vn/a.jpg"}
    assert row.detail["files"] == [{"kind": "file", **named}]


def test_of_an_attachment_only_its_kind_is_kept(oa):
    message = {"msg_id": "a", "attachments": [{"type": "image", "payload": {"url": "https://x"}}]}
    (row,) = zalo_hears(oa, says.zalo_event("user_send_image", message=message))
    assert row.detail["attachments"] == ["image"]
    assert "https" not in str(row.detail)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("follow", "follow"),
        ("unfollow", "unfollow"),
        ("user_withdraw", "withdraw"),
        ("user_click_chatnow", "other"),
        ("user_submit_info", "other"),
        ("user_send_location", "message"),
        ("anonymous_send_text", "message"),
        ("user_send_group_text", "message"),
        ("user_out_group", "other"),
        ("oa_send_anonymous_text", "echo"),
        ("oa_send_image", "echo"),
        ("something_new_of_2027", "other"),
    ],
)
def test_each_name_is_understood_or_kept_as_other(oa, name, what):
    (row,) = zalo_hears(oa, says.zalo_event(name))
    assert (row.what, row.detail["event"]) == (what, name)


def test_shared_info_is_kept_for_people_to_take(oa):
    info = {"name": "Nông Thị Bình", "phone": "84912345678", "gender": "Nữ"}
    (row,) = zalo_hears(oa, says.zalo_event("user_submit_info", info=info))
    assert row.detail["info"] == {"name": "Nông Thị Bình", "phone": "84912345678"}


def test_a_revoked_permission_puts_the_account_in_trouble(oa):
    zalo_hears(oa, says.zalo_event("permission_revoked", oa_id=says.OA))
    oa.refresh_from_db()
    assert (oa.state, oa.problem) == ("troubled", "revoked")


def test_acts_open_windows_and_receipts_do_not(oa):
    now = civil_now()
    zalo_hears(
        oa,
        text("Xin chào", person="1"),
        says.zalo_event("follow", follower={"id": "2"}, oa_id=says.OA),
        says.zalo_event("user_click_chatnow", person="3"),
        says.zalo_event("user_received_message", person="4", message={"msg_id": "x"}),
        text("cũ", person="5", msg_id="m5", at=now - timedelta(hours=50)),
    )
    people = set(open_windows(oa, at=now).values_list("person", flat=True))
    assert people == {"1", "2", "3"}
    assert "5" in open_windows(oa, at=now, paid=True).values_list("person", flat=True)
    assert [one.person for one in followers(oa)] == ["2"]


def test_follow_and_unfollow_out_of_order_end_right(oa):
    now = civil_now()
    later, sooner = now - timedelta(minutes=1), now - timedelta(minutes=5)
    person = {"follower": {"id": "2"}, "oa_id": says.OA}
    zalo_hears(
        oa,
        says.zalo_event("unfollow", at=later, **person),
        says.zalo_event("follow", at=sooner, **person),
    )
    assert not followers(oa).exists()


def test_a_late_event_never_shortens_a_window(oa):
    now = civil_now()
    zalo_hears(oa, text("b", "2", at=now), text("a", "1", at=now - timedelta(hours=1)))
    assert abs(Window.objects.get().last_act_at - now) < timedelta(seconds=1)


def test_the_way_of_signing_is_noted_and_captures_go(oa):
    RawEvent.objects.create(
        kind="zalo_oa",
        received_at=civil_now(),
        body=b"",
        fault=f"signature:{oa.pk}",
        loaded_at=civil_now(),
    )
    hear(oa, says.raw_of(text("a")), variant="oa_secret/header/app")
    load_raw_events()
    oa.refresh_from_db()
    assert oa.settings["webhook_variant"] == "oa_secret/header/app"
    assert RawEvent.objects.count() == 1


def test_an_unreadable_event_does_not_hold_the_others_up(oa):
    RawEvent.objects.create(
        kind="zalo_oa", received_at=civil_now(), headers={"accounts": [oa.pk]}, body=b"\xff"
    )
    RawEvent.objects.create(kind="zalo_oa", received_at=civil_now(), headers={}, body=b"{}")
    rows = zalo_hears(oa, text("Xin chào"))
    assert "Xin chào" in [row.text for row in rows]
    assert RawEvent.objects.filter(fault="unreadable").count() == 1


def test_facebook_comments_and_messages_are_heard_and_our_own_are_echoes(page):
    comment = {"item": "comment", "verb": "add", "comment_id": "1_2", "post_id": "104_1"}
    theirs = {**comment, "from": {"id": "55", "name": "Bình"}, "message": "Mấy giờ ạ?"}
    ours = {"item": "status", "verb": "add", "post_id": "104_9", "from": {"id": says.PAGE}}
    message = {
        "sender": {"id": "66"},
        "recipient": {"id": says.PAGE},
        "timestamp": int(says.milliseconds()),
        "message": {"mid": "m_1", "text": "Chào"},
    }
    hear(page, says.batch(theirs, {**ours, "message": "Khám"}, messaging=[message]))
    load_raw_events()
    rows = {row.what: row for row in Incoming.objects.all()}
    assert rows["comment"].text == "Mấy giờ ạ?"
    assert rows["comment"].detail["post"] == "104_1"
    assert (rows["echo"].reference, rows["echo"].person) == ("104_9", "feed")
    assert (rows["message"].person, rows["message"].key) == ("66", "m_1")
    assert Window.objects.get().person == "66"


def test_an_edited_or_hidden_comment_is_a_new_word_about_it(page):
    base = {"item": "comment", "comment_id": "1_2", "from": {"id": "55"}}
    hear(page, says.batch({**base, "verb": "add"}, {**base, "verb": "edited"}))
    hear(page, says.batch({**base, "verb": "hide"}))
    load_raw_events()
    whats = Incoming.objects.order_by("id").values_list("what", flat=True)
    assert list(whats) == ["comment", "comment", "other"]


def test_an_sms_report_becomes_a_receipt_without_the_number(ward):
    gateway = says.connect_account(
        ward.locality, ChannelKind.SMS, name="Tin nhắn", by=ward.quan.actor
    )
    hear(gateway, b"SMSID=a1&SendSuccess=1&SendFailed=0&RequestId=d7&phonenumber=0912345678")
    hear(gateway, b"SMSID=a2&SendSuccess=0&SendFailed=1&error_info=EXPIRED")
    load_raw_events()
    rows = list(Incoming.objects.order_by("id"))
    assert [row.detail["state"] for row in rows] == ["delivered", "failed"]
    assert rows[0].detail["key"] == "d7"
    assert "0912345678" not in str([row.detail for row in rows])


def test_raw_bodies_are_gone_after_a_day(oa):
    zalo_hears(oa, text("Xin chào"))
    assert forget_raw_events() == 0
    day = timedelta(hours=25)
    RawEvent.objects.update(loaded_at=civil_now() - day, received_at=civil_now() - day)
    assert forget_raw_events() == 1
    assert Incoming.objects.count() == 1


def test_each_echo_of_ours_is_one_free_reply_less(oa):
    both = {"sender": {"id": says.OA}, "recipient": {"id": "2512"}}
    sent = [
        says.zalo_event("oa_send_text", **both, message={"msg_id": key, "text": "Chào"})
        for key in ("a", "b", "b")
    ]
    zalo_hears(oa, text("Xin chào", at=civil_now() - timedelta(hours=1)))
    zalo_hears(oa, *sent)
    assert Window.objects.get().free_used == 2


def test_what_no_database_takes_is_left_out_of_the_words(oa):
    raw = says.raw_of(text("a")).replace(b'"a"', b'"Ch\\u0000\\ud800o"')
    hear(oa, raw)
    load_raw_events()
    assert Incoming.objects.get().text == "Ch?o"


def test_an_event_the_database_refuses_is_set_aside_alone(oa, monkeypatch):
    good, bad = text("tốt", "m1"), text("hỏng", "m2")
    keep = load._keep

    def refuse(account, heard, variant):
        if any(one.text == "hỏng" for one in heard):
            raise DataError
        keep(account, heard, variant)

    monkeypatch.setattr(load, "_keep", refuse)
    rows = zalo_hears(oa, good, bad)
    assert [row.text for row in rows] == ["tốt"]
    assert RawEvent.objects.get(fault="unreadable").loaded_at is not None
