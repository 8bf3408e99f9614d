"""A version goes out: frozen audience, plan, routes. Of two people pressing at once one wins.

First one short transaction that decides everything; then each route that is due starts in its own
(carry.py). A crash in between loses nothing: the next minute starts what is planned.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import households
from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.core.language import house_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.publish import mark_published
from nhipcau.notices.renditions import sms_to_send
from nhipcau.outreach.carry import start_due
from nhipcau.outreach.correct import follow_up, with_those_who_heard
from nhipcau.outreach.counters import start_counters
from nhipcau.outreach.plan import Wish, keep_plan, propose
from nhipcau.outreach.quiet import lift_quiet
from nhipcau.outreach.sql import freeze_audience
from nhipcau.people.models import Staff


def publish_notice(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    """Approved → published, and on its way to every household of the audience."""
    locality = version.locality
    wish = Wish.of(version, sms_to_send(version).text)
    with house_language():
        plan = propose(locality, wish, civil_now())
    earlier = version.notice.current
    audience = households(locality, Selection.from_json(version.notice.selection))
    with transaction.atomic():
        version = mark_published(version, by=by)
        frozen = freeze_audience(locality.pk, version.pk, audience)
        if not frozen:
            raise BadInput(
                _("Không có hộ nào trong phạm vi này. Hãy xem lại phần “Gửi cho ai”."),
                field="selection",
            )
        if earlier is not None:
            with house_language():
                plan = with_those_who_heard(plan, earlier, version)
        if version.notice.is_danger:
            lift_quiet(version, by=by)
        start_counters(version)
        keep_plan(version, plan)
        if earlier is not None:
            follow_up(earlier, version, by=by.actor)
        after = {"households": frozen, "routes": len(plan.used)}
        audit.record(by.actor, "outreach.begun", version, after=after)
    start_due(version, by=by.actor)
    return version
