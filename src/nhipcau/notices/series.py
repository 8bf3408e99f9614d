"""A call that comes again: written once, looked at by a second person each time or once a year, and
made into a notice of its own in time for each day (docs/decisions/0031)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import check_selection
from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now, local, zone_here
from nhipcau.core.errors import BadInput, DomainError, NotAllowed, WrongState
from nhipcau.core.language import house_language
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.dates import Day, check_rule, days
from nhipcau.notices.draft import draft_notice, suggest_deadline
from nhipcau.notices.given import NoticeInput, must_be_sound, tidied
from nhipcau.notices.models import Notice, NoticeVersion, Occurrence, Recurrence
from nhipcau.notices.rights import must_be_of, must_write
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_exact
from nhipcau.text.fold import tidy, tidy_lines

LASTS = timedelta(days=365)  # an approval once for all
SHORTEST = timedelta(hours=24)  # between the making of a notice and what it is about
MOST_AHEAD = 30
LOOKS = timedelta(days=800)  # far enough for a yearly day


@dataclass(frozen=True, slots=True)
class SeriesInput:
    """Blanks that the machine fills: [dịp] the holiday, [ngày] its date, [từ] and [đến]."""

    name: str
    rule: dict[str, Any]
    title: str
    text: str
    begins: time
    ends: time | None = None
    from_days: int = 0
    until_days: int = 0
    ahead_days: int = 5
    fields: dict[str, Any] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)


def begin_series(locality: Locality, given: SeriesInput, *, by: Staff) -> Recurrence:
    """Verb."""
    must_write(by, locality.pk)
    given = _sound(locality, given)
    with transaction.atomic():
        row = Recurrence.objects.create(
            locality=locality, written_by=by, written_at=civil_now(), **_columns(given)
        )
        audit.record(by.actor, "series.begun", row, after={"kind": given.rule["kind"]})
    return row


def revise_series(series: Recurrence, given: SeriesInput, *, by: Staff) -> None:
    """Verb. From now on; what was made already stays as it is. Ends an approval once for all."""
    must_write(by, series.locality_id)
    given = _sound(series.locality, given)
    with transaction.atomic():
        live = Recurrence.objects.filter(pk=series.pk, stopped_at__isnull=True)
        if not live.update(
            written_by=by,
            written_at=civil_now(),
            problem="",
            **_UNAPPROVED,
            **_columns(given),
        ):
            raise WrongState(_("Lịch này đã dừng."))
        audit.record(by.actor, "series.revised", series)
    series.refresh_from_db()


def approve_series(series: Recurrence, *, by: Staff) -> None:
    """Verb. Once for a year: by an approver who did not write it."""
    must_be_of(by, series.locality_id)
    if by.role != Role.APPROVER:
        raise NotAllowed(_("Chỉ người duyệt của phường được duyệt cả loạt."))
    now = civil_now()
    with transaction.atomic():
        # As it was shown: who approves must not approve what somebody has just written anew.
        live = Recurrence.objects.filter(
            pk=series.pk, stopped_at__isnull=True, written_at=series.written_at
        ).exclude(written_by=by)
        until = (local(now) + LASTS).date()
        if not live.update(approved_by=by, approved_at=now, approved_until=until):
            raise _why_not(series, by)
        audit.record(by.actor, "series.approved", series)
    series.refresh_from_db()


def ask_each_time(series: Recurrence, *, by: Staff) -> None:
    """Verb. Takes an approval once for all back: from now on every notice is looked at."""
    must_be_of(by, series.locality_id)
    if by.role != Role.APPROVER:
        must_write(by, series.locality_id)
    with transaction.atomic():
        approved = Recurrence.objects.filter(pk=series.pk, approved_at__isnull=False)
        if not approved.update(**_UNAPPROVED):
            raise WrongState(_("Lịch này chưa được duyệt cả loạt."))
        audit.record(by.actor, "series.approval_ended", series)
    series.refresh_from_db()


def stop_series(series: Recurrence, *, by: Staff) -> None:
    """Verb. No more notices are made; those made stay."""
    must_write(by, series.locality_id)
    with transaction.atomic():
        live = Recurrence.objects.filter(pk=series.pk, stopped_at__isnull=True)
        if not live.update(stopped_at=civil_now(), **_UNAPPROVED):
            raise WrongState(_("Lịch này đã dừng trước đó."))
        audit.record(by.actor, "series.stopped", series)
    series.refresh_from_db()


def is_preapproved(series: Recurrence, now: datetime) -> bool:
    until = series.approved_until
    return until is not None and local(now).date() <= until


def next_due(series: Recurrence, now: datetime) -> Day | None:
    """The next day for which a notice should exist by now and does not."""
    today = local(now).date()
    taken = set(series.occurrences.filter(on__gte=today - LOOKS).values_list("on", flat=True))
    since = today - timedelta(days=abs(series.from_days) + abs(series.until_days))
    until = today + timedelta(days=series.ahead_days + abs(series.from_days))
    for day in days(series.rule, since, until):
        begins, _ends = span_of(series, day.on)
        is_time = begins - timedelta(days=series.ahead_days) <= now <= begins - SHORTEST
        if is_time and day.on not in taken and begins > series.written_at:
            return day
    return None


def make_occurrence(series: Recurrence, day: Day, now: datetime) -> NoticeVersion:
    """Verb. A notice for this day, submitted by who wrote the series; approved already when the
    series was. Of two workers one makes it; the other gets WrongState."""
    writer, approver = series.written_by, series.approved_by
    try:
        with transaction.atomic(), house_language():
            version = draft_notice(series.locality, input_for(series, day, now), by=writer)
            made = Occurrence.objects.create(
                locality_id=series.locality_id,
                recurrence=series,
                on=day.on,
                notice=version.notice,
            )
            version = submit_notice(version, by=writer)
            if is_preapproved(series, now) and approver is not None:
                version = approve_notice(version, by=approver)
                Occurrence.objects.filter(pk=made.pk).update(approved_at=version.approved_at)
            Recurrence.objects.filter(pk=series.pk).exclude(problem="").update(problem="")
            audit.record(
                writer.actor, "series.notice_made", series, after={"notice": version.notice_id}
            )
    except IntegrityError:
        raise WrongState(_("Ngày này đã có thông báo.")) from None
    return version


def note_problem(series: Recurrence, fault: DomainError) -> None:
    """Part of the job: shown on the page until a notice could be made again."""
    Recurrence.objects.filter(pk=series.pk).update(problem=fault.message[:300])


def span_of(series: Recurrence | SeriesInput, on: date) -> tuple[datetime, datetime | None]:
    begins = datetime.combine(on + timedelta(days=series.from_days), series.begins, zone_here())
    if series.ends is None:
        return begins, None
    ends = datetime.combine(on + timedelta(days=series.until_days), series.ends, zone_here())
    return begins, ends


def input_for(
    series: Recurrence | SeriesInput,
    day: Day,
    now: datetime,
    selection: Selection | None = None,
) -> NoticeInput:
    """The notice of one day, its blanks filled; for the series' own households or those given."""
    begins, ends = span_of(series, day.on)
    said = {
        "[dịp]": day.occasion,
        "[ngày]": f"{day.on:%d/%m/%Y}",
        "[từ]": say_exact(begins),
        "[đến]": say_exact(ends) if ends else "",
    }
    kept = series.selection
    given = series.fields
    return NoticeInput(
        title=_fill(series.title, said),
        text=_fill(series.text, said),
        deadline=suggest_deadline(begins, now),
        kind=Notice.Kind.CALL,
        for_whom=given.get("for_whom", ""),
        place=given.get("place", ""),
        bring=given.get("bring", ""),
        answers=tuple(given.get("answers", ())),
        event_at=begins,
        event_until=ends,
        selection=selection or (kept if isinstance(kept, Selection) else Selection.from_json(kept)),
    )


def _fill(text: str, said: dict[str, str]) -> str:
    for blank, words in said.items():
        if words:
            text = text.replace(blank, words)
    return text


def _sound(locality: Locality, given: SeriesInput) -> SeriesInput:
    """Looked at as the notice of a day to come, so that the machine's notices will be sound."""
    given = replace(
        given, name=tidy(given.name), title=tidy(given.title), text=tidy_lines(given.text)
    )
    if not 2 <= len(given.name) <= 120:
        raise BadInput(_("Hãy đặt tên cho lịch này, từ 2 đến 120 chữ."), field="name")
    check_rule(given.rule)
    if not 1 <= given.ahead_days <= MOST_AHEAD:
        raise BadInput(
            _("Lập thông báo trước từ 1 đến %(most)d ngày.") % {"most": MOST_AHEAD},
            field="ahead_days",
        )
    if max(abs(given.from_days), abs(given.until_days)) > MOST_AHEAD:
        raise BadInput(_("Nhiều nhất 30 ngày trước hoặc sau."), field="from_days")
    check_selection(locality, given.selection)
    now = civil_now()
    coming = next(days(given.rule, (now + timedelta(days=40)).date(), (now + LOOKS).date()), None)
    if coming is None:
        raise BadInput(_("Cách lặp này không có ngày nào sắp tới."), field="rule")
    sample = input_for(given, coming, now)
    must_be_sound(tidied(replace(sample, deadline=now + timedelta(days=1))), now=now)
    return given


def _columns(given: SeriesInput) -> dict[str, Any]:
    return {
        "name": given.name,
        "rule": given.rule,
        "title": given.title,
        "text": given.text,
        "fields": {name: value for name, value in given.fields.items() if value},
        "selection": given.selection.to_json(),
        "from_days": given.from_days,
        "until_days": given.until_days,
        "begins": given.begins,
        "ends": given.ends,
        "ahead_days": given.ahead_days,
    }


_UNAPPROVED: dict[str, Any] = {"approved_by": None, "approved_at": None, "approved_until": None}


def _why_not(series: Recurrence, by: Staff) -> DomainError:
    fresh = Recurrence.objects.get(pk=series.pk)
    if fresh.stopped_at is not None:
        return WrongState(_("Lịch này đã dừng."))
    if fresh.written_by_id == by.pk:
        return NotAllowed(_("Bạn viết lịch này nên không tự duyệt. Cần một người duyệt khác."))
    return WrongState(_("Lịch này vừa được sửa. Hãy đọc lại rồi duyệt."))
