"""An alert of others: what speaks of our area becomes a draft that the named person sees at once.

Nothing is ever published, changed or withdrawn by itself.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import own_language
from nhipcau.notices.draft import discard_draft
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.alerts_out import own_units
from nhipcau.outreach.emergency import Alarm, begin_draft, named_person
from nhipcau.outreach.hazards import Hazard
from nhipcau.outreach.models import AlertFeed, Emergency, IncomingAlert
from nhipcau.outreach.say_alert import tell_named_person
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.places.naming import bare_name
from nhipcau.text.cap import Alert, Info
from nhipcau.text.fold import fold

log = structlog.get_logger()
LONGEST_HOLD: Final = 72

# What an event is called, without marks, in the languages that feeds speak.
WORDS: Final = {
    Hazard.LANDSLIDE: ("sat lo", "lo dat", "landslide", "mudslide", "debris flow"),
    Hazard.FLOOD: ("lu", "ngap", "flood", "nuoc dang"),
    Hazard.STORM: ("bao", "ap thap", "storm", "typhoon", "cyclone", "gio manh", "dong loc"),
    Hazard.FIRE: ("chay", "fire"),
}


def take_alert(feed: AlertFeed, alert: Alert) -> IncomingAlert | None:
    """Verb. Once by identifier, sender and time; None when it was here before."""
    info = alert.info(own_language())
    is_ours = info is not None and is_about(feed.locality, info)
    with transaction.atomic():
        row = _kept(feed, alert, info, is_ours)
        if row is None:
            return None
        after = {"kind": alert.kind, "status": alert.status, "ours": is_ours}
        audit.record(SYSTEM, "alert.received", row, after=after)
        if is_ours and info is not None and alert.status == "Actual":
            _follow(feed.locality, row, alert, info)
    row.refresh_from_db()
    return row


def is_about(locality: Locality, info: Info) -> bool:
    """By a unit's code, else by its name: ours, what it became, or what it is part of."""
    units = own_units(locality)
    units += [unit.parent for unit in units if unit.parent]
    units += [unit.parent for unit in units if unit.parent]
    codes = {unit.code for unit in units}
    names = {fold(bare_name(unit.name)) for unit in units}
    for area in info.areas:
        if codes & {code.strip() for _name, code in area.geocodes}:
            return True
        said = f" {fold(area.description)} "
        if any(f" {name} " in said.replace(",", " ").replace(";", " ") for name in names):
            return True
    return False


def hazard_of(info: Info) -> str:
    said = f" {fold(f'{info.event} {info.headline}')} "
    said = said.replace("canh bao", "").replace("thong bao", "")  # báo is no bão
    for hazard, words in WORDS.items():
        if any(f" {word} " in said for word in words):
            return hazard
    return Hazard.OTHER


def _kept(feed: AlertFeed, alert: Alert, info: Info | None, is_ours: bool) -> IncomingAlert | None:
    areas = "; ".join(area.description for area in info.areas) if info else ""
    try:
        with transaction.atomic():
            return IncomingAlert.objects.create(
                locality_id=feed.locality_id,
                feed=feed,
                identifier=alert.identifier[:255],
                sender=alert.sender[:255],
                sent=alert.sent,
                status=alert.status,
                kind=alert.kind,
                event=info.event[:200] if info else "",
                headline=info.headline[:300] if info else "",
                areas=areas[:500],
                is_ours=is_ours,
                received_at=civil_now(),
            )
    except IntegrityError:
        return None


def _follow(locality: Locality, row: IncomingAlert, alert: Alert, info: Info) -> None:
    earlier = _earlier(row, alert)
    draft = _draft_of(earlier)
    if alert.kind in {"Update", "Cancel"} and draft is not None:
        discard_draft(draft, by=_author(locality, draft))
    if alert.kind == "Cancel":
        if earlier is not None:  # what is out is withdrawn by a person, who is told
            IncomingAlert.objects.filter(pk=row.pk).update(notice=earlier.notice)
            if earlier.notice and earlier.notice.current_id:
                tell_named_person(earlier.notice.current, is_over=True)
        return
    by, alarm = named_person(locality) or _any_writer(locality), _alarm(info)
    if alert.kind not in {"Alert", "Update"} or by is None or alarm is None:
        return
    try:
        out = earlier.notice if earlier and earlier.notice and earlier.notice.current_id else None
        version = begin_draft(locality, alarm, by=by, because=SYSTEM, corrects=out)
    except DomainError as fault:
        log.warning("alert kept without a draft", alert=row.pk, field=fault.field)
        return
    IncomingAlert.objects.filter(pk=row.pk).update(notice=version.notice)
    Emergency.objects.filter(notice=version.notice).update(
        alert=row, urgency=info.urgency, severity=info.severity, certainty=info.certainty
    )
    tell_named_person(version)


def _alarm(info: Info) -> Alarm | None:
    """None when it is over already."""
    hours = _hours_left(info, civil_now())
    if not hours:
        return None
    source = _("Theo %(who)s.") % {"who": info.sender_name} if info.sender_name else ""
    said = [info.instruction, info.description, source]
    title = info.headline or info.event
    return Alarm(
        hazard_of(info),
        title=title[:160] if len(title) >= 5 else f"{_('Cảnh báo')}: {title}",
        text="\n".join(part for part in said if part)[:6000] or title.ljust(10, "."),
        hours=hours,
    )


def _hours_left(info: Info, now: datetime) -> int:
    if info.expires is None:
        return 6
    left = info.expires - now
    if left <= timedelta(0):
        return 0
    return min(LONGEST_HOLD, max(1, round(left / timedelta(hours=1))))


def _earlier(row: IncomingAlert, alert: Alert) -> IncomingAlert | None:
    """What it updates or cancels, as far as it was here: by "sender,identifier,sent"."""
    named = [reference.split(",") for reference in alert.references]
    identifiers = [parts[1] for parts in named if len(parts) == 3 and parts[0] == alert.sender]
    found = IncomingAlert.objects.filter(sender=row.sender, identifier__in=identifiers)
    return found.exclude(notice=None).select_related("notice__current").order_by("-sent").first()


def _draft_of(earlier: IncomingAlert | None) -> NoticeVersion | None:
    if earlier is None or earlier.notice is None:
        return None
    drafts: QuerySet[NoticeVersion] = earlier.notice.versions.filter(
        state=NoticeVersion.State.DRAFT
    )
    return drafts.first()


def _author(locality: Locality, draft: NoticeVersion) -> Staff:
    return draft.written_by or draft.notice.created_by


def _any_writer(locality: Locality) -> Staff | None:
    writers = Staff.objects.filter(
        locality=locality, is_active=True, role__in=[Role.APPROVER, Role.EDITOR]
    )
    return writers.order_by("role", "pk").first()
