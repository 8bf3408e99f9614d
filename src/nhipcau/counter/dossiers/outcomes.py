"""What became of messages about dossiers: one that did not arrive waits for the next way.

Called from the slot `dispatch.outcomes`, inside the sender's transaction, for every batch: what
was not lost costs nothing. The next way is found a little later (tell.py): it may ask much.
"""

from collections.abc import Sequence

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.counter.models import DossierMessage
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome

PLATFORM = Actor("platform", "receipt")
LOST = frozenset(
    {
        Delivery.State.REFUSED,
        Delivery.State.UNKNOWN,
        Delivery.State.EXPIRED,
        Delivery.State.STOPPED,
    }
)


def take_dossier_outcomes(batch: Sequence[Outcome]) -> None:
    lost = {one.job: one for one in batch if one.state in LOST}
    if not lost:
        return
    for message in DossierMessage.objects.filter(job__in=lost).select_related("dossier"):
        found = lost[message.job_id or 0]
        fault = (found.error or found.state)[:40]
        waiting = DossierMessage.objects.filter(pk=message.pk, failed_at=None)
        if waiting.update(state=DossierMessage.State.LOST, failed_at=found.at, fault=fault):
            after = {"error": fault, "message": message.pk, "way": message.way}
            record(PLATFORM, "dossier.message_lost", message.dossier, after=after)
