"""`nhipcau register import FILE [--yes] [--locality slug]`: preview, then apply."""

import time
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from nhipcau.commands.progress import Progress
from nhipcau.commands.which_locality import the_locality
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.people.models import ImportBatch, ImportRow
from nhipcau.people.register.apply import apply_register
from nhipcau.people.register.clear import clear_batch
from nhipcau.people.register.open import open_batch
from nhipcau.people.register.stage import stage
from nhipcau.places.models import Locality
from nhipcau.text.numbers import say_number

SHOWN = 20
COUNTS = (
    ("new", "mới"),
    ("changed", "thay đổi"),
    ("same", "không đổi"),
    ("doubtful", "cần xem lại"),
    ("refused", "không nhận"),
)


class Command(BaseCommand):
    help = "Nhập sổ hộ dân từ tệp Excel hoặc CSV: xem trước, rồi mới ghi."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        imports = verbs.add_parser("import", help="đọc tệp, xem trước và nhập")
        imports.add_argument("file", type=Path)
        imports.add_argument("--yes", action="store_true", help="nhập ngay, không hỏi lại")
        imports.add_argument("--locality", default="", help="tên ngắn, khi có nhiều địa bàn")

    def handle(self, *args: Any, **options: Any) -> None:
        locality = the_locality(options["locality"])
        try:
            with scope(locality=locality):
                self._import(locality, options["file"], is_sure=options["yes"])
        except DomainError as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng, sổ chưa đổi gì. Chạy lại lệnh này để làm tiếp.") from None

    def _import(self, locality: Locality, file: Path, *, is_sure: bool) -> None:
        batch = self._read(locality, file)
        if batch.state != ImportBatch.State.READY:
            raise CommandError(batch.fault or "Tệp này đã được bỏ.")
        self._show(batch)
        if not is_sure and input("Nhập vào sổ? (c/k) ").strip().lower() not in {"c", "co", "có"}:
            self.stdout.write("Chưa nhập. Bản xem trước còn giữ trên trang Hộ dân.")
            return
        started = time.monotonic()
        batch = apply_register(batch, by=SYSTEM)
        self.stdout.write(f"Đã nhập xong trong {time.monotonic() - started:.1f} giây.")
        clear_batch(batch)

    def _read(self, locality: Locality, file: Path) -> ImportBatch:
        try:
            with file.open("rb") as opened:
                batch = open_batch(locality, cast(Any, opened), name=file.name, by=SYSTEM)
        except OSError:
            raise CommandError(f"Không mở được tệp {file}.") from None
        # The reader before this one was broken off with its terminal: do not wait for its lease.
        ImportBatch.objects.filter(pk=batch.pk).update(leased_until=None)
        return stage(batch, progress=Progress("Đọc sổ hộ dân", stream=cast(Any, self.stderr)))

    def _show(self, batch: ImportBatch) -> None:
        said = ", ".join(f"{say_number(batch.counts.get(key, 0))} {word}" for key, word in COUNTS)
        self.stdout.write(f"{say_number(batch.rows_total)} hàng: {said}.")
        report = batch.report
        if report["new_places"]:
            self.stdout.write("Tổ, thôn sẽ được tạo: " + ", ".join(report["new_places"]) + ".")
        if report["dropped_columns"]:
            dropped = ", ".join(report["dropped_columns"])
            self.stdout.write(f"Không đọc các cột: {dropped} (số định danh và dữ liệu nhạy cảm).")
        missing = batch.counts.get("households_missing", 0)
        if missing:
            self.stdout.write(f"{say_number(missing)} hộ trong sổ không có trong tệp: giữ nguyên.")
        faulty = batch.rows.filter(verdict__in=[ImportRow.Verdict.DOUBTFUL, "refused"])
        for row in faulty.order_by("sheet", "row")[:SHOWN]:
            where = f"hàng {row.row}" + (f", cột “{row.column}”" if row.column else "")
            self.stdout.write(f"  {where}: {row.reason}")
