"""What of a household or a person the file says differently, and how it is staged."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from nhipcau.country.chosen import country
from nhipcau.people.addresses import fold_alley, fold_house, has_place_word
from nhipcau.people.models import Resident, StagedHousehold, StagedResident
from nhipcau.people.register.known import KnownHousehold, KnownResident
from nhipcau.people.register.rows import PersonRow
from nhipcau.people.register.split import FileHousehold
from nhipcau.text.fold import fold

# How a preview names what changed. Lazy: a label is put into words only where it is needed.
OF_HOUSEHOLD = {
    "code": _("mã hộ"),
    "head_name": _("chủ hộ"),
    "house": _("số nhà"),
    "alley": _("ngõ, đường"),
    "landmark": _("mốc nhận biết"),
    "best_way": _("cách báo tin"),
    "language": _("ngôn ngữ"),
}
FLAGS = {
    "has_smartphone": ("smartphone", _("điện thoại thông minh")),
    "elder_alone": ("alone", _("người già ở một mình")),
    "follows_oa": ("follows", _("quan tâm OA")),
}
OF_PERSON = {
    "name": _("họ tên"),
    "born_on": _("ngày sinh"),
    "birth_year": _("năm sinh"),
    "sex": _("giới tính"),
    "residence": _("cư trú"),
    "relation": _("quan hệ với chủ hộ"),
}
GONE, BACK = _("đã mất hoặc chuyển đi"), _("đã trở lại")
# "Số 12" and "12" are one house; a name whose marks were put right is another spelling.
SAME_WHEN: dict[str, Callable[[str], str]] = {
    "house": fold_house,
    "alley": fold_alley,
    "head_name": str,
}


def place_name(written: str) -> str:
    """ "13" becomes "Tổ 13"; what is named as people name it stays."""
    if has_place_word(written):
        return written
    return country().addresses.neighbourhood.format(name=written)


def base_key(home: FileHousehold) -> str:
    """By the number in the ward's book, else by address and head. `#` is kept for namesakes."""
    code = fold(home.first("code"))
    if code:
        parts = [home.place_key, f"ma {code}"]
    else:
        address = f"{home.first('house')} {home.first('alley')}"
        parts = [home.place_key, fold(address), fold(home.head_name)]
    return "|".join(parts).replace("#", " ")[:110]


def resident_key(row: PersonRow) -> str:
    born = row.born_on.isoformat() if row.born_on else str(row.birth_year or "")
    return f"{fold(row.name)}|{born}"[:160]


def set_household(
    staged: StagedHousehold, home: FileHousehold, known: KnownHousehold | None
) -> list[str]:
    """Fill in what is new or said differently; the labels of what changed."""
    said = {name: home.first(name) for name in OF_HOUSEHOLD if name != "head_name"}
    said["head_name"] = home.head_name
    changes = []
    for name, label in OF_HOUSEHOLD.items():
        same = SAME_WHEN.get(name, fold)
        if said[name] and (known is None or same(said[name]) != same(getattr(known, name))):
            setattr(staged, name, said[name])
            changes.append(str(label))
    for name, (source, label) in FLAGS.items():
        value = home.flag(source)
        if value is not None and (known is None or value != getattr(known, name)):
            setattr(staged, name, value)
            changes.append(str(label))
    if known and known.is_gone and any(not row.is_gone for row in home.persons):
        staged.is_gone = False
        changes.append(str(BACK))
    return changes if known else []


def set_resident(staged: StagedResident, row: PersonRow, known: KnownResident | None) -> list[str]:
    changes = []
    for name, label in OF_PERSON.items():
        value = getattr(row, name)
        if value and (known is None or value != getattr(known, name)):
            setattr(staged, name, value)
            changes.append(str(label))
    if known is None:
        staged.residence = row.residence or Resident.Residence.PERMANENT
        staged.is_head = row.is_head
        staged.is_gone = False
        return []
    if row.is_head and not known.is_head:
        staged.is_head = True
        changes.append(str(OF_HOUSEHOLD["head_name"]))
    if row.is_gone != known.is_gone:
        staged.is_gone = row.is_gone
        changes.append(str(GONE if row.is_gone else BACK))
    return changes


def people_after(
    known: KnownHousehold | None, matched: dict[int, KnownResident], persons: list[PersonRow]
) -> int:
    """Who lives there when the file is written: repeated rows once, those it does not name too."""
    of_file = sum(not row.is_gone for row in persons)
    matched_ids = {resident.id for resident in matched.values()}
    others = sum(
        not resident.is_gone and resident.id not in matched_ids
        for resident in (known.residents if known else ())
    )
    counted = next((row.people for row in persons if row.people), None)
    return max(of_file + others, counted or 0)
