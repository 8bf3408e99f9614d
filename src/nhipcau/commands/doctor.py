"""What is missing or wrong, in words, with what to do. Looks only; changes nothing."""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.formats import date_format

from nhipcau.commands.backup import LAST, SECRET
from nhipcau.core.clock import CLOCK_FILE_VARIABLE, civil_seconds, machine_now, machine_seconds
from nhipcau.core.models import PeriodicRun
from nhipcau.pages.health import heartbeat_ages, is_alive
from nhipcau.places.lock_rows import passes_by, unlocked
from nhipcau.places.row_security import tables
from nhipcau.sound.workshop import may_speak

GIGABYTE = 1_000_000_000
OLDEST_SANE = datetime.fromisoformat("2025-01-01T00:00:00+00:00")


class Level(IntEnum):
    OK = 0
    ADVICE = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    what: str
    do: str = ""


Check = Callable[[], Iterator[Finding]]


def ok(what: str) -> Finding:
    return Finding(Level.OK, what)


def advice(what: str, do: str) -> Finding:
    return Finding(Level.ADVICE, what, do)


def wrong(what: str, do: str) -> Finding:
    return Finding(Level.WRONG, what, do)


def check_machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield ok(f"Python {version}, SQLite {sqlite3.sqlite_version}.")
    if not os.access(settings.DATA, os.W_OK):
        yield wrong(f"Không ghi được vào {settings.DATA}.", "Sửa quyền của thư mục dữ liệu.")
        return
    free = shutil.disk_usage(settings.DATA).free
    told = f"Còn trống {say_gigabytes(free)} ở {settings.DATA}."
    if free < GIGABYTE / 5:
        yield wrong(told, "Dọn đĩa ngay: hết chỗ thì thông báo không gửi được.")
    elif free < 2 * GIGABYTE:
        yield advice(told, "Nên để trống ít nhất 2 GB cho sao lưu.")
    else:
        yield ok(told)


def say_gigabytes(size: int) -> str:
    return f"{size / GIGABYTE:.1f} GB".replace(".", ",")


def check_secret() -> Iterator[Finding]:
    kept = settings.DATA / SECRET
    if not kept.exists():
        yield ok("Khoá bí mật lấy từ biến môi trường.")
        return
    mode = kept.stat().st_mode & 0o777
    if mode & 0o077:
        yield wrong(f"{kept} đọc được bởi người khác ({mode:o}).", f"Chạy: chmod 600 {kept}")
    else:
        yield ok("Khoá bí mật chỉ chủ sở hữu đọc được.")


def check_clock() -> Iterator[Finding]:
    try:
        machine_now().astimezone(ZoneInfo(settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        yield wrong("Thiếu dữ liệu múi giờ.", "Cài bằng: apt-get install tzdata")
        return
    if machine_now() < OLDEST_SANE:
        yield wrong("Đồng hồ máy chạy sai năm.", "Bật đồng bộ giờ: timedatectl set-ntp true")
        return
    yield ok(f"Giờ máy: {date_format(machine_now().astimezone(), 'H:i d/m/Y')}.")
    if abs(civil_seconds() - machine_seconds()) > 60 and not settings.DEMO:
        yield wrong(
            f"Biến {CLOCK_FILE_VARIABLE} đang dời đồng hồ của hạn báo tin.",
            "Chỉ bản trình diễn được dùng; hãy bỏ biến này.",
        )


def check_database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
        pending = _pending_migrations()
    except DatabaseError as error:
        yield wrong(f"Không mở được cơ sở dữ liệu: {error}", "Xem NHIPCAU_DATABASE_URL.")
        return
    if pending:
        yield wrong(f"Cơ sở dữ liệu thiếu {pending} bước cập nhật.", "Chạy: nhipcau migrate")
        return
    yield ok(f"Cơ sở dữ liệu {connection.vendor} đọc được và đúng phiên bản.")
    if "cache" not in connection.introspection.table_names():
        yield wrong("Thiếu bảng nhớ tạm.", "Chạy: nhipcau createcachetable")
    if connection.vendor == "sqlite":
        yield from _check_sqlite()
    else:
        yield from _check_postgres()


def is_database_ready() -> bool:
    try:
        return _pending_migrations() == 0
    except DatabaseError:
        return False


def _pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        told = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        yield wrong("Tệp cơ sở dữ liệu bị hỏng.", "Dừng lại và khôi phục từ bản sao lưu mới nhất.")
    if mode != "wal":
        yield wrong(
            f"SQLite đang ở chế độ {mode}.", "Thư mục dữ liệu phải ở đĩa của chính máy này."
        )
    else:
        yield ok("SQLite ở chế độ WAL.")
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
    if log.exists() and log.stat().st_size > GIGABYTE / 2:
        yield advice(
            f"Tệp WAL đã lớn {say_gigabytes(log.stat().st_size)}.",
            "Có tiến trình đọc quá lâu; khởi động lại nhipcau serve.",
        )


def _check_postgres() -> Iterator[Finding]:
    version = connection.pg_version // 10000 if hasattr(connection, "pg_version") else 0
    if version < 14:
        yield wrong(f"PostgreSQL {version} quá cũ.", "Cần PostgreSQL 14 trở lên.")
    else:
        yield ok(f"PostgreSQL {version}.")
    yield from _check_row_security()
    if shutil.which("pg_dump") is None:
        yield wrong("Thiếu pg_dump nên không sao lưu được.", "apt-get install postgresql-client")


def _check_row_security() -> Iterator[Finding]:
    missing = unlocked()
    if not settings.ROW_SECURITY:
        if len(missing) < len(tables()):
            yield wrong(
                "Cơ sở dữ liệu có khoá dòng theo địa bàn nhưng chương trình chưa bật.",
                "Đặt NHIPCAU_ROW_SECURITY=1 cho mọi tiến trình, hoặc chạy: nhipcau rows unlock",
            )
    elif missing:
        yield wrong(
            f"{len(missing)} bảng chưa có khoá dòng.", "Chạy bằng chủ bảng: nhipcau rows lock"
        )
    elif passes_by():
        yield wrong(
            "Vai trò đang dùng được bỏ qua khoá dòng.",
            "Dùng một vai trò thường, không SUPERUSER, không BYPASSRLS (docs/run.md).",
        )
    else:
        yield ok("Khoá dòng theo địa bàn đang bật ở mọi bảng.")


def check_workers() -> Iterator[Finding]:
    names = {"sending": "Tiến trình gửi tin", "background": "Tiến trình việc nền"}
    ages = heartbeat_ages()
    for kind, name in names.items():
        if is_alive(ages, kind):
            yield ok(f"{name} đang chạy.")
        else:
            yield wrong(f"{name} không chạy.", "Chạy nhipcau serve (hoặc nhipcau work).")
    late = PeriodicRun.objects.filter(due_at__lt=civil_seconds() - 600).values_list(
        "name", flat=True
    )
    if late and is_alive(ages, "background"):
        yield wrong(
            f"Việc định kỳ bị trễ: {', '.join(late)}.", "Xem nhật ký của tiến trình việc nền."
        )


def check_backups() -> Iterator[Finding]:
    told = settings.DATA / LAST
    if not told.exists():
        yield advice("Chưa có bản sao lưu nào.", "Chạy hằng ngày: nhipcau backup THƯ_MỤC")
        return
    last = json.loads(told.read_text(encoding="utf-8"))
    age = machine_now() - datetime.fromisoformat(last["at"])
    if not Path(last["path"]).exists():
        yield advice(f"Không còn thấy bản sao lưu {last['path']}.", "Sao lưu lại, cất ở máy khác.")
    if age > timedelta(days=2):
        yield advice(f"Bản sao lưu mới nhất đã {age.days} ngày.", "Đặt lịch sao lưu hằng ngày.")
    else:
        yield ok(f"Bản sao lưu gần nhất: {last['path']}.")


def check_web() -> Iterator[Finding]:
    where = urlsplit(settings.BASE_URL)
    host = where.hostname or ""
    if where.scheme != "https" and host not in {"localhost", "127.0.0.1", "::1"}:
        yield wrong(
            f"Địa chỉ {settings.BASE_URL} không phải HTTPS: nút chia sẻ, thông báo đẩy không chạy.",
            "Đặt NHIPCAU_BASE_URL là địa chỉ https (xem docs/run.md).",
        )
    elif where.scheme != "https":
        yield advice(
            "Đang dùng địa chỉ trên chính máy này; điện thoại khác không mở được.",
            "Khi chạy thật, đặt NHIPCAU_BASE_URL là địa chỉ https.",
        )
    else:
        yield ok(f"Địa chỉ công khai: {settings.BASE_URL}.")
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield wrong(f"{host} chưa có trong NHIPCAU_HOSTS.", f"Thêm {host} vào NHIPCAU_HOSTS.")
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield wrong("Chưa gom tệp tĩnh.", "Chạy: nhipcau collectstatic --noinput")
    if not Path(settings.CA_FILE).exists():
        yield wrong(f"Thiếu {settings.CA_FILE}.", "Cài bằng: apt-get install ca-certificates")


def check_voice() -> Iterator[Finding]:
    if may_speak():
        yield ok("espeak-ng có sẵn: máy tự đọc được bài đọc loa.")
    else:
        yield advice(
            "Thiếu espeak-ng: loa chỉ phát được bản do người ghi âm.", "apt-get install espeak-ng"
        )


MACHINE_CHECKS: tuple[tuple[str, Check], ...] = (
    ("Máy", check_machine),
    ("Khoá bí mật", check_secret),
    ("Đồng hồ", check_clock),
    ("Trang web", check_web),
    ("Tiếng đọc", check_voice),
    ("Sao lưu", check_backups),
    ("Cơ sở dữ liệu", check_database),
)
