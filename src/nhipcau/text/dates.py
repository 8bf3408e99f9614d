"""Times and days as people write and say them. Every moment is shown in the ward's own time."""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from nhipcau.core.clock import local

WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
# Thai readers count years from the Buddha's death.
YEARS_MORE = {"th": 543}


def say_time(moment: datetime) -> str:
    """16:52"""
    return local(moment).strftime("%H:%M")


def say_date(day: date | datetime) -> str:
    """26/5/2023; for Thai readers 26/5/2566"""
    shown = _day_of(day)
    return f"{shown.day}/{shown.month}/{say_year(shown)}"


def say_year(day: date | datetime) -> int:
    return _day_of(day).year + YEARS_MORE.get((get_language() or "").partition("-")[0], 0)


def say_weekday(day: date | datetime) -> str:
    """Chủ nhật"""
    return str(WEEKDAYS[_day_of(day).weekday()])


def say_day(day: date | datetime, now: datetime) -> str:
    """hôm nay, ngày mai, hôm qua; else Chủ nhật 28/5, with the year when it is another one."""
    shown, today = _day_of(day), local(now).date()
    near = {0: _("hôm nay"), 1: _("ngày mai"), -1: _("hôm qua")}.get((shown - today).days)
    if near:
        return near
    year = "" if shown.year == today.year else f"/{say_year(shown)}"
    return f"{say_weekday(shown)} {shown.day}/{shown.month}{year}"


def say_when(moment: datetime, now: datetime) -> str:
    """07:00 ngày mai"""
    return f"{say_time(moment)} {say_day(moment, now)}"


def say_exact(moment: datetime) -> str:
    """21:30 Thứ Sáu 26/5: for what is read at a time nobody knows, so never "hôm nay"."""
    day = _day_of(moment)
    return f"{say_time(moment)} {say_weekday(day)} {day.day}/{day.month}"


def say_exact_span(start: datetime, end: datetime | None) -> str:
    """07:00 – 11:00 Chủ nhật 28/5"""
    if end is None or end <= start:
        return say_exact(start)
    if _day_of(start) == _day_of(end):
        return f"{say_time(start)} – {say_exact(end)}"
    return f"{say_exact(start)} – {say_exact(end)}"


def say_span(start: datetime, end: datetime | None, now: datetime) -> str:
    """07:00 - 11:00 Chủ nhật 28/5; over several days both ends are said whole."""
    if end is None or end <= start:
        return say_when(start, now)
    if local(start).date() == local(end).date():
        return f"{say_time(start)} – {say_time(end)} {say_day(start, now)}"
    return f"{say_when(start, now)} – {say_when(end, now)}"


def say_left(delta: timedelta) -> str:
    """3 giờ 08 phút; what is past reads "quá 12 phút". Never rounded up: time left is not given."""
    minutes = int(abs(delta).total_seconds() // 60)
    if minutes == 0:
        return _("dưới 1 phút")
    said = _say_minutes(minutes)
    return _("quá %(span)s") % {"span": said} if delta < timedelta(0) else said


def _say_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    days, hours_of_day = divmod(hours, 24)
    if days:
        if hours_of_day:
            said = ngettext("%(days)d ngày %(hours)d giờ", "%(days)d ngày %(hours)d giờ", days)
            return said % {"days": days, "hours": hours_of_day}
        return ngettext("%(days)d ngày", "%(days)d ngày", days) % {"days": days}
    if hours:
        if rest:
            return _("%(hours)d giờ %(minutes)02d phút") % {"hours": hours, "minutes": rest}
        return _("%(hours)d giờ") % {"hours": hours}
    return _("%(minutes)d phút") % {"minutes": rest}


def _day_of(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day
