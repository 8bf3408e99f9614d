"""The province reminds who has not adopted it. The wards are told by follow.py."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.tasks import wake_on_commit
from nhipcau.people.models import Staff
from nhipcau.replication.models import Issued
from nhipcau.replication.province.follow import OPEN, mark_reminded
from nhipcau.replication.province.rights import require_overseer
from nhipcau.replication.tasks import follow_now

AGAIN = timedelta(hours=1)


def remind_wards(issued: Issued, *, by: Staff) -> int:
    """Verb. Those that have not adopted it, at most once an hour each. How many. Their people are
    told by ways that cost nothing, and every ward sees it on its page."""
    require_overseer(by, issued.locality)
    now = civil_now()
    rested = Q(reminded_at=None) | Q(reminded_at__lte=now - AGAIN)
    rows = issued.wards.filter(
        rested, state__in=OPEN, ward__closed_at=None, ward__overseen_by=issued.locality_id
    )
    with transaction.atomic():
        found = list(rows)
        if not found or issued.ended_at is not None:
            raise WrongState(_("Không còn địa bàn nào cần nhắc lúc này; mỗi giờ nhắc một lần."))
        mark_reminded(found, now, by.actor)
        wake_on_commit(follow_now)
    return len(found)
