"""Everything a locality owns as open files: one JSON Lines file a model, the files it speaks of, a
dictionary, a manifest with counts and SHA-256. Only reads, in short steps, with constant memory;
what was cut short goes on where it stopped."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Locality
from nhipcau.replication.data_out.named import NAMED, SECRET, WITHHELD
from nhipcau.replication.personal import personal_fields

FORMAT = 1
A_PAGE = 1000
MANIFEST, DICTIONARY, MARK = "manifest.json", "tu-dien.csv", ".nhipcau-dang-xuat"
OWNED_BY = {"places.Locality": "pk", "core.AuditEvent": "locality_id_plain"}
Progress = Callable[[int, int], object]


def export_data(locality: Locality, folder: Path, *, by: Actor, progress: Progress) -> int:
    """Verb. Returns how many rows. A folder with something else in it is refused."""
    require_admin(by, locality.pk)
    _take(folder, locality)
    begun = civil_now().isoformat()
    told, rows = [], 0
    for done, label in enumerate(NAMED, start=1):
        with scope(locality=locality):
            written = _write(label, locality.pk, folder)
        rows += written["rows"]
        told.append(written)
        progress(done, len(NAMED))
    files = [_copy(name, folder) for name in sorted(_files(folder))]
    _dictionary(folder)
    manifest = {
        "format": FORMAT,
        "locality": locality.slug,
        "begun_at": begun,
        "ended_at": civil_now().isoformat(),
        "tables": told,
        "files": [one for one in files if one],
        "missing_files": files.count(None),
        "withheld": WITHHELD,
        "secret_columns": SECRET,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / MARK).unlink()
    audit.record(by, "data.exported", locality, locality=locality.pk, after={"rows": rows})
    return rows


def columns(label: str) -> list[models.Field[Any, Any]]:
    """All but what opens something."""
    kept_back = SECRET.get(label, "").split()
    fields = apps.get_model(label)._meta.concrete_fields
    return [field for field in fields if field.name not in kept_back]


def _take(folder: Path, locality: Locality) -> None:
    mark = folder / MARK
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_ours = mark.exists() and mark.read_text(encoding="utf-8") == str(locality.pk)
        if not is_ours and any(folder.iterdir()):
            raise BadInput(_("Thư mục này không trống. Hãy chọn một thư mục trống."))
        mark.write_text(str(locality.pk), encoding="utf-8")
    except OSError as error:
        raise BadInput(
            _("Không ghi được vào thư mục này: %(why)s.") % {"why": error.strerror}
        ) from None


def _write(label: str, locality: int, folder: Path) -> dict[str, Any]:
    name = f"{label}.jsonl"
    whole, part = folder / name, folder / f"{name}.part"
    if not whole.exists():
        last = _mend(part)
        with part.open("a", encoding="utf-8") as out:
            for row in _rows(label, locality, last):
                out.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n")
        part.replace(whole)
    with whole.open("rb") as content:
        rows = sum(1 for _line in content)
        content.seek(0)
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": name, "title": NAMED[label], "rows": rows, "sha256": digest}


def _mend(part: Path) -> Any:
    """Cut off a half line; the key of the last whole one."""
    if not part.exists():
        return None
    last, end = None, 0
    with part.open("rb") as content:
        for line in content:
            if not line.endswith(b"\n"):
                break
            last, end = line, end + len(line)
    with part.open("r+b") as content:
        content.truncate(end)
    return json.loads(last)["id"] if last else None


def _rows(label: str, locality: int, last: Any) -> Iterator[dict[str, Any]]:
    """Page by page after a key: no transaction and no cursor stays open meanwhile."""
    model = apps.get_model(label)
    names = [field.attname for field in columns(label)]
    owned = OWNED_BY.get(label, "locality")
    while True:
        found = model._base_manager.filter(**{owned: locality}).order_by("pk")
        if last is not None:
            found = found.filter(pk__gt=last)
        page = list(found.values(*names)[:A_PAGE])
        yield from page
        if len(page) < A_PAGE:
            return
        last = page[-1]["id"]


def _files(folder: Path) -> set[str]:
    """What the rows that were written speak of."""
    found: set[str] = set()
    for label in NAMED:
        names = [one.name for one in columns(label) if isinstance(one, models.FileField)]
        if not names:
            continue
        with (folder / f"{label}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found.update(row[name] for name in names if row[name])
    return found


def _copy(name: str, folder: Path) -> dict[str, Any] | None:
    """Under its own name, which is its hash. None when it is gone meanwhile."""
    target = folder / "files" / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        try:
            with default_storage.open(name, "rb") as content, part.open("wb") as out:
                shutil.copyfileobj(content, out)
        except FileNotFoundError:
            return None
        part.replace(target)
    with target.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": f"files/{name}", "size": target.stat().st_size, "sha256": digest}


KINDS = {
    "BooleanField": "có/không",
    "DateField": "ngày",
    "DateTimeField": "ngày giờ (UTC)",
    "TimeField": "giờ",
    "JSONField": "JSON",
    "FileField": "tệp trong thư mục files",
    "UUIDField": "mã số",
    "FloatField": "số",
    "DecimalField": "số",
}


def _dictionary(folder: Path) -> None:
    personal = personal_fields()
    with (folder / DICTIONARY).open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(["tệp", "bảng", "cột", "kiểu", "trỏ tới", "các giá trị", "dữ liệu cá nhân"])
        for label, title in NAMED.items():
            for field in columns(label):
                target = field.related_model._meta.label if field.related_model else ""
                choices = "; ".join(f"{value} = {said}" for value, said in field.flatchoices)
                mark = "có" if field.name in personal.get(label, ()) else ""
                kind = KINDS.get(type(field).__name__, _kind(field))
                row = [f"{label}.jsonl", title, field.attname, kind, target, choices, mark]
                table.writerow(row)


def _kind(field: models.Field[Any, Any]) -> str:
    is_number = isinstance(field, models.IntegerField | models.ForeignKey)
    return "số nguyên" if is_number else "chữ"
