"""A message came through: its owner tapped its link, or was seen on the page that it speaks of."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed
from nhipcau.outreach.models import Relay, Reminder
from nhipcau.outreach.remind import RELAY
from nhipcau.people.models import Staff
from nhipcau.people.ways import confirm_way

HOME = "/to/"


def open_reminder(reminder: Reminder, *, by: Staff) -> str:
    """Verb. By tapping its link; that also proves the way. Returns the page it leads to.

    Whoever serves the same neighbourhood may follow it, but has not answered for its owner.
    """
    if by.locality_id != reminder.locality_id or (
        by.pk != reminder.staff_id and by.neighbourhood_id != reminder.staff.neighbourhood_id
    ):
        raise NotAllowed(_("Tin này gửi cho người của tổ khác."))
    if by.pk == reminder.staff_id:
        with transaction.atomic():
            if _open(Reminder.objects.filter(pk=reminder.pk)):
                audit.record(by.actor, "reminder.opened", reminder, after={"by": reminder.channel})
            if reminder.way is not None:
                confirm_way(reminder.way, by=by.actor)
    return _page_of(reminder)


def note_seen(by: Staff, versions: Collection[int], *whats: str) -> int:
    """Verb. They are on the page that our messages speak of: no need to tell them again."""
    waiting = Reminder.objects.filter(
        staff=by, version__in=versions, what__in=whats, opened_at__isnull=True
    )
    if not waiting.exists():
        return 0
    with transaction.atomic():
        seen = _open(waiting)
        audit.record(by.actor, "reminders.seen", by, after={"reminders": seen})
    return seen


def _open(rows: QuerySet[Reminder]) -> int:
    return int(rows.filter(opened_at__isnull=True).update(opened_at=civil_now()))


def _page_of(reminder: Reminder) -> str:
    if reminder.version_id is None:
        return HOME
    if reminder.what != RELAY:
        return f"/to/nha/{reminder.version_id}/"
    relay = Relay.objects.filter(
        version=reminder.version_id, neighbourhood=reminder.staff.neighbourhood_id
    ).first()
    return f"/to/chuyen-tiep/{relay.pk}/" if relay else HOME
