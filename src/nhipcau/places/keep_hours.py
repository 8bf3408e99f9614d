"""Opening hours and holidays as the ward declares them: what is due, and what residents read."""

import re
from collections.abc import Mapping
from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Holiday, Locality, OpeningHours
from nhipcau.places.working import Span
from nhipcau.text.fold import tidy

_SPAN = re.compile(r"(\d{1,2})[:hg.](\d{2})?\s*[-–—]\s*(\d{1,2})[:hg.](\d{2})?")


def set_opening_hours(locality: Locality, week: Mapping[int, str], *, by: Actor) -> None:
    """Verb. `week`: weekday (Monday is 0) → "07:30-11:30, 13:30-17:00"; empty is closed. What was
    asked before keeps its due time."""
    read = {day: read_spans(text, field=f"day{day}") for day, text in week.items()}
    if not any(read.values()):
        raise BadInput(_("Phải có ít nhất một ngày làm việc trong tuần."), field="day0")
    with transaction.atomic():
        OpeningHours.objects.filter(locality=locality).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(locality=locality, weekday=day, opens=opens, closes=closes)
            for day, spans in sorted(read.items())
            for opens, closes in spans
        )
        days = sum(1 for spans in read.values() if spans)
        record(by, "hours.set", locality, locality=locality.pk, after={"days": days})


def read_spans(text: str, *, field: str = "") -> tuple[Span, ...]:
    """ "7h30-11h30, 13:30 – 17:00", in order and apart. The fault names what it could not read."""
    spans = []
    for part in filter(None, (tidy(one) for one in re.split(r"[,;]", text))):
        found = _SPAN.fullmatch(part)
        try:
            if found is None:
                raise ValueError
            a, b, c, d = (int(number or 0) for number in found.groups())
            spans.append((time(a, b), time(c, d)))
        except ValueError:
            raise BadInput(
                _("Không đọc được “%(part)s”. Hãy ghi như 07:30-11:30.") % {"part": part[:40]},
                field=field,
            ) from None
    spans.sort()
    ends = [time.min, *(closes for _opens, closes in spans)]
    for (opens, closes), before in zip(spans, ends, strict=False):
        if opens >= closes or (opens < before):
            raise BadInput(
                _("Giờ mở cửa phải trước giờ đóng cửa, và không chồng nhau."), field=field
            )
    return tuple(spans)


def say_spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


def add_holiday(locality: Locality, on: date, name: str, *, by: Actor) -> Holiday:
    """Verb. Nothing falls due on it, and no drill is held."""
    name = tidy(name)[:80]
    if not name:
        raise BadInput(_("Hãy ghi tên ngày nghỉ."), field="name")
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(locality=locality, on=on, name=name)
            record(by, "holiday.added", holiday, after={"on": on.isoformat()})
    except IntegrityError:
        raise BadInput(_("Ngày này đã ghi là ngày nghỉ rồi."), field="on") from None
    return holiday


def drop_holiday(holiday: Holiday, *, by: Actor) -> None:
    """Verb."""
    with transaction.atomic():
        record(by, "holiday.dropped", holiday, before={"on": holiday.on.isoformat()})
        gone, _models = Holiday.objects.filter(pk=holiday.pk).delete()
        if not gone:
            raise WrongState(_("Ngày nghỉ này đã bỏ rồi."))
