"""The tabs over a preview of a file: by verdict, with how many rows each has."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest

Tab = tuple[str, Any, int]  # the word in the address, its label, how many


def preview_tabs(
    request: HttpRequest,
    verdicts: Mapping[str, TextChoices],
    counts: Mapping[str, int],
    first_shown: Sequence[str],
) -> tuple[list[Tab], str]:
    """All tabs, and the one to show: what was asked for, else the first of `first_shown` that has
    rows, else that of what is new."""
    tabs = [(slug, kind.label, counts.get(kind.value, 0)) for slug, kind in verdicts.items()]
    asked = request.GET.get("loai", "")
    if asked in verdicts:
        return tabs, asked
    filled = {slug for slug, _label, count in tabs if count}
    return tabs, next((slug for slug in first_shown if slug in filled), "moi")
