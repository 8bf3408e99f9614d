"""Tell members that there is something to read, and never what: a message comes to a locked screen
that others see, and a chat's preview opens its link. Neither the circle nor the matter is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.circles.models import CircleNotice, CircleRead, CircleWord
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import USUAL
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_links, short_base
from nhipcau.outreach.alert_template import nothing_to_tell, template_for_staff
from nhipcau.outreach.alert_words import carries_link_apart, is_by_sms, note_by, short_text
from nhipcau.outreach.budget import OverBudget, enqueue_from_month
from nhipcau.outreach.our_people import working_ways
from nhipcau.people.models import StaffWay
from nhipcau.places.hours import quiet_ends
from nhipcau.places.models import Locality

GOOD_FOR = timedelta(days=3)
DOOR = "/nhom-noi-bo/mo/"
BY_NUMBER = (ChannelKind.ZALO_TEMPLATE, ChannelKind.SMS)  # of whoever is no staff, in this order


@dataclass(frozen=True, slots=True)
class Step:
    read: CircleRead
    way: StaffWay | None
    account: Account | None
    channel: str


def tell(notice: CircleNotice, reads: Sequence[CircleRead], number: int) -> int:
    """Call inside a verb's transaction. Each member once a round; returns how many messages go."""
    now = civil_now()
    with house_language():
        steps = _steps(notice.locality, reads, number, now)
        made = [(row, step) for step in steps if (row := _claim(step, number, now)) is not None]
        sent = [(row, step) for row, step in made if step.account is not None]
        _give_links(notice, [row for row, _step in sent])
        for _key, batch in groupby(sorted(sent, key=_batch), key=_batch):
            _send(notice, list(batch), number, now)
    return len(sent)


def words_by(locality: Locality, kind: str) -> str:
    title = _("Bạn có thông báo mới")
    if is_by_sms(kind):
        return short_text(f"{locality.issuer}: ", title)
    said = f"{locality.issuer}: {title}. {{link}}"
    return said.replace("{link}", "").strip() if carries_link_apart(kind) else said


def _steps(
    locality: Locality, reads: Sequence[CircleRead], number: int, now: datetime
) -> list[Step]:
    """Staff by the ways that they confirmed, others by the telephone that the circle has."""
    people = [read.member.staff for read in reads if read.member.staff is not None]
    ways = working_ways(locality, people, now)
    numbers = _accounts_by_number(locality)
    steps = []
    for read in reads:
        staff = read.member.staff_id
        if staff is not None:
            way = _pick(ways[staff], number)
            steps.append(Step(read, way, way.account if way else None, way.kind if way else ""))
        else:
            account = _pick(numbers, number) if read.member.phone else None
            steps.append(Step(read, None, account, account.kind if account else ""))
    return steps


def _pick(found: Sequence[Any], number: int) -> Any:
    """Each round by another way than the one before."""
    return found[number % len(found)] if found else None


def _accounts_by_number(locality: Locality) -> list[Account]:
    working = Account.objects.filter(
        locality=locality, state=Account.State.WORKING, kind__in=BY_NUMBER
    ).order_by("pk")
    first: dict[str, Account] = {}
    for account in working:
        is_ready = account.kind == ChannelKind.SMS or template_for_staff(account) is not None
        if is_ready:
            first.setdefault(account.kind, account)
    return [first[kind] for kind in BY_NUMBER if kind in first]


def _claim(step: Step, number: int, now: datetime) -> CircleWord | None:
    row, is_new = CircleWord.objects.unguarded("one message a round").get_or_create(
        read=step.read,
        number=number,
        defaults={
            "locality_id": step.read.locality_id,
            "way": step.way,
            "channel": step.channel,
            "at": now,
            "failed_at": now if step.account is None else None,
        },
    )
    return row if is_new else None


def _give_links(notice: CircleNotice, rows: Sequence[CircleWord]) -> None:
    """Each its own. The link's row names a message, neither a circle nor a person."""
    if not rows:
        return
    links = make_links(notice.locality, DOOR, [{"word": row.pk} for row in rows], by=SYSTEM)
    for row, link in zip(rows, links, strict=True):
        row.link = link
    CircleWord.objects.unguarded("their links").bulk_update(rows, ["link"])


def _batch(pair: tuple[CircleWord, Step]) -> tuple[int, str]:
    account = pair[1].account
    return (account.pk if account else 0), pair[1].channel


def _send(
    notice: CircleNotice, batch: list[tuple[CircleWord, Step]], number: int, now: datetime
) -> None:
    account = batch[0][1].account
    if account is None:
        return
    ids = [row.pk for row, _step in batch]
    rows = CircleWord.objects.unguarded("what became of it").filter(pk__in=ids)
    try:
        with transaction.atomic():
            rows.update(job=_job(notice, account, ids, number, now))
    except (BadInput, WrongState, OverBudget):
        rows.update(failed_at=now)


def _job(notice: CircleNotice, account: Account, ids: list[int], number: int, now: datetime) -> Job:
    title = _("Bạn có thông báo mới")
    note, unit_vnd = note_by(nothing_to_tell(notice.locality, title), title, account, now)
    begins = quiet_ends(notice.locality, now)
    return enqueue_from_month(
        account,
        key=f"word{min(ids)}:{number}",
        title=title,
        text=words_by(notice.locality, account.kind),
        recipients=_recipients(ids),
        note=note,
        unit_vnd=unit_vnd,
        lane=USUAL,
        not_before=begins if begins > now else None,
        not_after=begins + GOOD_FOR,
        by=SYSTEM,
    )


def _recipients(ids: list[int]) -> QuerySet[Any, Any]:
    """Looked up when the job is filled: whoever was removed meanwhile gets nothing."""
    nobody = Cast(Value(None), BigIntegerField())
    found = CircleWord.objects.unguarded("to whom it goes").filter(
        pk__in=ids, read__member__left_at=None
    )
    return found.values_list(
        "pk",
        nobody,
        nobody,
        Coalesce(F("way__value"), F("read__member__phone"), output_field=CharField()),
        Value("", output_field=CharField()),
        Concat(Value(short_base()), "link__code", output_field=CharField()),
    )
