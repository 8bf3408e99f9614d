"""What is wrong with a table file, as a code: whoever shows it makes the words."""

NOT_FOUND = "not_found"
TOO_BIG = "too_big"
LOCKED = "locked"
DAMAGED = "damaged"
UNKNOWN_FORMAT = "unknown_format"
EMPTY = "empty"


class TableFault(Exception):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
