"""`nhipcau serve`: the web and the workers under one supervisor."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from nhipcau.commands.processes import everything
from nhipcau.commands.supervisor import Supervisor
from nhipcau.places.lock_rows import lock_rows


class Command(BaseCommand):
    help = "Chạy trang web và các tiến trình nền; dừng gọn khi nhận TERM hoặc Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--certificate", help="tệp chứng thư TLS (PEM)")
        parser.add_argument("--key", help="tệp khóa TLS (PEM)")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(verbosity=options["verbosity"])
        tls = (options["certificate"], options["key"]) if options["certificate"] else None
        self.stdout.write(
            f"Nhịp Cầu: http{'s' if tls else ''}://{options['host']}:{options['port']}/"
        )
        raise SystemExit(Supervisor(everything(options["host"], options["port"], tls=tls)).run())


def prepare(*, verbosity: int = 0) -> None:
    """Bring tables, the cache table and static files up to date. Quick when nothing changed."""
    call_command("migrate", verbosity=verbosity, interactive=False)
    if settings.ROW_SECURITY:
        lock_rows()  # of what a new version brought; nothing to do is nothing asked
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
