"""`nhipcau story`: twenty evenings, headless; the last line is the outcome as JSON."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nhipcau_story.runner import main as run_story


class Command(BaseCommand):
    help = "Diễn câu chuyện nhiều buổi tối, in kết quả là một dòng JSON; mã 0 khi đạt mục tiêu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("arguments", nargs="*", help="--seeds, --at-once, --folder sau dấu --")

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(run_story(options["arguments"]))
