"""Where statuses come from by themselves. An adapter fetches what is new as exports with the field
names of the national exchange; the same reading, preview rules and steps follow as for a file.

A live connection to a province's system is one class here and one line in ADAPTERS.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.exports import Export, open_export
from nhipcau.counter.models import DossierSource
from nhipcau.places.models import Locality

FOLDER, READ, FAULTY = "ho-so", "da-doc", "khong-doc-duoc"
KINDS = frozenset({".csv", ".xlsx", ".xls", ".ods", ".tsv", ".txt"})
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """`export` is None when `fault` says what is wrong. `mark` is the adapter's own note of it."""

    mark: str
    export: Export | None = None
    fault: str = ""


class Adapter(Protocol):
    """`fetch` may be called again for what was not marked `done`: it must yield it again."""

    @property
    def name(self) -> object: ...

    def fetch(self, source: DossierSource) -> Iterator[Fetched]: ...

    def done(self, source: DossierSource, fetched: Fetched, *, is_read: bool) -> None: ...

    def where(self, locality: Locality) -> str:
        """In words for the page: what somebody has to do on the other side."""


class DropFolder:
    """Files that somebody, or a job of the province's system, lays into a folder of this machine.
    One that was read goes into a folder beside; one that was not into another, to be looked at."""

    @property
    def name(self) -> object:
        return _("Thư mục nhận tệp")

    def fetch(self, source: DossierSource) -> Iterator[Fetched]:
        folder = drop_folder(source.locality)
        if not folder.is_dir():
            return
        there = (file for file in sorted(folder.iterdir()) if is_wanted(file))
        for file, _nth in zip(there, range(MOST_FILES), strict=False):
            try:
                with file.open("rb") as opened:
                    yield Fetched(file.name, open_export(opened, file.name))
            except BadInput as fault:
                yield Fetched(file.name, fault=fault.message)
            except OSError:
                continue  # taken away, or still being written: the next round sees

    def done(self, source: DossierSource, fetched: Fetched, *, is_read: bool) -> None:
        folder = drop_folder(source.locality)
        beside = folder / (READ if is_read else FAULTY)
        with suppress(OSError):
            beside.mkdir(parents=True, exist_ok=True)
            (folder / fetched.mark).replace(beside / fetched.mark)

    def where(self, locality: Locality) -> str:
        return str(drop_folder(locality))


ADAPTERS: dict[str, Adapter] = {"folder": DropFolder()}


def drop_folder(locality: Locality) -> Path:
    """Never named by a person: nobody can make us read elsewhere."""
    return Path(settings.DATA) / FOLDER / locality.slug


def is_wanted(file: Path) -> bool:
    """No hidden files, none that is still being written under another name, no links."""
    return (
        file.suffix.lower() in KINDS
        and file.is_file()
        and not file.is_symlink()
        and (not file.name.startswith((".", "~")))
    )
