"""A circle's officer passes a notice from above on to the circle's own members."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.circles.models import CircleMember, CircleNotice, CircleRelay
from nhipcau.circles.publish import give_reads
from nhipcau.circles.rights import actor_of, must_lead
from nhipcau.circles.tell import tell
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState


def pass_on(relay: CircleRelay, *, by: CircleMember) -> int:
    """Verb. Returns how many messages go. Above, only the number of readers is seen."""
    must_lead(by, relay.circle_id)
    if relay.notice.state != CircleNotice.State.PUBLISHED:
        raise WrongState(_("Thông báo này đã được thu hồi."))
    with transaction.atomic():
        waiting = CircleRelay.objects.unguarded("passing on").filter(pk=relay.pk, passed_at=None)
        if not waiting.update(passed_at=civil_now(), passed_by=by):
            raise WrongState(_("Thông báo này đã được chuyển rồi."))
        told = tell(relay.notice, give_reads(relay.notice, relay.circle), 0)
        audit.record(actor_of(by), "circle_notice.passed_on", relay, after={"told": told})
    relay.refresh_from_db()
    return told
