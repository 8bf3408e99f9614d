"""What may be heard of a version: recordings that were checked, and what loudspeakers must say."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.models import NoticeVersion, Recording, Rendition
from nhipcau.notices.renditions import fingerprint, rendition_of


def tongues() -> dict[str, str]:
    """What is spoken here first, then what notices are also written in."""
    spoken, written = country().spoken, country().written
    return {**spoken, **{code: name for code, name in written.items() if code not in spoken}}


def say_language(code: str) -> str:
    known = tongues()
    return _(known[code]) if code in known else code


@dataclass(frozen=True, slots=True)
class Content:
    """What the file has to say now. `wanted` changes whenever any of it does."""

    script: str
    voices: tuple[Recording, ...]

    @property
    def vietnamese(self) -> Recording | None:
        return next((voice for voice in self.voices if voice.language == own_language()), None)

    @property
    def others(self) -> tuple[Recording, ...]:
        return tuple(voice for voice in self.voices if voice.language != own_language())

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
