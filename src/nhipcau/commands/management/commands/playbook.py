"""`nhipcau playbook list`, `… check`, `… export LOCALITY DIR`, `… apply DIR LOCALITY [--yes]`."""

from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from nhipcau.commands.progress import Progress
from nhipcau.commands.which_locality import the_locality
from nhipcau.core.errors import DomainError
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.replication.playbook.apply import apply_playbook
from nhipcau.replication.playbook.difference import (
    WRITTEN,
    Change,
    Verdict,
    counts_of,
    difference,
)
from nhipcau.replication.playbook.export import export_playbook, write_folder
from nhipcau.replication.playbook.files import open_files
from nhipcau.replication.playbook.read import Playbook, read_playbook
from nhipcau.replication.playbook.shipped import all_shipped, shipped

MARKS = {Verdict.ADDED: "+", Verdict.CHANGED: "~", Verdict.REMOVED: "-", Verdict.KEPT: "="}


class Command(BaseCommand):
    help = "Bộ mẫu: lấy cách làm của một địa bàn ra thư mục, áp dụng cho địa bàn khác."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="các bộ mẫu đi kèm")
        checks = verbs.add_parser("check", help="đọc thử một bộ mẫu, không đổi gì")
        checks.add_argument("source", help="thư mục, tệp .zip hoặc tên bộ mẫu đi kèm")
        exports = verbs.add_parser("export", help="ghi bộ mẫu của một địa bàn ra thư mục")
        exports.add_argument("locality", help="tên ngắn của địa bàn")
        exports.add_argument("folder", type=Path)
        applies = verbs.add_parser("apply", help="xem khác biệt rồi áp dụng")
        applies.add_argument("source", help="thư mục, tệp .zip hoặc tên bộ mẫu đi kèm")
        applies.add_argument("locality", help="tên ngắn của địa bàn")
        applies.add_argument("--yes", action="store_true", help="áp dụng ngay, không hỏi lại")
        applies.add_argument(
            "--take",
            action="append",
            default=[],
            metavar="MỤC",
            help="lấy bản của bộ mẫu dù địa phương đã sửa: starters/hop-thon, hoặc all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except DomainError as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng. Chạy lại lệnh này để làm tiếp.") from None
        except OSError as error:
            raise CommandError(f"Không đọc hoặc ghi được {error.filename}.") from None

    def _list(self, options: dict[str, Any]) -> None:
        for playbook in all_shipped():
            said = playbook.manifest
            self.stdout.write(f"{said.name} {said.version} · {said.title}")

    def _check(self, options: dict[str, Any]) -> None:
        said = _opened(options["source"])
        items = sum(len(found) for found in said.items.values())
        self.stdout.write(f"{said.manifest.title} {said.manifest.version}: {items} mục, đọc được.")

    def _export(self, options: dict[str, Any]) -> None:
        locality = the_locality(options["locality"])
        with scope(locality=locality):
            files = export_playbook(locality)
        write_folder(files, options["folder"])
        self.stdout.write(f"Đã ghi {len(files)} tệp vào {options['folder']}.")

    def _apply(self, options: dict[str, Any]) -> None:
        playbook, locality = _opened(options["source"]), the_locality(options["locality"])
        with scope(locality=locality):
            admin = _admin(locality)
            changes = difference(playbook, locality, take=options["take"])
            self._show(playbook, changes)
            if not any(change.verdict in WRITTEN for change in changes):
                self.stdout.write("Không có gì phải đổi.")
            elif not options["yes"] and not _agrees():
                self.stdout.write("Chưa áp dụng gì.")
                return
            progress = Progress("Áp dụng", stream=cast(Any, self.stderr))
            apply_playbook(playbook, by=admin, take=options["take"], progress=progress)
        self.stdout.write(f"{locality.name} đang theo bộ mẫu {playbook.manifest.title}.")

    def _show(self, playbook: Playbook, changes: list[Change]) -> None:
        said = playbook.manifest
        self.stdout.write(f"{said.title} {said.version} ({said.licence}), từ {said.made_from}.")
        for change in changes:
            if change.verdict != Verdict.SAME:
                mark = MARKS[Verdict(change.verdict)]
                self.stdout.write(f"  {mark} {change.name}: {change.title}")
                if change.verdict in {Verdict.CHANGED, Verdict.KEPT}:
                    names = ", ".join(name for name, _here, _there in change.fields())
                    self.stdout.write(f"      khác ở: {names}")
        counts = counts_of(changes)
        told = [f"{verdict.label.lower()} {counts[verdict.value]}" for verdict in Verdict]
        self.stdout.write(f"{', '.join(told)}.")
        if counts[Verdict.KEPT.value]:
            self.stdout.write("Muốn lấy bản của bộ mẫu cho mục nào (=), thêm --take MỤC.")


def _opened(source: str) -> Playbook:
    """A name of one that comes with the product, unless there is such a folder."""
    path = Path(source)
    found = shipped(source) if not path.exists() else None
    return found or read_playbook(open_files(path))


def _admin(locality: Locality) -> Staff:
    """In whose name it is done: the locality's first admin at work."""
    rows = Staff.objects.filter(locality=locality, role=Role.ADMIN, is_active=True)
    admin = rows.select_related("locality").order_by("pk").first()
    if admin is None:
        raise CommandError("Địa bàn này chưa có người quản trị đang hoạt động.")
    return admin


def _agrees() -> bool:
    return input("Áp dụng? (c/k) ").strip().lower() in {"c", "co", "có"}
