"""What the portal says: the published notices, and one of them in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.language import own_language
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.pages.language import KNOWN, NAMES
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_span
from nhipcau.text.fold import fold

SEARCHED = 300
OUT = (NoticeVersion.State.PUBLISHED, NoticeVersion.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Said:
    """One notice as this reader gets it."""

    version: NoticeVersion
    title: str
    text: str
    language: str
    when: str
    languages: list[tuple[str, str]]
    is_fallback: bool
    is_withdrawn: bool
    is_over: bool


def shown() -> QuerySet[NoticeVersion]:
    """The version in force of every notice that was ever published, newest first."""
    return (
        NoticeVersion.objects.filter(state__in=OUT, notice__current=F("pk"))
        .select_related("notice", "notice__paper")
        .order_by("-published_at", "-pk")
    )


def listed() -> QuerySet[NoticeVersion]:
    """Drills are for those who take part: their page opens by its address only."""
    return shown().filter(notice__is_drill=False)


def current(now: datetime | None = None) -> QuerySet[NoticeVersion]:
    """What still matters, the nearest deadline first."""
    now = now or civil_now()
    ahead = Q(deadline__gt=now) | Q(event_at__gt=now) | Q(event_until__gt=now)
    return listed().filter(ahead, state=NoticeVersion.State.PUBLISHED).order_by("deadline", "-pk")


def older(now: datetime | None = None) -> QuerySet[NoticeVersion]:
    return listed().exclude(pk__in=current(now).values("pk"))


def search(words: str) -> list[NoticeVersion]:
    """Every word anywhere in title or text, with or without diacritics."""
    wanted = fold(words).split()
    if not wanted:
        return []
    return [
        version
        for version in listed()[:SEARCHED]
        if all(word in _to_search(version.title, version.text) for word in wanted)
    ]


@lru_cache(maxsize=4 * SEARCHED)  # of several wards; folding so many whole texts takes a while
def _to_search(title: str, text: str) -> str:
    return fold(f"{title} {text}")


def find(notice: int, locality: Locality) -> NoticeVersion:
    version = shown().filter(notice=notice).first()
    if version is None:
        raise Http404(_("Không có thông báo này, hoặc thông báo chưa được phát."))
    version.locality = locality  # the page has it already
    return version


def say(version: NoticeVersion, wanted: str) -> Said:
    """The web form in the language wanted; else the one in our own."""
    forms = {
        form.language: form
        for form in Rendition.objects.filter(version=version, form=Rendition.Form.WEB)
    }
    language = wanted if wanted in forms else own_language()
    form = forms.get(language)
    offered = dict.fromkeys([*KNOWN, *forms])
    now = civil_now()
    ends = max(filter(None, (version.deadline, version.event_at, version.event_until)))
    return Said(
        version=version,
        title=(form.title if form else "") or version.title,
        text=form.text if form else version.text,
        language=language,
        when=say_span(version.event_at, version.event_until, now) if version.event_at else "",
        languages=[(code, NAMES.get(code, code)) for code in offered],
        is_fallback=wanted != language,
        is_withdrawn=version.state == NoticeVersion.State.WITHDRAWN,
        is_over=ends <= now,
    )


def answers_of(notice: Notice) -> list[str]:
    return [answer for answer in notice.answers if answer != "photo"]
