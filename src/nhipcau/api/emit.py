"""Finds out what happened: reads the audit trail behind each endpoint's place in it, and the clock.

Polled, so that no room below knows of callbacks. At least once: a place moves on only past what is
a minute old (of two transactions the earlier id may be committed later), and the name of what
happened keeps what is read twice one.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max, Min
from django_scopes import scopes_disabled

from nhipcau.api.happened import tell
from nhipcau.api.models import Endpoint, Event, Happened, Mode, SentNotice
from nhipcau.core.clock import civil_now
from nhipcau.core.models import AuditEvent
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.notices.models import NoticeVersion
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality
from nhipcau.reach.queries import summary

LATE_COMMITS: Final = timedelta(minutes=1)
REACH_EVERY: Final = timedelta(minutes=5)
STILL_TOLD: Final = timedelta(days=1)  # reach, after the deadline
LATE_NEWS: Final = timedelta(days=2)  # a deadline that passed while nobody worked
AT_ONCE: Final = 1000
State = NoticeVersion.State
Data = dict[str, Any]
Told = tuple[Event, str, Data] | None


def find_news() -> int:
    """Periodic. Returns how many things happened that somebody listens for."""
    with scopes_disabled():  # whose there are
        active = Endpoint.objects.filter(
            mode=Mode.LIVE, state=Endpoint.State.ACTIVE, removed_at=None
        )
        places = set(active.values_list("locality_id", flat=True))
    return sum(each_locality(_of, among=places, closed=True))


def end_of_trail(locality_id: int) -> int:
    """Where a new endpoint begins to read."""
    rows = AuditEvent.objects.filter(locality_id_plain=locality_id)
    return rows.aggregate(last=Max("id"))["last"] or 0


def _of(locality: Locality) -> int:
    now = civil_now()
    return _trail(locality, now) + _deadlines(locality, now) + _reach(locality, now)


def _trail(locality: Locality, now: datetime) -> int:
    listening = Endpoint.objects.filter(
        mode=Mode.LIVE, state=Endpoint.State.ACTIVE, removed_at=None
    )
    begins = listening.aggregate(first=Min("read_to"))["first"]
    if begins is None:
        return 0
    rows = list(
        AuditEvent.objects.filter(locality_id_plain=locality.pk, id__gt=begins).order_by("id")[
            :AT_ONCE
        ]
    )
    found = 0
    for row in rows:
        reader = READERS.get(row.verb)
        told = reader(row) if reader else None
        if told:
            kind, subject, data = told
            name = f"{kind}:{row.pk}"
            found += tell(locality, Mode.LIVE, kind, subject, data, name=name, at=row.at)
    settled = max((row.pk for row in rows if row.at <= now - LATE_COMMITS), default=0)
    if settled:
        listening.filter(read_to__lt=settled).update(read_to=settled)
    return found


def _deadlines(locality: Locality, now: datetime) -> int:
    if not _is_wanted(Event.DEADLINE):
        return 0
    due = NoticeVersion.objects.filter(
        state=State.PUBLISHED, deadline__lte=now, deadline__gt=now - LATE_NEWS
    ).exclude(notice__is_drill=True)
    found = 0
    for version in due.select_related("notice"):
        data = {**_notice(version), **_counts(version)}
        subject, name = f"notice:{version.notice_id}", f"{Event.DEADLINE}:{version.pk}"
        found += tell(
            locality, Mode.LIVE, Event.DEADLINE, subject, data, name=name, at=version.deadline
        )
    return found


def _reach(locality: Locality, now: datetime) -> int:
    """Only when a number moved since it was last told, at most once in five minutes."""
    carried = NoticeVersion.objects.filter(
        state=State.PUBLISHED, deadline__gt=now - STILL_TOLD
    ).exclude(notice__is_drill=True)
    found = 0
    for version in carried if _is_wanted(Event.REACH) else ():
        subject = f"notice:{version.notice_id}"
        last = (
            Happened.objects.filter(subject=subject, mode=Mode.LIVE, kind=Event.REACH)
            .order_by("-id")
            .first()
        )
        if last is not None and last.at > now - REACH_EVERY:
            continue
        counts = _counts(version)
        if last is not None and counts.items() <= json.loads(last.body)["data"].items():
            continue
        name = f"{Event.REACH}:{version.pk}:{int(now.timestamp() // REACH_EVERY.total_seconds())}"
        found += tell(locality, Mode.LIVE, Event.REACH, subject, counts, name=name, at=now)
    return found


def _is_wanted(kind: Event) -> bool:
    listening = Endpoint.objects.filter(
        mode=Mode.LIVE, state=Endpoint.State.ACTIVE, removed_at=None
    )
    return any(kind in events for events in listening.values_list("events", flat=True))


def _of_notice(kind: Event) -> Callable[[AuditEvent], Told]:
    def read(row: AuditEvent) -> Told:
        version = (
            NoticeVersion.objects.filter(pk=row.subject_id, notice__is_drill=False)
            .select_related("notice")
            .first()
        )
        return (kind, f"notice:{version.notice_id}", _notice(version)) if version else None

    return read


def _notice(version: NoticeVersion) -> Data:
    """What everybody may read on the portal, and the sender's own number."""
    sent = SentNotice.objects.filter(notice=version.notice_id).first()
    return {
        "notice": str(version.notice_id),
        "version": version.number,
        "title": version.title,
        "deadline": version.deadline.isoformat(),
        "reference": sent.reference if sent else "",
    }


def _counts(version: NoticeVersion) -> Data:
    total = summary(version)
    return {
        "notice": str(version.notice_id),
        "version": version.number,
        "households": total.households,
        "covered": total.covered,
        "informed": total.informed,
        "accounted": total.accounted,
    }


def _of_dossier(row: AuditEvent) -> Told:
    """Its number and status; whose it is and what about never leaves."""
    status = row.after.get("status")
    if status is None or status == row.before.get("status"):
        return None
    dossier = Dossier.objects.filter(pk=row.subject_id, erased_at=None).first()
    if dossier is None:
        return None
    data = {"number": dossier.number, "status": status, "was": row.before.get("status")}
    return Event.DOSSIER, f"dossier:{dossier.pk}", data


# By the verb of the trail.
READERS: Final[dict[str, Callable[[AuditEvent], Told]]] = {
    "notice.published": _of_notice(Event.PUBLISHED),
    "notice.withdrawn": _of_notice(Event.WITHDRAWN),
    **{f"dossier.{kind}": _of_dossier for kind in DossierStep.Kind.values},
}
