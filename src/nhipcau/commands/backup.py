"""One file with everything that makes an installation: database, files, the secret key.

Safe while serving: the SQLite copy is one snapshot, taken by the online backup API while others
read and write; files are kept by the hash of their content and never change.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from nhipcau.commands.sql import our_tables, pin_snapshot, table_counts
from nhipcau.core.clock import local, machine_now
from nhipcau.core.errors import DomainError
from nhipcau.places.row_security import EVERY, over_localities
from nhipcau.replication.data_out.make import FOLDER
from nhipcau.replication.journal import JOURNAL

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES, SECRET, FILES = "database.sqlite3", "database.pgdump", "secret.key", "files/"
LAST = "last-backup.json"
PAGES_A_STEP = 2000
Progress = Callable[[int, int], object]


class BackupFailed(DomainError):
    """Nothing was left behind; the words say what to do."""


@dataclass
class Manifest:
    made_at: str
    engine: str
    secret_key: str
    migrations: dict[str, str]
    counts: dict[str, int]
    files: list[dict[str, Any]] = field(default_factory=list)
    format: int = FORMAT


def back_up(where: Path, *, progress: Progress) -> tuple[Path, Manifest]:
    """Write the archive under its final name only when it is whole."""
    target = _target(where)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".nhipcau-") as folder:
            manifest = _copy_database(Path(folder), progress)
            sources = list(_sources(Path(folder)))
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as raw:
                _write(raw, sources, manifest, progress)
                raw.flush()
                os.fsync(raw.fileno())
        part.replace(target)
    except OSError as error:
        raise BackupFailed(f"Không ghi được bản sao lưu: {error.strerror or error}.") from None
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    _remember(target, manifest)
    return target, manifest


def _target(where: Path) -> Path:
    if where.suffix == ".gz":
        return where
    return where / f"nhipcau-{local(machine_now()):%Y%m%d-%H%M%S}.tar.gz"


def _copy_database(folder: Path, progress: Progress) -> Manifest:
    manifest = Manifest(
        made_at=machine_now().isoformat(),
        engine=connection.vendor,
        secret_key="included" if (settings.DATA / SECRET).exists() else "environment",
        migrations=applied_migrations(),
        counts={},
    )
    if connection.vendor == "sqlite":
        manifest.counts = _copy_sqlite(folder / SQLITE, progress)
    else:
        _dump_postgres(folder / POSTGRES)
        manifest.counts = _counts_now()
    return manifest


def _copy_sqlite(copy: Path, progress: Progress) -> dict[str, int]:
    source_name = str(settings.DATABASES["default"]["NAME"])
    with (
        closing(sqlite3.connect(source_name, isolation_level=None, timeout=20)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        # One read transaction over all steps: a writer elsewhere would otherwise make the
        # backup begin anew with every commit and never end on a busy day.
        pin_snapshot(source)
        source.backup(
            target,
            pages=PAGES_A_STEP,
            progress=lambda _status, left, total: progress(total - left, total),
            sleep=0,
        )
        target.execute("PRAGMA journal_mode=DELETE")
        check_sqlite(target)
        return table_counts(target, our_tables())


def check_sqlite(database: sqlite3.Connection) -> None:
    told = database.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise BackupFailed(f"Cơ sở dữ liệu bị hỏng: {told}")


def _dump_postgres(target: Path) -> None:
    locked = ["--enable-row-security"] if settings.ROW_SECURITY else []
    run_postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}", *locked)


def run_postgres_tool(tool: str, *arguments: str) -> None:
    """The password goes by the environment, where `ps` does not show it."""
    given = settings.DATABASES["default"]
    environment = {
        "PGHOST": str(given["HOST"] or ""),
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": str(given["USER"] or ""),
        "PGPASSWORD": str(given["PASSWORD"] or ""),
        "PGDATABASE": str(given["NAME"]),
        "PGSSLMODE": str(given.get("OPTIONS", {}).get("sslmode", "")),
        "PGOPTIONS": f"-c app.locality={EVERY}" if settings.ROW_SECURITY else "",
    }
    known = {name: value for name, value in environment.items() if value}
    try:
        done = subprocess.run(
            [tool, *arguments],
            env={"PATH": os.defpath, **known},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise BackupFailed(
            f"Thiếu lệnh {tool}. Cài bằng: apt-get install postgresql-client"
        ) from None
    if done.returncode:
        raise BackupFailed(f"{tool} báo lỗi: {done.stderr.strip()[-400:]}")


@over_localities()
def _counts_now() -> dict[str, int]:
    with connection.cursor() as cursor:
        return table_counts(cursor, our_tables())


def applied_migrations() -> dict[str, str]:
    """The last migration of each room that this database has seen."""
    applied = MigrationRecorder(connection).applied_migrations()
    last: dict[str, str] = {}
    for room, name in sorted(applied):
        last[room] = name
    return last


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in (SQLITE, POSTGRES):
        if (folder / name).exists():
            yield name, folder / name
    if (settings.DATA / SECRET).exists():
        yield SECRET, settings.DATA / SECRET
    if (settings.DATA / JOURNAL).exists():
        yield JOURNAL, settings.DATA / JOURNAL
    kept = Path(settings.MEDIA_ROOT)
    for path in sorted(kept.rglob("*")):
        if path.is_file() and path.relative_to(kept).parts[0] != FOLDER:
            yield FILES + str(path.relative_to(kept)), path


def _write(
    raw: Any, sources: list[tuple[str, Path]], manifest: Manifest, progress: Progress
) -> None:
    with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
        for done, (name, path) in enumerate(sources, start=1):
            with suppress(FileNotFoundError):  # erased since it was listed
                manifest.files.append(_add(archive, name, path))
            progress(done, len(sources))
        listed = Path(tempfile.mkstemp(prefix="nhipcau-manifest-")[1])
        try:
            listed.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            archive.add(listed, MANIFEST, recursive=False)
        finally:
            listed.unlink()


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
        content.seek(0)
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        told.mtime = int(path.stat().st_mtime)
        archive.addfile(told, content)
    return {"name": name, "size": size, "sha256": digest}


def _remember(target: Path, manifest: Manifest) -> None:
    """For `nhipcau doctor`: when the last backup was made, and where."""
    told = {"at": manifest.made_at, "path": str(target.resolve()), "size": target.stat().st_size}
    (settings.DATA / LAST).write_text(json.dumps(told), encoding="utf-8")
