"""A notice said aloud: by loudspeakers that play, by whoever reads at the ward's microphone, and by
leaders with a loudspeaker or a gong in the hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.language import own_language
from nhipcau.notices.audio import request_audio
from nhipcau.notices.heard import say_language
from nhipcau.notices.models import NoticeVersion, Rendition
from nhipcau.notices.renditions import rendition_of
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Counter
from nhipcau.outreach.speakers import live_speakers
from nhipcau.people.queries import main_language
from nhipcau.places.models import Neighbourhood

MEGAPHONE, GONG = "megaphone", "gong"
BY_HAND = "by_hand"  # the purpose of that route


@dataclass(frozen=True, slots=True)
class Aloud:
    """What there is to speak with in the neighbourhoods of an audience. `recorded`: languages."""

    speakers: int = 0
    megaphones: int = 0
    gongs: int = 0
    only_by_hand: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()

    @property
    def in_hands(self) -> int:
        return self.megaphones + self.gongs


def look_aloud(neighbourhoods: Collection[int], recorded: Sequence[str] = ()) -> Aloud:
    """Two queries."""
    speakers = live_speakers(list(neighbourhoods))
    is_everywhere = any(speaker.neighbourhood_id is None for speaker in speakers)
    heard = {speaker.neighbourhood_id for speaker in speakers}
    places = list(Neighbourhood.objects.filter(pk__in=neighbourhoods))
    return Aloud(
        speakers=len(speakers),
        megaphones=sum(place.has_megaphone for place in places),
        gongs=sum(place.has_gong for place in places),
        only_by_hand=tuple(
            place.name
            for place in places
            if (place.has_megaphone or place.has_gong)
            and not is_everywhere
            and place.pk not in heard
        ),
        recorded=tuple(recorded),
    )


def say_by_loudspeaker(version: NoticeVersion, *, due_at: datetime | None, by: Actor) -> None:
    """The sound is made, and a task stands for every loudspeaker of a neighbourhood and for the
    ward's own: whoever plays it finishes the task, a machine or a person who reads."""
    request_audio(version, by=by)
    script = script_of(version)
    places = _places(version)
    speakers = live_speakers([place.pk for place in places])
    heard = {speaker.neighbourhood_id for speaker in speakers}
    for place in places:
        if place.pk in heard:
            make_task(
                version, kind=ChannelKind.LOUDSPEAKER, text=script, by=by,
                neighbourhood=place, due_at=due_at,
            )  # fmt: skip
    if None in heard or not heard >= {place.pk for place in places}:
        make_task(version, kind=ChannelKind.LOUDSPEAKER, text=script, by=by, due_at=due_at)


def say_by_hand(version: NoticeVersion, *, due_at: datetime | None, by: Actor) -> None:
    """The leader goes along the alleys and ticks it off on the phone."""
    script = script_of(version)
    for place in _places(version):
        for has, kind, words in (
            (place.has_megaphone, MEGAPHONE, script),
            (place.has_gong, GONG, _("Đánh kẻng gọi bà con, rồi đọc:") + "\n" + script),
        ):
            if has:
                make_task(version, kind=kind, text=words, by=by, neighbourhood=place, due_at=due_at)


def with_voices(text: str, languages: Sequence[str], place: Neighbourhood | None) -> str:
    """The group's text with a line that says in which languages the link can be listened to, the
    neighbourhood's own first."""
    others = [code for code in languages if code != own_language()]
    if not others:
        return text
    own = main_language(place) if place else own_language()
    named = ", ".join(say_language(code) for code in sorted(others, key=lambda code: code != own))
    return text + "\n" + _("Mở đường dẫn để nghe: %(languages)s.") % {"languages": named}


def script_of(version: NoticeVersion) -> str:
    return rendition_of(version, Rendition.Form.LOUDSPEAKER).text


def _places(version: NoticeVersion) -> list[Neighbourhood]:
    ids = Counter.objects.filter(version=version).values("neighbourhood")
    return list(Neighbourhood.objects.filter(pk__in=ids).order_by("position", "id"))
