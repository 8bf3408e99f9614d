"""The demo's desk has some thirty dossiers of the last weeks, in every status, with their history.

By the desk's own verbs, with the demo's own clock turned back and forward again. What they would
have sent is stopped: nobody in the demo is told today of what happened a month ago.
"""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, civil_seconds
from nhipcau.counter.dossiers.ask_for_papers import Missing, ask_for_papers, papers_brought
from nhipcau.counter.dossiers.fees import fee_due, fee_paid
from nhipcau.counter.dossiers.finish import finish_dossier, hand_over_result
from nhipcau.counter.dossiers.postpone import postpone_dossier
from nhipcau.counter.dossiers.queries import terms_for
from nhipcau.counter.dossiers.rate import rate_dossier
from nhipcau.counter.dossiers.receive import (
    Filing,
    Promise,
    open_dossier,
    register_dossier,
    start_work,
)
from nhipcau.counter.dossiers.refuse import refuse_dossier
from nhipcau.counter.dossiers.sources import name_desk
from nhipcau.counter.dossiers.stop import stop_dossier
from nhipcau.counter.dossiers.withdraw import withdraw_dossier
from nhipcau.counter.models import Dossier, DossierMessage, DossierPaper
from nhipcau.dispatch.models import Job
from nhipcau.dispatch.stop import stop_job
from nhipcau.people.models import ContactPoint, Role, Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import listed

SINCE, AGENCY = date(2018, 6, 21), "000.00.01.H03"  # Decree 61/2018 named the desk so
NAME = "Bộ phận Tiếp nhận và Trả kết quả"
WEEKS, PROCEDURES = 6, 10
MISSING = (
    Missing("Bản sao giấy chứng sinh"),
    Missing("Tờ khai", "chưa ký"),
    Missing("Giấy xác nhận cư trú"),
)
# A life in words: a number is the days until the next one. "now" has its days just before today.
ENDED = (
    *["work 2 done 0 over rate3"] * 6,
    *["work 1 done 1 over rate2"] * 4,
    "work 8 done 3 over rate1",
    "work 2 papers 4 brought 2 done 1 over rate3",
    "work 1 fee 2 paid 2 done 0 over",
    "work 2 sorry 5 done 1 over rate2",
    "work 1 out",
    "filed 1 refuse",
)
NOW = (
    "work 1 done",
    "work 2 done",
    "papers 3 brought 1 done",
    "work",
    "work",
    "work 9 work",
    "work 1 sorry",
    "work 2 papers",
    "papers",
    "work 1 fee",
    "work 2 stop",
    "",
    "",
    "filed",
    "filed",
)


@dataclass(frozen=True, slots=True)
class Opening:
    locality: Locality
    staff: Staff
    chances: random.Random
    versions: list[ProcedureVersion]
    phones: list[ContactPoint]


def open_dossiers(
    locality: Locality,
    *,
    clock: Path,
    ended: Sequence[str] = ENDED,
    now_on: Sequence[str] = NOW,
) -> int:
    """Inside the scope. Returns how many. `clock` is the demo's own clock file."""
    staff = Staff.objects.filter(locality=locality, role=Role.EDITOR, is_active=True).first()
    admin = Staff.objects.filter(locality=locality, role=Role.ADMIN).first()
    known = [one.current for one in listed()[:80] if one.current is not None]
    timed = [one for one in known if terms_for(one, Dossier.Filed.DIRECT)][:PROCEDURES]
    if staff is None or admin is None or not timed:
        return 0
    name_desk(locality, name=NAME, agency=AGENCY, valid_from=SINCE, by=admin)
    phones = ContactPoint.objects.filter(kind=ContactPoint.Kind.PHONE, stopped_at=None)
    chances = random.Random(20230526)  # noqa: S311  the same weeks each time
    some = list(phones.select_related("household").order_by("id")[:400])
    people = chances.sample(some, min(len(some), len(ended) + len(now_on)))
    now = civil_seconds()
    try:
        opening = Opening(locality, staff, chances, timed, people)
        _live(opening, civil_now(), clock, ended, now_on)
    finally:
        clock.write_text(f"{now:.3f}", encoding="ascii")
    _say_nothing_of_old()
    return Dossier.objects.count()


def _live(
    opening: Opening, now: datetime, clock: Path, ended: Sequence[str], now_on: Sequence[str]
) -> None:
    """All lives side by side, in the order of time; what lies ahead of now has not happened."""
    coming: list[tuple[datetime, int, Iterator[float]]] = []
    for nth, life in enumerate((*ended, *now_on)):
        back = opening.chances.uniform(16, WEEKS * 7) if nth < len(ended) else _length(life) + 1
        begins = _at_work(opening, now - timedelta(days=back))
        coming.append((begins, nth, _steps(opening, nth, life)))
    heapq.heapify(coming)
    while coming:
        at, nth, steps = heapq.heappop(coming)
        clock.write_text(f"{at.timestamp():.3f}", encoding="ascii")
        days = next(steps, None)
        if days is None:
            continue
        later = _at_work(opening, at + timedelta(days=days, minutes=20))
        if later < now:
            heapq.heappush(coming, (later, nth, steps))


def _steps(opening: Opening, nth: int, life: str) -> Iterator[float]:
    """Does one thing at a time and yields the days until the next."""
    words = life.split()
    dossier = _opened(opening, nth, is_filed_only="filed" in words)
    yield 0.1
    for word in words:
        if word.isdecimal():
            yield int(word)
        elif word != "filed":
            _do(opening, dossier, word)
            yield 0.05


def _opened(opening: Opening, nth: int, *, is_filed_only: bool) -> Dossier:
    version = opening.versions[nth % len(opening.versions)]
    person = opening.phones[nth % len(opening.phones)] if opening.phones else None
    is_online = is_filed_only or nth % 3 == 0
    filing = Filing(
        procedure=version,
        name=person.household.head_name if person else "",
        phone=person.value if person and nth % 9 else "",
        filed=Dossier.Filed.ONLINE if is_online else Dossier.Filed.DIRECT,
        is_digitised=nth % 5 != 0,
    )
    if is_filed_only:
        return register_dossier(opening.locality, filing, by=opening.staff)
    term = terms_for(version, Dossier.Filed.DIRECT)[0].term
    return open_dossier(opening.locality, filing, Promise(term), by=opening.staff)


def _do(opening: Opening, dossier: Dossier, word: str) -> None:
    by = opening.staff
    if word == "work" and dossier.status != Dossier.Status.IN_WORK:
        start_work(dossier, by=by)
    elif word == "papers":
        ask_for_papers(dossier, MISSING[: opening.chances.randint(1, 3)], by=by)
    elif word == "brought":
        asked = DossierPaper.objects.filter(dossier=dossier)
        papers_brought(dossier, list(asked.values_list("pk", flat=True)), by=by)
    elif word in {"fee", "paid"}:
        _money(opening, dossier, word)
    elif word == "sorry" and dossier.due_at is not None:
        due = _at_work(opening, max(civil_now(), dossier.due_at) + timedelta(days=4))
        postpone_dossier(dossier, due_at=due, reason="Chờ cơ quan khác trả lời xác minh.", by=by)
    else:
        _end(dossier, word, by)


def _money(opening: Opening, dossier: Dossier, word: str) -> None:
    if word == "fee":
        fee_due(dossier, vnd=50_000, what="Lệ phí giải quyết", by=opening.staff)
    else:
        how = opening.chances.choice(("online", "cash"))
        fee_paid(dossier, how=how, by=opening.staff)


def _end(dossier: Dossier, word: str, by: Staff) -> None:
    if word == "done":
        finish_dossier(dossier, result="Giấy tờ theo thủ tục đã ký", by=by)
    elif word == "over":
        hand_over_result(dossier, by=by)
    elif word == "out":
        withdraw_dossier(dossier, by=by)
    elif word == "stop":
        stop_dossier(dossier, reason="Chờ kết quả giải quyết của toà án.", by=by)
    elif word == "refuse":
        reason = "Nơi cư trú không thuộc địa bàn phường."
        refuse_dossier(dossier, reason=reason, ground="Luật Hộ tịch 2014, Điều 13", by=by)
    elif word.startswith("rate"):
        rate_dossier(dossier, score=int(word[-1]))


def _length(life: str) -> int:
    return sum(int(word) for word in life.split() if word.isdecimal())


def _at_work(opening: Opening, at: datetime) -> datetime:
    """The same day in working hours, or the next time the desk opens, with some minutes."""
    zone = opening.locality.zone
    there = datetime.combine(at.astimezone(zone).date(), time(8), zone).astimezone(UTC)
    there += timedelta(minutes=opening.chances.randint(0, 480))
    return office_of(opening.locality).next_open(max(at, there))


def _say_nothing_of_old() -> None:
    """Calls of the last days stay on the clerk's list; everything else is over."""
    for job in Job.objects.filter(key__startswith="dossier:", done_at=None):
        if job.state in {Job.State.FILLING, Job.State.PREPARING, Job.State.READY}:
            stop_job(job, by=SYSTEM)
    old = DossierMessage.objects.filter(
        state=DossierMessage.State.TO_CALL, at__lt=civil_now() - timedelta(days=7)
    )
    old.update(state=DossierMessage.State.CALLED, done_at=civil_now())
