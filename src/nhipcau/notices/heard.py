"""What may be heard of a version: recordings that were checked, and what loudspeakers must say."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.notices.models import NoticeVersion, Recording, Rendition
from nhipcau.notices.renditions import LANGUAGES, VIETNAMESE, fingerprint, rendition_of
from nhipcau.people.households import LANGUAGES as SPOKEN

# What is spoken in the ward first, then what notices are also written in.
TONGUES: dict[str, str] = {**SPOKEN, **{c: n for c, n in LANGUAGES.items() if c not in SPOKEN}}


def say_language(code: str) -> str:
    return _(TONGUES[code]) if code in TONGUES else code


@dataclass(frozen=True, slots=True)
class Content:
    """What the file has to say now. `wanted` changes whenever any of it does."""

    script: str
    voices: tuple[Recording, ...]

    @property
    def vietnamese(self) -> Recording | None:
        return next((voice for voice in self.voices if voice.language == VIETNAMESE), None)

    @property
    def others(self) -> tuple[Recording, ...]:
        return tuple(voice for voice in self.voices if voice.language != VIETNAMESE)

    @property
    def wanted(self) -> str:
        words = "" if self.vietnamese else self.script
        said = "\x1f".join([words, *(str(voice.pk) for voice in self.voices)])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def checked_recordings(version: NoticeVersion) -> list[Recording]:
    """What residents may hear: listened to by a second person, of the text as it is now."""
    rows = Recording.objects.filter(
        version=version, state=Recording.State.MADE, checked_at__isnull=False
    ).order_by("language", "pk")
    source = fingerprint(version)
    return [row for row in rows if row.source == source]


def content_of(version: NoticeVersion) -> Content:
    script = rendition_of(version, Rendition.Form.LOUDSPEAKER).text
    return Content(script, tuple(checked_recordings(version)))
