"""An emergency goes out in one verb, by the one person who was named for it; and its drill.

Written, released and published by the same person: nobody else is waited for. Another approver
looks at it afterwards (notices.approve.review_release).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.core.language import house_language, is_source
from nhipcau.notices.approve import release_urgently, submit_notice
from nhipcau.notices.correct import correct_notice
from nhipcau.notices.draft import draft_notice, revise_notice
from nhipcau.notices.given import LONGEST, NoticeInput
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.rights import must_be_of
from nhipcau.notices.starters import starter_named, starter_of
from nhipcau.outreach.hazards import Hazard, danger_of
from nhipcau.outreach.models import DrillHousehold, DrillStaff, Emergency
from nhipcau.outreach.publish import publish_notice
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Locality

MOST_HOURS = 72
DRILL_HOURS = 2
# Words that residents read: in the ward's language whatever the officer's.
DRILL_TITLE = "DIỄN TẬP: "
DRILL_TEXT = "Đây là buổi diễn tập, không có nguy hiểm thật. "


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is said. `quiet_why` is the reason why quiet hours do not hold."""

    hazard: str
    title: str
    text: str
    place: str = ""
    hours: int = 6
    neighbourhoods: tuple[int, ...] = ()
    quiet_why: str = ""


def begin_with(locality: Locality, hazard: str) -> Alarm:
    """What stands in the form when a button is pressed."""
    danger = danger_of(hazard)
    starter = starter_of(locality, danger.starter) if danger.starter else None
    starter = starter or starter_named(locality, danger.event)
    return Alarm(
        hazard,
        title=starter.title if starter else "",
        text=starter.text if starter else "",
        hours=danger.hours,
        quiet_why=danger.quiet_why,
    )


def raise_alarm(
    locality: Locality, alarm: Alarm, *, by: Staff, draft: NoticeVersion | None = None
) -> NoticeVersion:
    """Verb. To every household of the area, by every channel at once. `draft`: one that an alert
    of others began."""
    _must_be_named(by, locality)
    if not alarm.quiet_why.strip():
        raise BadInput(_("Hãy ghi vì sao phải báo cả trong giờ nghỉ."), field="quiet_why")
    selection = Selection(neighbourhoods=alarm.neighbourhoods)
    with transaction.atomic():
        version = _written(locality, _given(alarm, selection), draft, by)
        _keep_danger(version, alarm)
        version = release_urgently(submit_notice(version, by=by), by=by)
    return publish_notice(version, by=by)


def begin_drill(locality: Locality, hazard: str, *, by: Staff) -> NoticeVersion:
    """Verb, one button: the same road, to those only who agreed to take part."""
    _must_be_named(by, locality)
    homes = tuple(
        DrillHousehold.objects.filter(household__is_gone=False).values_list("household", flat=True)
    )
    if not homes:
        raise BadInput(
            _("Chưa có hộ nào nhận lời diễn tập. Hãy chọn ít nhất một hộ, ví dụ nhà cán bộ.")
        )
    alarm, (title, text) = begin_with(locality, hazard), drill_words()
    alarm = replace(
        alarm,
        title=title + (alarm.title or danger_of(hazard).event),
        text=text + (alarm.text or danger_of(hazard).event),
        hours=DRILL_HOURS,
    )
    given = replace(_given(alarm, Selection(households=homes)), is_drill=True)
    with transaction.atomic():
        version = _written(locality, given, None, by)
        _keep_danger(version, replace(alarm, quiet_why=""))
        version = release_urgently(submit_notice(version, by=by), by=by)
        audit.record(by.actor, "drill.begun", version, after={"households": len(homes)})
    return publish_notice(version, by=by)


def drill_words() -> tuple[str, str]:
    """What stands before a drill's title and text."""
    if is_source():
        return DRILL_TITLE, DRILL_TEXT
    with house_language():
        return f"{_('Diễn tập').upper()}: ", f"{_('Diễn tập, không có việc thật')}. "


def take_part(
    locality: Locality, *, households: tuple[int, ...], staff: tuple[int, ...], by: Staff
) -> None:
    """Verb. Who gets drills from now on: these and nobody else."""
    must_be_of(by, locality.pk)
    homes = list(Household.objects.filter(pk__in=households, locality=locality))
    people = list(Staff.objects.filter(pk__in=staff, locality=locality, is_active=True))
    with transaction.atomic():
        DrillHousehold.objects.exclude(household__in=homes).delete()
        DrillStaff.objects.exclude(staff__in=people).delete()
        for home in homes:
            DrillHousehold.objects.get_or_create(
                household=home, defaults={"locality": locality, "added_by": by}
            )
        for person in people:
            DrillStaff.objects.get_or_create(
                staff=person, defaults={"locality": locality, "added_by": by}
            )
        after = {"households": len(homes), "staff": len(people)}
        audit.record(by.actor, "drill.members_set", locality, locality=locality.pk, after=after)


def begin_draft(
    locality: Locality, alarm: Alarm, *, by: Staff, because: Actor, corrects: Notice | None = None
) -> NoticeVersion:
    """A draft that waits for the named person: nothing of it goes out by itself. `corrects`: what
    is out already and says it as it was before."""
    with transaction.atomic(), house_language():
        given = _given(alarm, Selection())
        if corrects is None:
            version = draft_notice(locality, given, by=by)
        else:
            changed = replace(
                given,
                selection=Selection.from_json(corrects.selection),
                correction=_("nơi cảnh báo vừa báo mới: %(title)s") % {"title": given.title[:200]},
            )
            version = revise_notice(correct_notice(corrects, by=by), changed, by=by)
        _keep_danger(version, alarm)
        audit.record(because, "emergency.drafted", version, after={"hazard": alarm.hazard})
    return version


def may_raise(staff: Staff) -> bool:
    return staff.may_release_urgent and staff.is_active


def named_person(locality: Locality) -> Staff | None:
    return Staff.objects.filter(locality=locality, may_release_urgent=True, is_active=True).first()


def _must_be_named(by: Staff, locality: Locality) -> None:
    must_be_of(by, locality.pk)
    if not may_raise(by):
        raise NotAllowed(
            _("Chỉ người được giao quyền phát khẩn mới phát được. "
              "Quản trị chọn người đó ở trang Cán bộ.")
        )  # fmt: skip


def _written(
    locality: Locality, given: NoticeInput, draft: NoticeVersion | None, by: Staff
) -> NoticeVersion:
    if draft is None:
        return draft_notice(locality, given, by=by)
    if draft.is_correction:  # whom it goes to and what it corrects were settled before
        given = replace(
            given,
            selection=Selection.from_json(draft.notice.selection),
            correction=draft.correction or given.title,
        )
    return revise_notice(draft, given, by=by)


def _given(alarm: Alarm, selection: Selection) -> NoticeInput:
    if not 1 <= alarm.hours <= MOST_HOURS:
        raise BadInput(
            _("Thời gian còn nguy hiểm: từ 1 đến %(most)d giờ.") % {"most": MOST_HOURS},
            field="hours",
        )
    return NoticeInput(
        title=alarm.title[: LONGEST["title"]],
        text=alarm.text,
        place=alarm.place,
        deadline=civil_now() + timedelta(hours=alarm.hours),
        kind=Notice.Kind.EMERGENCY,
        urgency=Notice.Urgency.URGENT,
        selection=selection,
    )


def _keep_danger(version: NoticeVersion, alarm: Alarm) -> None:
    danger = danger_of(alarm.hazard)
    Emergency.objects.update_or_create(
        notice=version.notice,
        defaults={
            "locality_id": version.locality_id,
            "hazard": alarm.hazard if alarm.hazard in Hazard.values else Hazard.OTHER,
            "urgency": danger.urgency,
            "severity": danger.severity,
            "certainty": danger.certainty,
            "quiet_why": alarm.quiet_why[:300],
        },
    )
