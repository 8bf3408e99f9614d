"""An append-only file of everything the simulators accepted, and of what made the world.

A line is written to the operating system before the answer leaves, so a kill of any process,
this one too, loses nothing that was answered. Every line carries the word "mô phỏng".
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "mô phỏng"


class Journal:
    def __init__(self, folder: Path | None) -> None:
        self.path = folder / "journal.jsonl" if folder else None
        self.silent = False
        self._file = -1
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            _mend_last_line(self.path, self._file)

    def write(self, what: str, line: dict[str, Any]) -> None:
        if self.silent or self._file < 0:
            return
        whole = {"mark": MARK, "what": what, **line}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        os.write(self._file, text.encode() + b"\n")

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _mend_last_line(path: Path, file: int) -> None:
    """A kill may leave half a line: end it, so that the next one stands alone."""
    with path.open("rb") as found:
        size = found.seek(0, os.SEEK_END)
        if size:
            found.seek(size - 1)
            if found.read(1) != b"\n":
                os.write(file, b"\n")


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:  # the half line of a kill: it was never answered
                continue
