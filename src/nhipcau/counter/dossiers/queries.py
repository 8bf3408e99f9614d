"""What the desk's pages of dossiers read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nhipcau.counter.dossiers.due import Term
from nhipcau.counter.dossiers.masked import mask_name, mask_phone
from nhipcau.counter.dossiers.numbers import key_of
from nhipcau.counter.models import ENDED, PAUSED, Dossier, DossierMessage, DossierStep
from nhipcau.dispatch.models import Delivery
from nhipcau.procedures.models import ProcedureVersion, Way
from nhipcau.text.fold import tidy
from nhipcau.text.phones import to_e164

S = Dossier.Status
TABS: Final = (
    ("", _("Đang giải quyết")),
    ("qua-han", _("Quá hạn")),
    ("tam-dung", _("Tạm dừng")),
    ("cho-tra", _("Chờ trả kết quả")),
    ("moi", _("Chờ tiếp nhận")),
    ("xong", _("Đã kết thúc")),
)
RUNNING = (S.RECEIVED, S.IN_WORK)
OF_FILED: Final = {
    Dossier.Filed.DIRECT: Way.Kind.DIRECT,
    Dossier.Filed.ONLINE: Way.Kind.ONLINE,
    Dossier.Filed.POST: Way.Kind.POST,
}


@dataclass(frozen=True, slots=True)
class Filters:
    tab: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Filters":
        tab = str(given.get("tab", ""))
        return cls(tab if tab in dict(TABS) else "", tidy(str(given.get("tim", ""))[:80]))


@dataclass(frozen=True, slots=True)
class TermChoice:
    way: int
    term: Term
    note: str

    @property
    def key(self) -> str:
        """For a form: never in anybody's own way of writing numbers."""
        return f"{self.term.amount:f} {self.term.unit}"

    def say(self) -> str:
        return f"{self.term.say()} ({self.note})" if self.note else self.term.say()


def listed(filters: Filters, now: datetime) -> QuerySet[Dossier]:
    """What is due first on top; what has ended, the newest. Words are a number, a telephone or a
    name, over all tabs."""
    found = Dossier.objects.select_related("procedure_version", "officer")
    if filters.words:
        return found.filter(_said(filters.words)).order_by("-id")
    found = found.filter(_tab(filters.tab, now))
    if filters.tab == "xong":
        return found.order_by(F("ended_at").desc(nulls_last=True), "-id")
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def tabs(now: datetime) -> list[tuple[str, str, int]]:
    """(tab, label, how many): one query for all."""
    counted = Dossier.objects.aggregate(
        **{f"n{n}": Count("pk", filter=_tab(tab, now)) for n, (tab, _label) in enumerate(TABS)}
    )
    return [(tab, str(label), counted[f"n{n}"]) for n, (tab, label) in enumerate(TABS)]


def is_overdue(dossier: Dossier, now: datetime) -> bool:
    return dossier.status in RUNNING and dossier.due_at is not None and dossier.due_at < now


def overdue(now: datetime) -> QuerySet[Dossier]:
    """For the navigation of those who keep them."""
    return Dossier.objects.filter(_tab("qua-han", now))


def masked(dossiers: Sequence[Dossier], now: datetime) -> list[dict[str, Any]]:
    """Rows of a list: nobody who looks over a shoulder reads a whole name."""
    return [
        {
            "dossier": one,
            "name": mask_name(one.name),
            "phone": mask_phone(one.phone),
            "is_late": is_overdue(one, now),
        }
        for one in dossiers
    ]


def history(dossier: Dossier) -> list[DossierStep]:
    """Newest first, each with how its owner was told."""
    steps = list(
        DossierStep.objects.filter(dossier=dossier)
        .select_related("by")
        .prefetch_related("papers")
        .order_by("-at", "-id")
    )
    told: dict[int, list[DossierMessage]] = {}
    tries = list(
        DossierMessage.objects.filter(dossier=dossier).select_related("account", "done_by")
    )
    jobs = [one.job_id for one in tries if one.job_id]
    states = dict(Delivery.objects.filter(job__in=jobs).values_list("job_id", "state"))
    for one in tries:
        state = states.get(one.job_id or 0)
        one.sending = str(Delivery.State(state).label) if state else ""  # type: ignore[attr-defined]
        told.setdefault(one.step_id, []).append(one)
    for step in steps:
        step.told = told.get(step.pk, [])  # type: ignore[attr-defined]
    return steps


def terms_for(version: ProcedureVersion | None, filed: int) -> list[TermChoice]:
    """How long the procedure may take by that way, each term once."""
    if version is None or filed not in OF_FILED:
        return []
    found: dict[Term, TermChoice] = {}
    ways = Way.objects.filter(version=version, kind=OF_FILED[Dossier.Filed(filed)])
    for way in ways.exclude(time_amount=None):
        if way.time_amount:
            term = Term(way.time_amount.normalize(), way.time_unit)
            found.setdefault(term, TermChoice(way.pk, term, way.note[:80]))
    return list(found.values())


def _said(words: str) -> Q:
    found = Q(name__icontains=words)
    if key := key_of(words):
        found |= Q(key__contains=key)
    if phone := to_e164(words):
        found |= Q(phone=phone)
    return found


def _tab(tab: str, now: datetime) -> Q:
    if tab == "qua-han":
        return Q(status__in=RUNNING, due_at__lt=now)
    if tab == "tam-dung":
        return Q(status__in=PAUSED)
    if tab == "cho-tra":
        return Q(status=S.DONE)
    if tab == "moi":
        return Q(status=S.REGISTERED)
    if tab == "xong":
        return Q(status__in=ENDED)
    return Q(status__in=RUNNING)
