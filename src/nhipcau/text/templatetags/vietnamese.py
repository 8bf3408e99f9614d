"""Filters for numbers, dates and words as the page's language has them, built into every template.

All of them show nothing for nothing, so that an empty field needs no `if` around it.
"""

from datetime import date, datetime, timedelta

from django import template
from django.template.defaultfilters import date as date_of_django

from nhipcau.core.clock import civil_now
from nhipcau.text import dates, money, numbers, phones

register = template.Library()


@register.filter
def number(value: float | str | None) -> str:
    """{{ households|number }} → 3.007"""
    return "" if isinstance(value, str | None) else numbers.say_number(value)


@register.filter
def percent(share: float | str | None) -> str:
    """{{ share|percent }} → 86,4 %, of a share between 0 and 1"""
    return "" if isinstance(share, str | None) else numbers.say_percent(share)


@register.filter(name="date", expects_localtime=True)
def date_(moment: date | datetime | str | None, form: str | None = None) -> str:
    """Django's own, with the years that the reader counts: {{ on|date:"j/n/Y" }} → 26/5/2566"""
    if form and form.endswith("/Y") and isinstance(moment, date):
        form = f"{form.removesuffix('Y')}{dates.say_year(moment)}"
    return str(date_of_django(moment, form))


@register.filter(name="when")
def when_(moment: datetime | None) -> str:
    """{{ deadline|when }} → 21:30 hôm nay"""
    return dates.say_when(moment, civil_now()) if moment else ""


@register.filter
def span(start: datetime | None, end: datetime | None) -> str:
    """{{ event_at|span:event_until }} → 07:00 – 11:00 ngày mai"""
    return dates.say_span(start, end, civil_now()) if start else ""


@register.filter
def day(moment: date | datetime | None) -> str:
    """{{ deadline|day }} → hôm nay"""
    return dates.say_day(moment, civil_now()) if moment else ""


@register.filter
def clock(moment: datetime | None) -> str:
    """{{ deadline|clock }} → 21:30"""
    return dates.say_time(moment) if moment else ""


@register.filter
def left(until: datetime | timedelta | str | None) -> str:
    """{{ deadline|left }} → 3 giờ 08 phút from now, or of a span"""
    if isinstance(until, str | None):
        return ""
    return dates.say_left(until if isinstance(until, timedelta) else until - civil_now())


@register.filter(name="money")
def money_(dong: float | str | None) -> str:
    """{{ cost|money }} → 1.250 đ"""
    return "" if isinstance(dong, str | None) else money.say_money(dong)


@register.filter
def phone(e164: str | None) -> str:
    """{{ staff.phone|phone }} → 0912 345 678"""
    return phones.show_local(e164) if e164 else ""
