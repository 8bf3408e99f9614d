"""Words of the household pages."""

from django import template
from django.utils.translation import gettext as _

from nhipcau.people.households import LANGUAGES

register = template.Library()


@register.filter
def language_name(code: str | None) -> str:
    """tyz → Tiếng Tày"""
    return _(LANGUAGES[code]) if code in LANGUAGES else ""
