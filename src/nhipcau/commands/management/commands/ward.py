"""`nhipcau ward open FOLDER OPENED`: open the story's ward; `ward webhooks`: after a new port;
`ward live CLOCK`: what a ward has that has been at work for months: people on duty, posters, a day
at the desk, internal groups, a key of the API, the playbook; `ward four CLOCK`: four localities on
the eve of a merger, under one province."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_scopes import scope

from nhipcau.channels.models import Account
from nhipcau.commands.installation import SOURCE
from nhipcau.commands.opening import link_followers, open_ward
from nhipcau.commands.opening_api import open_api
from nhipcau.commands.opening_calls import clean_last_saturday
from nhipcau.commands.opening_circles import learn_for_three_months, open_circles
from nhipcau.commands.opening_counter import open_desk
from nhipcau.commands.opening_dossiers import open_dossiers
from nhipcau.commands.opening_inbox import open_topics
from nhipcau.commands.opening_merger import open_four
from nhipcau.commands.opening_more import connect_more, open_aloud, open_ways
from nhipcau.commands.opening_platforms import KINDS, connect_platforms, save_webhooks
from nhipcau.commands.opening_playbook import open_playbook
from nhipcau.commands.opening_posters import hang_for_a_week
from nhipcau.commands.opening_rosters import open_rosters
from nhipcau.places.models import Locality

CATALOGUE = SOURCE / "nhipcau/procedures/demo/catalogue.toml"


class Command(BaseCommand):
    help = "Mở phường của câu chuyện từ một thư mục, nối với các nền tảng mô phỏng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        opening = verbs.add_parser("open", help="mở phường từ thư mục")
        opening.add_argument("folder", type=Path)
        opening.add_argument("opened", type=Path, help="ghi địa chỉ và liên kết vào tệp này")
        verbs.add_parser("webhooks", help="đăng ký lại địa chỉ nhận tin với nền tảng mô phỏng")
        living = verbs.add_parser("live", help="những tháng đã qua của phường mẫu")
        living.add_argument("clock", type=Path, help="tệp đồng hồ của buổi diễn")
        four = verbs.add_parser("four", help="mở bốn địa bàn mẫu trước ngày sáp nhập")
        four.add_argument("clock", type=Path, help="tệp đồng hồ của buổi diễn")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "open":
            self._open(options["folder"], options["opened"])
        elif options["verb"] == "four":
            call_command("createcachetable", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            open_four(options["clock"], say=self.stderr.write)
        elif options["verb"] == "live":
            locality = Locality.objects.get()
            with scope(locality=locality):
                self._live(locality, options["clock"])
        else:
            locality = Locality.objects.get()
            with scope(locality=locality):
                accounts = Account.objects.filter(kind__in=KINDS.values()).order_by("-rank")
                by_kind = {account.kind: account for account in accounts}  # the first of its kind
                save_webhooks({name: by_kind[kind] for name, kind in KINDS.items()})

    def _live(self, locality: Locality, clock: Path) -> None:
        """The roster first: the desk is run by those who are on duty."""
        say = self.stdout.write
        say(f"{open_rosters(locality, clock=clock)} ca trực trong lịch.")
        say(f"{hang_for_a_week(locality, clock=clock)} tờ mã QR đang treo.")
        say(f"{clean_last_saturday(locality, clock=clock)} hộ đã trả lời việc tổng vệ sinh.")
        say(f"{open_dossiers(locality, clock=clock)} hồ sơ ở bộ phận một cửa.")
        groups, visits = open_circles(locality), learn_for_three_months(locality, clock=clock)
        say(f"{groups} nhóm nội bộ, {visits} buổi cùng học.")
        say(f"{open_playbook(locality)} mục theo bộ mẫu đô thị.")
        for name, path in open_desk(locality, clock=clock).items():
            say(f"{name}: {settings.BASE_URL}{path}")
        token = open_api(locality)
        if token:
            say(f"Khoá API chạy thử, không gửi gì cho ai: {token}")
            say(f"  Mô tả: {settings.BASE_URL}/api/v1/")

    def _open(self, folder: Path, opened: Path) -> None:
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        ward = json.loads((folder / "ward.json").read_text(encoding="utf-8"))
        found = open_ward(folder, say=self.stderr.write)
        with scope(locality=found.locality):
            self.stderr.write("Kết nối các kênh mô phỏng…")
            accounts = connect_platforms(found.locality, ward["platforms"])
            call_command("register", "import", str(folder / "register.xlsx"), "--yes")
            call_command("procedures", "import", str(CATALOGUE), "--yes")
            open_topics(found.locality)
            linked = link_followers(accounts["zalo"], ward["followers"])
            self.stderr.write(f"{linked} hộ đã liên kết Zalo OA.")
            accounts |= connect_more(found.locality, ward["platforms"], accounts)
            open_ways(ward, accounts)
            speakers = open_aloud(found.locality, ward)
        told = {"slug": found.locality.slug, "phones": found.phones, "speakers": speakers}
        opened.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
