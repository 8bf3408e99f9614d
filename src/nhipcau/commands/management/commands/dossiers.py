"""`nhipcau dossiers import FILE [--yes] [--column FIELD=HEADING …]`: statuses from an export."""

from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from nhipcau.commands.which_locality import the_locality
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.columns import LABELS
from nhipcau.counter.dossiers.exports import open_export
from nhipcau.counter.dossiers.stage import drop_batch, say_missing, stage_export
from nhipcau.counter.models import DossierBatch, DossierRow
from nhipcau.text.numbers import say_number

SHOWN = 20
COUNTS = (
    ("new", "mới"),
    ("changed", "thay đổi"),
    ("same", "không đổi"),
    ("backwards", "đi lùi"),
    ("refused", "không nhận"),
)


class Command(BaseCommand):
    help = "Hồ sơ một cửa: nhập tình trạng từ tệp xuất của hệ thống tỉnh."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        imports = verbs.add_parser("import", help="đọc tệp, xem trước và ghi")
        imports.add_argument("file", type=Path)
        imports.add_argument("--yes", action="store_true", help="ghi ngay, không hỏi lại")
        imports.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="TRƯỜNG=TIÊU ĐỀ",
            help="cột nào là trường nào, khi tệp đổi tên cột: number=“Mã số”",
        )
        imports.add_argument("--locality", default="", help="tên ngắn, khi có nhiều địa bàn")

    def handle(self, *args: Any, **options: Any) -> None:
        locality = the_locality(options["locality"])
        file: Path = options["file"]
        try:
            with scope(locality=locality), file.open("rb") as opened:
                export = open_export(cast(Any, opened), file.name)
                named = _named(options["column"])
                batch = stage_export(locality, export, by=SYSTEM, named=named)
                self._go_on(batch, is_sure=options["yes"])
        except OSError:
            raise CommandError(f"Không mở được tệp {file}.") from None
        except DomainError as error:
            raise CommandError(error.message) from None

    def _go_on(self, batch: DossierBatch, *, is_sure: bool) -> None:
        if batch.state == DossierBatch.State.ASKING:
            said = say_missing(batch)
            drop_batch(batch, by=SYSTEM)
            fields = ", ".join(f"{name} ({label})" for name, label in LABELS.items())
            raise CommandError(f"{said}\nDùng --column TRƯỜNG=TIÊU ĐỀ. Các trường: {fields}.")
        self._preview(batch)
        if not batch.counts.get("new", 0) + batch.counts.get("changed", 0):
            self.stdout.write("Hồ sơ không có gì đổi.")
            drop_batch(batch, by=SYSTEM)
        elif is_sure or _agrees():
            apply_batch(batch, by=SYSTEM)
            self.stdout.write("Đã ghi. Người nộp những hồ sơ thay đổi được báo tin.")
        else:
            self.stdout.write("Chưa ghi. Bản xem trước còn giữ một tuần trên trang Hồ sơ.")

    def _preview(self, batch: DossierBatch) -> None:
        said = ", ".join(f"{say_number(batch.counts.get(key, 0))} {word}" for key, word in COUNTS)
        self.stdout.write(f"{say_number(sum(batch.counts.values()))} hồ sơ: {said}.")
        found = batch.columns["found"]
        for name in batch.columns["guessed"]:
            self.stdout.write(f"  Cột “{found[name]}” được hiểu là “{LABELS[name]}”.")
        if batch.columns["unused"]:
            self.stdout.write("  Không dùng các cột: " + ", ".join(batch.columns["unused"]) + ".")
        not_taken = DossierRow.objects.filter(
            batch=batch, verdict__in=[DossierRow.Verdict.REFUSED, DossierRow.Verdict.BACKWARDS]
        )
        for row in not_taken.order_by("row")[:SHOWN]:
            self.stdout.write(f"  dòng {row.row}, cột “{row.column}”: {row.reason}")
        if not_taken.count() > SHOWN:
            self.stdout.write(f"  … và {say_number(not_taken.count() - SHOWN)} dòng khác.")


def _named(given: list[str]) -> dict[str, str]:
    named = {}
    for one in given:
        field, _equals, heading = one.partition("=")
        if field not in LABELS:
            raise CommandError(f"Không có trường “{field}”. Các trường: {', '.join(LABELS)}.")
        named[field] = heading
    return named


def _agrees() -> bool:
    return input("Ghi vào hồ sơ? (c/k) ").strip().lower() in {"c", "co", "có"}
