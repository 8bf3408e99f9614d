"""Bring a backup back. Everything is checked before anything is touched; then only renames."""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from nhipcau.commands.backup import (
    FILES,
    FORMAT,
    MANIFEST,
    POSTGRES,
    SECRET,
    SQLITE,
    BackupFailed,
    check_sqlite,
    run_postgres_tool,
)
from nhipcau.commands.sql import table_counts
from nhipcau.core.clock import local, machine_now, machine_seconds
from nhipcau.core.models import Heartbeat
from nhipcau.replication.journal import JOURNAL, take_over

Progress = Callable[[int, int], object]
NOT_OURS = "Tệp này không phải bản sao lưu của Nhịp Cầu, hoặc đã bị hỏng."


def restore(archive: Path, *, may_overwrite: bool, progress: Progress) -> dict[str, int]:
    """Returns the rows per table that came back. What was there before is kept beside."""
    data: Path = settings.DATA
    _refuse_if_in_use()
    if not may_overwrite and _holds_something():
        raise BackupFailed(
            "Ở đây đã có dữ liệu. Thêm --yes để thay bằng bản sao lưu; dữ liệu hiện có được "
            "chuyển sang thư mục bên cạnh, không bị xoá."
        )
    with tempfile.TemporaryDirectory(dir=data, prefix=".khoi-phuc-") as name:
        folder = Path(name)
        manifest = unpack(archive, folder, progress=progress)
        _check_fits(manifest)
        counts = _check_database(folder, manifest)
        connections.close_all()
        if connection.vendor == "sqlite":
            _swap(folder, data)
        else:
            run_postgres_tool(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                f"--dbname={settings.DATABASES['default']['NAME']}",
                str(folder / POSTGRES),
            )
            _swap(folder, data)
        take_over(folder / JOURNAL)
    return counts


def unpack(archive: Path, folder: Path, *, progress: Progress) -> dict[str, Any]:
    """Every member into `folder`, then each against the manifest's size and hash."""
    try:
        with tarfile.open(archive, mode="r:gz") as opened:
            for member in opened:
                _extract(opened, member, folder)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else ""
        raise BackupFailed(f"{NOT_OURS} {words}".strip()) from None
    listed = folder / MANIFEST
    if not listed.exists():
        raise BackupFailed(NOT_OURS)
    manifest: dict[str, Any] = json.loads(listed.read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise BackupFailed("Bản sao lưu này do một phiên bản khác ghi, không đọc được.")
    for done, told in enumerate(manifest["files"], start=1):
        path = folder / told["name"]
        if not path.exists() or _sha256(path) != told["sha256"]:
            raise BackupFailed(f"Bản sao lưu bị hỏng ở {told['name']}; chưa thay đổi gì.")
        progress(done, len(manifest["files"]))
    return manifest


def _extract(opened: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only plain files under the names that we write ourselves: an archive may be forged."""
    name = PurePosixPath(member.name)
    is_named = member.name in {MANIFEST, SQLITE, POSTGRES, SECRET, JOURNAL}
    is_ours = is_named or member.name.startswith(FILES)
    if not member.isfile() or not is_ours or name.is_absolute() or ".." in name.parts:
        raise BackupFailed(NOT_OURS)
    content = opened.extractfile(member)
    if content is None:
        raise BackupFailed(NOT_OURS)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(content, out, 1024 * 1024)
    target.chmod(0o600)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check_fits(manifest: dict[str, Any]) -> None:
    if manifest["engine"] != connection.vendor:
        raise BackupFailed(
            f"Bản sao lưu là của {manifest['engine']}, máy này dùng {connection.vendor}."
        )
    known = MigrationLoader(None).disk_migrations
    newer = [
        f"{room}.{name}"
        for room, name in manifest["migrations"].items()
        if (room, name) not in known
    ]
    if newer:
        raise BackupFailed(
            f"Bản sao lưu mới hơn chương trình đang cài ({', '.join(newer[:3])}). "
            "Hãy cài phiên bản mới trước."
        )


def _check_database(folder: Path, manifest: dict[str, Any]) -> dict[str, int]:
    counts: dict[str, int] = manifest["counts"]
    if not (folder / SQLITE).exists():
        return counts
    try:
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            check_sqlite(copy)
            found = table_counts(copy, counts)
    except (sqlite3.DatabaseError, ValueError):
        raise BackupFailed("Cơ sở dữ liệu trong bản sao lưu bị hỏng; chưa thay đổi gì.") from None
    if found != counts:
        raise BackupFailed("Số dòng trong bản sao lưu không khớp; chưa thay đổi gì.")
    return counts


def _holds_something() -> bool:
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        return database.exists() and database.stat().st_size > 0
    return bool(connection.introspection.table_names())


def _refuse_if_in_use() -> None:
    """A database that somebody holds open must not be replaced under them."""
    if connection.vendor != "sqlite":
        _refuse_if_workers_beat()
        return
    database = Path(settings.DATABASES["default"]["NAME"]).resolve()
    users = sorted(_holders(database) - {os.getpid()})
    if users:
        raise BackupFailed(
            f"Nhịp Cầu đang chạy (tiến trình {', '.join(map(str, users))}). "
            "Hãy dừng lại trước khi khôi phục."
        )


def _refuse_if_workers_beat() -> None:
    if Heartbeat._meta.db_table not in connection.introspection.table_names():
        return
    if Heartbeat.objects.filter(at__gt=machine_seconds() - 20).exists():
        raise BackupFailed("Nhịp Cầu đang chạy. Hãy dừng mọi máy trước khi khôi phục.")


def _holders(database: Path) -> set[int]:
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink() == database:
                found.add(int(link.parts[2]))
        except OSError:
            continue
    return found


def _swap(folder: Path, data: Path) -> None:
    """Old things aside, new things in: renames within one file system. A fault undoes them."""
    aside = data / f"truoc-khoi-phuc-{local(machine_now()):%Y%m%d-%H%M%S}"
    aside.mkdir()
    database = Path(settings.DATABASES["default"]["NAME"] or data / SQLITE)
    moves = [
        (database, aside / database.name, folder / SQLITE),
        (Path(f"{database}-wal"), aside / f"{database.name}-wal", None),
        (Path(f"{database}-shm"), aside / f"{database.name}-shm", None),
        (data / SECRET, aside / SECRET, folder / SECRET),
        (Path(settings.MEDIA_ROOT), aside / "files", folder / "files"),
    ]
    done: list[tuple[Path, Path]] = []
    try:
        for place, kept, new in moves:
            if new is not None and not new.exists():
                continue  # not in the backup (a key from the environment): leave what is there
            if place.exists():
                place.rename(kept)
                done.append((kept, place))
            if new is not None:
                new.rename(place)
                done.append((place, new))
    except OSError as error:
        for there, back in reversed(done):
            there.rename(back)
        raise BackupFailed(f"Không đổi được tệp: {error.strerror}; đã trả lại như cũ.") from None
    if not any(aside.iterdir()):
        aside.rmdir()
