"""What Zalo's webhooks say of groups, under every name that somebody has seen."""

from datetime import UTC, datetime

import pytest

from nhipcau.channels.webhooks import zalo

NOW = datetime(2023, 5, 26, 9, 35, tzinfo=UTC)
OA = "4318657068771012646"
GROUP = "f414c8f76fa586fbdfb4"


def heard(name, **event):
    event = {"event_name": name, "oa_id": OA, "timestamp": "1685093700000", **event}
    return zalo.read(event, oa_id=OA, received_at=NOW)


def said(name, text, sender="77", **more):
    message = {"text": text, "msg_id": "m1", **more}
    [one] = heard(name, sender={"id": sender}, recipient={"id": GROUP}, message=message)
    return one


def test_a_member_s_words_are_a_message_of_that_person_in_that_group():
    one = said("user_send_group_text", "Mấy giờ ạ?", quote_msg_id="ours")
    assert (one.what, one.person, one.text) == ("message", "77", "Mấy giờ ạ?")
    assert one.detail["group"] == GROUP
    assert one.detail["quote"] == "ours"


def test_writing_in_a_group_opens_no_window():
    assert not said("user_send_group_text", "Chào").is_act


def test_mentions_are_taken_out_of_what_citizens_write():
    assert said("user_send_group_text", "Chào [@77] và [[@1]@2]!").text == "Chào  và !"
    event = {"sender": {"id": "77"}, "recipient": {"id": OA}}
    [one] = heard("user_send_text", **event, message={"text": "[@9] hỏi", "msg_id": "m"})
    assert one.text == " hỏi"


def test_our_own_message_comes_back_under_the_group_s_address():
    one = said("oa_send_group_text", "Mời bà con [@9]", sender=OA)
    assert (one.what, one.person, one.reference) == ("echo", f"group:{GROUP}", "m1")
    assert one.text == "Mời bà con [@9]"


@pytest.mark.parametrize(
    ("name", "life"),
    [
        ("create_group", "created"),
        ("user_join_group", "joined"),
        ("user_request_join_group", "asked"),
        ("accept_request_join_group", "accepted"),
        ("react_request_join_group_accept", "accepted"),
        ("react_request_join_group", "settled"),
        ("reject_request_join_group", "rejected"),
        ("react_request_join_group_reject", "rejected"),
        ("user_out_group", "left"),
        ("user_leave_group", "left"),
        ("delete_group", "gone"),
        ("disperse_group", "gone"),
        ("add_group_admin", "admins"),
        ("remove_group_admin", "admins"),
        ("update_group_info", "changed"),
    ],
)
def test_every_name_of_a_lifecycle_event_is_known(name, life):
    [one] = heard(name, group_id=GROUP, users=[{"id": "77"}])
    assert (one.what, one.detail) == ("other", {"event": "group", "group": GROUP, "life": life})


def test_two_people_who_join_at_the_same_moment_are_two_events():
    keys = {heard("user_join_group", group_id=GROUP, users=[{"id": u}])[0].key for u in "12"}
    assert len(keys) == 2


@pytest.mark.parametrize("event", [{}, {"users": "x"}, {"recipient": 7}, {"group_id": None}])
@pytest.mark.parametrize("name", ["user_join_group", "user_send_group_text", "oa_send_group_text"])
def test_an_event_that_names_no_group_is_kept_and_says_nothing(name, event):
    [one] = heard(name, **event)
    assert (one.what, one.text) == ("other", "")
