"""An account in words, where a list shows many."""

from django import template

from nhipcau.channels.models import Account
from nhipcau.pages.channels import state

register = template.Library()


@register.filter
def number_of(numbers: dict[str, int], name: str) -> int | None:
    return numbers.get(name)


@register.filter
def tone(account: Account) -> str:
    return state.tone(account)


@register.filter
def trouble(account: Account) -> state.Trouble | None:
    return state.trouble_of(account)


@register.filter
def warnings(account: Account) -> list[state.Trouble]:
    return state.warnings_of(account)
