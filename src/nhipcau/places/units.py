"""Import of the country's units with validity and successions. The same file twice is no change."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.country.chosen import country
from nhipcau.places.models import Succession, Unit

BATCH = 500
LEVELS = tuple(Unit.Level.values)
Key = tuple[str, str, date | None]  # level, code, valid_from: a code alone means nothing
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class UnitRow:
    code: str
    name: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    became: tuple[str, ...]
    basis: str

    @property
    def key(self) -> Key:
        return (self.level, self.code, self.valid_from)

    @property
    def parent_key(self) -> Key | None:
        level = country().units.code_lengths().get(len(self.parent))
        return (level, self.parent, self.valid_from) if level else None

    @property
    def successor_keys(self) -> Iterator[tuple[Key, bool]]:
        """Each successor and whether all of this unit went there. Islands' districts became one."""
        level = "province" if self.level == "province" else "commune"
        for code in self.became:
            yield (level, code.rstrip("~"), country().units.reform), not code.endswith("~")


@dataclass(frozen=True, slots=True)
class ImportedUnits:
    units_new: int
    units_changed: int
    successions_new: int


def import_units(
    file: Path | None = None, *, province: str = "", progress: Progress = lambda done, total: None
) -> ImportedUnits:
    """Read `file` (else the country's own) wholly, then write in short transactions: broken off,
    it goes on where it was.

    `province` keeps one province (its code of before or after July 2025) with all it came from.
    """
    rows = read_units(file or own_file())
    if province:
        rows = _of_province(rows, province)
    known: dict[Key, Unit] = {
        (unit.level, unit.code, unit.valid_from): unit for unit in Unit.objects.all()
    }
    new = changed = done = 0
    for level in LEVELS:  # parents first
        of_level = [row for row in rows if row.level == level]
        for start in range(0, len(of_level), BATCH):
            batch = of_level[start : start + BATCH]
            counts = _write_units(batch, known)
            new, changed, done = new + counts[0], changed + counts[1], done + len(batch)
            progress(done, len(rows))
    return ImportedUnits(new, changed, _write_successions(rows, known))


def own_file() -> Path:
    file = country().units.file
    if file is None:
        raise BadInput(_("Nước này chưa có danh mục đơn vị đi kèm. Hãy nêu tệp CSV cần nhập."))
    return file


def read_units(file: Path) -> list[UnitRow]:
    """The rows of a CSV (gzipped or not) with the columns of fixtures/README.md."""
    try:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(_("Không tìm thấy tệp %(file)s.") % {"file": file}) from None
    except (OSError, EOFError, UnicodeDecodeError):
        raise BadInput(
            _("Không đọc được tệp %(file)s: tệp hỏng hoặc không phải CSV mã UTF-8.")
            % {"file": file}
        ) from None
    reader = csv.DictReader(io.StringIO(text))
    missing = {"code", "name", "level", "parent", "valid_from", "valid_to", "became"} - set(
        reader.fieldnames or ()
    )
    if missing:
        raise BadInput(
            _("Tệp đơn vị hành chính thiếu cột: %(columns)s.")
            % {"columns": ", ".join(sorted(missing))}
        )
    return [_parse(row, reader.line_num) for row in reader]


def _parse(row: dict[str, str], line: int) -> UnitRow:
    try:
        if row["level"] not in LEVELS or not row["code"] or not row["name"]:
            raise ValueError
        return UnitRow(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=row["parent"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            became=tuple(row["became"].split()),
            basis=row.get("basis") or "",
        )
    except (ValueError, TypeError, AttributeError):
        raise BadInput(
            _("Dòng %(line)s của tệp đơn vị hành chính không đúng mẫu.") % {"line": line}
        ) from None


def _of_province(rows: list[UnitRow], province: str) -> list[UnitRow]:
    """One new province, the old ones it came from, and everything in them."""
    after = {row.code for row in rows if row.level == "province" and row.valid_from}
    before = {row.code: row for row in rows if row.level == "province" and not row.valid_from}
    wanted = {province} & after or set(before[province].became if province in before else ())
    if not wanted:
        raise BadInput(_("Không có tỉnh nào mang mã %(code)s.") % {"code": province})
    keep: set[Key] = {("province", code, country().units.reform) for code in wanted} | {
        row.key for row in before.values() if wanted & set(row.became)
    }
    for _depth in LEVELS:
        keep |= {row.key for row in rows if row.parent_key in keep}
    return [row for row in rows if row.key in keep]


def _write_units(batch: list[UnitRow], known: dict[Key, Unit]) -> tuple[int, int]:
    new: list[Unit] = []
    changed: list[Unit] = []
    for row in batch:
        parent = known.get(row.parent_key) if row.parent_key else None
        fields = {
            "name": row.name,
            "parent_id": parent.pk if parent else None,
            "valid_to": row.valid_to,
        }
        unit = known.get(row.key)
        if unit is None:
            unit = Unit(
                code=row.code,
                level=row.level,
                valid_from=row.valid_from,
                source=country().units.source,
                **fields,
            )
            new.append(unit)
            known[row.key] = unit
        elif any(getattr(unit, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(unit, name, value)
            changed.append(unit)
    with transaction.atomic():
        Unit.objects.bulk_create(new)
        Unit.objects.bulk_update(changed, ["name", "parent", "valid_to"])
    return len(new), len(changed)


def _write_successions(rows: list[UnitRow], known: dict[Key, Unit]) -> int:
    basis, reform = {row.key: row.basis for row in rows}, country().units.reform
    wanted = {
        (known[row.key].pk, known[key].pk): (is_whole, basis.get(key, ""))
        for row in rows
        for key, is_whole in row.successor_keys
        if key in known
    }
    have = set(Succession.objects.filter(on=reform).values_list("predecessor_id", "successor_id"))
    new = [
        Succession(
            predecessor_id=old, successor_id=successor, on=reform, is_whole=is_whole, basis=why
        )
        for (old, successor), (is_whole, why) in wanted.items()
        if (old, successor) not in have
    ]
    for start in range(0, len(new), BATCH):
        with transaction.atomic():
            Succession.objects.bulk_create(new[start : start + BATCH])
    return len(new)
