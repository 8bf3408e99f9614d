"""The catalogue in force, and how residents say what it says otherwise."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from nhipcau.core.clock import local, zone_here
from nhipcau.procedures.content import Content, PaperInput, WayInput, content_of
from nhipcau.procedures.models import Procedure, Saying, Way
from nhipcau.procedures.queries import in_force
from nhipcau.procedures.retire import restore_procedure, retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.sayings import add_saying, remove_saying
from nhipcau.replication.playbook.shape import may, must, some
from nhipcau.replication.playbook.theme import Found, Place, Theme

TEXTS = (
    "name", "level", "sector", "audience", "steps", "conditions", "result", "legal_basis",
    "decision", "agency", "source_url", "details", "unclear",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WayPlan:
    kind: str = must(among=tuple(Way.Kind.values))
    time_amount: str = may(like=r"(\d{1,5}(\.\d{1,2})?)?")
    time_unit: str = may(among=("", *Way.Unit.values))
    time_text: str = may()
    fee_kind: str = may(among=("", *Way.Fee.values))
    fee_vnd: int | None = None
    fee_text: str = may()
    note: str = may()


@dataclass(frozen=True, slots=True)
class PaperPlan:
    name: str = must()
    case: str = may()
    originals: int | None = None
    copies: int | None = None
    form_name: str = may(longest=300)
    form_url: str = may(longest=500)


@dataclass(frozen=True, slots=True)
class ProcedurePlan:
    """Under its code. `retrieved_on`: when its source was read."""

    name: str = must()
    level: str = may(longest=120)
    sector: str = may(longest=300)
    audience: str = may()
    steps: str = may()
    conditions: str = may()
    result: str = may()
    legal_basis: str = may()
    decision: str = may(longest=200)
    agency: str = may()
    source_url: str = may(longest=500)
    retrieved_on: str = may(like=r"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?")
    ways: tuple[WayPlan, ...] = some()
    papers: tuple[PaperPlan, ...] = some()
    details: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)


def _procedures(place: Place) -> list[Found]:
    rows = in_force().filter(locality=place.locality).order_by("code")
    rows = rows.prefetch_related("current__ways", "current__papers")
    return [
        Found(_plan_of(content_of(row.current)), row.pk, row.code)
        for row in rows
        if row.current is not None
    ]


def _plan_of(content: Content) -> ProcedurePlan:
    at = content.retrieved_at
    return ProcedurePlan(
        **{name: getattr(content, name) for name in TEXTS},
        retrieved_on=local(at).date().isoformat() if at else "",
        ways=tuple(WayPlan(**asdict(way)) for way in content.ways),
        papers=tuple(
            PaperPlan(**{part.name: getattr(paper, part.name) for part in fields(PaperPlan)})
            for paper in content.papers
        ),
    )


def _content_of(item: ProcedurePlan) -> Content:
    at = None
    if item.retrieved_on:
        day = datetime.fromisoformat(item.retrieved_on).date()
        at = datetime.combine(day, time.min, zone_here())
    return Content(
        **{name: getattr(item, name) for name in TEXTS},
        ways=tuple(WayInput(**asdict(way)) for way in item.ways),
        papers=tuple(PaperInput(**asdict(paper)) for paper in item.papers),
        retrieved_at=at,
    )


def _put_procedure(place: Place, key: str, item: ProcedurePlan, row: int) -> int:
    """One that was retired here comes back with what the playbook says of it."""
    known = Procedure.objects.filter(locality=place.locality, code=key).first()
    content = _content_of(item)
    if known is None:
        return add_procedure(place.locality, key, content, by=place.actor).pk
    if known.retired_at is not None:
        restore_procedure(known, by=place.actor)
    change_procedure(known, content, seen=known.current_id or 0, by=place.actor)
    return known.pk


def _drop_procedure(place: Place, key: str, row: int) -> None:
    retire_procedure(Procedure.objects.get(pk=row), by=place.actor)


PROCEDURES = Theme(
    name="procedures",
    title=_("Thủ tục"),
    remark="Danh mục thủ tục theo mã. source_url và retrieved_on nói lấy từ đâu, ngày nào.",
    kind=ProcedurePlan,
    found=_procedures,
    put=_put_procedure,
    drop=_drop_procedure,
    name_of=lambda item: item.name,
)


@dataclass(frozen=True, slots=True)
class SayingPlan:
    """Several phrases stand between bars."""

    said: str = must(longest=300)
    means: str = must(longest=300)


def _sayings(place: Place) -> list[Found]:
    rows = Saying.objects.filter(locality=place.locality).order_by("pk")
    return [Found(SayingPlan(row.said, row.means), row.pk) for row in rows]


def _put_saying(place: Place, key: str, item: SayingPlan, row: int) -> int:
    if row:
        remove_saying(Saying.objects.get(pk=row), by=place.actor)
    return add_saying(place.locality, said=item.said, means=item.means, by=place.actor).pk


SAYINGS = Theme(
    name="sayings",
    title=_("Lời người dân hay dùng"),
    remark="Bà con nói (said) thì hiểu là (means) trong tên thủ tục. Nhiều lời cách nhau bằng |.",
    kind=SayingPlan,
    found=_sayings,
    put=_put_saying,
    drop=lambda place, key, row: remove_saying(Saying.objects.get(pk=row), by=place.actor),
    name_of=lambda item: item.said.partition("|")[0],
    is_ordered=True,
)
