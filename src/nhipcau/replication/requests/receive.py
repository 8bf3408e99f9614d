"""Somebody asks about their own data: it is written down with its due times."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.people.models import Household, Resident, Staff
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.replication.models import DataRequest
from nhipcau.replication.requests.due import due_of
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

WORDS_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """`household` None: nobody of that name is in the register, which is an answer as well."""

    kind: str
    asker: str
    contact: str
    words: str = ""
    household: Household | None = None
    resident: Resident | None = None


def receive_request(locality: Locality, asked: Asked, *, by: Staff) -> DataRequest:
    """Verb."""
    require_admin(by.actor, locality.pk)
    asker, contact = tidy(asked.asker), tidy(asked.contact)
    if asked.kind not in DataRequest.Kind.values:
        raise BadInput(_("Hãy chọn người dân yêu cầu điều gì."), field="kind")
    if not asker:
        raise BadInput(_("Hãy ghi ai yêu cầu."), field="asker")
    if not contact:
        raise BadInput(_("Hãy ghi trả lời cho họ bằng cách nào."), field="contact")
    if asked.resident and asked.household != asked.resident.household:
        raise BadInput(_("Người này không ở hộ đã chọn."), field="whose")
    now = civil_now()
    due = due_of(asked.kind, now, office_of(locality))
    with transaction.atomic():
        made = DataRequest.objects.create(
            locality=locality,
            kind=asked.kind,
            household=asked.household,
            resident=asked.resident,
            asker=asker[:120],
            contact=contact[:120],
            words=mask_ids(asked.words.strip())[:WORDS_LONGEST],
            received_at=now,
            answer_by=due.answer_by,
            due_at=due.due_at,
            made_by=by,
        )
        record(by.actor, "data_request.received", made, after={"kind": asked.kind})
    return made
