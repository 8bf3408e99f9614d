"""`nhipcau demo`: a living ward on this machine, and the story played slowly enough to watch."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.commands.installation import (
    Installation,
    copy_of,
    describe,
    free_port,
    template,
)
from nhipcau.commands.supervisor import Child, Supervisor

PEOPLE = (
    ("lan", "cán bộ soạn thông báo"),
    ("minh", "người duyệt"),
    ("leader-13", "tổ trưởng Tổ 13"),
)


class Command(BaseCommand):
    help = "Mở phường mẫu trên máy này và diễn câu chuyện một buổi tối; Ctrl-C để dừng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", type=Path, default=settings.DATA / "demo")
        parser.add_argument("--evening", default="evening", help="tên thư mục của buổi tối này")
        parser.add_argument(
            "--world", default="base", help="phường nào: base, hoặc hard (buổi tối khó)"
        )
        parser.add_argument("--pace", type=float, default=2.0, help="giây thật cho một phút")
        parser.add_argument("--prepare", action="store_true", help="chỉ chuẩn bị rồi thôi")
        parser.add_argument("--bare", action="store_true", help="không diễn; in một dòng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["data"].resolve()
        root.mkdir(parents=True, exist_ok=True)
        ready = template(root, options["world"])
        if options["prepare"]:
            self.stdout.write(str(ready))
            return
        installation = begin_evening(ready, root / options["evening"], options["port"])
        if not options["bare"]:
            installation.run("ward", "posters", str(installation.clock))
            installation.run("ward", "counter", str(installation.clock))
            installation.run("ward", "api")
            installation.run("ward", "circles", str(installation.clock))
            installation.run("ward", "roster")
        supervisor = Supervisor(installation.children(is_bare=options["bare"]))

        def then() -> None:
            told = describe(installation)
            self.stdout.write(told if options["bare"] else self._welcome(installation))
            self.stdout.flush()
            if not options["bare"]:
                supervisor.add(player(installation, options["pace"], options["world"]))

        raise SystemExit(supervisor.run(_once_up(installation, then)))

    def _welcome(self, installation: Installation) -> str:
        lines = ["", f"Phường Sông Cầu đang chạy tại {installation.url}/song-cau/", ""]
        for username, title in PEOPLE:
            link = f"{installation.url}/demo/vao/{username}/?khoa={installation.key}"
            lines.append(f"  Vào với vai {title}:  {link}")
        lines += [
            f"  Điện thoại của người dân (mô phỏng):  {installation.sandbox_url}/",
            "",
            "Câu chuyện bắt đầu lúc 16:30 thứ Sáu 26/5/2023. Ctrl-C để dừng.",
        ]
        return "\n".join(lines)


def begin_evening(ready: Path, folder: Path, port: int) -> Installation:
    copy_of(ready, folder)
    return Installation(folder, port=free_port(port), sandbox_port=free_port())


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
