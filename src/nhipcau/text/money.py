"""Amounts as the country writes them, in whole units."""

from nhipcau.country.chosen import country
from nhipcau.text.numbers import say_number


def say_money(amount: float) -> str:
    """1.250 đ"""
    return country().money.amount.format(n=say_number(round(amount)))
