"""What the compose page looks at and saves: the plan of what is typed, the faults, the notice.

Nothing typed is lost: what cannot be saved as a notice is kept as typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import Size, size
from nhipcau.channels.models import ChannelKind
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.notices.approve import submit_notice
from nhipcau.notices.draft import draft_notice, keep_typed, revise_notice, suggest_deadline
from nhipcau.notices.given import Faults, NoticeInput, find_faults, tidied
from nhipcau.notices.heard import checked_recordings
from nhipcau.notices.models import NoticeVersion, Rendition
from nhipcau.notices.renditions import edit_rendition, find_unready, remake_rendition
from nhipcau.outreach.ask import ask_approvers
from nhipcau.outreach.compose_forms import ComposeForm
from nhipcau.outreach.compose_panels import (
    Typed,
    digest,
    made_of,
    posted_forms,
    saved_forms,
    with_fixed_parts,
)
from nhipcau.outreach.models import Route
from nhipcau.outreach.plan import Plan, Wish, propose
from nhipcau.outreach.situation import Way
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "do", "from", "written"})
# What verbs below call by their own names, by the field of the form.
FIELD_OF = {"audience": "scope", "selection": "scope"}
LONGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One way of the plan, named for people."""

    name: str
    way: Way
    is_overruled: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """Right of the form: how many, by which ways, at what price, what is still missing."""

    size: Size
    plan: Plan | None = None
    faults: Faults = field(default_factory=dict)
    deadline_hint: datetime | None = None

    @property
    def used(self) -> list[Line]:
        return lines(self.plan, is_used=True)

    @property
    def skipped(self) -> list[Line]:
        return lines(self.plan, is_used=False)


def typed_of(posted: Any) -> dict[str, list[str]]:
    """A posted form as it can be kept: names and values, without the machinery."""
    return {
        name: [value[:LONGEST_KEPT] for value in values]
        for name, values in posted.lists()
        if name not in NOT_KEPT
    }


def look(locality: Locality, version: NoticeVersion | None, form: ComposeForm) -> Preview:
    """The count and the plan of what is typed; never raises for what is not sound yet."""
    now = civil_now()
    given = given_by(form, version, {})
    faults = faults_of(form, given, version)
    if "scope" in faults:
        return Preview(Size(0, 0, 0), faults=faults)
    try:
        counts = size(locality, given.selection)
    except DomainError as fault:
        return Preview(Size(0, 0, 0), faults={**faults, fault.field: fault.message})
    hint = suggest_deadline(given.event_at, now) if given.event_at else None
    return Preview(
        counts,
        _plan_of(locality, version, given, now) if counts.households else None,
        faults,
        hint if hint and hint > now and hint != given.deadline else None,
    )


def plan_of(version: NoticeVersion, sms_text: str) -> Plan | None:
    """The plan of a version that is about to go out; none once its deadline has passed."""
    now = civil_now()
    if version.deadline <= now:
        return None
    return propose(version.locality, Wish.of(version, sms_text), now)


def lines(plan: Plan | None, *, is_used: bool, decided: NoticeVersion | None = None) -> list[Line]:
    """The ways that are used or not; what a person decided stands before the plan."""
    if plan is None:
        return []
    overruled = _overruled(decided) if decided else {}
    found = []
    for way in plan.ways:
        decision = overruled.get((way.kind, way.purpose))
        if (way.is_used if decision is None else decision) == is_used:
            found.append(Line(name_of(way), way, decision is not None))
    return found


def _overruled(version: NoticeVersion) -> dict[tuple[str, str], bool]:
    rows = Route.objects.filter(version=version).exclude(overruled_by="")
    return {(row.kind, row.purpose): row.state != Route.State.SKIPPED for row in rows}


def name_of(way: Way) -> str:
    names = {
        "leaders": _("Báo tổ trưởng"),
        "rest": _("SMS cho hộ còn chưa biết"),
        "windows": _("Nhắn riêng trên Zalo"),
        "by_hand": _("Loa tay, kẻng của tổ"),
    }
    return names.get(way.purpose) or str(ChannelKind(way.kind).label)


def save(
    version: NoticeVersion | None,
    form: ComposeForm,
    typed: dict[str, list[str]],
    *,
    by: Staff,
    submits: bool,
) -> tuple[NoticeVersion, Faults]:
    """Write the notice and its forms, and submit it when asked. With any fault nothing of that
    happens, and the form is kept as typed."""
    given = given_by(form, version, typed)
    faults = faults_of(form, given, version)
    if not faults:
        try:
            with transaction.atomic():
                written = _write(version, given, typed, by)
                return (_submit(written, by) if submits else written), {}
        except Unready as unready:
            faults = unready.faults
        except BadInput as fault:
            faults = {FIELD_OF.get(fault.field, fault.field): fault.message}
    return keep_typed(by.locality, version, typed, by=by), faults


class Unready(Exception):
    """Several forms must be looked at: said all at once, and nothing is written."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults


def _submit(version: NoticeVersion, by: Staff) -> NoticeVersion:
    unready = find_unready(version)
    if unready:
        raise Unready(unready)
    submitted = submit_notice(version, by=by)
    ask_approvers(submitted)
    return submitted


def given_by(
    form: ComposeForm, version: NoticeVersion | None, typed: dict[str, list[str]]
) -> NoticeInput:
    given = form.given(typed)
    is_correction = version is not None and version.is_correction
    return with_fixed_parts(given, version) if version and is_correction else given


def faults_of(form: ComposeForm, given: NoticeInput, version: NoticeVersion | None) -> Faults:
    """What could not be read, then what is not sound. A field is told one thing at a time."""
    is_correction = bool(version and version.is_correction)
    faults = find_faults(tidied(given), now=civil_now(), is_correction=is_correction)
    if form.chose_nobody and not is_correction:
        faults["scope"] = _("Hãy chọn ít nhất một tổ, hoặc chọn “Toàn địa bàn”.")
    return faults | {name: str(said[0]) for name, said in form.errors.items() if said}


def _write(
    version: NoticeVersion | None, given: NoticeInput, typed: Typed, by: Staff
) -> NoticeVersion:
    if version is None:
        version = draft_notice(by.locality, given, by=by)
    else:
        version = revise_notice(version, given, by=by)
    saved = saved_forms(version)
    for form, language, text, was in posted_forms(typed):
        _write_form(version, saved, typed, (form, language, text, was), by)
    return version


def _write_form(
    version: NoticeVersion,
    saved: Mapping[tuple[str, str], Rendition],
    typed: Typed,
    posted: tuple[str, str, str, str],
    by: Staff,
) -> None:
    """A person's words are kept; an emptied form is made again; "giữ" confirms an older one."""
    form, language, text, was = posted
    key = f"{form}-{language}"
    old = saved.get((form, language))
    title = (typed.get(f"t-{key}") or [""])[0]
    if typed.get(f"m-{key}") or not text.strip():
        if old is not None:
            remake_rendition(version, form, language, by=by)
        return
    is_new_title = bool(title and old and title != old.title)
    if digest(text) != was or typed.get(f"k-{key}") or is_new_title:
        edit_rendition(version, form, language, text=text, title=title, by=by)


def _plan_of(
    locality: Locality, version: NoticeVersion | None, given: NoticeInput, now: datetime
) -> Plan | None:
    if given.deadline is None or given.deadline <= now:
        return None
    form = Rendition.Form.SMS_PLAIN if given.sms_without_marks else Rendition.Form.SMS
    sms = next((row.text for row in made_of(locality, version, given) if row.form == form), "")
    recorded = [row.language for row in checked_recordings(version)] if version else []
    wish = Wish(
        given.selection, given.deadline, given.kind, given.urgency, sms, recorded=tuple(recorded)
    )
    return propose(locality, wish, now)
