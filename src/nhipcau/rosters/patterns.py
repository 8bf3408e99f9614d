"""The week as it usually is: its lines, and how many people each post needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.models import Need, Pattern, PatternLine, Post, Team
from nhipcau.rosters.rights import check_post, require_arranger
from nhipcau.text.dates import WEEKDAYS
from nhipcau.text.fold import tidy

Part = PatternLine.Part
MOST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One person on these weekdays. `opens` and `closes` for times of one's own only."""

    weekdays: tuple[int, ...]
    post: str
    part: str
    staff: Staff
    opens: time | None = None
    closes: time | None = None
    team: Team | None = None


def make_pattern(locality: Locality, name: str, *, by: Staff) -> Pattern:
    """Verb."""
    require_arranger(by, locality.pk)
    name = tidy(name)[:80]
    if not name:
        raise BadInput(_("Hãy đặt tên lịch mẫu."), field="name")
    if Pattern.objects.filter(locality=locality, name=name, retired_at=None).exists():
        raise BadInput(_("Đã có lịch mẫu tên này."), field="name")
    with transaction.atomic():
        pattern = Pattern.objects.create(locality=locality, name=name)
        record(by.actor, "pattern.made", pattern)
    return pattern


def retire_pattern(pattern: Pattern, *, by: Staff) -> None:
    """Verb. Shifts that it made stay."""
    require_arranger(by, pattern.locality_id)
    with transaction.atomic():
        if not Pattern.objects.filter(pk=pattern.pk, retired_at=None).update(
            retired_at=civil_now()
        ):
            raise WrongState(_("Lịch mẫu này đã thôi dùng rồi."))
        record(by.actor, "pattern.retired", pattern)


def add_lines(pattern: Pattern, line: Line, *, by: Staff) -> list[PatternLine]:
    """Verb. One row a weekday, all or none: a person twice at once is refused with the day."""
    require_arranger(by, pattern.locality_id)
    _check(pattern, line)
    with transaction.atomic():
        if not Pattern.objects.filter(pk=pattern.pk, retired_at=None).update(name=pattern.name):
            raise WrongState(_("Lịch mẫu này đã thôi dùng rồi."))
        for day in line.weekdays:
            _refuse_twice(pattern, line, day)
        made = [
            PatternLine.objects.create(
                locality_id=pattern.locality_id,
                pattern=pattern,
                weekday=day,
                post=line.post,
                part=line.part,
                opens=line.opens if line.part == Part.OWN else None,
                closes=line.closes if line.part == Part.OWN else None,
                staff=line.staff,
                team=line.team,
            )
            for day in sorted(set(line.weekdays))
        ]
        record(by.actor, "pattern.lines_added", pattern, after={"lines": len(made)})
    return made


def drop_line(line: PatternLine, *, by: Staff) -> None:
    """Verb. Weeks that are arranged already stay as they are."""
    require_arranger(by, line.locality_id)
    with transaction.atomic():
        record(by.actor, "pattern.line_dropped", line.pattern, before={"line": line.pk})
        gone, _models = PatternLine.objects.filter(pk=line.pk).delete()
        if not gone:
            raise WrongState(_("Dòng này đã bỏ rồi."))


def set_needs(locality: Locality, needs: Mapping[str, int], *, by: Staff) -> None:
    """Verb. How many people each post needs while the ward is open; 0 is that it may be empty."""
    require_arranger(by, locality.pk)
    for post, people in needs.items():
        if post not in Post.values or not 0 <= people <= MOST:
            raise BadInput(_("Số người cần là từ 0 đến 30."), field=post)
    with transaction.atomic():
        for post, people in needs.items():
            Need.objects.update_or_create(locality=locality, post=post, defaults={"people": people})
        record(by.actor, "needs.set", locality, locality=locality.pk, after=dict(needs))


def _check(pattern: Pattern, line: Line) -> None:
    if not line.weekdays or not all(0 <= day <= 6 for day in line.weekdays):
        raise BadInput(_("Hãy chọn ít nhất một ngày trong tuần."), field="weekdays")
    if line.part not in Part.values:
        raise BadInput(_("Hãy chọn buổi trực."), field="part")
    check_post(line.staff, line.post, pattern.locality_id)
    if line.part == Part.OWN and (
        line.opens is None or line.closes is None or line.closes <= line.opens
    ):
        raise BadInput(_("Ghi giờ vào ca và giờ hết ca; hết ca phải sau vào ca."), field="closes")
    if line.team is not None and line.team.locality_id != pattern.locality_id:
        raise NotAllowed(_("Tổ này thuộc địa bàn khác."))


def _refuse_twice(pattern: Pattern, line: Line, day: int) -> None:
    """Own times against opening hours are looked at when the week is made: the hours may move."""
    theirs = PatternLine.objects.filter(pattern=pattern, weekday=day, staff=line.staff)
    if line.part == Part.OWN:
        same = Q(part=Part.OWN, opens__lt=line.closes, closes__gt=line.opens)
    else:
        same = Q(part=line.part)
    clash = theirs.filter(same).first()
    if clash is not None:
        raise BadInput(
            _("%(who)s đã có trong lịch mẫu %(day)s, %(part)s, ở %(post)s.")
            % {
                "who": line.staff.name,
                "day": WEEKDAYS[day],
                "part": clash.get_part_display().lower(),
                "post": clash.get_post_display(),
            },
            field="staff",
        )
