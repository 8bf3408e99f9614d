"""What was accepted, read back from the journal: the other half of `nhipcau sandbox audit`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nhipcau_sandbox.journal import read_journal

COLUMNS = ("channel", "account", "address", "hash", "key", "id", "at", "kind")


def accepted_rows(journal: Path) -> Iterator[dict[str, Any]]:
    """One row a message: channel, account, address, hash of the text, our key, their id, time."""
    for line in read_journal(journal):
        if line.get("what") == "accepted":
            yield {name: line.get(name, "") for name in COLUMNS}
