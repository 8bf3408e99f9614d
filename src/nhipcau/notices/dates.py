"""On which days a call comes again: every other Saturday, the first Sunday of a month, holidays.

Plain values, no database. Holidays that go by the moon come from the `holidays` package, the rest
from dateutil's rules (RFC 5545), so that neither is our own arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from holidays.utils import country_holidays

from nhipcau.core.errors import BadInput
from nhipcau.text.dates import WEEKDAYS

# Key → what it is called in a notice. Those of the moon are asked by their name in the calendar.
FEASTS = {
    "1-1": gettext_lazy("Tết Dương lịch 1/1"),
    "tet": gettext_lazy("Tết Nguyên đán"),
    "3-2": gettext_lazy("ngày thành lập Đảng 3/2"),
    "gio-to": gettext_lazy("Giỗ Tổ Hùng Vương"),
    "30-4": gettext_lazy("ngày Giải phóng miền Nam 30/4"),
    "1-5": gettext_lazy("ngày Quốc tế Lao động 1/5"),
    "19-5": gettext_lazy("ngày sinh Chủ tịch Hồ Chí Minh 19/5"),
    "27-7": gettext_lazy("ngày Thương binh – Liệt sĩ 27/7"),
    "2-9": gettext_lazy("Quốc khánh 2/9"),
    "22-12": gettext_lazy("ngày thành lập Quân đội 22/12"),
}
BY_THE_MOON = {"tet": "Lunar New Year", "gio-to": "Hung Kings' Commemoration Day"}
NTH = {
    1: gettext_lazy("thứ nhất"),
    2: gettext_lazy("thứ hai"),
    3: gettext_lazy("thứ ba"),
    4: gettext_lazy("thứ tư"),
    -1: gettext_lazy("cuối cùng"),
}
MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """`occasion` is the holiday's name, or empty."""

    on: date
    occasion: str = ""


def weeks(every: int, on: int, first: date) -> dict[str, Any]:
    """Every so many weeks on a weekday (Monday is 0), counted from the week of `first`."""
    return {"kind": "weeks", "every": every, "weekday": on, "first": first.isoformat()}


def month(nth: int, on: int) -> dict[str, Any]:
    return {"kind": "month", "nth": nth, "weekday": on}


def feasts(*keys: str) -> dict[str, Any]:
    return {"kind": "feasts", "feasts": list(keys)}


def check_rule(rule: dict[str, Any]) -> None:
    """BadInput with the field at fault."""
    kind = rule.get("kind")
    if kind == "feasts":
        if not rule.get("feasts") or set(rule["feasts"]) - set(FEASTS):
            raise BadInput(_("Hãy chọn ít nhất một ngày lễ."), field="feasts")
        return
    if rule.get("weekday") not in range(7):
        raise BadInput(_("Hãy chọn thứ trong tuần."), field="weekday")
    if kind == "weeks":
        if rule.get("every") not in range(1, MOST_WEEKS + 1):
            raise BadInput(
                _("Cách nhau từ 1 đến %(most)d tuần.") % {"most": MOST_WEEKS}, field="every"
            )
        _first(rule)
    elif kind != "month" or rule.get("nth") not in NTH:
        raise BadInput(_("Hãy chọn cách lặp lại."), field="kind")


def days(rule: dict[str, Any], since: date, until: date) -> Iterator[Day]:
    """In order, both ends included."""
    if rule["kind"] == "feasts":
        found = [
            Day(on, str(FEASTS[key]))
            for key in dict.fromkeys(rule["feasts"])
            for year in range(since.year, until.year + 1)
            for on in _feast(key, year)
        ]
        yield from sorted((day for day in found if since <= day.on <= until), key=lambda d: d.on)
        return
    begin, end = datetime.combine(since, time.min), datetime.combine(until, time.min)
    for moment in _rule(rule, since).between(begin, end, inc=True):
        yield Day(moment.date())


def next_days(rule: dict[str, Any], since: date, count: int) -> list[Day]:
    """The next few, for people to look at; two years ahead at the most."""
    found: list[Day] = []
    for day in days(rule, since, since + timedelta(days=730)):
        found.append(day)
        if len(found) == count:
            break
    return found


def say_rule(rule: dict[str, Any]) -> str:
    """For people: "thứ Bảy, cách 2 tuần", "Chủ nhật thứ nhất của tháng", "Quốc khánh 2/9"."""
    if rule["kind"] == "feasts":
        return ", ".join(str(FEASTS[key]) for key in rule["feasts"])
    day = str(WEEKDAYS[rule["weekday"]])
    if rule["kind"] == "month":
        return _("%(day)s %(nth)s của tháng") % {"day": day, "nth": NTH[rule["nth"]]}
    if rule["every"] == 1:
        return _("%(day)s hằng tuần") % {"day": day}
    return _("%(day)s, cách %(n)d tuần một lần") % {"day": day, "n": rule["every"]}


def _rule(rule: dict[str, Any], since: date) -> rrule:
    if rule["kind"] == "weeks":
        first = _first(rule)
        monday = first - timedelta(days=first.weekday())
        return rrule(
            WEEKLY,
            interval=rule["every"],
            byweekday=rule["weekday"],
            wkst=0,
            dtstart=datetime.combine(monday, time.min),
        )
    start = datetime.combine(since.replace(day=1), time.min)
    return rrule(MONTHLY, byweekday=weekday(rule["weekday"])(rule["nth"]), dtstart=start)


def _first(rule: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(rule.get("first", ""))
    except (TypeError, ValueError) as fault:
        raise BadInput(_("Hãy chọn ngày đầu tiên."), field="first") from fault


def _feast(key: str, year: int) -> list[date]:
    if key in BY_THE_MOON:
        return [on for on, name in _moon(year) if name == BY_THE_MOON[key]]
    day, _dash, number = key.partition("-")
    return [date(year, int(number), int(day))]


@lru_cache(maxsize=16)
def _moon(year: int) -> tuple[tuple[date, str], ...]:
    """The day itself, without the days off around it, or those moved to a working day."""
    calendar = country_holidays("VN", years=year, observed=False, language="en_US")
    wanted = set(BY_THE_MOON.values())
    return tuple(
        (on, name)
        for on, names in sorted(calendar.items())
        for name in names.split("; ")
        if name in wanted
    )
