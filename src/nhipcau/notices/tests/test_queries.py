from datetime import timedelta

from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.notices.approve import approve_notice, release_urgently, submit_notice
from nhipcau.notices.correct import correct_notice
from nhipcau.notices.publish import mark_published
from nhipcau.notices.queries import (
    approvers,
    awaiting_review,
    history,
    in_hand,
    listed,
    newest,
    tab_counts,
)


def test_a_notice_is_listed_once_by_its_newest_version(published, ward):
    correction = correct_notice(published.notice, by=ward.lan)
    assert list(listed()) == [correction]
    assert newest(published.notice) == correction
    assert in_hand(published.notice) == correction


def test_tabs_follow_the_desk(submitted, ward, clock):
    assert tab_counts()["cho-duyet"] == 1
    mark_published(approve_notice(submitted, by=ward.minh), by=ward.lan)
    assert list(listed(tab="dang-phat")) == [submitted]
    clock.set(FRIDAY_AFTERNOON + timedelta(days=2))
    assert list(listed(tab="da-xong")) == [submitted]


def test_titles_are_found_without_marks(draft):
    assert list(listed(words="dai thao duong")) == [draft]
    assert not listed(words="treo cờ")
    assert not listed(kind="call")


def test_a_stranger_sees_no_notice(draft, stranger):
    with scope(locality=stranger.locality):
        assert not listed()


def test_the_trail_is_told_in_words(published):
    told = [(happening.who, happening.words) for happening in history(published.notice)]
    assert told == [
        ("Hà Thị Lan", "Bắt đầu soạn"),
        ("Hà Thị Lan", "Trình duyệt: 5 hộ"),
        ("Nguyễn Văn Minh", "Duyệt"),
        ("Hà Thị Lan", "Phát"),
    ]


def test_only_who_may_approve_is_named(submitted, ward, other_approver):
    assert {who.name for who in approvers(submitted)} == {ward.minh.name, other_approver.name}


def test_an_urgent_release_waits_for_another(draft, ward, other_approver):
    release_urgently(submit_notice(draft, by=ward.lan), by=ward.minh)
    assert list(awaiting_review(other_approver)) == [draft]
    assert not awaiting_review(ward.minh)
