"""What became of it in each ward: its own draft, its own approval. The province sees the state."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Staff
from nhipcau.replication.models import FromProvince, Issued, IssuedTo
from nhipcau.replication.province.deliver import tell_ward
from nhipcau.replication.province.rights import require_overseer
from nhipcau.text.dates import say_exact

State = IssuedTo.State
OPEN = (State.WAITING, State.IN_HAND)
BEFORE = timedelta(hours=4)  # before the time is over whoever has not adopted it is reminded
AGAIN = timedelta(hours=1)
LOOKS_FOR = timedelta(days=60)  # after that nobody waits for an answer


def follow_issued() -> int:
    """Periodic. Returns how many states changed. Reminds once, shortly before the time."""
    now = civil_now()
    with scopes_disabled():  # states and ids; each ward in its own scope below
        rows = list(
            IssuedTo.objects.filter(
                state__in=OPEN,
                ward__closed_at=None,
                issued__ended_at=None,
                issued__issued_at__gt=now - LOOKS_FOR,
            )
            .select_related("issued__locality", "ward")
            .order_by("ward_id", "pk")
        )
    changed = sum(_follow(list(some)) for _ward, some in groupby(rows, lambda to: to.ward_id))
    due = [to for to in rows if to.reminded_at is None and _is_due(to, now)]
    _remind([to for to in due if to.state in OPEN], now, SYSTEM)
    return changed


def remind_wards(issued: Issued, *, by: Staff) -> tuple[int, int]:
    """Verb. Those that have not adopted it, at most once an hour each. How many wards, and to how
    many people a message went; every ward sees it on its page."""
    require_overseer(by, issued.locality)
    now = civil_now()
    open_ones = issued.wards.filter(state__in=OPEN, ward__closed_at=None)
    rows = list(open_ones.select_related("issued__locality", "ward"))
    rested = [to for to in rows if to.reminded_at is None or to.reminded_at <= now - AGAIN]
    if not rested:
        raise WrongState(_("Không còn địa bàn nào cần nhắc lúc này; mỗi giờ nhắc một lần."))
    return len(rested), _remind(rested, now, by.actor)


def _is_due(to: IssuedTo, now: datetime) -> bool:
    """Four hours before, or at half time when it was shorter than eight."""
    issued = to.issued
    half = (issued.reply_by - issued.issued_at) / 2
    return now >= issued.reply_by - min(BEFORE, half)


def _remind(rows: list[IssuedTo], now: datetime, by: Actor) -> int:
    told = 0
    for to in rows:
        with scope(locality=to.ward), house_language(), transaction.atomic():
            FromProvince.objects.filter(issued=to.issued_id).update(reminded_at=now)
            when = say_exact(to.issued.reply_by)
            text = _("Tỉnh nhắc: còn thông báo chưa đăng, hạn %(when)s. Mở Việc tỉnh giao.")
            told += tell_ward(to, text % {"when": when}, f"remind:{now:%Y%m%d%H%M}")
            with scope(locality=to.locality_id):
                IssuedTo.objects.filter(pk=to.pk).update(reminded_at=now)
                audit.record(by, "province.reminded", to)
    return told


def _follow(rows: list[IssuedTo]) -> int:
    """Of one ward."""
    with scope(locality=rows[0].ward):
        numbers = [to.issued_id for to in rows]
        came = FromProvince.objects.filter(issued__in=numbers, declined_at=None)
        by_number = {row.issued: row for row in came.select_related("notice")}
        return sum(_one(to, by_number[to.issued_id]) for to in rows if to.issued_id in by_number)


def _one(to: IssuedTo, row: FromProvince) -> bool:
    versions = list(NoticeVersion.objects.filter(notice=row.notice_id).order_by("number"))
    published = next((one for one in versions if one.published_at is not None), None)
    if published is not None:
        return _adopted(to, row, published)
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
        FromProvince.objects.filter(pk=row.pk).update(adopted_at=published.published_at)
        with scope(locality=to.locality_id):
            moved = IssuedTo.objects.filter(pk=to.pk, state__in=OPEN).update(
                state=State.ADOPTED, adopted_at=published.published_at, is_edited=is_edited
            )
    to.state = State.ADOPTED
    return bool(moved)
