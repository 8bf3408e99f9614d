"""`nhipcau certificate [NAME …]`: HTTPS on a local network with a certificate of our own."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nhipcau.commands.certificate import lan_address, make_certificate


class Command(BaseCommand):
    help = "Tạo chứng thư tự ký để dùng HTTPS trong mạng nội bộ (trình diễn, dùng thử)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="tên máy, địa chỉ; mặc định: địa chỉ trong mạng"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or [lan_address()]
        made = make_certificate(settings.DATA / "tls", names)
        self.stdout.write(f"Chứng thư cho {', '.join(names)}: {made.chain}")
        self.stdout.write(f"Cài vào điện thoại (chứng thư CA): {made.authority}")
        self.stdout.write(
            f"Chạy: NHIPCAU_BASE_URL=https://{names[0]}:8443 NHIPCAU_HOSTS={','.join(names)} "
            f"nhipcau serve --host 0.0.0.0 --port 8443 --certificate {made.chain} --key {made.key}"
        )
