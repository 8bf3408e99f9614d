"""The first day of a new place, step by step: what is done, what was left, what is next."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import Account
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Locality
from nhipcau.replication.models import AppliedPlaybook, FirstRun

DONE, SKIPPED = "done", "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: Any


STEPS: Final = (
    Step("dia-ban", gettext_lazy("Chọn địa bàn")),
    Step("bo-mau", gettext_lazy("Chọn bộ mẫu")),
    Step("so-ho", gettext_lazy("Nhập sổ hộ dân")),
    Step("kenh", gettext_lazy("Nối các kênh")),
    Step("nguoi", gettext_lazy("Mời người làm")),
    Step("tin-thu", gettext_lazy("Gửi tin thử cho mình")),
)
NAMES: Final = tuple(step.name for step in STEPS)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with how it stands. `number` counts from 1."""

    number: int
    name: str
    title: str
    state: str
    path: str

    @property
    def is_open(self) -> bool:
        return not self.state


def stages(locality: Locality) -> list[Stage]:
    told = _row(locality)
    states = {name: said.get("state", "") for name, said in told.steps.items()} if told else {}
    if not all(states.get(name) for name in NAMES):
        states = {**dict.fromkeys(_lived(locality), DONE), **{k: v for k, v in states.items() if v}}
    return [
        Stage(
            number, step.name, str(step.title), states.get(step.name, ""),
            reverse(f"first_run_{step.name}"),
        )
        for number, step in enumerate(STEPS, 1)
    ]  # fmt: skip


def _lived(locality: Locality) -> set[str]:
    """Where notices go out already, what is there is done, whoever did it and wherever. Before
    the first notice only what was said here counts: a step also founds and asks things."""
    out = NoticeVersion.objects.filter(locality=locality, published_at__isnull=False)
    if not out.exists():
        return set()
    people = Staff.objects.filter(locality=locality, is_active=True)
    there = {
        "bo-mau": AppliedPlaybook.objects.filter(locality=locality),
        "so-ho": Household.objects.filter(locality=locality, is_gone=False),
        "kenh": Account.objects.filter(locality=locality, state=Account.State.WORKING),
        "nguoi": people.exclude(role=Role.ADMIN),
    }
    return {"dia-ban", "tin-thu", *(name for name, rows in there.items() if rows.exists())}


def next_stage(locality: Locality, after: str = "") -> Stage | None:
    """The first that is still to do behind `after`; else the first one of all; else none."""
    found = stages(locality)
    begin = NAMES.index(after) + 1 if after in NAMES else 0
    return next((stage for stage in [*found[begin:], *found] if stage.is_open), None)


def settle_step(locality: Locality, step: str, state: str, *, by: Staff) -> None:
    """Verb. Done or left for later; either may be said again, the last word counts."""
    if by.role != Role.ADMIN or by.locality_id != locality.pk:
        raise NotAllowed(_("Chỉ quản trị của địa bàn mới làm các bước này."))
    if step not in NAMES or state not in {DONE, SKIPPED}:
        raise BadInput(_("Không có bước này."))
    with transaction.atomic():
        run = _begun(locality)
        said = {**run.steps.get(step, {}), "state": state, "at": civil_now().isoformat()}
        run.steps = {**run.steps, step: said}
        is_over = all(name in run.steps and run.steps[name].get("state") for name in NAMES)
        FirstRun.objects.filter(pk=run.pk).update(
            steps=run.steps, finished_at=run.finished_at or (civil_now() if is_over else None)
        )
        audit.record(by.actor, "first_run.step", run, after={"step": step, "state": state})


def note(locality: Locality, step: str, said: dict[str, Any]) -> None:
    """Something a step must remember until it is done."""
    with transaction.atomic():
        run = _begun(locality)
        run.steps = {**run.steps, step: {**run.steps.get(step, {}), **said}}
        FirstRun.objects.filter(pk=run.pk).update(steps=run.steps)


def noted(locality: Locality, step: str) -> dict[str, Any]:
    told = _row(locality)
    found: dict[str, Any] = told.steps.get(step, {}) if told is not None else {}
    return found


def _row(locality: Locality) -> FirstRun | None:
    return FirstRun.objects.filter(locality=locality).first()


def _begun(locality: Locality) -> FirstRun:
    """Locked, so that two tabs do not write over each other."""
    FirstRun.objects.get_or_create(locality=locality, defaults={"begun_at": civil_now()})
    return FirstRun.objects.select_for_update().get(locality=locality)
