"""Words of the household pages."""

from django import template
from django.utils.translation import gettext as _

from nhipcau.country.chosen import country

register = template.Library()


@register.filter
def language_name(code: str | None) -> str:
    """tyz → Tiếng Tày"""
    name = country().spoken.get(code or "")
    return _(name) if name else ""
