"""Whom we erased, beside the database and in every backup: ids and times, nothing else. A backup
from before an erasure brings the person back; replaying this takes them out again."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from nhipcau.core.clock import civil_now
from nhipcau.people.models import Household, Resident

JOURNAL = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """`made`: when the household came into the register. Keys can be given anew after a restore;
    a household that came later is another one."""

    at: str
    household: int
    made: str
    resident: int | None = None


def note(household: Household, resident: Resident | None = None) -> None:
    """Last inside the verb's transaction: better a line too many, for one that then failed, than an
    erasure that a restore forgets."""
    told = Entry(
        civil_now().isoformat(),
        household.pk,
        household.created_at.isoformat(),
        resident.pk if resident else None,
    )
    _append([json.dumps(asdict(told))])


def entries() -> list[Entry]:
    return [Entry(**json.loads(line)) for line in _lines(settings.DATA / JOURNAL)]


def take_over(other: Path) -> None:
    """What the journal of a backup knows and ours does not."""
    ours = set(_lines(settings.DATA / JOURNAL))
    _append([line for line in _lines(other) if line not in ours])


def _lines(path: Path) -> list[str]:
    """A last line that a power cut left half is no entry."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("{") and line.endswith("}")]


def _append(lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    if not text:
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    descriptor = os.open(settings.DATA / JOURNAL, flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
