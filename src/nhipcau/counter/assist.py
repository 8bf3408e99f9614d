"""Helping somebody: one tap to start, one to end; and whole, as a phone without network kept it."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.models import Assist, Ticket
from nhipcau.counter.receipts import read_receipt
from nhipcau.counter.rights import SERVES, require_aide
from nhipcau.counter.skills import known_skills
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

LONGEST_NOTE: Final = 300
LONGEST: Final = timedelta(hours=8)  # who forgot to end it did not help all night
LONGEST_AGO: Final = timedelta(days=14)
Place = Assist.Place


@dataclass(frozen=True, slots=True)
class Whom:
    """All of it may be empty: help comes before forms. `neighbourhood`: when nobody says whose
    home; a home has its own."""

    ticket: Ticket | None = None
    household: Household | None = None
    neighbourhood: Neighbourhood | None = None
    version: ProcedureVersion | None = None
    place: str = Place.DESK


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it. `minutes`: when the helper knows better than the clock."""

    outcome: str
    way: str = ""
    receipt: str = ""
    note: str = ""
    taught: list[str] = field(default_factory=list)
    minutes: int | None = None
    version: ProcedureVersion | None = None
    household: Household | None = None


def start_assist(whom: Whom, *, by: Staff) -> Assist:
    """Verb, one tap. Inside the scope."""
    require_aide(by, by.locality_id)
    _require_concerned(whom.household, whom.neighbourhood, by)
    try:
        with transaction.atomic():
            assist = Assist.objects.create(
                locality_id=by.locality_id, staff=by, started_at=civil_now(), **_values(whom, by)
            )
            audit.record(by.actor, "assist.started", assist, after=_plain(assist))
    except IntegrityError as fault:
        raise WrongState(
            _("Bạn đang hỗ trợ một người. Hãy kết thúc lượt đó rồi bắt đầu lượt mới.")
        ) from fault
    return assist


def end_assist(assist: Assist, came: Came, *, by: Staff) -> Assist:
    """Verb. By who started it, or by another at the desk when they had to go."""
    require_aide(by, assist.locality_id)
    if assist.staff_id != by.pk and by.role not in SERVES:
        raise NotAllowed(_("Lượt hỗ trợ này của người khác."))
    _require_concerned(came.household, None, by)
    now = civil_now()
    values = _results(came)
    values["minutes"] = came.minutes or _minutes(assist.started_at, now)
    if came.version is not None:
        values["version"] = came.version
    if came.household is not None:
        values["household"] = came.household
        values["neighbourhood"] = came.household.neighbourhood_id
    with transaction.atomic():
        running = Assist.objects.filter(pk=assist.pk, ended_at=None)
        if not running.update(ended_at=now, **values):
            raise WrongState(_("Lượt hỗ trợ này đã kết thúc."))
        assist.refresh_from_db()
        audit.record(by.actor, "assist.ended", assist, after=_plain(assist))
    return assist


def drop_assist(assist: Assist, *, by: Staff) -> None:
    """Verb. Started by mistake: nobody was helped, so nothing is counted."""
    require_aide(by, assist.locality_id)
    with transaction.atomic():
        audit.record(by.actor, "assist.dropped", assist)
        gone, _kinds = Assist.objects.filter(pk=assist.pk, staff=by, ended_at=None).delete()
        if not gone:
            raise WrongState(_("Lượt hỗ trợ này đã kết thúc."))


def record_assist(
    whom: Whom, came: Came, *, key: uuid.UUID, started_at: datetime, by: Staff
) -> Assist:
    """Verb. One that is over when we hear of it, written away from the desk. The same `key` again
    is the one that is there."""
    require_aide(by, by.locality_id)
    known = Assist.objects.filter(staff=by, key=key).first()
    if known is not None:
        return known
    now = civil_now()
    _require_concerned(whom.household, whom.neighbourhood, by)
    if not now - LONGEST_AGO <= started_at <= now + timedelta(minutes=5):
        raise BadInput(_("Giờ hỗ trợ phải trong hai tuần gần đây."), field="started_at")
    started_at = min(started_at, now)
    values = {**_values(whom, by), **_results(came)}
    values["version"] = came.version or whom.version
    minutes = came.minutes or _minutes(started_at, now)
    ended_at = min(now, started_at + timedelta(minutes=minutes))
    try:
        with transaction.atomic():
            assist = Assist.objects.create(
                locality_id=by.locality_id,
                staff=by,
                key=key,
                started_at=started_at,
                ended_at=ended_at,
                minutes=minutes,
                **values,
            )
            audit.record(by.actor, "assist.ended", assist, after=_plain(assist))
    except IntegrityError:  # the phone sent it twice at once
        return Assist.objects.get(staff=by, key=key)
    return assist


def running_of(staff: Staff) -> Assist | None:
    return (
        Assist.objects.filter(staff=staff, ended_at=None)
        .select_related("ticket__kind", "version__procedure", "household__neighbourhood")
        .first()
    )


def _require_concerned(
    household: Household | None, neighbourhood: Neighbourhood | None, by: Staff
) -> None:
    """The desk serves everybody; a leader or deputy the homes of the neighbourhood."""
    if by.role in SERVES:
        return
    if household is not None and household.neighbourhood_id != by.neighbourhood_id:
        raise NotAllowed(_("Hộ này không thuộc tổ của bác."))
    if neighbourhood is not None and neighbourhood.pk != by.neighbourhood_id:
        raise NotAllowed(_("Tổ này không phải tổ của bác."))


def _values(whom: Whom, by: Staff) -> dict[str, Any]:
    if whom.place not in Place.values:
        raise BadInput(_("Hãy chọn nơi hỗ trợ."), field="place")
    at_desk = whom.place == Place.DESK
    said = whom.neighbourhood.pk if whom.neighbourhood else None
    home = whom.household.neighbourhood_id if whom.household else said
    return {
        "ticket": whom.ticket,
        "household": whom.household,
        "version": whom.version,
        "place": whom.place,
        "neighbourhood_id": home or (None if at_desk else by.neighbourhood_id),
    }


def _results(came: Came) -> dict[str, Any]:
    if came.outcome not in Assist.Outcome.values:
        raise BadInput(_("Hãy chọn kết quả của lượt hỗ trợ."), field="outcome")
    if came.way and came.way not in Assist.Way.values:
        raise BadInput(_("Hãy chọn cách nộp."), field="way")
    if came.minutes is not None and not 1 <= came.minutes <= LONGEST.total_seconds() / 60:
        raise BadInput(_("Số phút từ 1 đến 480."), field="minutes")
    note = mask_ids(tidy(came.note))
    if len(note) > LONGEST_NOTE:
        raise BadInput(
            _("Ghi chú dài quá %(most)d ký tự; hãy rút gọn.") % {"most": LONGEST_NOTE},
            field="note",
        )
    return {
        "outcome": came.outcome,
        "way": came.way,
        "receipt": read_receipt(came.receipt),
        "note": note,
        "taught": known_skills(came.taught),
    }


def _minutes(started_at: datetime, now: datetime) -> int:
    passed = min(now - started_at, LONGEST)
    return max(1, round(passed.total_seconds() / 60))


def _plain(assist: Assist) -> dict[str, Any]:
    return {
        "ticket": assist.ticket_id,
        "version": assist.version_id,
        "place": assist.place,
        "outcome": assist.outcome,
        "taught": len(assist.taught),
    }
