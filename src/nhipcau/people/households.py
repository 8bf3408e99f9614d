"""What officers and leaders learn about a household at its door, written into the register."""

from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.country.chosen import country
from nhipcau.people.models import Household, LegalBasis
from nhipcau.people.rights import require_place
from nhipcau.text.fold import tidy

LENGTHS = {"head_name": 120, "house": 40, "alley": 80, "landmark": 120}
CHOICES: dict[str, tuple[str, dict[str, object]]] = {
    "smartphone": ("has_smartphone", {"yes": True, "no": False, "": None}),
    "best_way": ("best_way", {way: way for way in ["", *Household.BestWay.values]}),
    "told_basis": ("told_basis", {basis: basis for basis in LegalBasis.values}),
}


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """None means "as it is"; `smartphone` is "yes", "no" or "" for not known."""

    head_name: str | None = None
    house: str | None = None
    alley: str | None = None
    landmark: str | None = None
    smartphone: str | None = None
    best_way: str | None = None
    told_basis: str | None = None
    language: str | None = None


def edit_household(household: Household, change: HouseholdChange, *, by: Actor) -> Household:
    require_place(by, household.neighbourhood)
    wanted = _checked(change)
    if not wanted:
        return household
    with transaction.atomic():
        if not Household.objects.filter(pk=household.pk).update(**wanted):
            raise WrongState(_("Hộ này không còn trong sổ."))
        record(by, "household.edited", household, after={"fields": sorted(wanted)})
    household.refresh_from_db()
    return household


def mark_gone(household: Household, *, by: Actor) -> None:
    """They moved away: no longer counted and told, kept for the history of past notices."""
    _set_gone(household, by=by, is_gone=True)


def mark_back(household: Household, *, by: Actor) -> None:
    _set_gone(household, by=by, is_gone=False)


def _set_gone(household: Household, *, by: Actor, is_gone: bool) -> None:
    require_place(by, household.neighbourhood)
    with transaction.atomic():
        changed = Household.objects.filter(pk=household.pk, is_gone=not is_gone).update(
            is_gone=is_gone
        )
        if not changed:
            raise WrongState(_("Có người vừa ghi việc này rồi."))
        record(by, "household.left" if is_gone else "household.back", household)
    household.refresh_from_db()


def _checked(change: HouseholdChange) -> dict[str, object]:
    given = {
        field.name: value
        for field in fields(change)
        if (value := getattr(change, field.name)) is not None
    }
    wanted: dict[str, object] = {}
    for name, limit in LENGTHS.items():
        if name in given:
            wanted[name] = tidy(given[name])
            if len(tidy(given[name])) > limit:
                raise BadInput(_("Tối đa %(limit)d chữ.") % {"limit": limit}, field=name)
    if "head_name" in wanted and not wanted["head_name"]:
        raise BadInput(_("Hộ phải có tên chủ hộ."), field="head_name")
    spoken: dict[str, object] = {code: code for code in country().spoken}
    for name, (column, answers) in {**CHOICES, "language": ("language", spoken)}.items():
        if name in given:
            if given[name] not in answers:
                raise BadInput(_("Lựa chọn này không có."), field=name)
            wanted[column] = answers[given[name]]
    return wanted
