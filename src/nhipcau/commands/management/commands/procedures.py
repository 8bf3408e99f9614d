"""`nhipcau procedures import FILE [--yes]`, `… show CODE` and `… find TEXT [--json]`."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from nhipcau.commands.progress import Progress
from nhipcau.commands.which_locality import the_locality
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import local, zone_here
from nhipcau.core.errors import DomainError
from nhipcau.places.models import Locality
from nhipcau.procedures.apply import apply_catalogue
from nhipcau.procedures.models import CatalogueBatch, CatalogueRow, ProcedureVersion
from nhipcau.procedures.queries import by_code, whole
from nhipcau.procedures.search import find_procedures
from nhipcau.procedures.stage import stage_catalogue
from nhipcau.text.numbers import say_number

SHOWN = 20
COUNTS = (
    ("new", "mới"),
    ("changed", "thay đổi"),
    ("same", "không đổi"),
    ("refused", "không nhận"),
)


class Command(BaseCommand):
    help = "Danh mục thủ tục hành chính: nhập từ tệp, xem một thủ tục."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        imports = verbs.add_parser("import", help="đọc tệp, xem trước và nhập")
        imports.add_argument("file", type=Path)
        imports.add_argument("--yes", action="store_true", help="nhập ngay, không hỏi lại")
        imports.add_argument(
            "--retrieved", type=date.fromisoformat, help="ngày lấy dữ liệu từ nguồn: 2026-07-01"
        )
        shows = verbs.add_parser("show", help="in một thủ tục theo mã")
        shows.add_argument("code")
        finds = verbs.add_parser("find", help="tìm theo lời người dân")
        finds.add_argument("text")
        finds.add_argument("--json", action="store_true", help="in một dòng JSON cho máy đọc")
        finds.add_argument("--limit", type=int, default=5, help="nhiều nhất bao nhiêu thủ tục")
        for verb in (imports, shows, finds):
            verb.add_argument("--locality", default="", help="tên ngắn, khi có nhiều địa bàn")

    def handle(self, *args: Any, **options: Any) -> None:
        locality = the_locality(options["locality"])
        try:
            with scope(locality=locality):
                if options["verb"] == "show":
                    self._show(options["code"])
                elif options["verb"] == "find":
                    self._find(options["text"], options["limit"], as_json=options["json"])
                else:
                    self._import(locality, options)
        except DomainError as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng. Danh mục chưa đổi gì; hãy chạy lại lệnh này.") from None

    def _find(self, text: str, limit: int, *, as_json: bool) -> None:
        found = find_procedures(text, limit=limit)
        if as_json:
            keys = ("code", "name", "score")
            results = [{key: getattr(hit, key) for key in keys} for hit in found.hits]
            told = {"sure": found.sure, "results": results}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write("Chắc chắn." if found.sure else "Chưa chắc: hãy hỏi cán bộ.")
        for hit in found.hits:
            self.stdout.write(f"{hit.code} · {hit.name} ({hit.score})")

    def _import(self, locality: Locality, options: dict[str, Any]) -> None:
        started = time.monotonic()
        batch = self._read(locality, options["file"], options["retrieved"])
        self._preview(batch)
        changes = batch.counts.get("new", 0) + batch.counts.get("changed", 0)
        if not changes:
            self.stdout.write("Danh mục không có gì đổi.")
        elif options["yes"] or _agrees():
            progress = Progress("Ghi danh mục", stream=cast(Any, self.stderr))
            apply_catalogue(batch, by=SYSTEM, progress=progress)
            self.stdout.write(f"Đã nhập xong trong {time.monotonic() - started:.1f} giây.")
        else:
            self.stdout.write("Chưa nhập. Bản xem trước còn giữ một tuần trên trang Thủ tục.")

    def _read(self, locality: Locality, file: Path, on: date | None) -> CatalogueBatch:
        progress = Progress("Đọc tệp", stream=cast(Any, self.stderr))
        at = datetime(on.year, on.month, on.day, tzinfo=zone_here()).astimezone(UTC) if on else None
        try:
            with file.open("rb") as opened:
                return stage_catalogue(
                    locality,
                    cast(Any, opened),
                    name=file.name,
                    by=SYSTEM,
                    retrieved_at=at,
                    progress=progress,
                )
        except OSError:
            raise CommandError(f"Không mở được tệp {file}.") from None

    def _preview(self, batch: CatalogueBatch) -> None:
        said = ", ".join(f"{say_number(batch.counts.get(key, 0))} {word}" for key, word in COUNTS)
        self.stdout.write(f"{say_number(sum(batch.counts.values()))} thủ tục: {said}.")
        if batch.report.get("unused"):
            self.stdout.write("Không dùng các cột: " + ", ".join(batch.report["unused"]) + ".")
        refused = CatalogueRow.objects.filter(batch=batch, verdict=CatalogueRow.Verdict.REFUSED)
        for row in refused.order_by("sheet", "row")[:SHOWN]:
            where = f"dòng {row.row}" + (f", cột “{row.column}”" if row.column else "")
            self.stdout.write(f"  {where}: {row.reason}")
        if refused.count() > SHOWN:
            self.stdout.write(f"  … và {say_number(refused.count() - SHOWN)} dòng khác.")

    def _show(self, code: str) -> None:
        procedure = by_code(code)
        if procedure is None or procedure.current_id is None:
            raise CommandError(f"Không có thủ tục mã {code} trong danh mục.")
        for line in _lines(whole(procedure.current_id)):
            self.stdout.write(line)
        if procedure.retired_at:
            self.stdout.write("(Đã ngừng áp dụng.)")


def _lines(version: ProcedureVersion) -> list[str]:
    lines = [f"{version.procedure.code} · {version.name} (bản {version.number})"]
    texts = (
        ("Cấp", version.level),
        ("Lĩnh vực", version.sector),
        ("Đối tượng", version.audience),
        ("Cơ quan thực hiện", version.agency),
        ("Trình tự", version.steps),
        ("Yêu cầu, điều kiện", version.conditions),
    )
    lines += [f"{title}: {text}" for title, text in texts if text]
    for way in version.ways.all():
        told = [way.time_text, way.fee_text, way.note]
        lines.append(f"Nộp {way.get_kind_display()}: " + " · ".join(part for part in told if part))
    case = ""
    for paper in version.papers.all():
        if paper.case != case:
            case = paper.case
            lines.append(f"{case or 'Mọi trường hợp'}:")
        counts = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
        told = [f"{n} {what}" for n, what in counts if n is not None]
        told += [paper.form_name] if paper.form_name else []
        lines.append(f"Giấy tờ: {paper.name}" + (f" ({', '.join(told)})" if told else ""))
    texts = (
        ("Kết quả", version.result),
        ("Căn cứ pháp lý", version.legal_basis),
        ("Quyết định", version.decision),
        ("Nguồn", version.source_url),
        *version.details.items(),
        *((f"Chưa rõ ({title})", text) for title, text in version.unclear.items()),
    )
    lines += [f"{title}: {text}" for title, text in texts if text]
    if version.retrieved_at:
        lines.append(f"Lấy ngày {local(version.retrieved_at):%d/%m/%Y}")
    return lines


def _agrees() -> bool:
    return input("Nhập vào danh mục? (c/k) ").strip().lower() in {"c", "co", "có"}
