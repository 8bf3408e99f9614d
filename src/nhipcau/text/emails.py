"""An e-mail address as people write it, or none: lower case, without what a mail server refuses."""

import re

_ADDRESS = re.compile(
    r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$"
)
LONGEST = 120  # of a ledger's address; RFC 5321 would allow 254, nobody has one


def to_email(text: str) -> str | None:
    """None when no letter could be sent to it."""
    found = text.strip().strip("<>.,;").lower().removeprefix("mailto:")
    return found if len(found) <= LONGEST and _ADDRESS.match(found) else None
