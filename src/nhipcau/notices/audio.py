"""The sound of a notice for loudspeakers: a chime, the voice twice, the other languages, a chime.

A person's Vietnamese recording comes first, always; without one the machine reads the script.
Making it is a task (make_sound.py): the row says how far it is.
"""

from django.db import transaction
from django.db.models import Q

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.tasks import wake_on_commit
from nhipcau.notices import tasks
from nhipcau.notices.heard import content_of
from nhipcau.notices.models import Audio, NoticeVersion

State = Audio.State


def request_audio(version: NoticeVersion, *, by: Actor) -> Audio:
    """Have it made, unless it is there and says what it should. Pressing twice makes one."""
    wanted = content_of(version).wanted
    with transaction.atomic():
        audio, is_new = Audio.objects.get_or_create(
            version=version, defaults={"locality_id": version.locality_id, "wanted": wanted}
        )
        stale = Q(state=State.FAILED) | ~Q(wanted=wanted)
        again = Audio.objects.filter(stale, pk=audio.pk).update(
            state=State.WAITING, wanted=wanted, problem="", tries=0, progress=0, leased_until=None
        )
        if is_new or again:
            audit.record(by, "audio.requested", audio)
            wake_on_commit(tasks.make_audio, audio.locality_id, audio.pk)
            audio.refresh_from_db()
    return audio


def refresh_audio(version: NoticeVersion, *, by: Actor) -> None:
    """A recording came or went: what loudspeakers play follows, if there is anything yet."""
    if Audio.objects.filter(version=version).exists():
        request_audio(version, by=by)
