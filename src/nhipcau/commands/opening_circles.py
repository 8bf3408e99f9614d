"""The demo's ward has a party committee with a cell, an association, three months of learning to
use a phone, and a campaign. By the verbs of the pages, with the demo's own clock turned back.
"""

import random
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from nhipcau.circles.found import CircleInput, found_circle
from nhipcau.circles.invite import enter_as_staff
from nhipcau.circles.members import MemberInput, add_member
from nhipcau.circles.models import Circle, CircleMember, Office
from nhipcau.circles.publish import publish_notice
from nhipcau.circles.read import acknowledge, mark_seen
from nhipcau.circles.write import Wording, approve_notice, submit_notice, write_notice
from nhipcau.core.clock import civil_now, civil_seconds, local
from nhipcau.counter.gap.campaigns import CampaignInput, begin_campaign
from nhipcau.counter.gap.snapshot import take_snapshot
from nhipcau.counter.gap.teach import VisitInput, record_visit
from nhipcau.counter.models import GapMonth
from nhipcau.counter.skills import SKILLS
from nhipcau.people.circumstances import Seen
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Locality, Neighbourhood

A_DAY = 86_400
MONTHS = 3
STORY = 13  # the neighbourhood that the story follows
NAMES = (
    "Hà Thị Thắm",
    "Nông Văn Lương",
    "Bế Thị Na",
    "Triệu Văn Quý",
    "Lường Thị Hạnh",
    "Ma Văn Sơn",
)
WOMEN = ("Vi Thị Hoa", "Dương Thị Lý", "Hoàng Thị Nhung", "Đàm Thị Xuân", "Lục Thị Mến")


def open_circles(locality: Locality) -> int:
    """Inside the scope. Returns how many circles there are then."""
    admin = _one(locality, Role.ADMIN)
    head = _one(locality, Role.APPROVER)
    leaders = Staff.objects.filter(locality=locality, role=Role.LEADER, is_active=True)
    story = leaders.filter(neighbourhood__number=STORY)
    leader = story.first() or leaders.order_by("neighbourhood__number").first()
    if admin is None or head is None or leader is None:
        return 0
    committee, _above = _found(admin, head, Circle.Kind.COMMITTEE, "Đảng ủy phường", "Bí thư")
    name = f"Chi bộ {str(leader.neighbourhood).lower()}"
    cell, first = _found(
        admin, leader, Circle.Kind.CELL, name, "Bí thư chi bộ", parent=committee.pk
    )
    members = _people(cell, first, NAMES, "097600")
    _say(
        cell,
        first,
        members,
        Wording(
            "Sinh hoạt chi bộ thường kỳ",
            "19 giờ 30 thứ Sáu tại nhà văn hoá.\n\n1. Kiểm điểm việc tháng này.\n"
            "2. Phân công đảng viên giúp hộ chưa có điện thoại.\n\nĐồng chí nào vắng báo trước.",
        ),
    )
    women, lead = _found(
        admin, leader, Circle.Kind.ASSOCIATION, "Hội Phụ nữ phường", "Chi hội trưởng"
    )
    _say(
        women,
        lead,
        _people(women, lead, WOMEN, "097601"),
        Wording("Tập văn nghệ 20/10", "Tối thứ Tư, 19 giờ, hội trường phường. Mang giày mềm."),
    )
    return 3


def learn_for_three_months(locality: Locality, *, clock: Path) -> int:
    """Returns how many visits. `clock` is the demo's own clock file; nothing else may run."""
    helper = _one(locality, Role.TEAM_MEMBER) or _one(locality, Role.OFFICER)
    officer = _one(locality, Role.OFFICER) or _one(locality, Role.EDITOR)
    if helper is None or officer is None:
        return 0
    now, chances = civil_seconds(), random.Random(20230520)  # noqa: S311  the same each time
    today = local(civil_now()).date()
    homes = Household.objects.filter(locality=locality, is_gone=False)
    if helper.neighbourhood_id is not None and helper.role == Role.TEAM_MEMBER:
        homes = homes.filter(neighbourhood=helper.neighbourhood_id)
    chosen = list(homes.order_by("pk")[:40])
    visits = 0
    try:
        for days in range(30 * MONTHS, 0, -4):
            clock.write_text(f"{now - days * A_DAY:.3f}", encoding="ascii")
            home = chosen[(days // 4) % len(chosen)]
            record_visit(home, _visit(chances), by=helper)
            visits += 1
            if days % 28 == 6:
                take_snapshot(locality)
    finally:
        clock.write_text(f"{now:.3f}", encoding="ascii")
    take_snapshot(locality)
    _months_before(locality, today)
    _campaign(locality, officer, today)
    return visits


def _found(
    admin: Staff, head: Staff, kind: str, name: str, title: str, *, parent: int | None = None
) -> tuple[Circle, CircleMember]:
    given = CircleInput(kind, name, parent=parent, title=title)
    circle, path = found_circle(admin.locality, given, by=admin)
    return circle, enter_as_staff(path.split("/")[-2], staff=head)


def _people(
    circle: Circle, head: CircleMember, names: tuple[str, ...], begins: str
) -> list[CircleMember]:
    """The first of them is an officer: whoever writes does not approve."""
    made = []
    for n, name in enumerate(names):
        office = Office.MEMBER if n else Office.OFFICER
        given = MemberInput(name=name, phone=f"{begins}{n:04d}", office=office)
        made.append(add_member(circle, given, by=head))
    return made


def _say(circle: Circle, head: CircleMember, others: list[CircleMember], said: Wording) -> None:
    notice = write_notice(circle, said, by=others[0])
    submit_notice(notice, by=others[0])
    approve_notice(notice, by=head)
    publish_notice(notice, by=head)
    notice.refresh_from_db()
    for member in others[:3]:
        acknowledge(notice, by=member)
    mark_seen(notice, by=others[3])


def _visit(chances: random.Random) -> VisitInput:
    skills = chances.sample(list(SKILLS), k=chances.randint(1, 4))
    key = UUID(int=chances.getrandbits(128))
    seen = Seen(remote="yes") if chances.random() < 0.2 else Seen()
    return VisitInput(key=key, skills=skills, minutes=chances.randint(15, 60), seen=seen)


def _months_before(locality: Locality, today: date) -> None:
    """The demo's households joined before it began: what stood earlier is made up, as they are."""
    month = today.replace(day=1)
    rows = list(GapMonth.objects.filter(locality=locality, month=month))
    for back in range(1, MONTHS + 1):
        month = (month - timedelta(days=1)).replace(day=1)
        for row in rows:
            less = round(row.by_app * 0.06 * back)
            GapMonth.objects.update_or_create(
                neighbourhood_id=row.neighbourhood_id,
                month=month,
                defaults={
                    "locality": locality,
                    "households": row.households,
                    "by_app": max(0, row.by_app - less),
                    "by_sms": row.by_sms + less,
                    "without": row.without,
                    "unknown": row.unknown + less // 2,
                    "taken_at": row.taken_at,
                },
            )


def _campaign(locality: Locality, officer: Staff, today: date) -> None:
    places = list(Neighbourhood.objects.filter(locality=locality).order_by("-number")[:3])
    given = CampaignInput(
        "Ở nhà vẫn nộp được hồ sơ",
        "Nộp hồ sơ tại nhà, được báo từng bước, không phải ra phường hai lần",
        today - timedelta(days=20),
        today + timedelta(days=10),
        places,
    )
    begin_campaign(locality, given, by=officer)


def _one(locality: Locality, role: str) -> Staff | None:
    found = Staff.objects.filter(locality=locality, role=role, is_active=True)
    return found.order_by("pk").first()
