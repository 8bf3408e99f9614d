"""Loudspeakers: what each plays, when, in which order, and that it was played."""

import uuid
from datetime import timedelta

import pytest

from nhipcau.audiences.selection import Selection
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.notices.models import Audio, Notice, NoticeVersion
from nhipcau.outreach.aloud import say_by_hand, say_by_loudspeaker
from nhipcau.outreach.hand_tasks import tick_task
from nhipcau.outreach.models import Playing, Route, Task
from nhipcau.outreach.plan import Wish, propose
from nhipcau.outreach.playing import due_for, record_played
from nhipcau.outreach.speakers import add_speaker, speaker_of
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.secret_addresses import renew_address, revoke_address
from nhipcau.places.open import set_means

EVENING = timedelta(minutes=30)  # from 16:30 to 17:00, when loudspeakers may speak


def speaker_at(ward, neighbourhood=None, name="Loa đài phường"):
    return add_speaker(ward.locality, name=name, neighbourhood=neighbourhood, by=ward.lan)[0]


def ready(version, ward, *, seconds=40.0):
    """The route runs, and the sound is there."""
    Route.objects.create(
        locality=ward.locality, version=version, kind="loudspeaker", position=0, state="running"
    )
    say_by_loudspeaker(version, due_at=None, by=SYSTEM)
    Audio.objects.filter(version=version).update(
        state="made", seconds=seconds, source="abc", file="audio/x.mp3"
    )
    return version


def plays(speaker, version, *, seconds=40.0, key=None, ago=timedelta(0)):
    return record_played(speaker, version, key=key or uuid.uuid4(), ago=ago, seconds=seconds)


@pytest.fixture
def speaker(ward, civil):
    return speaker_at(ward)


def test_the_address_is_shown_once_and_dies_when_taken_back(ward, civil):
    speaker, token = add_speaker(ward.locality, name="Loa Tổ 13", neighbourhood=None, by=ward.lan)
    assert token not in speaker.token_hash
    assert speaker_of(token) == speaker
    fresh = renew_address(speaker, by=ward.lan)
    assert speaker_of(token) is None
    revoke_address(speaker, by=ward.lan)
    assert speaker_of(fresh) is None
    with pytest.raises(WrongState):
        revoke_address(speaker, by=ward.lan)
    with pytest.raises(WrongState):
        renew_address(speaker, by=ward.lan)


def test_leaders_and_strangers_make_no_loudspeakers(ward, stranger, civil):
    for person in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            add_speaker(ward.locality, name="Loa", neighbourhood=None, by=person)


def test_it_waits_for_the_hours_of_loudspeakers(ward, speaker, version, civil):
    ready(version, ward)
    (due,) = due_for(speaker, civil.now)
    assert due.at == civil.now + EVENING
    assert due.until == civil.now + EVENING + timedelta(hours=2)
    civil.step(31)
    assert due_for(speaker, civil.now)[0].at == civil.now


def test_after_the_last_hour_before_the_deadline_there_is_nothing(ward, speaker, civil):
    ready(make_version(ward, deadline_in=timedelta(hours=10)), ward)
    civil.step(3 * 60)
    assert due_for(speaker, civil.now) == []


def test_an_emergency_is_first_and_does_not_wait_and_says_why(ward, speaker, version, civil):
    ready(version, ward)
    storm = ready(make_version(ward), ward)
    Notice.objects.filter(pk=storm.notice_id).update(kind="emergency")
    first, second = due_for(speaker, civil.now)
    assert (first.version, second.version) == (storm, version)
    assert first.at == civil.now
    storm = NoticeVersion.objects.select_related("notice").get(pk=storm.pk)
    assert plays(speaker, storm)
    assert "khẩn cấp" in Playing.objects.get().why
    event = AuditEvent.objects.get(verb="loudspeaker.played")
    assert (event.actor_kind, event.after["lifted_hours"]) == ("speaker", True)


def test_an_emergency_is_said_again_a_few_times_and_no_more(ward, speaker, civil):
    storm = ready(make_version(ward), ward)
    Notice.objects.filter(pk=storm.notice_id).update(kind="emergency")
    for times in range(4):
        (due,) = due_for(speaker, civil.now)
        assert (due.times, due.at) == (times, civil.now)
        plays(speaker, storm)
        if times < 3:
            assert due_for(speaker, civil.now)[0].at == civil.now + timedelta(minutes=15)
        civil.step(15)
    assert due_for(speaker, civil.now) == []


def test_what_was_played_finishes_the_task_and_is_not_played_again(ward, speaker, version, civil):
    ready(version, ward)
    civil.step(40)
    assert plays(speaker, version)
    task = Task.objects.get(version=version)
    assert task.done_at == civil.now
    assert "Loa đài phường" in task.done_note
    assert due_for(speaker, civil.now) == []


def test_the_same_key_again_is_the_same_playing(ward, speaker, version):
    ready(version, ward)
    key = uuid.uuid4()
    assert plays(speaker, version, key=key)
    assert not plays(speaker, version, key=key)
    assert Playing.objects.count() == 1


def test_a_playing_that_was_broken_off_does_not_count(ward, speaker, version):
    ready(version, ward)
    assert not plays(speaker, version, seconds=12)
    assert Task.objects.get(version=version).done_at is None


def test_what_comes_late_keeps_its_own_time(ward, speaker, version, civil):
    ready(version, ward)
    civil.step(90)
    plays(speaker, version, ago=timedelta(minutes=45))
    assert Playing.objects.get().at == civil.now - timedelta(minutes=45)


def test_a_task_done_by_hand_stays_as_it_was(ward, speaker, version, civil):
    ready(version, ward)
    tick_task(Task.objects.get(version=version), by=ward.lan)
    civil.step(5)
    plays(speaker, version)
    assert Task.objects.get(version=version).done_by == ward.lan


def test_each_neighbourhood_with_a_loudspeaker_has_its_own_task(ward, version, civil):
    own = speaker_at(ward, ward.to_13, "Loa Tổ 13")
    ready(version, ward)
    tasks = Task.objects.filter(version=version, kind="loudspeaker")
    assert {task.neighbourhood for task in tasks} == {ward.to_13, None}
    plays(own, version)
    assert [task.neighbourhood for task in tasks if Task.objects.get(pk=task.pk).done_at] == [
        ward.to_13
    ]


def test_a_notice_for_elsewhere_is_not_played_here(ward, version, civil):
    elsewhere = speaker_at(ward, ward.to_2, "Loa Tổ 2")
    ready(version, ward)
    assert due_for(elsewhere, civil.now) == []


def test_what_is_withdrawn_is_off_the_list_and_said_again(ward, speaker, version, civil):
    ready(version, ward)
    plays(speaker, version)
    other = speaker_at(ward, name="Loa thứ hai")
    withdraw_notice(version, why="Nhầm ngày", by=ward.minh)
    assert due_for(other, civil.now) == []
    again = Task.objects.get(version=version, kind="loudspeaker", done_at__isnull=True)
    assert "đã thu hồi" in again.text


def test_hands_have_their_tasks_where_they_have_the_means(ward, version):
    set_means(ward.to_13, has_megaphone=True, has_gong=True, by=ward.lan.actor)
    say_by_hand(version, due_at=None, by=SYSTEM)
    kinds = Task.objects.filter(version=version, neighbourhood=ward.to_13).values_list("kind")
    assert sorted(kind for (kind,) in kinds) == ["gong", "megaphone"]
    tick_task(Task.objects.get(kind="gong"), by=ward.hoa)
    assert not Task.objects.exclude(neighbourhood=ward.to_13).exists()


def way(ward, civil, purpose="households", **given):
    wish = Wish(Selection(), civil.now + timedelta(hours=14), **given)
    plan = propose(ward.locality, wish, civil.now)
    return next(w for w in plan.ways if (w.kind, w.purpose) == ("loudspeaker", purpose))


def test_the_plan_says_who_speaks_and_where_only_hands_do(ward, civil, speaker):
    revoke_address(speaker, by=ward.lan)
    set_means(ward.to_1, has_megaphone=False, has_gong=True, by=ward.lan.actor)
    said = way(ward, civil, recorded=("tyz", "vi")).why
    assert "Người đọc, rồi phát bản ghi: Tiếng Tày" in said
    assert "Chỉ có loa tay, kẻng: Tổ 1" in said
    assert "1 tổ có kẻng" in way(ward, civil, "by_hand").why
    speaker_at(ward)
    assert "1 loa tự phát" in way(ward, civil).why
    assert len(way(ward, civil, recorded=("tyz", "nut", "ium", "hmn")).why) <= 300


def test_an_emergency_lifts_the_hours_in_words(ward, civil):
    assert "không chờ giờ phát" in way(ward, civil, kind="emergency").why
    assert way(ward, civil, kind="emergency").starts_at == civil.now
