"""`nhipcau demo`: a living ward on this machine, and the story played slowly enough to watch."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.commands.installation import (
    Installation,
    begin_evening,
    describe,
    four_localities,
    free_port,
    lived_in,
    lived_words,
    template,
    wait_for,
)
from nhipcau.commands.opening_merger import WARDS, admin_of
from nhipcau.commands.opening_province import OVERSEER
from nhipcau.commands.supervisor import Child, Supervisor

PEOPLE = (
    ("lan", "cán bộ soạn thông báo"),
    ("minh", "người duyệt"),
    ("leader-13", "tổ trưởng Tổ 13"),
    ("to-so-2", "thành viên tổ công nghệ số đang trực"),
    ("quan", "quản trị"),
)


class Command(BaseCommand):
    help = "Mở phường mẫu trên máy này và diễn câu chuyện một buổi tối; Ctrl-C để dừng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", type=Path, default=settings.DATA / "demo")
        parser.add_argument("--evening", default="evening", help="tên thư mục của buổi tối này")
        parser.add_argument(
            "--world",
            default="base",
            help="phường nào: base, hard (buổi tối khó), hoặc merger (bốn nơi ngày 1/7/2025)",
        )
        parser.add_argument("--pace", type=float, default=2.0, help="giây thật cho một phút")
        parser.add_argument("--prepare", action="store_true", help="chỉ chuẩn bị rồi thôi")
        parser.add_argument("--bare", action="store_true", help="không diễn; in một dòng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["data"].resolve()
        root.mkdir(parents=True, exist_ok=True)
        if options["world"] == "merger":
            raise SystemExit(self._merger(four_localities(root, options["port"])))
        ready = template(root, options["world"])
        if options["prepare"]:
            self.stdout.write(str(ready))
            return
        port = free_port(options["port"])
        if not options["bare"]:
            ready = lived_in(ready, port)
        installation = begin_evening(ready, root / options["evening"], port)
        supervisor = Supervisor(installation.children(is_bare=options["bare"]))

        def then() -> None:
            told = describe(installation)
            self.stdout.write(told if options["bare"] else self._welcome(installation))
            self.stdout.flush()
            if not options["bare"]:
                supervisor.add(player(installation, options["pace"], options["world"]))

        raise SystemExit(supervisor.run(_once_up(installation, then)))

    def _merger(self, installation: Installation) -> int:
        def then() -> None:
            link = f"{installation.url}/demo/vao/{admin_of(WARDS[0].slug)}/?khoa={installation.key}"
            self.stdout.write("\nBốn địa bàn mẫu, sáng 1/7/2025, đang chạy.\n")
            self.stdout.write(f"  Vào với vai quản trị {WARDS[0].name}:  {link}")
            self.stdout.write(f"  Rồi mở:  {installation.url}/lam-viec/dia-ban/sap-nhap/")
            link = f"{installation.url}/demo/vao/{OVERSEER}/?khoa={installation.key}"
            self.stdout.write(f"  Vào với vai cán bộ tỉnh (bốn nơi cạnh nhau):  {link}")
            for ward in WARDS:
                self.stdout.write(f"  Cổng của {ward.name}:  {installation.url}/{ward.slug}/")
            self.stdout.write("\nCtrl-C để dừng.")
            self.stdout.flush()

        state = {"said": False}

        def look() -> None:
            if not state["said"]:
                state["said"] = True
                wait_for(f"{installation.url}/dang-nhap/")
                then()

        return Supervisor(installation.web()).run(look)

    def _welcome(self, installation: Installation) -> str:
        lines = ["", f"Phường Sông Cầu đang chạy tại {installation.url}/song-cau/", ""]
        for username, title in PEOPLE:
            link = f"{installation.url}/demo/vao/{username}/?khoa={installation.key}"
            lines.append(f"  Vào với vai {title}:  {link}")
        lines += [
            f"  Điện thoại của người dân (mô phỏng):  {installation.sandbox_url}/",
            "",
            lived_words(installation),
            "Câu chuyện bắt đầu lúc 16:30 thứ Sáu 26/5/2023. Ctrl-C để dừng.",
        ]
        return "\n".join(lines)


def player(installation: Installation, pace: float, world: str) -> Child:
    evening = str(installation.folder / "evening.json")
    command = [sys.executable, "-m", "nhipcau_story.play", evening, "--pace", str(pace)]
    command += ["--assumptions", world, "--questions"]
    return Child("story", command, is_once=True)


def _once_up(installation: Installation, then: Any) -> Any:
    """After the first round: wait, tell the platforms our address, then say that we are up."""
    state = {"said": False}

    def look() -> None:
        if not state["said"]:
            state["said"] = True
            installation.wait_until_up()
            installation.run("ward", "webhooks")
            then()

    return look
