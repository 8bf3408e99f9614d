"""`nhipcau story`: twenty evenings, headless; the last line is the outcome as JSON."""

from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from nhipcau_story.runner import add_arguments, run


class Command(BaseCommand):
    help = "Diễn câu chuyện nhiều buổi tối, in kết quả là một dòng JSON; mã 0 khi đạt mục tiêu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(run(Namespace(**options)))
