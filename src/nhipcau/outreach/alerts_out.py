"""Each version of an emergency notice as an alert of CAP 1.2 that others can read and trust.

A correction updates the versions before it; a withdrawal is an alert of its own, which cancels. A
drill says Exercise and stands in no feed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from nhipcau.audiences.describe import describe
from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import local
from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.outreach.hazards import danger_of
from nhipcau.outreach.models import Emergency
from nhipcau.places.models import Locality, Unit
from nhipcau.places.queries import what_became_of
from nhipcau.text.cap import Alert, Area, Info

State = NoticeVersion.State
OUT = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
LANGUAGE_TAGS = {"vi": "vi-VN", "en": "en-GB", "th": "th-TH", "bn": "bn-BD"}
NEWEST = 50
_NAME = re.compile(r"(?P<notice>\d{1,9})-(?P<number>\d{1,4})(?P<cancel>-huy)?")


@dataclass(frozen=True, slots=True)
class Issued:
    """One alert that is out: a version, or its cancelling."""

    version: NoticeVersion
    is_cancel: bool
    at: datetime

    @property
    def name(self) -> str:
        """The last part of its address."""
        ends = "-huy" if self.is_cancel else ""
        return f"{self.version.notice_id}-{self.version.number}{ends}"


def issued(locality: Locality) -> list[Issued]:
    """For the feed: newest first, drills left out."""
    rows = _out().filter(notice__is_drill=False, locality=locality).order_by("-published_at")
    found = [one for version in rows[:NEWEST] for one in _issued_of(version)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def find_issued(name: str) -> Issued | None:
    """By the last part of its address; drills too, for who has the address."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    version = _out().filter(notice=int(found["notice"]), number=int(found["number"])).first()
    if version is None:
        return None
    wanted = bool(found["cancel"])
    return next((one for one in _issued_of(version) if one.is_cancel == wanted), None)


def alert_of(one: Issued) -> Alert:
    version = one.version
    earlier = tuple(
        _bare(Issued(old, is_cancel=False, at=old.published_at)).reference
        for old in _out().filter(notice=version.notice_id, number__lt=version.number)
        if old.published_at
    )
    bare = _bare(one)
    if one.is_cancel:
        of_itself = Issued(version, is_cancel=False, at=version.published_at or one.at)
        references = (*earlier, _bare(of_itself).reference)
        note = version.notice.withdrawn_why
    else:
        references, note = earlier, version.correction
    return Alert(
        identifier=bare.identifier,
        sender=bare.sender,
        sent=bare.sent,
        status="Exercise" if version.notice.is_drill else "Actual",
        kind="Cancel" if one.is_cancel else "Update" if earlier else "Alert",
        note=note,
        references=references,
        infos=tuple(_infos(version)),
    )


def _bare(one: Issued) -> Alert:
    slug, ends = one.version.locality.slug, ":huy" if one.is_cancel else ""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return Alert(
        identifier=f"urn:nhipcau:{slug}:{one.version.notice_id}:{one.version.number}{ends}",
        sender=f"{slug}@{host}",
        sent=local(one.at).replace(microsecond=0),
    )


def _infos(version: NoticeVersion) -> list[Info]:
    """Vietnamese first, then every language that has a page of its own."""
    row = Emergency.objects.filter(notice=version.notice_id).first() or Emergency()
    danger = danger_of(row.hazard)
    pages = Rendition.objects.filter(version=version, form=Rendition.Form.WEB)
    own = own_language()
    said = {own: (version.title, version.text)}
    said |= {page.language: (page.title, page.text) for page in pages if page.language != own}
    begins = local(version.published_at or version.deadline).replace(microsecond=0)
    return [
        Info(
            event=danger.event if language == own else danger.event_english,
            language=LANGUAGE_TAGS.get(language, language),
            categories=danger.categories,
            responses=danger.responses,
            urgency=row.urgency,
            severity=row.severity,
            certainty=row.certainty,
            effective=begins,
            expires=local(version.deadline).replace(microsecond=0),
            sender_name=version.locality.issuer,
            headline=title,
            description=title,
            instruction=text,
            web=f"{settings.BASE_URL}/{version.locality.slug}/thong-bao/{version.notice_id}/",
            contact=version.locality.phone,
            areas=(_area(version),),
        )
        for language, (title, text) in said.items()
    ]


def _area(version: NoticeVersion) -> Area:
    locality = version.locality
    where = describe(Selection.from_json(version.notice.selection))
    codes = dict.fromkeys(unit.code for unit in own_units(locality))
    return Area(
        f"{where}, {locality.name}",
        geocodes=tuple((country().units.codes, code) for code in codes),
    )


def own_units(locality: Locality) -> list[Unit]:
    """The unit itself, and those it became part of."""
    return [locality.unit, *(step.successor for step in what_became_of(locality.unit))]


def _out() -> QuerySet[NoticeVersion]:
    return NoticeVersion.objects.filter(
        notice__kind=Notice.Kind.EMERGENCY, published_at__isnull=False, state__in=OUT
    ).select_related("notice", "locality__unit")


def _issued_of(version: NoticeVersion) -> list[Issued]:
    found = []
    if version.published_at:
        found.append(Issued(version, is_cancel=False, at=version.published_at))
    if version.state == State.WITHDRAWN and version.notice.withdrawn_at:
        found.append(Issued(version, is_cancel=True, at=version.notice.withdrawn_at))
    return found
