"""Making sound, in the background: recordings made even, and what loudspeakers play.

One maker at a time (a lease on the row). A process that was killed is tried again by the next run,
three times; a file at fault is refused in words at once.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.language import own_language
from nhipcau.notices.heard import Content, content_of
from nhipcau.notices.models import Audio, NoticeVersion, Recording
from nhipcau.sound.workshop import Part, SoundFault, make_mp3, may_speak, speak

LONGEST = 300  # seconds of a recording: what is longer nobody hears to the end
LONGEST_SCRIPT = 600
KILOBITS = 32  # a minute is 240 KB, on the phones of the poor
LOUD_KILOBITS = 64
MOST_TRIES = 3
LEASE = timedelta(minutes=5)
TO_MAKE = (Audio.State.WAITING, Audio.State.MAKING)
DEAD = (NoticeVersion.State.WITHDRAWN, NoticeVersion.State.SUPERSEDED)
RECORDING_PROBLEMS = {
    "unreadable": _("Tệp hỏng hoặc không phải bản ghi âm. Hãy ghi lại rồi gửi lại."),
    "short": _("Bản ghi chưa đến một giây. Hãy ghi lại."),
    "long": _("Bản ghi dài quá 5 phút: bà con khó nghe hết. Hãy ghi ngắn lại."),
    "silent": _("Bản ghi không có tiếng. Hãy bật micro rồi ghi lại."),
    "killed": _("Máy xử lý bản ghi bị ngắt giữa chừng nhiều lần. Hãy gửi lại sau."),
}
AUDIO_PROBLEMS = {
    "missing": _("Máy chủ chưa cài espeak-ng nên máy chưa tự đọc được. Hãy gửi bản ghi âm."),
    "long": _("Bài đọc dài quá 10 phút. Hãy rút ngắn bài đọc."),
    "killed": _("Máy làm tiếng đọc bị ngắt nhiều lần. Hãy thử lại hoặc gửi bản ghi âm."),
}


def make_recording(recording: Recording) -> None:
    """The task: an even MP3 of the file as it came. A killed process is found again by the minute;
    a file at fault is refused in words."""
    now = machine_now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    mine = Recording.objects.filter(free, pk=recording.pk, state=Recording.State.WAITING)
    if not mine.update(leased_until=now + LEASE, tries=recording.tries + 1):
        return
    upload = recording.upload.name or ""
    try:
        with _at_hand(upload) as source, tempfile.TemporaryDirectory() as room:
            made = Path(room) / "made.mp3"
            seconds = make_mp3([Part(voice=source)], made, longest=LONGEST, kilobits=KILOBITS)
            content = made.read_bytes()
    except SoundFault as fault:
        _give_up_recording(recording, fault.code)
        return
    except FileNotFoundError:
        _give_up_recording(recording, "unreadable")
        return
    key = keep_sound(recording.locality_id, content, "voices")
    done = Recording.objects.filter(pk=recording.pk, state=Recording.State.WAITING).update(
        state=Recording.State.MADE, audio=key, seconds=seconds, size=len(content), upload="",
        leased_until=None,
    )  # fmt: skip
    audit.record(SYSTEM, "recording.made", recording, after={"seconds": round(seconds)})
    if done:
        default_storage.delete(upload)


def make_audio(audio: Audio) -> None:
    """The task. One maker at a time; a notice taken back meanwhile is not made."""
    now = machine_now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    todo = Audio.objects.filter(free, pk=audio.pk, state__in=TO_MAKE)
    if audio.version.state in DEAD or not todo.update(
        state=Audio.State.MAKING, leased_until=now + LEASE, tries=audio.tries + 1, progress=5
    ):
        return
    content = content_of(audio.version)
    try:
        with tempfile.TemporaryDirectory() as room:
            seconds, made = _build(audio, content, Path(room))
    except SoundFault as fault:
        _give_up_audio(audio, fault.code)
        return
    _finish(audio, content, seconds, made)


def make_waiting() -> int:
    """Every half minute: what nobody was woken for, or whose maker died. A machine that got
    espeak-ng meanwhile may try again what it could not read."""
    now = machine_now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with scopes_disabled():  # looks over all localities for what is due
        if may_speak():
            missing = Audio.objects.filter(state=Audio.State.FAILED, problem="missing")
            missing.update(state=Audio.State.WAITING, problem="", tries=0)
        audios = list(
            Audio.objects.filter(free, state__in=TO_MAKE)
            .exclude(version__state__in=DEAD)
            .select_related("version__notice", "locality")
        )
        voices = list(
            Recording.objects.filter(free, state=Recording.State.WAITING).select_related("locality")
        )
    for audio in audios:
        with scope(locality=audio.locality):
            make_audio(audio)
    for voice in voices:
        with scope(locality=voice.locality):
            make_recording(voice)
    return len(audios) + len(voices)


def _build(audio: Audio, content: Content, room: Path) -> tuple[float, bytes]:
    """Machine's speech has both readings in its script; a person's is played twice."""
    parts = [Part(chime="begin"), Part(pause=0.6)]
    if content.vietnamese is None:
        spoken = room / "spoken.wav"
        speak(content.script, spoken, language=own_language())
        parts.append(Part(voice=spoken))
    else:
        parts += _voice(content.vietnamese, room)
    for voice in content.others:
        parts += [Part(pause=1.5), *_voice(voice, room)]
    parts += [Part(pause=0.8), Part(chime="end")]
    Audio.objects.filter(pk=audio.pk).update(progress=50)
    made = room / "made.mp3"
    seconds = make_mp3(parts, made, longest=LONGEST_SCRIPT, kilobits=LOUD_KILOBITS)
    return seconds, made.read_bytes()


def _voice(voice: Recording, room: Path) -> Iterator[Part]:
    copy = room / f"{voice.pk}.mp3"
    with voice.audio.open("rb") as file:
        copy.write_bytes(file.read())
    yield Part(voice=copy)
    if not voice.said_twice:
        yield Part(pause=1.2)
        yield Part(voice=copy)


def _finish(audio: Audio, content: Content, seconds: float, made: bytes) -> None:
    """Only if it still says what is wanted: else it stays waiting and is made anew."""
    key = keep_sound(audio.locality_id, made, "audio")
    person = content.vietnamese
    with transaction.atomic():
        mine = Audio.objects.filter(pk=audio.pk, wanted=content.wanted, state=Audio.State.MAKING)
        done = mine.update(
            state=Audio.State.MADE, source=content.wanted, file=key, seconds=seconds,
            size=len(made), languages=_languages(content.voices),
            recorded_by=person.recorded_by if person else "",
            progress=100, made_at=civil_now(), problem="", leased_until=None,
        )  # fmt: skip
        if done:
            audit.record(SYSTEM, "audio.made", audio, after={"seconds": round(seconds)})


def _languages(voices: Sequence[Recording]) -> list[str]:
    return [
        own_language(),
        *(voice.language for voice in voices if voice.language != own_language()),
    ]


def _give_up_audio(audio: Audio, code: str) -> None:
    mine = Audio.objects.filter(pk=audio.pk, state=Audio.State.MAKING)
    if code == "killed" and audio.tries + 1 < MOST_TRIES:
        mine.update(state=Audio.State.WAITING, leased_until=None, progress=0)
        return
    known = code if code in AUDIO_PROBLEMS else "killed"
    mine.update(state=Audio.State.FAILED, problem=known, leased_until=None, progress=0)
    audit.record(SYSTEM, "audio.failed", audio, after={"problem": known})


def keep_sound(locality: int, content: bytes, folder: str) -> str:
    key = f"{folder}/{locality}/{hashlib.sha256(content).hexdigest()}.mp3"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(content))
    return key


def _give_up_recording(recording: Recording, code: str) -> None:
    """A process that was killed gets another chance; a file at fault does not."""
    again = code == "killed" and recording.tries + 1 < MOST_TRIES
    mine = Recording.objects.filter(pk=recording.pk, state=Recording.State.WAITING)
    if again:
        mine.update(leased_until=None)
        return
    mine.update(state=Recording.State.FAILED, problem=code, leased_until=None)
    audit.record(SYSTEM, "recording.failed", recording, after={"problem": code})


@contextmanager
def _at_hand(key: str) -> Iterator[Path]:
    """A copy in a folder of its own: the child process opens that and nothing of ours."""
    with tempfile.TemporaryDirectory() as room:
        copy = Path(room) / "voice"
        with default_storage.open(key, "rb") as file:
            copy.write_bytes(file.read())
        yield copy
