"""One step of a drill goes out: a message to each by the way that is next, saying it is none."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_links
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_template import nothing_to_tell
from nhipcau.outreach.alert_words import carries_link_apart, is_by_sms, note_by, short_text
from nhipcau.outreach.drill_times import OPEN_FOR
from nhipcau.outreach.models import Drill, Reminder
from nhipcau.people.models import Staff, StaffWay
from nhipcau.places.models import Locality

DRILL = "drill"


def send_drill(drill: Drill, steps: Sequence[tuple[Staff, int, StaffWay | None]]) -> int:
    """Verb. Each step once, whoever else looks; somebody without a way is on record as well."""
    with transaction.atomic():
        made = [row for step in steps if (row := _claim(drill, *step)) is not None]
        sent = [row for row in made if row.way is not None]
        places = [{"channel": row.channel, "reminder": row.pk} for row in sent]
        links = make_links(drill.locality, "/dien-tap/", places, by=SYSTEM) if sent else []
        for row, link in zip(sent, links, strict=True):
            row.link = link
        Reminder.objects.bulk_update(sent, ["link"])
        for _group, rows in groupby(sorted(sent, key=_batch), key=_batch):
            _enqueue(drill, list(rows))
        if made:
            audit.record(SYSTEM, "drill.sent", drill, after={"messages": len(made)})
    return len(sent)


def _claim(drill: Drill, person: Staff, step: int, way: StaffWay | None) -> Reminder | None:
    row, is_new = Reminder.objects.get_or_create(
        drill=drill,
        staff=person,
        step=step,
        defaults={
            "locality_id": drill.locality_id,
            "what": DRILL,
            "number": 0,
            "way": way,
            "channel": way.kind if way else "",
            "at": civil_now(),
        },
    )
    return row if is_new else None


def _batch(row: Reminder) -> tuple[int, str]:
    return (row.way.account_id or 0 if row.way else 0), row.channel


def _enqueue(drill: Drill, rows: list[Reminder]) -> None:
    """A way that cannot carry it has failed in the drill, as it would have in earnest."""
    way = rows[0].way
    if way is None or way.account is None:
        return
    ids = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    try:
        with transaction.atomic():
            ids.update(job=_job(drill, way.account, way.kind, rows))
    except (BadInput, WrongState):
        ids.update(failed_at=civil_now())


def _job(drill: Drill, account: Account, kind: str, rows: list[Reminder]) -> Job:
    ids = [row.pk for row in rows]
    title = _("DIỄN TẬP, không có việc thật")
    note, unit_vnd = note_by(nothing_to_tell(drill.locality, title), title, account, civil_now())
    return enqueue(
        account,
        key=f"drill{drill.pk}:{min(ids)}",
        title=title,
        text=words_by(drill.locality, kind),
        recipients=addresses.reminded(ids),
        note=note,
        lane=URGENT,
        unit_vnd=unit_vnd,
        not_after=drill.started_at + OPEN_FOR,
        by=SYSTEM,
    )


def words_by(locality: Locality, kind: str) -> str:
    """It says twice that nothing has happened."""
    if is_by_sms(kind):
        head = _("DIỄN TẬP - %(who)s: không có việc thật, mời bác bấm") % {"who": locality.issuer}
        return short_text(f"{head} ", _("“Tôi đã nhận”"))
    words = _(
        "DIỄN TẬP, không có việc thật. %(who)s thử cách báo tin gấp: "
        "bác mở và bấm “Tôi đã nhận”. {link}"
    )
    said = words % {"who": locality.issuer}
    return said.replace("{link}", "").strip() if carries_link_apart(kind) else said
