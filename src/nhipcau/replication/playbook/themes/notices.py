"""What a notice begins from, and when in the year which one is due."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.notices.models import Notice, Template
from nhipcau.notices.starters import Starter, drop_starter, set_starter
from nhipcau.replication.playbook.shape import may, must, number, some
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.plan import plan_theme

DAY = r"((0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?"
ANSWERS = ("will_come", "excused", "done", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPlan:
    """What stands in square brackets is filled in by whoever writes the notice."""

    name: str = must(longest=120)
    kind: str = must(among=tuple(Notice.Kind.values))
    urgency: str = may(among=("", *Notice.Urgency.values))
    title: str = must(longest=160)
    text: str = must(longest=8000)
    for_whom: str = may(longest=160)
    place: str = may(longest=160)
    bring: str = may(longest=200)
    answers: tuple[str, ...] = some(among=ANSWERS)
    min_age: int = number(most=130)
    max_age: int = number(most=130)


IN_FIELDS = ("urgency", "for_whom", "place", "bring", "answers", "min_age", "max_age")


def _starters(place: Place) -> list[Found]:
    rows = Template.objects.filter(locality=place.locality).order_by("pk")
    return [Found(_starter_of(row), row.pk) for row in rows]


def _starter_of(row: Template) -> StarterPlan:
    kept = {name: row.fields[name] for name in IN_FIELDS if row.fields.get(name)}
    kept["answers"] = tuple(one for one in kept.get("answers", ()) if one in ANSWERS)
    return StarterPlan(name=row.name, kind=row.kind, title=row.title, text=row.text, **kept)


def _put_starter(place: Place, key: str, item: StarterPlan, row: int) -> int:
    said: dict[str, Any] = {name: getattr(item, name) for name in IN_FIELDS if getattr(item, name)}
    if item.answers:
        said["answers"] = list(item.answers)
    given = Starter(key, item.name, item.kind, item.title, item.text, said)
    known = Template.objects.get(pk=row) if row else None
    return set_starter(place.locality, given, row=known, by=place.actor).pk


def _drop_starter(place: Place, key: str, row: int) -> None:
    drop_starter(Template.objects.get(pk=row), by=place.actor)


STARTERS = Theme(
    name="starters",
    title=_("Mẫu thông báo"),
    remark="Mẫu thông báo. Chỗ trong [ngoặc vuông] người soạn phải điền trước khi phát.",
    kind=StarterPlan,
    found=_starters,
    put=_put_starter,
    drop=_drop_starter,
    name_of=lambda item: item.name,
    is_ordered=True,
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """`starter`: a key of starters.yaml. `begins` and `ends` are month-day; `when` says it in words
    where the day changes with the year."""

    name: str = must(longest=120)
    begins: str = may(like=DAY, sample="09-02")
    ends: str = may(like=DAY, sample="09-02")
    when: str = may(longest=120)
    starter: str = may(longest=80)
    who: str = may(longest=200)
    note: str = may(longest=2000)


CAMPAIGNS = plan_theme(
    "campaigns",
    title=_("Việc trong năm"),
    remark="Các đợt trong năm theo thứ tự; starter là tên một mẫu trong starters.yaml.",
    kind=Campaign,
    name_of=lambda item: item.name,
)
