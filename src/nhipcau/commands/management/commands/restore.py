"""`nhipcau restore FILE.tar.gz [--yes]`."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.commands.backup import BackupFailed
from nhipcau.commands.progress import Progress
from nhipcau.commands.restore import restore
from nhipcau.replication.erase import replay


class Command(BaseCommand):
    help = "Khôi phục từ một bản sao lưu: kiểm tra hết rồi mới thay."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="thay dữ liệu đang có")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].exists():
            raise CommandError(f"Không thấy tệp {options['file']}.")
        progress = Progress("Kiểm tra", stream=self.stderr)  # type: ignore[arg-type]
        try:
            counts = restore(options["file"], may_overwrite=options["yes"], progress=progress)
        except BackupFailed as error:
            raise CommandError(error.message) from None
        except KeyboardInterrupt:
            raise CommandError("Đã dừng; dữ liệu hiện có vẫn nguyên.") from None
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if again := replay():
            self.stdout.write(f"Đã làm lại {again} lần xoá dữ liệu cá nhân có từ sau bản sao lưu.")
        self.stdout.write(
            f"Đã khôi phục {sum(counts.values())} dòng. Chạy `nhipcau doctor` trước khi mở lại: "
            "khoá truy cập Zalo dùng một lần có thể cần kết nối lại."
        )
