"""A leader passes the notice into the household group: asked, opened, posted, and who was seen.

`mark_observed` is the leader's one gesture over the group's viewer list; it can be taken back.
"""

import uuid
from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.papers import store_photo
from nhipcau.outreach.answered import note_seen
from nhipcau.outreach.evidence import Observation, record_evidence, retract_all
from nhipcau.outreach.models import Evidence, Level, Relay, Standing
from nhipcau.outreach.remind import RELAY
from nhipcau.outreach.rights import may_serve, must_be_out, must_serve
from nhipcau.people.models import Membership, Staff


def open_relay(relay: Relay, *, by: Staff) -> None:
    """The leader's phone showed it: from now on we know that they know."""
    must_serve(by, relay.locality_id, relay.neighbourhood_id)
    now = civil_now()
    with transaction.atomic():
        if Relay.objects.filter(pk=relay.pk, opened_at__isnull=True).update(opened_at=now):
            audit.record(by.actor, "relay.opened", relay)
        note_seen(by, [relay.version_id], RELAY)


def mark_posted(relay: Relay, *, by: Staff, photo: "UploadedFile[bytes] | None" = None) -> int:
    """ "Đã đăng". Every joined household of the audience is covered. Returns how many."""
    must_serve(by, relay.locality_id, relay.neighbourhood_id)
    must_be_out(relay.version)
    kept = store_photo(relay.locality_id, photo, "relays") if photo is not None else ""
    now = civil_now()
    with transaction.atomic():
        waiting = Relay.objects.filter(pk=relay.pk, state=Relay.State.WAITING)
        posted_now = {"posted_at": now, "posted_by": by, "photo": kept}
        if not waiting.update(state=Relay.State.POSTED, **posted_now):
            raise WrongState(_already(relay))
        relay.refresh_from_db()
        joined = Membership.objects.filter(
            group=relay.group_id, state=Membership.State.CONFIRMED
        ).values_list("household_id", flat=True)
        key = f"relay:{relay.pk}:{uuid.uuid4().hex[:12]}"
        posted = [Observation(h, Level.POSTED, ChannelKind.RELAY, now, key) for h in set(joined)]
        covered = record_evidence(relay.version, posted, by=by.actor)
        audit.record(by.actor, "relay.posted", relay, after={"households": covered})
    return covered


def unmark_posted(relay: Relay, *, by: Staff) -> None:
    """It was a slip: the group has not seen it yet."""
    must_serve(by, relay.locality_id, relay.neighbourhood_id)
    with transaction.atomic():
        posted = Relay.objects.filter(pk=relay.pk, state=Relay.State.POSTED)
        if not posted.update(state=Relay.State.WAITING, posted_at=None, posted_by=None, photo=""):
            raise WrongState(_("Lượt này chưa được đánh dấu là đã đăng."))
        rows = Evidence.objects.filter(
            version=relay.version_id, key__startswith=f"relay:{relay.pk}:", retracts__isnull=True
        )
        taken = retract_all(relay.version, rows, by=by.actor)
        audit.record(by.actor, "relay.unposted", relay, after={"households": len(taken)})


def mark_observed(
    version: NoticeVersion,
    households: Collection[int],
    *,
    by: Staff,
    gesture: uuid.UUID | None = None,
) -> int:
    """These households are in the group's viewer list, or answered there. Returns how many are new.

    `gesture` is made on the phone, so that a repeated request is the same gesture.
    """
    must_be_out(version)
    asked = _of_the_audience(version, households, by)
    now = civil_now()
    key = f"observed:{(gesture or uuid.uuid4()).hex}"
    rows = [Observation(h, Level.OBSERVED, ChannelKind.RELAY, now, key) for h in asked]
    with transaction.atomic():
        marked = record_evidence(version, rows, by=by.actor)
        if marked:
            audit.record(by.actor, "households.observed", version, after={"households": marked})
    return marked


def unmark_observed(version: NoticeVersion, households: Collection[int], *, by: Staff) -> int:
    """Take a wrong mark back. Returns how many marks were taken back."""
    asked = _of_the_audience(version, households, by)
    rows = Evidence.objects.filter(
        version=version, household__in=asked, level=Level.OBSERVED, retracts__isnull=True
    )
    return len(retract_all(version, rows, by=by.actor))


def stop_relays(version: NoticeVersion, *, by: Actor) -> int:
    """What was not posted yet is not to be posted any more."""
    with transaction.atomic():
        stopped = Relay.objects.filter(version=version, state=Relay.State.WAITING).update(
            state=Relay.State.STOPPED
        )
        audit.record(by, "relays.stopped", version, after={"relays": stopped})
    return stopped


def _of_the_audience(version: NoticeVersion, households: Collection[int], by: Staff) -> list[int]:
    if not households:
        raise BadInput(_("Hãy chọn ít nhất một hộ."), field="households")
    where = dict(
        Standing.objects.filter(version=version, household__in=households).values_list(
            "household_id", "neighbourhood_id"
        )
    )
    if not all(may_serve(by, version.locality_id, place) for place in set(where.values())):
        raise NotAllowed(_("Có hộ không thuộc tổ dân phố bạn phụ trách."))
    return sorted(where)


def _already(relay: Relay) -> str:
    state = Relay.objects.values_list("state", flat=True).get(pk=relay.pk)
    if state == Relay.State.STOPPED:
        return _("Thông báo này đã dừng chuyển tiếp, xin đừng đăng.")
    return _("Thông báo này đã được đánh dấu là đã đăng vào nhóm.")
