"""Everything about one household or one of its people, out of all rooms, as a table to hand on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.channels.models import Incoming, Window
from nhipcau.core.audit import record
from nhipcau.core.errors import WrongState
from nhipcau.counter.erase import appointments_of
from nhipcau.counter.models import (
    Assist,
    Dossier,
    DossierMessage,
    DossierPaper,
    DossierRating,
    DossierStep,
    SkillVisit,
    Ticket,
)
from nhipcau.dispatch.models import Delivery
from nhipcau.inbox.erase import conversations_of
from nhipcau.inbox.models import Forwarding, Message, Question, Rating
from nhipcau.outreach.models import (
    CallPhoto,
    Claim,
    Evidence,
    PassedOn,
    Reply,
    Standing,
    VisitTry,
)
from nhipcau.people.known import Known, known_of
from nhipcau.people.models import (
    Circumstance,
    Consent,
    ContactPoint,
    Household,
    Membership,
    OaMember,
    Resident,
    Staff,
)
from nhipcau.people.rights import require_admin
from nhipcau.replication.data_out.named import NAMED
from nhipcau.replication.erase import places_of
from nhipcau.replication.models import DataRequest
from nhipcau.replication.requests.held import GIVEN
from nhipcau.tables.write import Page, Value, write_xlsx

Rows = QuerySet[Any]


def person_file(request: DataRequest, *, by: Staff) -> bytes:
    """Verb. XLSX, for the person who asked; that it was made is on record, never what is in it."""
    require_admin(by.actor, request.locality_id)
    if request.household is None:
        raise WrongState(_("Chưa rõ của ai nên chưa có tệp."))
    known = known_of(request.household, request.resident)
    zone = ZoneInfo(request.locality.time_zone)
    rows = [row for place in places_of(request.household) for row in _rows(known, place, zone)]
    record(by.actor, "data_request.file_made", request, after={"rows": len(rows)})
    page = Page(
        name=_("Dữ liệu"),
        title=_("Dữ liệu cá nhân do %(place)s giữ") % {"place": request.locality.name},
        headings=[_("Phần"), _("Dòng"), _("Mục"), _("Giá trị")],
        rows=rows,
        widths=[34, 8, 28, 70],
    )
    return write_xlsx([page])


def _rows(known: Known, place: Any, zone: ZoneInfo) -> Iterator[list[Value]]:
    with scope(locality=place):
        for found in held(known):
            label = found.model._meta.label
            for nth, row in enumerate(found.order_by("pk"), start=1):
                for field, words in GIVEN[label].items():
                    value = _said(row, field, zone)
                    if value not in {"", None}:
                        yield [NAMED[label], nth, str(words), value]


def held(known: Known) -> list[Rows]:
    """In the open scope. What is about the home as a whole is each one's who lives in it."""
    home = known.household
    of_home = Q(household=home)
    talks = conversations_of(known)
    asked = Question.objects.filter(conversation__in=talks)
    coming = appointments_of(known)
    files = Dossier.objects.filter(known.mine | Q(phone__in=known.phones), erased_at=None)
    letters = known.at(person="address")
    if known.is_whole:
        letters |= Q(household=home.pk)
    people = of_home if known.resident is None else Q(pk=known.resident.pk)
    return [
        Household.objects.filter(pk=home.pk),
        Resident.objects.filter(people),
        ContactPoint.objects.filter(known.mine),
        Consent.objects.filter(of_home),
        Membership.objects.filter(known.mine),
        OaMember.objects.filter(known.at(account="group__account")),
        Circumstance.objects.filter(of_home),
        talks,
        Message.objects.filter(conversation__in=talks),
        asked,
        Forwarding.objects.filter(question__in=asked),
        Rating.objects.filter(question__in=asked),
        coming,
        Ticket.objects.filter(pk__in=coming.exclude(ticket=None).values("ticket")),
        Assist.objects.filter(of_home),
        files,
        DossierStep.objects.filter(dossier__in=files),
        DossierPaper.objects.filter(dossier__in=files),
        DossierMessage.objects.filter(dossier__in=files),
        DossierRating.objects.filter(dossier__in=files),
        SkillVisit.objects.filter(of_home),
        Standing.objects.filter(of_home),
        Evidence.objects.filter(of_home),
        VisitTry.objects.filter(visit__household=home),
        Claim.objects.filter(of_home),
        PassedOn.objects.filter(of_home),
        Reply.objects.filter(of_home),
        CallPhoto.objects.filter(of_home),
        Delivery.objects.filter(letters),
        Incoming.objects.filter(known.at()),
        Window.objects.filter(known.at()),
        DataRequest.objects.filter(known.mine),
    ]


def _said(row: Model, name: str, zone: ZoneInfo) -> Value:
    field: Any = row._meta.get_field(name)
    value = getattr(row, name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return value.astimezone(zone)
    return value if isinstance(value, str | int | float) or value is None else str(value)
