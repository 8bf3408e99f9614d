"""`nhipcau data export LOCALITY DIR`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.commands.progress import Progress
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.places.models import Locality
from nhipcau.replication.data_out.export import export_data
from nhipcau.text.numbers import say_number


class Command(BaseCommand):
    help = "Xuất mọi dữ liệu của một địa bàn ra tệp mở."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        export = steps.add_parser("export", help="ra một thư mục trống; chạy lại thì làm tiếp")
        export.add_argument("locality", help="tên ngắn của địa bàn")
        export.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        # A closed one, too: what was before a merger is still owed to whoever asks.
        locality = Locality.objects.filter(slug=options["locality"]).first()
        if locality is None:
            raise CommandError(f"Không có địa bàn “{options['locality']}”.")
        progress = Progress("Xuất", stream=self.stderr)  # type: ignore[arg-type]
        try:
            rows = export_data(locality, options["folder"], by=SYSTEM, progress=progress)
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"Đã xuất {say_number(rows)} dòng vào {options['folder']}. Trong đó có dữ liệu cá "
            "nhân: chỉ người có trách nhiệm được giữ."
        )
