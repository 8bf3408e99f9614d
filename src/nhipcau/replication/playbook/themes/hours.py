"""When the desk is open, when nobody is disturbed, which days are off, when the market is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhipcau.core.clock import civil_now, local
from nhipcau.places.keep_hours import add_holiday, say_spans, set_opening_hours
from nhipcau.places.models import Holiday, Locality
from nhipcau.places.settle import Settings, set_locality
from nhipcau.places.working import office_of, usual_week
from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain, may, must, number
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.plan import forget, keep, plan_theme, planned
from nhipcau.text.lunar import solar_of

OFFICE = "gio-giac"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
SPANS = r"([0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d(, ?)?)*"
DAYS = ("thu_hai", "thu_ba", "thu_tu", "thu_nam", "thu_sau", "thu_bay", "chu_nhat")
YEARS_AHEAD = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Of a day without hours nothing is said: it is off."""

    thu_hai: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    thu_ba: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    thu_tu: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    thu_nam: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    thu_sau: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    thu_bay: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    chu_nhat: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    quiet_from: str = must(like=CLOCK, sample="21:00")
    quiet_until: str = must(like=CLOCK, sample="21:00")
    loudspeaker: str = may(like=SPANS, sample="07:30-11:30, 13:30-17:00")
    ward_helpers: int = number(most=100)
    emergency_reserve: int = number(most=60)
    escalate_after: int = number(5, most=60)
    drill_day: int = number(most=20)
    drill_at: str = must(like=CLOCK, sample="21:00")


def _as_it_is(locality: Locality, week: dict[int, str]) -> Hours:
    days = {name: week.get(day, "") for day, name in enumerate(DAYS)}
    return Hours(
        **days,
        quiet_from=f"{locality.quiet_from:%H:%M}",
        quiet_until=f"{locality.quiet_until:%H:%M}",
        loudspeaker=locality.loudspeaker_hours.replace(",", ", "),
        ward_helpers=locality.ward_helpers,
        emergency_reserve=locality.emergency_reserve,
        escalate_after=locality.escalate_after,
        drill_day=locality.drill_day,
        drill_at=f"{locality.drill_at:%H:%M}",
    )


def _hours(place: Place) -> list[Found]:
    week = {day: say_spans(spans) for day, spans in office_of(place.locality).week.items()}
    return [Found(_as_it_is(place.locality, week), key=OFFICE)]


def _usual() -> dict[str, Hours]:
    week = {day: say_spans(spans) for day, spans in usual_week().items()}
    return {OFFICE: _as_it_is(Locality(), week)}


def _put_hours(place: Place, key: str, item: Hours, row: int) -> int:
    week = {day: getattr(item, name) for day, name in enumerate(DAYS)}
    locality = place.locality
    set_opening_hours(locality, week, by=place.actor)
    settings = Settings(
        issuer=locality.issuer,
        phone=locality.phone,
        address=locality.address,
        quiet_from=time.fromisoformat(item.quiet_from),
        quiet_until=time.fromisoformat(item.quiet_until),
        loudspeaker_hours=item.loudspeaker,
        ward_helpers=item.ward_helpers,
        emergency_reserve=item.emergency_reserve,
        escalate_after=item.escalate_after,
        drill_day=item.drill_day,
        drill_at=time.fromisoformat(item.drill_at),
    )
    set_locality(locality, settings, by=place.actor)
    return 0


HOURS = Theme(
    name="hours",
    title=_("Giờ giấc"),
    remark="Giờ làm việc từng ngày, giờ yên lặng, giờ phát loa, diễn tập, leo thang.",
    kind=Hours,
    found=_hours,
    put=_put_hours,
    drop=lambda place, key, row: None,
    name_of=lambda item: OFFICE,
    told=lambda item: str(_("Giờ làm việc, giờ yên lặng, giờ phát loa")),
    usual=_usual,
)


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """The same every year: `day` is month-day, of the lunar calendar where `lunar` says so.
    `before`: how many of the `days` lie before it."""

    name: str = must(longest=80)
    day: str = must(like=r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", sample="09-02")
    lunar: bool = False
    days: int = number(1, most=10)
    before: int = number(most=5)


def _put_holiday(place: Place, key: str, item: HolidayRule, row: int) -> int:
    keep("holidays")(place, key, item, row)
    _declare(place, item)
    return 0


def declare_holidays(place: Place) -> int:
    """Verb. This year's and next year's days by the rules, where they are not declared yet."""
    rows = PlanItem.objects.filter(locality=place.locality, theme="holidays")
    with transaction.atomic():
        return sum(_declare(place, from_plain(HolidayRule, row.content)) for row in rows)


def _declare(place: Place, item: HolidayRule) -> int:
    today = local(civil_now()).date()
    there = set(Holiday.objects.filter(locality=place.locality).values_list("on", flat=True))
    wanted = [day for day in days_of(item, today) if day >= today and day not in there]
    for day in wanted:
        add_holiday(place.locality, day, item.name, by=place.actor)
    return len(wanted)


def days_of(item: HolidayRule, today: date) -> Iterator[date]:
    month, day = (int(part) for part in item.day.split("-"))
    for year in range(today.year, today.year + YEARS_AHEAD + 1):
        first = solar_of(year, month, day) if item.lunar else _in_year(year, month, day)
        if first is not None:
            for more in range(item.days):
                yield first + timedelta(days=more - item.before)


def _in_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February
        return None


HOLIDAYS = Theme(
    name="holidays",
    title=_("Ngày nghỉ"),
    remark="Ngày nghỉ hằng năm, tháng-ngày; lunar: true là âm lịch. Lịch nghỉ bù ghi thêm tại chỗ.",
    kind=HolidayRule,
    found=planned("holidays", HolidayRule),
    put=_put_holiday,
    drop=forget("holidays"),
    name_of=lambda item: item.name,
    is_ordered=True,
)


@dataclass(frozen=True, slots=True)
class Market:
    """When people come together anyway: the best hour to tell them something."""

    name: str = must(longest=80)
    days: str = must(longest=200)
    hours: str = may(longest=80)
    use: str = may(longest=1000)


MARKETS = plan_theme(
    "markets",
    title=_("Phiên chợ, buổi tụ họp"),
    remark="Khi nào bà con tụ họp sẵn, và dùng buổi ấy để báo tin thế nào.",
    kind=Market,
    name_of=lambda item: item.name,
)
