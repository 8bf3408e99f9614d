"""What became of it in each ward: its own draft, its own approval. The province sees the state."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.replication.models import FromProvince, IssuedTo
from nhipcau.replication.province.deliver import tell_ward
from nhipcau.text.dates import say_exact

State = IssuedTo.State
OPEN = (State.WAITING, State.IN_HAND)
MAY_ADOPT = (*OPEN, State.DECLINED)  # whoever said no and publishes it all the same
BEFORE = timedelta(hours=4)  # before the time is over whoever has not adopted it is reminded
A_DAY = timedelta(days=1)
LOOKS_FOR = timedelta(days=60)  # after that nobody waits for an answer


def follow_issued() -> int:
    """Periodic. Returns how many states changed. What the province decided at its desk (a reminder,
    an end) is carried to the wards here: its own requests open none of them."""
    now = civil_now()
    alive = Q(issued__ended_at=None) | Q(issued__ended_at__gt=now - A_DAY)
    with scopes_disabled():  # states and ids; each ward in its own scope below
        rows = list(
            IssuedTo.objects.filter(
                alive,
                state__in=MAY_ADOPT,
                ward__closed_at=None,
                ward__overseen_by=F("locality"),  # who left tells nothing more
                issued__issued_at__gt=now - LOOKS_FOR,
            )
            .select_related("issued__locality", "ward")
            .order_by("ward_id", "pk")
        )
    _remind_due(rows, now)
    return sum(_follow(list(some)) for _ward, some in groupby(rows, lambda to: to.ward_id))


def mark_reminded(rows: list[IssuedTo], now: datetime, by: Actor) -> None:
    """In the province's scope; follow_issued tells the wards."""
    for to in rows:
        as_seen = IssuedTo.objects.filter(pk=to.pk, state__in=OPEN, reminded_at=to.reminded_at)
        if as_seen.update(reminded_at=now):
            audit.record(by, "province.reminded", to)
            to.reminded_at = now


def _remind_due(rows: list[IssuedTo], now: datetime) -> None:
    """By itself once: four hours before the time, or at half time when that is later."""
    for to in rows:
        issued = to.issued
        lead = min(BEFORE, (issued.reply_by - issued.issued_at) / 2)
        is_due = now >= issued.reply_by - lead and issued.ended_at is None
        if is_due and to.reminded_at is None and to.state in OPEN:
            with scope(locality=to.locality_id), transaction.atomic():
                mark_reminded([to], now, SYSTEM)


def _carry(to: IssuedTo, row: FromProvince) -> None:
    """The ward is told once of each reminder, and that the province took it back."""
    ended, reminded = to.issued.ended_at, to.reminded_at
    if ended is not None:
        with house_language(), transaction.atomic():
            open_one = FromProvince.objects.filter(pk=row.pk, ended_at=None)
            if open_one.update(ended_at=ended) and row.declined_at is None:
                said = _("tỉnh đã thu lại, không đăng nữa")
                tell_ward(to, f"{row.title}: {said}.", "ended")
        return
    known = row.reminded_at is not None and reminded is not None and row.reminded_at >= reminded
    if reminded is None or known or row.declined_at is not None:
        return
    with house_language(), transaction.atomic():
        fresh = FromProvince.objects.filter(pk=row.pk, reminded_at=row.reminded_at)
        if not fresh.update(reminded_at=reminded):
            return
        when = say_exact(to.issued.reply_by)
        text = _("Tỉnh nhắc: còn thông báo chưa đăng, hạn %(when)s. Mở Việc tỉnh giao.")
        tell_ward(to, text % {"when": when}, f"remind:{reminded:%Y%m%d%H%M}")


def _follow(rows: list[IssuedTo]) -> int:
    """Of one ward."""
    with scope(locality=rows[0].ward):
        numbers = [to.issued_id for to in rows]
        came = FromProvince.objects.filter(issued__in=numbers)
        by_number = {row.issued: row for row in came}
        versions = _versions([row.notice_id for row in by_number.values()])
        return sum(
            _one(to, row, versions[row.notice_id])
            for to in rows
            if (row := by_number.get(to.issued_id)) is not None
        )


def _versions(notices: list[int]) -> dict[int, list[NoticeVersion]]:
    found: dict[int, list[NoticeVersion]] = defaultdict(list)
    for version in NoticeVersion.objects.filter(notice__in=notices).order_by("number"):
        found[version.notice_id].append(version)
    return found


def _one(to: IssuedTo, row: FromProvince, versions: list[NoticeVersion]) -> bool:
    published = next((one for one in versions if one.published_at is not None), None)
    if published is not None:
        return _adopted(to, row, published)
    _carry(to, row)
    if row.declined_at is not None:
        return False
    state = State.IN_HAND if _is_in_hand(versions, row) else State.WAITING
    if state == to.state:
        return False
    with scope(locality=to.locality_id):
        to.state = state
        return bool(IssuedTo.objects.filter(pk=to.pk, state__in=OPEN).update(state=state))


def _is_in_hand(versions: list[NoticeVersion], row: FromProvince) -> bool:
    """Somebody wrote in it, submitted or approved it. One that was thrown away is not."""
    newest = versions[-1]
    if newest.state == NoticeVersion.State.DRAFT:
        written = newest.written_at is not None and newest.written_at > row.received_at
        return written or bool(newest.typed)
    return newest.state in (NoticeVersion.State.SUBMITTED, NoticeVersion.State.APPROVED)


def _adopted(to: IssuedTo, row: FromProvince, published: NoticeVersion) -> bool:
    is_edited = (published.title, published.text) != (row.title, row.text)
    with transaction.atomic():
        FromProvince.objects.filter(pk=row.pk).update(
            adopted_at=published.published_at, declined_at=None, declined_by=None, why_not=""
        )
        with scope(locality=to.locality_id):
            moved = IssuedTo.objects.filter(pk=to.pk, state__in=MAY_ADOPT).update(
                state=State.ADOPTED,
                adopted_at=published.published_at,
                is_edited=is_edited,
                why_not="",
            )
    to.state = State.ADOPTED
    return bool(moved)
