"""Words of the staff pages."""

from datetime import datetime

from django import template

from nhipcau.core.clock import machine_now
from nhipcau.text.dates import say_when

register = template.Library()


@register.filter
def machine_when(moment: datetime | None) -> str:
    """16:52 hôm nay, of a moment on the machine's clock (sessions, phones), not the civil one."""
    return say_when(moment, machine_now()) if moment else ""
