"""Who reads a notice, what their opening is worth, and the page they get.

What counts as seen is decided in docs/decisions/0007: a browser that its household made known, or
a gesture on a link that was sent to one household. A bare opening never does; previews open too.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from nhipcau.channels.models import ChannelKind
from nhipcau.core.language import own_language
from nhipcau.links.models import Link
from nhipcau.notices.heard import checked_recordings, say_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Level, Reply, Standing
from nhipcau.outreach.seen import record_seen
from nhipcau.pages.portal import notices
from nhipcau.pages.portal.limits import TRAP
from nhipcau.pages.portal.place import link_of, locality_of
from nhipcau.pages.portal.remember import Browser, household_of, known_browser
from nhipcau.people.models import Household
from nhipcau.people.queries import main_language
from nhipcau.places.models import Neighbourhood

DONE_WORDS = frozenset({"da-doc", "bao-giup", "quen", "thoi-ten"})


@dataclass(frozen=True, slots=True)
class Reader:
    """`browser` is what was said here before, `household` whom it turned out to be, if anybody."""

    link: Link | None
    place: Neighbourhood | None
    browser: Browser | None
    household: Household | None
    is_bound: bool  # the link was sent to this household alone

    @property
    def can_answer_at_once(self) -> bool:
        return self.is_bound or self.browser is not None

    def last_answer(self, version: NoticeVersion) -> str | None:
        """What this browser answered to this version; "" is "đã đọc". None: nothing yet."""
        kept = (self.browser.done if self.browser else {}).get(str(version.notice_id), "")
        said, _colon, answer = kept.partition(":")
        return answer if said == str(version.pk) else None


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it, by field."""

    house: str = ""
    digits: str = ""
    words: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def by_which(link: Link | None, request: HttpRequest) -> Link | None:
    """A household's own link serves SMS, leaflet and notification; the last says so itself."""
    told = request.POST.get("tu") or request.GET.get("tu")
    if link is not None and told == "may" and "household" in link.place:
        link.place = {**link.place, "channel": ChannelKind.WEB_PUSH}  # of this reading only
    return link


def who_reads(request: HttpRequest, version: NoticeVersion, link: Link | None = None) -> Reader:
    link = by_which(link or link_of(request), request)
    browser = known_browser(request)
    household = household_of(browser) if browser else None
    place = link.place if link else {}
    own = place.get("household")
    bound = Household.objects.filter(pk=own, is_gone=False).first() if own else None
    # A browser known as one household that opens another one's link stays what it is: families
    # forward such links to each other.
    if bound is not None and browser is None:
        household = bound
    return Reader(
        link=link,
        place=_place(place, browser, bound),
        browser=browser,
        household=household,
        is_bound=bound is not None and browser is None,
    )


def _place(
    put: dict[str, int], browser: Browser | None, bound: Household | None
) -> Neighbourhood | None:
    """Never taken from the register when a browser is known: that would tell if it matched."""
    if bound is not None and browser is None:
        return bound.neighbourhood
    wanted = browser.place if browser else put.get("neighbourhood", 0)
    return Neighbourhood.objects.filter(pk=wanted).first() if wanted else None


def opened(reader: Reader, version: NoticeVersion) -> None:
    """A browser that made itself known has the page open: the household has seen it."""
    if reader.household is None or reader.is_bound or version.state != version.State.PUBLISHED:
        return
    standing = Standing.objects.filter(version=version, household=reader.household).first()
    if standing is not None and standing.level < Level.SEEN:
        record_seen(version, reader.household, link=reader.link)


def show(
    request: HttpRequest,
    version: NoticeVersion,
    reader: Reader,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    wanted = request.GET.get("lang", "") or get_language() or own_language()
    if reader.is_bound and reader.household and "lang" not in request.GET:
        wanted = reader.household.language
    said = notices.say(version, wanted)
    done = request.GET.get("xong", "")
    response = render(
        request,
        "pages/portal/notice.html",
        {
            "said": said,
            "version": version,
            "paper": version.notice.paper,
            "reader": reader,
            "typed": typed or Typed(),
            "done": done if done in DONE_WORDS else "",
            "asking": {"key": secrets.token_hex(8), "trap": TRAP},
            "last_answer": reader.last_answer(version),
            "answers": _answers(version, reader),
            "takes_photo": "photo" in version.notice.answers,
            "may_thank": "done" in version.notice.answers,
            "share_url": _share_url(request, reader, version),
            **_voices(version, reader, wanted),
        },
        status=status,
    )
    if reader.link is not None:
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _voices(version: NoticeVersion, reader: Reader, wanted: str) -> dict[str, Any]:
    """Recordings to listen to. The one in the language of the reader, of the household that a link
    was sent to or of its neighbourhood comes first and stands above the text."""
    if version.state != version.State.PUBLISHED:
        return {"voices": []}
    rows = checked_recordings(version)
    own = wanted
    if rows and wanted == own_language() and reader.place is not None:
        own = main_language(reader.place)
    voices = [{"row": row, "language": say_language(row.language)} for row in rows]
    first = [one for one in voices if one["row"].language == own]  # type: ignore[attr-defined]
    return {"first_voices": first, "voices": [one for one in voices if one not in first]}


def back_to(request: HttpRequest, reader: Reader, version: NoticeVersion) -> str:
    """The address the reader came by."""
    if reader.link is not None:
        return reverse("short_link", args=[reader.link.code])
    return reverse("portal_notice", args=[locality_of(request).slug, version.notice_id])


def _answers(version: NoticeVersion, reader: Reader) -> list[dict[str, Any]]:
    chosen = reader.last_answer(version)
    return [
        {"value": value, "label": Reply.Answer(value).label, "is_chosen": value == chosen}
        for value in notices.answers_of(version.notice)
        if value in Reply.Answer.values
    ]


def _share_url(request: HttpRequest, reader: Reader, version: NoticeVersion) -> str:
    """A household's own link is not for sharing: it would answer for them."""
    if reader.link is not None and "household" not in reader.link.place:
        return request.build_absolute_uri(reverse("short_link", args=[reader.link.code]))
    where = reverse("portal_notice", args=[locality_of(request).slug, version.notice_id])
    return request.build_absolute_uri(where)
