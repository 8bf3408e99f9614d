"""Each ward gets what the province issued as a draft among its own notices, in the name of one of
its own people: from there it is a notice like any other."""

from contextlib import suppress

import structlog
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.dispatch.tell import tell_staff
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.notices.papers import store_file
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.replication.models import FromProvince, Issued, IssuedTo
from nhipcau.replication.province.given import as_notice
from nhipcau.replication.province.rights import ANSWERS, WRITES_DRAFTS

log = structlog.get_logger("nhipcau.province")
NOBODY, REFUSED = "nobody", "refused"


def deliver_issued() -> int:
    """Periodic. What a crash left queued, or a ward without a writer, is tried again."""
    with scopes_disabled():  # states and ids; each ward in its own scope below
        queued = list(
            IssuedTo.objects.filter(
                state=IssuedTo.State.QUEUED,
                issued__ended_at=None,
                ward__closed_at=None,
                ward__overseen_by=F("locality"),
            )
            .exclude(problem=REFUSED)
            .select_related("issued__locality", "ward")
            .order_by("pk")
        )
    return sum(deliver(to) for to in queued)


def deliver(to: IssuedTo) -> bool:
    """Verb. Once a ward: a second one at the same moment makes nothing."""
    with scope(locality=to.ward), house_language():
        writer = who_writes(to.ward)
        if writer is None:
            return _note(to, NOBODY)
        try:
            given = _given(to.issued, to.ward)
            with transaction.atomic():
                _draft(to, given, writer)
        except IntegrityError:  # another worker was faster
            return False
        except DomainError as fault:  # the deadline is over, say
            log.warning("issued notice not drafted", to=to.pk, field=fault.field)
            return _note(to, REFUSED)
        except OSError:  # the paper's file is away: tried again, and no other waits for it
            log.exception("issued notice not drafted", to=to.pk)
            return False
        tell_ward(to, _("Tỉnh gửi một thông báo: đã có bản nháp, mở Việc tỉnh giao để xem."), "new")
    return True


def who_writes(ward: Locality) -> Staff | None:
    """Whose draft it is: an editor before officers and clerks, never who would approve it."""
    people = Staff.objects.filter(locality=ward, is_active=True, role__in=WRITES_DRAFTS)
    found = sorted(people.order_by("pk"), key=lambda one: WRITES_DRAFTS.index(one.role))
    return next(iter(found), None)


def tell_ward(to: IssuedTo, text: str, what: str) -> int:
    """By ways that cost nothing. To how many a message went; the page says it to all."""
    people = Staff.objects.filter(locality=to.ward, is_active=True, role__in=ANSWERS)
    ids = list(people.values_list("pk", flat=True))
    told: set[int] = set()
    with suppress(DomainError):
        told = tell_staff(ids, key=f"province:{what}:{to.pk}", title=_("Việc tỉnh giao"), text=text)
    return len(told)


def _given(issued: Issued, ward: Locality) -> NoticeInput:
    key, name = "", ""
    if issued.file:
        with default_storage.open(issued.file.name or "") as file:
            key, name = store_file(ward, file, issued.file_name)
    issuer = issued.locality.issuer
    return as_notice(issued, issuer, issued.issued_at, file=key, file_name=name)


def _draft(to: IssuedTo, given: NoticeInput, writer: Staff) -> None:
    issued = to.issued
    version = draft_notice(to.ward, given, by=writer)
    FromProvince.objects.create(
        locality=to.ward,
        issued=issued.pk,
        office=issued.locality,
        title=version.title,
        text=version.text,
        reply_by=issued.reply_by,
        notice=version.notice,
        received_at=civil_now(),
    )
    audit.record(SYSTEM, "notice.from_province", version, after={"issued": issued.pk})
    with scope(locality=issued.locality):
        IssuedTo.objects.filter(pk=to.pk, state=IssuedTo.State.QUEUED).update(
            state=IssuedTo.State.WAITING, problem=""
        )


def _note(to: IssuedTo, problem: str) -> bool:
    with scope(locality=to.locality_id):
        IssuedTo.objects.filter(pk=to.pk, state=IssuedTo.State.QUEUED).update(problem=problem)
    return False
