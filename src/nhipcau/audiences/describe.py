"""A selection in words: "24 tổ, hộ có người từ 40 tuổi"."""

from django.utils.translation import gettext as _

from nhipcau.audiences.selection import Selection
from nhipcau.people.models import Group, Resident
from nhipcau.places.models import Neighbourhood

NAMED_AT_MOST = 3


def describe(selection: Selection) -> str:
    """One phrase for people; reads the names of places and groups in the open scope."""
    parts = [_places(selection), _groups(selection), _people(selection)]
    if selection.without_smartphone:
        parts.append(_("hộ không có điện thoại thông minh"))
    return ", ".join(part for part in parts if part)


def _places(selection: Selection) -> str:
    if selection.households:
        return _("%(count)d hộ được chọn") % {"count": len(selection.households)}
    if not selection.neighbourhoods:
        return _("Toàn địa bàn")
    if len(selection.neighbourhoods) > NAMED_AT_MOST:
        return _("%(count)d tổ") % {"count": len(selection.neighbourhoods)}
    chosen = Neighbourhood.objects.filter(pk__in=selection.neighbourhoods)
    return ", ".join(chosen.values_list("name", flat=True))


def _groups(selection: Selection) -> str:
    if not selection.groups:
        return ""
    if len(selection.groups) > NAMED_AT_MOST:
        return _("hộ trong %(count)d nhóm") % {"count": len(selection.groups)}
    chosen = Group.objects.filter(pk__in=selection.groups).order_by("name")
    return _("hộ trong nhóm %(names)s") % {
        "names": ", ".join(chosen.values_list("name", flat=True))
    }


def _people(selection: Selection) -> str:
    age = _age(selection)
    if not (age or selection.sex or selection.residences):
        return ""
    who = {"m": _("nam"), "f": _("nữ")}.get(selection.sex, _("người"))
    labels = dict(Resident.Residence.choices)
    lives = [str(labels[name]).lower() for name in selection.residences if name in labels]
    words = [who, age, " / ".join(lives)]
    return _("hộ có %(who)s") % {"who": " ".join(word for word in words if word)}


def _age(selection: Selection) -> str:
    low, high = selection.min_age, selection.max_age
    if low is not None and high is not None:
        return _("từ %(low)d đến %(high)d tuổi") % {"low": low, "high": high}
    if low is not None:
        return _("từ %(low)d tuổi") % {"low": low}
    if high is not None:
        return _("đến %(high)d tuổi") % {"high": high}
    return ""
