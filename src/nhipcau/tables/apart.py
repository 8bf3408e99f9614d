"""A workbook read by a process of its own, with so much memory and time and no more. In the old
format two numbers ask for a hundred gigabytes, and nothing tells before they are laid out."""

import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_CPU, getrlimit, setrlimit
from typing import Any, BinaryIO, Final

from nhipcau.tables.faults import DAMAGED, TableFault

MEMORY: Final = 1536 * 1024 * 1024
SECONDS: Final = 60
SOURCES: Final = str(Path(__file__).parents[2])
CHILD: Final = f"""
import sys
sys.path.insert(0, {SOURCES!r})
from nhipcau.tables import apart, read
apart.answer(read.open_workbook)
"""


def read_apart(content: bytes) -> Any:
    """What the child's reader made of it. Raises TableFault; a child that died tells damaged."""
    try:
        done = subprocess.run(  # noqa: S603  our own words, and the file by a pipe
            [sys.executable, "-I", "-c", CHILD],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise TableFault(DAMAGED, "apart") from None
    found = pickle.loads(done.stdout)  # noqa: S301  written by answer(), below
    if isinstance(found, TableFault):
        raise found
    return found


def answer(read: Callable[[BinaryIO], Any]) -> None:
    """In the child."""
    _bear(RLIMIT_AS, MEMORY)
    _bear(RLIMIT_CPU, SECONDS)
    try:
        found = read(io.BytesIO(sys.stdin.buffer.read()))
    except TableFault as fault:
        found = fault
    pickle.dump(found, sys.stdout.buffer)


def _bear(what: int, most: int) -> None:
    """Whoever runs us may allow less already."""
    _soft, hard = getrlimit(what)
    most = most if hard == RLIM_INFINITY else min(most, hard)
    setrlimit(what, (most, most))
