"""Recordings of people and what loudspeakers play. Sound itself is tested in its own room."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices import make_sound
from nhipcau.notices.audio import request_audio
from nhipcau.notices.draft import revise_notice
from nhipcau.notices.heard import checked_recordings, content_of
from nhipcau.notices.make_sound import make_audio, make_recording, make_waiting
from nhipcau.notices.models import Audio, NoticeVersion, Recording
from nhipcau.notices.publish import mark_withdrawn
from nhipcau.notices.recordings import (
    MOST_BYTES,
    check_recording,
    offer_recording,
    remove_recording,
)
from nhipcau.sound.tests.test_sound import tone
from nhipcau.sound.workshop import SoundFault

State = Recording.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def workshop(monkeypatch):
    """Stands in for the two other processes; `orders` is what they were asked for."""
    orders = []

    def mp3(parts, into, *, longest, kilobits):
        orders.append(list(parts))
        into.write_bytes(b"ID3" + bytes(len(orders)))
        return 12.5

    monkeypatch.setattr(make_sound, "make_mp3", mp3)
    monkeypatch.setattr(make_sound, "speak", lambda text, into, **_named: into.write_text(text))
    return orders


def offer(version, by, content=None, **given):
    given = {"language": "tyz", "recorded_by": "Nông Văn Thuận"} | given
    return offer_recording(version, io.BytesIO(content or tone()), by=by, **given)


def made(version, by, **given):
    row = offer(version, by, **given)
    make_recording(row)
    row.refresh_from_db()
    return row


def test_a_recording_is_heard_once_somebody_else_listened(approved, ward, workshop):
    row = made(approved, ward.lan)
    assert (row.state, row.seconds) == (State.MADE, 12.5)
    assert checked_recordings(approved) == []
    check_recording(row, by=ward.minh)
    assert checked_recordings(approved) == [row]


def test_what_came_from_the_phone_is_not_kept(approved, ward, workshop):
    row = offer(approved, ward.lan)
    upload = row.upload.name
    make_recording(row)
    row.refresh_from_db()
    assert row.upload.name == ""
    assert default_storage.exists(row.audio.name)
    assert not default_storage.exists(upload)


def test_a_leader_may_send_one_a_viewer_and_a_stranger_may_not(approved, ward, stranger, workshop):
    assert offer(approved, ward.hoa).uploaded_by == ward.hoa
    for person in (ward.quan, stranger.thu):
        with pytest.raises(NotAllowed):
            offer(approved, person)


def test_nobody_checks_their_own_and_nothing_is_checked_twice(approved, ward, workshop):
    row = made(approved, ward.lan)
    with pytest.raises(NotAllowed):
        check_recording(row, by=ward.lan)
    check_recording(row, by=ward.minh)
    with pytest.raises(WrongState):
        check_recording(row, by=ward.hoa)


def test_a_checked_one_takes_the_place_of_the_older(approved, ward, workshop):
    older, newer = (made(approved, ward.lan) for _ in range(2))
    check_recording(older, by=ward.minh)
    check_recording(newer, by=ward.minh)
    assert checked_recordings(approved) == [newer]


def test_when_the_text_changes_nobody_hears_the_old_voice(draft, ward, workshop, screening):
    row = made(draft, ward.lan)
    check_recording(row, by=ward.minh)
    revise_notice(draft, screening(title="Khám mắt miễn phí"), by=ward.lan)
    draft = NoticeVersion.objects.get(pk=draft.pk)
    assert checked_recordings(draft) == []


def test_one_that_was_removed_is_not_heard(approved, ward, workshop):
    row = made(approved, ward.lan)
    check_recording(row, by=ward.minh)
    remove_recording(row, by=ward.lan)
    assert checked_recordings(approved) == []
    with pytest.raises(WrongState):
        remove_recording(row, by=ward.lan)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"recorded_by": " "}, "recorded_by"),
        ({"recorded_on": date(2023, 5, 30)}, "recorded_on"),
        ({"content": b"MZ not a sound at all"}, "file"),
        ({"content": b"RIFF0000WAVE" + bytes(MOST_BYTES)}, "file"),
    ],
)
def test_a_fault_names_its_field(approved, ward, given, field):
    with pytest.raises(BadInput) as told:
        offer(approved, ward.lan, **given)
    assert told.value.field == field
    assert not Recording.objects.exists()


def test_a_withdrawn_notice_takes_no_voice(published, ward):
    mark_withdrawn(published, why="Nhầm ngày", by=ward.minh)
    with pytest.raises(WrongState):
        offer(published, ward.lan)


def test_a_broken_file_is_refused_in_words_and_a_killed_maker_tries_again(
    approved, ward, monkeypatch
):
    row = offer(approved, ward.lan)
    fail_with(monkeypatch, "killed")
    for _attempt in range(2):
        make_recording(row)
        row.refresh_from_db()
        assert row.state == State.WAITING
    fail_with(monkeypatch, "unreadable")
    make_recording(row)
    row.refresh_from_db()
    assert (row.state, row.problem) == (State.FAILED, "unreadable")


def fail_with(monkeypatch, code):
    def fails(*_given, **_named):
        raise SoundFault(code)

    monkeypatch.setattr(make_sound, "make_mp3", fails)
    monkeypatch.setattr(make_sound, "speak", lambda text, into, **_named: into.write_text(text))


def test_the_machine_reads_the_script_when_no_person_did(approved, workshop):
    audio = request_audio(approved, by=SYSTEM)
    make_audio(audio)
    audio.refresh_from_db()
    assert (audio.state, audio.recorded_by, audio.languages) == ("made", "", ["vi"])
    assert [part.said().keys() for part in workshop[0]][2] == {"voice"}


def test_a_person_comes_first_twice_and_other_languages_after(approved, ward, workshop):
    for language, twice in (("tyz", False), ("vi", True)):
        row = made(approved, ward.lan, language=language, said_twice=twice)
        check_recording(row, by=ward.minh)
    audio = request_audio(approved, by=SYSTEM)
    make_audio(audio)
    audio.refresh_from_db()
    voices = [part.voice.stem for part in workshop[-1] if part.voice]
    tay, viet = Recording.objects.order_by("pk").values_list("pk", flat=True)
    assert voices == [str(viet), str(tay), str(tay)]
    assert audio.languages == ["vi", "tyz"]
    assert audio.recorded_by == "Nông Văn Thuận"


def test_asking_twice_makes_one_and_a_new_voice_makes_it_anew(approved, ward, workshop):
    make_audio(request_audio(approved, by=SYSTEM))
    assert request_audio(approved, by=SYSTEM).state == "made"
    check_recording(made(approved, ward.lan), by=ward.minh)
    audio = Audio.objects.get()
    assert audio.state == "waiting"
    assert audio.wanted == content_of(approved).wanted


def test_a_machine_without_espeak_says_so_and_tries_when_it_has_it(approved, monkeypatch, workshop):
    def missing(*_given, **_named):
        raise SoundFault("missing")

    monkeypatch.setattr(make_sound, "speak", missing)
    audio = request_audio(approved, by=SYSTEM)
    make_audio(audio)
    audio.refresh_from_db()
    assert (audio.state, audio.problem) == ("failed", "missing")
    monkeypatch.setattr(make_sound, "speak", lambda text, into, **_named: into.write_text(text))
    assert make_waiting() == 1
    audio.refresh_from_db()
    assert audio.state == "made"


def test_a_killed_maker_leaves_a_row_that_is_found_again(approved, workshop):
    audio = request_audio(approved, by=SYSTEM)
    Audio.objects.update(state="making", leased_until=make_sound.machine_now() + timedelta(hours=1))
    make_audio(audio)
    assert workshop == []
    Audio.objects.update(leased_until=make_sound.machine_now() - timedelta(seconds=1))
    make_waiting()
    audio.refresh_from_db()
    assert audio.state == "made"


def test_what_is_withdrawn_while_it_waits_is_not_made(published, ward, workshop):
    request_audio(published, by=SYSTEM)
    mark_withdrawn(published, why="Nhầm ngày", by=ward.minh)
    assert make_waiting() == 0
    assert workshop == []


def test_a_voice_that_came_meanwhile_is_not_lost(approved, ward, workshop, monkeypatch):
    audio = request_audio(approved, by=SYSTEM)

    def slow(parts, into, **_named):
        into.write_bytes(b"ID3")
        Audio.objects.update(wanted="other", state="waiting")
        return 3.0

    monkeypatch.setattr(make_sound, "make_mp3", slow)
    make_audio(audio)
    audio.refresh_from_db()
    assert (audio.state, audio.file.name) == ("waiting", "")
