"""The provincial service centre: its address on a day, and how a new one follows an old one."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality, ServiceCentre
from nhipcau.text.fold import tidy

CODE = "{code}"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CentreInput:
    """`url` may hold {code} where the procedure's code belongs; without it, it is the front page.
    `valid_to` is the last day."""

    name: str
    url: str
    valid_from: date
    valid_to: date | None = None


def centre_on(day: date) -> ServiceCentre | None:
    """The one in force in the open scope; between two, none."""
    begun = ServiceCentre.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if begun is None or (begun.valid_to is not None and begun.valid_to < day):
        return None
    return begun


def centre_page(centre: ServiceCentre, code: str) -> str:
    """Its page of one procedure."""
    return centre.url.replace(CODE, quote(code, safe=""))


def host_of(centre: ServiceCentre) -> str:
    """As people say it: dichvucong.gov.vn"""
    return urlsplit(centre.url).netloc


def set_centre(locality: Locality, given: CentreInput, *, by: Actor) -> ServiceCentre:
    """A new address from a day on; the one before ends the day before, if it went on."""
    _check(given)
    same_day = BadInput(_("Đã có một địa chỉ bắt đầu từ ngày này."), field="valid_from")
    later = ServiceCentre.objects.filter(valid_from__gt=given.valid_from)
    if given.valid_to is None and later.exists():
        first = later.order_by("valid_from").first()
        given = CentreInput(
            given.name, given.url, given.valid_from, first.valid_from - A_DAY if first else None
        )
    try:
        with transaction.atomic():
            before = ServiceCentre.objects.filter(valid_from__lt=given.valid_from)
            running = before.exclude(valid_to__lt=given.valid_from)
            running.update(valid_to=given.valid_from - A_DAY)
            centre = ServiceCentre.objects.create(
                locality=locality,
                name=tidy(given.name),
                url=given.url.strip(),
                valid_from=given.valid_from,
                valid_to=given.valid_to,
            )
            record(by, "centre.set", centre, after={"from": given.valid_from.isoformat()})
    except IntegrityError:
        raise same_day from None
    return centre


def end_centre(centre: ServiceCentre, *, on: date, by: Actor) -> None:
    """Its last day is known. Nobody is led there afterwards."""
    if on < centre.valid_from:
        raise BadInput(_("Ngày cuối phải sau ngày bắt đầu."), field="valid_to")
    with transaction.atomic():
        going_on = ServiceCentre.objects.filter(pk=centre.pk, valid_to=None)
        if not going_on.update(valid_to=on):
            raise WrongState(_("Địa chỉ này đã có ngày cuối."))
        record(by, "centre.ended", centre, after={"to": on.isoformat()})
    centre.refresh_from_db()


def _check(given: CentreInput) -> None:
    if not 2 <= len(tidy(given.name)) <= 160:
        raise BadInput(_("Hãy ghi tên trung tâm, nhiều nhất 160 chữ."), field="name")
    parts = urlsplit(given.url.strip())
    is_host = "." in parts.netloc and "{" not in parts.netloc and "@" not in parts.netloc
    if parts.scheme != "https" or not is_host or len(given.url) > 300:
        raise BadInput(
            _("Địa chỉ phải bắt đầu bằng https://, ví dụ https://dichvucong.gov.vn/."), field="url"
        )
    if given.valid_to is not None and given.valid_to < given.valid_from:
        raise BadInput(_("Ngày cuối phải sau ngày bắt đầu."), field="valid_to")
