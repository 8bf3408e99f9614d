"""What a loudspeaker plays, when, in which order; and that it was played.

Only in the hours of loudspeakers; an emergency passes them, and the reason stands on record. A
notice taken back is not on the list from that moment on.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.notices.models import Audio, Notice, NoticeVersion
from nhipcau.outreach.models import Playing, Route, Speaker, Task
from nhipcau.places.hours import loudspeaker_ends, next_loudspeaker

LONGEST_AGO = timedelta(days=7)
AGAIN_AFTER, MOST_TIMES = timedelta(minutes=15), 4  # an emergency is said again
LONGEST_PLAYING = 24 * 3600
HEARD = 0.8  # of the file: what was broken off earlier is not said
STATES = (Route.State.RUNNING, Route.State.DONE)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to play. From `at` until `until`; it may be in the future, to be fetched now."""

    version: NoticeVersion
    audio: Audio
    at: datetime
    until: datetime
    is_emergency: bool
    times: int = 0  # played here before


def due_for(speaker: Speaker, now: datetime) -> list[Due]:
    """Emergencies first, then what is urgent, then by deadline. Three queries."""
    found = [_due(speaker, audio, now) for audio in _to_play(speaker, now)]
    due = [one for one in found if one is not None]
    return sorted(due, key=_order)


def lately_played(speaker: Speaker, now: datetime) -> list[Playing]:
    rows = Playing.objects.filter(speaker=speaker, at__gt=now - timedelta(days=1))
    return list(rows.select_related("version").order_by("-at")[:20])


def record_played(
    speaker: Speaker, version: NoticeVersion, *, key: uuid.UUID, ago: timedelta, seconds: float
) -> bool:
    """The device's own word, also when it comes late from a place without network. True when it
    is new. It finishes the task of whoever would have read the script there."""
    now = civil_now()
    if not 0 <= seconds <= LONGEST_PLAYING:  # neither is a number that is none
        raise BadInput(_("Số giây phát không hợp lệ."), field="seconds")
    audio = Audio.objects.filter(version=version, state=Audio.State.MADE).first()
    if audio is not None and seconds < audio.seconds * HEARD:
        return False
    at = now - min(max(ago, timedelta(0)), LONGEST_AGO)
    try:
        with transaction.atomic():
            row = Playing.objects.create(
                locality_id=speaker.locality_id,
                speaker=speaker,
                version=version,
                key=key,
                at=at,
                received_at=now,
                seconds=seconds,
                why=_why_then(speaker, version, at),
            )
            done = _finish_task(speaker, version, at, seconds)
            audit.record(
                Actor("speaker", str(speaker.pk)), "loudspeaker.played", row,
                after={"version": version.pk, "seconds": round(seconds), "tasks": done,
                       "lifted_hours": bool(row.why)},
            )  # fmt: skip
    except IntegrityError:  # the same key again: a phone that heard no answer
        return False
    return True


def is_within_hours(speaker: Speaker, at: datetime) -> bool:
    return next_loudspeaker(speaker.locality, at) == at


def _to_play(speaker: Speaker, now: datetime) -> list[Audio]:
    """Each once; an emergency MOST_TIMES."""
    routes = Route.objects.filter(
        kind=ChannelKind.LOUDSPEAKER, purpose="households", state__in=STATES
    )
    here = Q()
    if speaker.neighbourhood_id is not None:
        here = Q(version__counters__neighbourhood=speaker.neighbourhood_id)
    own = Q(version__playings__speaker=speaker)
    rows = (
        Audio.objects.annotate(
            times=Count("version__playings", filter=own, distinct=True),
            last_at=Max("version__playings__at", filter=own),
        )
        .filter(
            here,
            Q(times=0) | Q(times__lt=MOST_TIMES, version__notice__kind=Notice.Kind.EMERGENCY),
            state=Audio.State.MADE,
            version__state=NoticeVersion.State.PUBLISHED,
            version__deadline__gt=now,
            version__in=routes.values("version"),
        )
        .select_related("version__notice", "version__locality")
        .distinct()
    )
    return list(rows)


def _due(speaker: Speaker, audio: Audio, now: datetime) -> Due | None:
    version = audio.version
    if version.notice.is_danger:  # never a drill
        at = max(now, audio.last_at + AGAIN_AFTER) if audio.last_at else now  # type: ignore[attr-defined]
        times: int = audio.times  # type: ignore[attr-defined]
        return Due(version, audio, at, version.deadline, is_emergency=True, times=times)
    if audio.times:  # type: ignore[attr-defined]
        return None  # a drill
    at = next_loudspeaker(speaker.locality, now)
    if at is None or at >= version.deadline:
        return None
    ends = loudspeaker_ends(speaker.locality, at)
    return Due(version, audio, at, min(ends, version.deadline), is_emergency=False)


def _order(due: Due) -> tuple[bool, bool, datetime, int]:
    usual = due.version.notice.urgency != Notice.Urgency.URGENT
    return not due.is_emergency, usual, due.version.deadline, due.version.pk


def _why_then(speaker: Speaker, version: NoticeVersion, at: datetime) -> str:
    if is_within_hours(speaker, at):
        return ""
    if version.notice.is_danger:
        return _("thông báo khẩn cấp: phát ngay, ngoài giờ phát loa")
    return _("phát ngoài giờ phát loa")


def _finish_task(speaker: Speaker, version: NoticeVersion, at: datetime, seconds: float) -> int:
    waiting = Task.objects.filter(
        version=version,
        kind=ChannelKind.LOUDSPEAKER,
        neighbourhood=speaker.neighbourhood_id,
        done_at__isnull=True,
        stopped_at__isnull=True,
    )
    note = _("%(speaker)s tự phát, %(seconds)d giây") % {
        "speaker": speaker.name,
        "seconds": round(seconds),
    }
    return waiting.update(done_at=at, done_note=note[:160])
