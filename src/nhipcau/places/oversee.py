"""Which wards a province's office sees the counts of, and gives its notices to."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality


def wards_of(office: Locality) -> QuerySet[Locality]:
    """Those that live, by name."""
    return Locality.objects.filter(overseen_by=office, closed_at=None).order_by("name", "pk")


def put_under(locality: Locality, office: Locality, *, by: Actor) -> None:
    """Verb. One at a time: a ward belongs to one province."""
    if not office.is_office:
        raise BadInput(_("“%(name)s” không phải là cơ quan của tỉnh.") % {"name": office.name})
    if locality.is_office:
        raise BadInput(_("Cơ quan của tỉnh không thuộc một tỉnh khác."))
    with transaction.atomic():
        found = Locality.objects.filter(pk=locality.pk, overseen_by=None, closed_at=None)
        if not found.update(overseen_by=office):
            raise WrongState(
                _("%(name)s đã đóng hoặc đã thuộc một tỉnh.") % {"name": locality.name}
            )
        record(by, "locality.overseen", locality, locality=locality.pk, after={"by": office.pk})
        record(by, "province.ward_joined", office, locality=office.pk, after={"ward": locality.pk})
    locality.refresh_from_db()


def take_out(locality: Locality, *, by: Actor) -> None:
    """Verb. From now on the province gets nothing new of it."""
    with transaction.atomic():
        office = Locality.objects.filter(wards=locality.pk).first()
        found = Locality.objects.filter(pk=locality.pk, overseen_by=office)
        if office is None or not found.update(overseen_by=None):
            raise WrongState(_("%(name)s không thuộc tỉnh nào.") % {"name": locality.name})
        before = {"by": office.pk}
        record(by, "locality.overseen_no_more", locality, locality=locality.pk, before=before)
        record(by, "province.ward_left", office, locality=office.pk, after={"ward": locality.pk})
    locality.refresh_from_db()
