"""`nhipcau backup FOLDER|FILE.tar.gz`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.commands.backup import BackupFailed, back_up
from nhipcau.commands.progress import Progress


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu, tệp và khoá bí mật vào một tệp; làm được khi đang chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", type=Path, help="thư mục, hoặc tên tệp .tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress("Sao lưu", stream=self.stderr)  # type: ignore[arg-type]
        try:
            target, manifest = back_up(options["where"], progress=progress)
        except BackupFailed as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng, không để lại tệp dở dang.") from None
        rows = sum(manifest.counts.values())
        size = target.stat().st_size / 1_000_000
        self.stdout.write(
            f"{target}: {rows} dòng, {len(manifest.files)} tệp, {size:.1f} MB. "
            "Tệp chứa dữ liệu cá nhân và khoá bí mật: cất nơi chỉ người phụ trách mở được."
        )
        if manifest.secret_key == "environment":  # noqa: S105  a word, not a secret
            self.stdout.write("Khoá bí mật lấy từ biến môi trường: hãy cất riêng, không có ở đây.")
