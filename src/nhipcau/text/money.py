"""Đồng, without decimals: nobody has used xu for decades."""

from nhipcau.text.numbers import say_number


def say_money(dong: float) -> str:
    """1.250 đ"""
    return f"{say_number(round(dong))} đ"
