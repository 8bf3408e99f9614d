"""Relays: posted once, who has joined is covered, many observed in one gesture, all taken back."""

import uuid

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.models import Counter, Level, Relay, Standing
from nhipcau.outreach.relay import (
    mark_observed,
    mark_posted,
    open_relay,
    stop_relays,
    unmark_observed,
    unmark_posted,
)


@pytest.fixture
def relay(version, ward):
    link = Link.objects.create(
        locality=ward.locality,
        code="abc",
        path="/song-cau/thong-bao/1/",
        place={"channel": "relay", "neighbourhood": ward.to_13.pk},
        created_at=FRIDAY_AFTERNOON,
    )
    return Relay.objects.create(
        locality=ward.locality,
        version=version,
        group=ward.group_13,
        neighbourhood=ward.to_13,
        link=link,
        text="…",
        asked_at=FRIDAY_AFTERNOON,
    )


def counter(version, ward):
    return Counter.objects.get(version=version, neighbourhood=ward.to_13)


def test_posting_covers_who_has_joined_and_nobody_else(relay, ward):
    assert mark_posted(relay, by=ward.hoa) == 3
    assert counter(relay.version, ward).covered == 3
    assert counter(relay.version, ward).informed == 0


def test_posting_twice_is_refused(relay, ward):
    mark_posted(relay, by=ward.hoa)
    with pytest.raises(WrongState):
        mark_posted(relay, by=ward.tam)


def test_a_slip_is_taken_back_and_posting_again_counts(relay, ward):
    mark_posted(relay, by=ward.hoa)
    unmark_posted(relay, by=ward.hoa)
    assert counter(relay.version, ward).covered == 0
    mark_posted(relay, by=ward.hoa)
    assert counter(relay.version, ward).covered == 3
    assert reconcile(relay.version) == []


def test_the_leader_of_another_place_may_not_post(relay, stranger):
    with pytest.raises(NotAllowed):
        mark_posted(relay, by=stranger.thu)


def test_a_withdrawn_notice_is_not_posted(relay, ward):
    NoticeVersion.objects.update(state=NoticeVersion.State.WITHDRAWN)
    with pytest.raises(WrongState):
        mark_posted(relay, by=ward.hoa)


def test_a_stopped_relay_is_not_posted(relay, ward):
    stop_relays(relay.version, by=SYSTEM)
    with pytest.raises(WrongState):
        mark_posted(relay, by=ward.hoa)


def test_opening_is_noted_the_first_time(relay, ward, civil):
    open_relay(relay, by=ward.hoa)
    civil.step(5)
    open_relay(relay, by=ward.tam)
    relay.refresh_from_db()
    assert relay.opened_at == FRIDAY_AFTERNOON


def test_many_are_observed_in_one_gesture_and_a_repeat_is_the_same_gesture(version, ward):
    gesture, homes = uuid.uuid4(), [ward.tung.pk, ward.yen.pk]
    assert mark_observed(version, homes, by=ward.hoa, gesture=gesture) == 2
    assert mark_observed(version, homes, by=ward.hoa, gesture=gesture) == 0
    assert counter(version, ward).informed == 2


def test_a_wrong_mark_is_taken_back_and_may_be_made_again(version, ward):
    mark_observed(version, [ward.tung.pk, ward.yen.pk], by=ward.hoa)
    unmark_observed(version, [ward.yen.pk], by=ward.hoa)
    assert counter(version, ward).informed == 1
    mark_observed(version, [ward.yen.pk], by=ward.hoa)
    assert Standing.objects.get(version=version, household=ward.yen).level == Level.OBSERVED
    assert reconcile(version) == []


def test_a_leader_marks_only_the_own_neighbourhood(version, ward):
    with pytest.raises(NotAllowed):
        mark_observed(version, [ward.mai.pk], by=ward.hoa)
    with pytest.raises(BadInput):
        mark_observed(version, [], by=ward.hoa)
