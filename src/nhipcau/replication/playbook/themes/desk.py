"""What people come to the desk for; windows are each place's own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nhipcau.counter.arrange import KindInput, end_kind, save_kind
from nhipcau.counter.models import HelpKind
from nhipcau.replication.playbook.shape import must, number
from nhipcau.replication.playbook.theme import Found, Place, Theme


@dataclass(frozen=True, slots=True)
class HelpPlan:
    """`minutes`: what one usually takes. `per_slot`: appointments at one time, 0 takes none."""

    letter: str = must(like=r"[^\W\d_]{1,2}", sample="A")
    name: str = must(longest=60)
    minutes: int = number(10, least=1, most=240)
    per_slot: int = number(0, most=50)
    slot_minutes: int = number(30, most=60)


def _kinds(place: Place) -> list[Found]:
    rows = HelpKind.objects.filter(locality=place.locality, ended_at=None)
    return [
        Found(HelpPlan(row.letter, row.name, row.minutes, row.per_slot, row.slot_minutes), row.pk)
        for row in rows
    ]


def _put_kind(place: Place, key: str, item: HelpPlan, row: int) -> int:
    known = HelpKind.objects.get(pk=row) if row else None
    given = KindInput(item.name, item.letter, item.minutes, item.per_slot, item.slot_minutes)
    return save_kind(place.locality, known, given, by=place.staff).pk


DESK = Theme(
    name="desk",
    title=_("Việc ở bộ phận một cửa"),
    remark="Việc bà con đến làm; letter: chữ trước số chờ; per_slot: nhận hẹn mấy người một giờ.",
    kind=HelpPlan,
    found=_kinds,
    put=_put_kind,
    drop=lambda place, key, row: end_kind(HelpKind.objects.get(pk=row), by=place.staff),
    # By its letter, which is once here: what a place calls A meets what the playbook calls A.
    name_of=lambda item: item.letter,
    told=lambda item: f"{item.letter}: {item.name}",
    is_ordered=True,
)
