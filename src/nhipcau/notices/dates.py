"""On which days a call comes again: every other Saturday, the first Sunday of a month, holidays.

Plain values, no database. Feasts are the country's: those that move come from the `holidays`
package, the rest from dateutil's rules (RFC 5545), so that neither is our own arithmetic.
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
from nhipcau.country.chosen import country
from nhipcau.country.profile import Calendar, Feast
from nhipcau.text.dates import WEEKDAYS

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


def feasts_here() -> dict[str, Feast]:
    return {feast.key: feast for feast in country().calendar.feasts}


def check_rule(rule: dict[str, Any]) -> None:
    """BadInput with the field at fault."""
    kind = rule.get("kind")
    if kind == "feasts":
        if not rule.get("feasts") or set(rule["feasts"]) - set(feasts_here()):
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
        known = feasts_here()
        found = [
            Day(on, str(known[key].label))
            for key in dict.fromkeys(rule["feasts"])
            for year in range(since.year, until.year + 1)
            for on in _feast(known[key], year)
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
        known = feasts_here()
        return ", ".join(str(known[key].label) for key in rule["feasts"])
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


def _feast(feast: Feast, year: int) -> list[date]:
    if feast.on is None:
        return [on for on, name in _moving(country().calendar, year) if name == feast.name]
    day, number = feast.on
    return [date(year, number, day)]


@lru_cache(maxsize=16)
def _moving(known: Calendar, year: int) -> tuple[tuple[date, str], ...]:
    """The day itself, without the days off around it, or those moved to a working day."""
    calendar = country_holidays(known.code, years=year, observed=False, language=known.language)
    wanted = {feast.name for feast in known.feasts if feast.on is None}
    return tuple(
        (on, name)
        for on, names in sorted(calendar.items())
        for name in names.split("; ")
        if name in wanted
    )
