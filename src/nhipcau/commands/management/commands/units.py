"""`nhipcau units import [FILE] [--province CODE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.commands.progress import Progress
from nhipcau.core.errors import DomainError
from nhipcau.places.units import import_units


class Command(BaseCommand):
    help = "Nhập đơn vị hành chính trước và sau 01/7/2025 (mặc định: cả nước, đi kèm sản phẩm)."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        imports = verbs.add_parser("import", help="nhập từ tệp CSV")
        imports.add_argument("file", nargs="?", type=Path)
        imports.add_argument("--province", default="", help="chỉ một tỉnh, mã cũ hoặc mới")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = import_units(
                options["file"],
                province=options["province"],
                progress=Progress("Đơn vị hành chính", stream=self.stderr),  # type: ignore[arg-type]
            )
        except DomainError as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng; chạy lại lệnh này để nhập tiếp.") from None
        self.stdout.write(
            f"Đơn vị mới: {done.units_new}, sửa: {done.units_changed}, "
            f"liên hệ trước–sau mới: {done.successions_new}."
        )
