"""`nhipcau doctor`: says in words what is missing or wrong; 1 when something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nhipcau.commands.doctor import MACHINE_CHECKS, Finding, Level, is_database_ready
from nhipcau.commands.doctor_ward import WARD_CHECKS

MARKS = {Level.OK: "tốt ", Level.ADVICE: "nên ", Level.WRONG: "LỖI "}


class Command(BaseCommand):
    help = "Kiểm tra bản cài đặt: thiếu gì, sai gì, phải làm gì."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--short", action="store_true", help="chỉ in điều cần làm")

    def handle(self, *args: Any, **options: Any) -> None:
        worst = Level.OK
        for checks in (MACHINE_CHECKS, WARD_CHECKS):
            if worst == Level.WRONG and not is_database_ready():
                self.stdout.write("Phần còn lại được kiểm tra khi cơ sở dữ liệu dùng được.")
                break
            for title, check in checks:
                for finding in check():
                    worst = max(worst, finding.level)
                    if finding.level > Level.OK or not options["short"]:
                        self._say(title, finding)
        if worst == Level.WRONG:
            raise SystemExit(1)

    def _say(self, title: str, finding: Finding) -> None:
        self.stdout.write(f"{MARKS[finding.level]} {title}: {finding.what}")
        if finding.do:
            self.stdout.write(f"      → {finding.do}")
