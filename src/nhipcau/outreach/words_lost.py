"""A message to one of ours did not arrive: that way is over, the next is tried, or the ward calls.

Called from the slot of outcomes, inside the sender's transaction.
"""

from collections.abc import Sequence

from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.remind import call_if_last
from nhipcau.people.ways import fail_way

PLATFORM = Actor("platform", "receipt")


def take_words(lost: Sequence[Outcome]) -> None:
    """`lost`: outcomes of jobs that are no route of a notice; most are nobody of ours."""
    ours = [one for one in lost if one.household is None]
    if not ours:
        return
    rows = Reminder.objects.filter(
        job__in={one.job for one in ours}, opened_at__isnull=True
    ).select_related("way__account", "version__locality", "staff__neighbourhood")
    by_address = {(row.job_id, row.way.value): row for row in rows if row.way is not None}
    found = [(one, by_address.get((one.job, one.address))) for one in ours]
    for one, row in found:
        if row is not None:
            _fail(row, one)


def _fail(row: Reminder, one: Outcome) -> None:
    waiting = Reminder.objects.filter(pk=row.pk, failed_at__isnull=True)
    if not waiting.update(failed_at=civil_now()):
        return
    way = row.way
    if way is not None and one.state == Delivery.State.REFUSED:
        account = Account.objects.filter(pk=one.account).first()
        transport = TRANSPORTS.get(account.speaks) if account else None
        if transport is not None and one.error in transport.gone_errors:
            fail_way(way, by=PLATFORM)
    if row.version is not None and row.version.state == NoticeVersion.State.PUBLISHED:
        call_if_last(row.version, row)
