"""`nhipcau rows lock|unlock|show`: the second lock, kept by PostgreSQL itself (docs/run.md)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from nhipcau.core.errors import DomainError
from nhipcau.places.lock_rows import let_in, lock_rows, passes_by, unlock_rows, unlocked
from nhipcau.places.row_security import tables


class Command(BaseCommand):
    help = "Khoá dòng theo địa bàn trong PostgreSQL: bật, tắt, xem."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        lock = steps.add_parser("lock", help="bật ở mọi bảng; chạy lại được")
        lock.add_argument(
            "--role", help="vai trò của trang web và tiến trình nền, không sở hữu bảng"
        )
        steps.add_parser("unlock", help="tắt ở mọi bảng")
        steps.add_parser("show", help="bảng nào chưa khoá")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Khoá dòng cần PostgreSQL (NHIPCAU_DATABASE_URL).")
        try:
            getattr(self, f"_{options['step']}")(options)
        except DomainError as error:
            raise CommandError(error.message) from None
        except DatabaseError as error:
            raise CommandError(f"Phải chạy bằng vai trò sở hữu bảng: {error}") from None

    def _lock(self, options: dict[str, Any]) -> None:
        made = lock_rows()
        self.stdout.write(f"Đã khoá thêm {len(made)} bảng; tất cả {len(tables())} bảng có khoá.")
        if options["role"]:
            let_in(options["role"])
            self.stdout.write(f"{options['role']} được đọc và ghi, không sở hữu gì.")
        self.stdout.write("Đặt NHIPCAU_ROW_SECURITY=1 cho mọi tiến trình rồi khởi động lại.")

    def _unlock(self, options: dict[str, Any]) -> None:
        unlock_rows()
        self.stdout.write("Đã bỏ khoá ở mọi bảng. Bỏ NHIPCAU_ROW_SECURITY rồi khởi động lại.")

    def _show(self, options: dict[str, Any]) -> None:
        missing = unlocked()
        for table in missing:
            self.stdout.write(f"chưa khoá: {table}")
        if passes_by():
            self.stdout.write("Vai trò đang dùng được bỏ qua mọi khoá (SUPERUSER hoặc BYPASSRLS).")
        self.stdout.write(f"{len(tables()) - len(missing)} trên {len(tables())} bảng có khoá.")
