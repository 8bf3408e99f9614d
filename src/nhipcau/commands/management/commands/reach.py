"""`nhipcau reach [VERSION] [--json]`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope, scopes_disabled

from nhipcau.notices.models import NoticeVersion
from nhipcau.reach.export import figures
from nhipcau.text.numbers import say_number, say_share


class Command(BaseCommand):
    help = "In độ phủ của một bản thông báo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "version", type=int, nargs="?", help="số của bản thông báo; bỏ trống là bản mới phát"
        )
        parser.add_argument("--json", action="store_true", help="in một dòng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():  # the number alone says whose version it is
            out = NoticeVersion.objects.filter(published_at__isnull=False)
            if options["version"] is not None:
                out = out.filter(pk=options["version"])
            version = out.select_related("locality", "notice").order_by("-published_at").first()
        if version is None:
            raise CommandError("Chưa có bản thông báo nào như vậy được phát.")
        with scope(locality=version.locality):
            found = figures(version)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        share = say_share(found["informed"], found["households"])
        self.stdout.write(
            f"{version.title}: {share} ({say_number(found['informed'])} trên "
            f"{say_number(found['households'])} hộ) đã biết, "
            f"còn {say_number(found['unaccounted'])} hộ chưa rõ."
        )
