"""Mentions in the way of Zalo's groups: inside a group `[@…]` calls people, so what a citizen
wrote must not carry one when we pass it on."""

import re

_MENTION = re.compile(r"\[@[^\[\]]*\]")


def strip_mentions(text: str) -> str:
    """Until none is left: taking one out may put the halves of another together."""
    while True:
        text, found = _MENTION.subn("", text)
        if not found:
            return text
