"""The whole of a locality as one file that an admin fetches: made by a worker, kept for a day."""

import shutil
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_seconds
from nhipcau.replication.data_out.export import export_data
from nhipcau.replication.models import DataExport

log = structlog.get_logger()
State = DataExport.State
WORKING = (State.WAITING, State.RUNNING)
KEPT: Final = timedelta(hours=24)
LEASE_SECONDS: Final = 900  # renewed after each table
TRIES: Final = 3
FOLDER: Final = "exports"  # among the files; left out of backups, which hold all of it already


class Overtaken(Exception):
    """Another worker makes it, or it is over."""


def write_exports() -> int:
    """Those that nobody was woken for or whose worker died; and files past their day go."""
    old = {"state": State.READY, "ready_at__lt": civil_now() - KEPT}
    with scopes_disabled():  # each in its own scope below
        free = DataExport.objects.filter(state__in=WORKING, leased_until__lt=machine_seconds())
        waiting = list(free.values_list("locality", "pk"))
        over = set(DataExport.objects.filter(**old).values_list("locality", flat=True))
    for locality, pk in waiting:
        with scope(locality=locality):
            make_export(pk)
    for locality in over:
        with scope(locality=locality):
            drop_exports(ready_at__lt=civil_now() - KEPT)
    if _root().exists():
        _sweep(_root())
    return len(waiting)


def make_export(pk: int) -> None:
    """In its scope. A worker that was overtaken publishes nothing."""
    export = _lease(pk)
    if export is None:
        return
    root = _root()
    root.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=f"{pk}-") as name:
        folder = Path(name) / export.locality.slug
        try:
            rows = export_data(
                export.locality,
                folder,
                by=export.asked_by.actor,
                progress=lambda done, total: _renew(export, done, total),
            )
            _publish(export, rows, _zipped(folder))
        except Overtaken:
            log.warning("data export overtaken", export=pk)
        except Exception:
            _mine(export).update(leased_until=0)  # tried again at once, TRIES times in all
            raise


def stop_exports() -> None:
    """In the open scope, as a part of an erasure: what is half written holds them still, so it is
    begun anew."""
    DataExport.objects.filter(state__in=WORKING).update(state=State.WAITING, leased_until=0)


def drop_exports(**which: Any) -> int:
    """In the open scope, also as a part of an erasure."""
    old = DataExport.objects.filter(state=State.READY, **which)
    names = list(old.values_list("file", flat=True))
    gone = old.update(state=State.GONE, file="")
    transaction.on_commit(lambda: drop_files(names))
    return gone


def drop_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _root() -> Path:
    return Path(settings.DATA) / "exports"


def _sweep(root: Path) -> None:
    """What a worker that was killed left lying: nobody comes back for it."""
    for left in root.iterdir():
        if machine_seconds() - left.stat().st_mtime > KEPT.total_seconds():
            shutil.rmtree(left, ignore_errors=True)


def _lease(pk: int) -> DataExport | None:
    """`tries` is the fence as well: each worker has a number of its own."""
    now = machine_seconds()
    free = DataExport.objects.filter(pk=pk, state__in=WORKING, leased_until__lt=now)
    with transaction.atomic():
        if free.filter(tries__gte=TRIES).update(state=State.FAILED):
            return None
        until = now + LEASE_SECONDS
        if not free.update(state=State.RUNNING, tries=F("tries") + 1, leased_until=until):
            return None
    return DataExport.objects.select_related("locality", "asked_by").get(pk=pk)


def _mine(export: DataExport) -> Any:
    return DataExport.objects.filter(pk=export.pk, state=State.RUNNING, tries=export.tries)


def _renew(export: DataExport, done: int, total: int) -> None:
    until = machine_seconds() + LEASE_SECONDS
    if not _mine(export).update(done=done, total=total, leased_until=until):
        raise Overtaken


def _zipped(folder: Path) -> Path:
    """Beside the folder, which is given up file by file: there may not be room for it twice."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
                path.unlink()
    shutil.rmtree(folder)
    return target


def _publish(export: DataExport, rows: int, made: Path) -> None:
    """The file first: a row without its file would be a broken promise."""
    size = made.stat().st_size
    with made.open("rb") as content:
        name = default_storage.save(f"{FOLDER}/{export.locality_id}/{export.pk}.zip", File(content))
    with transaction.atomic():
        is_mine = _mine(export).update(
            state=State.READY, file=name, size=size, rows=rows, ready_at=civil_now()
        )
        if is_mine:
            record(export.asked_by.actor, "data_export.made", export, after={"rows": rows})
    if not is_mine:
        default_storage.delete(name)
        raise Overtaken
