"""A locality begins: the tenant of a unit, and the neighbourhoods in it."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput
from nhipcau.places.models import Locality, Neighbourhood, Unit

# First words of other addresses: a portal at `/<slug>/` must not hide them.
RESERVED = frozenset(
    {"accounts", "api", "dang-nhap", "dang-xuat", "demo", "dien-thoai", "lam-viec", "loa", "moi"}
    | {"da-nhan", "dien-tap", "lay-so", "lich", "nhom-noi-bo", "quay", "thu"}
    | {"metrics", "static", "suc-khoe", "t", "tinh", "to", "vao-nhom", "wh"}
)

UNNUMBERED_FROM = 10_000


def create_locality(unit: Unit, *, slug: str, issuer: str, by: Actor, name: str = "") -> Locality:
    if unit.level != Unit.Level.COMMUNE:
        raise BadInput(_("Chỉ mở được địa bàn cho một phường, xã hoặc đặc khu."), field="unit")
    return _open(Locality(unit=unit, slug=slug, name=name or unit.name, issuer=issuer), by)


def create_office(unit: Unit, *, slug: str, issuer: str, by: Actor) -> Locality:
    """Where a province's own staff work. No household lives in it, and it has no portal."""
    if unit.level != Unit.Level.PROVINCE:
        raise BadInput(_("Cơ quan theo dõi chung phải là của một tỉnh, thành phố."), field="unit")
    made = Locality(unit=unit, slug=slug, name=unit.name, issuer=issuer, is_office=True)
    return _open(made, by)


def _open(locality: Locality, by: Actor) -> Locality:
    slug = locality.slug
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or slug in RESERVED:
        raise BadInput(
            _("Tên ngắn “%(slug)s” không dùng được: chỉ gồm chữ thường không dấu, số và gạch nối.")
            % {"slug": slug},
            field="slug",
        )
    locality.issuer = locality.issuer.strip()
    if not locality.issuer:
        raise BadInput(_("Cần tên cơ quan ban hành, ví dụ “UBND phường Sông Cầu”."), field="issuer")
    try:
        with transaction.atomic():
            locality.save(force_insert=True)
            record(by, "locality.created", locality, locality=locality.pk, after={"slug": slug})
    except IntegrityError:
        raise BadInput(
            _("Tên ngắn “%(slug)s” đã có địa bàn khác dùng.") % {"slug": slug}, field="slug"
        ) from None
    return locality


def choose_unit(locality: Locality, unit: Unit, *, issuer: str, by: Actor) -> None:
    """Verb, on the first day: which official unit it is, and who issues its notices. Whoever calls
    makes sure that nothing went out under the former name."""
    if unit.level != Unit.Level.COMMUNE:
        raise BadInput(_("Chỉ mở được địa bàn cho một phường, xã hoặc đặc khu."), field="unit")
    issuer = " ".join(issuer.split())
    if not 0 < len(issuer) <= 160:
        raise BadInput(_("Cần tên cơ quan ban hành, ví dụ “UBND phường Sông Cầu”."), field="issuer")
    with transaction.atomic():
        change = {"before": {"unit": locality.unit_id}, "after": {"unit": unit.pk}}
        Locality.objects.filter(pk=locality.pk).update(unit=unit, name=unit.name, issuer=issuer)
        record(by, "locality.unit_chosen", locality, locality=locality.pk, **change)
    locality.refresh_from_db()


def add_neighbourhood(
    locality: Locality,
    *,
    name: str,
    by: Actor,
    number: int | None = None,
    former_unit: Unit | None = None,
) -> Neighbourhood:
    name = _checked_name(name)
    try:
        with transaction.atomic():
            found = Neighbourhood.objects.create(
                locality=locality,
                name=name,
                number=number if number is not None else number_in(name),
                former_unit=former_unit,
                position=next_position(locality, number if number is not None else number_in(name)),
            )
            record(by, "neighbourhood.added", found)
    except IntegrityError:
        raise _taken(name) from None
    return found


def rename_neighbourhood(neighbourhood: Neighbourhood, *, name: str, by: Actor) -> None:
    name = _checked_name(name)
    try:
        with transaction.atomic():
            Neighbourhood.objects.filter(pk=neighbourhood.pk).update(
                name=name, number=number_in(name)
            )
            record(by, "neighbourhood.renamed", neighbourhood)
    except IntegrityError:
        raise _taken(name) from None
    neighbourhood.name = name


def set_means(
    neighbourhood: Neighbourhood, *, has_megaphone: bool, has_gong: bool, by: Actor
) -> None:
    """What the neighbourhood has to call people with: a loudspeaker carried by hand, a gong."""
    wanted = {"has_megaphone": has_megaphone, "has_gong": has_gong}
    with transaction.atomic():
        Neighbourhood.objects.filter(pk=neighbourhood.pk).update(**wanted)
        record(by, "neighbourhood.means", neighbourhood, after=wanted)
    neighbourhood.refresh_from_db()


def next_position(locality: Locality, number: int | None) -> int:
    """Numbered ones in their order, named ones behind them as they come."""
    if number is not None:
        return number
    return UNNUMBERED_FROM + Neighbourhood.objects.filter(locality=locality).count()


def number_in(name: str) -> int | None:
    """ "Tổ dân phố số 13" → 13; "Bản Vén" → None."""
    found = re.search(r"\d{1,4}", name)
    return int(found.group()) if found else None


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise BadInput(_("Tên tổ, thôn phải có từ 1 đến 80 chữ."), field="name")
    return name


def _taken(name: str) -> BadInput:
    return BadInput(_("Địa bàn đã có “%(name)s”.") % {"name": name}, field="name")
