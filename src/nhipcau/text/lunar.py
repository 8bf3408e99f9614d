"""The Vietnamese lunar calendar, for the years in which anybody plans: new moons and the month of
the winter solstice, seen from UTC+7 (after the published method of Hồ Ngọc Đức)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, sin

HOURS_EAST = 7.0
LUNATION = 29.530588853
FIRST_NEW_MOON = 2415021.076998695  # 1 January 1900
EPOCH = 2415021  # Julian day number of 1 January 1900
RADIAN = pi / 180


def solar_of(year: int, month: int, day: int) -> date | None:
    """The day of a lunar date whose lunar year begins in `year`; of a leap month the first one.
    None when that month has no such day."""
    starts = month_starts(year)
    begins, ends = starts[month - 1], starts[month]
    found = begins + timedelta(days=day - 1)
    return found if found < ends else None


@lru_cache(maxsize=64)
def month_starts(year: int) -> tuple[date, ...]:
    """The first days of months 1 to 12 and of the next year's first; leap months are left out
    but for month 12's end."""
    from_november, to_november = _month_eleven(year - 1), _month_eleven(year)
    leap = _leap_after(from_november, to_november)
    first = _new_moons_from(from_november)
    # Offset 0 is month 11, 1 is 12, 2 is month 1: one later when the leap month came before.
    starts = [first(_place(2 + n, leap)) for n in range(10)]
    next_leap = _leap_after(to_november, _month_eleven(year + 1))
    after = _new_moons_from(to_november)
    starts += [after(_place(0, next_leap)), after(_place(1, next_leap))]
    starts.append(after(_place(2, next_leap)))
    return tuple(_as_date(day) for day in starts)


def _place(offset: int, leap: int) -> int:
    return offset + (1 if leap and offset >= leap else 0)


def _new_moons_from(eleven: int) -> Callable[[int], int]:
    k = floor(0.5 + (eleven - FIRST_NEW_MOON) / LUNATION)
    return lambda offset: _new_moon_day(k + offset)


def _leap_after(eleven: int, next_eleven: int) -> int:
    """The offset of the leap month after month eleven; 0 in a year of twelve."""
    if next_eleven - eleven <= 365:
        return 0
    k = floor(0.5 + (eleven - FIRST_NEW_MOON) / LUNATION)
    last = _sun_sector(_new_moon_day(k + 1))
    for offset in range(2, 14):
        sector = _sun_sector(_new_moon_day(k + offset))
        if sector == last:
            return offset - 1
        last = sector
    return 0


@lru_cache(maxsize=64)
def _month_eleven(year: int) -> int:
    """The Julian day on which the month of the winter solstice begins."""
    k = floor((_number_of(date(year, 12, 31)) - FIRST_NEW_MOON) / LUNATION)
    found = _new_moon_day(k)
    return _new_moon_day(k - 1) if _sun_sector(found) >= 9 else found


@lru_cache(maxsize=512)
def _new_moon_day(k: int) -> int:
    """The Julian day number, here, of the k-th new moon after that of January 1900."""
    t = k / 1236.85
    t2, t3 = t * t, t * t * t
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * RADIAN)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * RADIAN
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * RADIAN
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * RADIAN
    change = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun)
    change += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon)
    change += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    change += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    change += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon)
    change += 0.0005 * sin(2 * moon + sun)
    drift = -0.000278 + 0.000265 * t + 0.000262 * t2
    return floor(mean + change - drift + 0.5 + HOURS_EAST / 24)


def _sun_sector(day: int) -> int:
    """In which twelfth of its way, from the spring point, the sun is at midnight of that day."""
    t = (day - 2451545.5 - HOURS_EAST / 24) / 36525
    t2 = t * t
    mean = (357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * RADIAN
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t2
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(mean)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * mean) + 0.000290 * sin(3 * mean)
    return floor((longitude % 360) / 30)


def _number_of(day: date) -> int:
    return EPOCH + (day - date(1900, 1, 1)).days


def _as_date(number: int) -> date:
    return date(1900, 1, 1) + timedelta(days=number - EPOCH)
