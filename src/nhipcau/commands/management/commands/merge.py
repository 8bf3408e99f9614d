"""`nhipcau merge PLAN [--yes]`: localities become one, or one is split."""

import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.replication.merger.carry_out import carry_out
from nhipcau.replication.merger.counts import COUNTED
from nhipcau.replication.merger.draft import draft_merger, drop_merger, mark_seen
from nhipcau.replication.merger.plan import PartyPlan, Plan, read_plan
from nhipcau.replication.merger.preview import Preview, heir_named, parties_named, preview
from nhipcau.replication.merger.undo import undo_merger
from nhipcau.replication.models import Merger
from nhipcau.text.numbers import say_number


class Command(BaseCommand):
    help = "Sáp nhập, chia tách địa bàn theo quyết định: xem trước, rồi mới làm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, nargs="?", help="tệp kế hoạch TOML (docs/run.md)")
        parser.add_argument("--yes", action="store_true", help="làm thật")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="giữ bản lập để các quản trị xem và đồng ý trên trang",
        )
        parser.add_argument("--undo", type=int, metavar="SỐ", help="hoàn tác lần sáp nhập này")
        parser.add_argument("--decision", default="", help="số quyết định: 1683/NQ-UBTVQH15")
        parser.add_argument("--signed-on", type=date.fromisoformat)
        parser.add_argument("--takes-on", type=date.fromisoformat)
        parser.add_argument("--into", default="", help="tên ngắn của địa bàn nhận")
        parser.add_argument("--unit", default="", help="mã đơn vị mới, khi phải mở địa bàn nhận")
        parser.add_argument("--issuer", default="")
        parser.add_argument(
            "--from",
            dest="former",
            action="append",
            default=[],
            metavar="SLUG[:TỔ,TỔ]",
            help="địa bàn nhập vào, địa bàn chính đứng đầu; ghi nhiều lần",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["undo"] is not None:
                self._undo(options["undo"], is_sure=options["yes"])
            else:
                self._merge(_plan(options), is_sure=options["yes"], is_kept=options["keep"])
        except DomainError as error:
            raise CommandError(error.message) from None

    def _merge(self, plan: Plan, *, is_sure: bool, is_kept: bool) -> None:
        merger = draft_merger(plan, by=SYSTEM)
        shown = preview(merger)
        self._show(shown)
        if not is_sure and is_kept:
            self.stdout.write(f"Đã giữ bản lập số {merger.pk}: Địa bàn → Sáp nhập, chia tách.")
            return
        if not is_sure:
            drop_merger(merger, by=SYSTEM)
            self.stdout.write("Chưa làm gì. Thêm --yes để sáp nhập, --keep để giữ bản lập.")
            return
        if shown.obstacles:
            drop_merger(merger, by=SYSTEM)
            raise CommandError(shown.obstacles[0])
        mark_seen(merger, shown.fingerprint, by=SYSTEM)
        started = time.monotonic()
        try:
            heir = carry_out(merger, by=SYSTEM)
        except DomainError:
            drop_merger(merger, by=SYSTEM)
            raise
        took = time.monotonic() - started
        self.stdout.write(f"Đã sáp nhập thành {heir.name} (/{heir.slug}/) trong {took:.1f} giây.")
        self.stdout.write(
            f"Hoàn tác được đến khi phát thông báo đầu tiên: nhipcau merge --undo {merger.pk} --yes"
        )

    def _show(self, shown: Preview) -> None:
        setting = shown.setting
        self.stdout.write(f"{parties_named(setting)} → {heir_named(setting)}")
        for figure in shown.figures:
            each = " + ".join(say_number(number) for number in figure.by_party)
            self.stdout.write(f"  {figure.label}: {each} = {say_number(figure.whole)}")
        for title, lines in (
            ("Vướng", shown.obstacles),
            ("Nên biết", shown.notes),
        ):
            for line in lines:
                self.stdout.write(f"{title}: {line}")
        for choice in shown.choices:
            options = ", ".join(f"{value} = {label}" for value, label in choice.options)
            told = f" [{options}]" if options else ""
            self.stdout.write(f"Quyết: {choice.label}: “{choice.value}” ({choice.about}){told}")

    def _undo(self, number: int, *, is_sure: bool) -> None:
        merger = Merger.objects.filter(pk=number).first()
        if merger is None:
            raise CommandError(f"Không có lần sáp nhập số {number}.")
        if not is_sure:
            self.stdout.write(f"Sẽ hoàn tác {merger.decision}:")
            for name, count in merger.before.items():
                self.stdout.write(f"  {COUNTED[name][0]}: {say_number(count)}")
            self.stdout.write("Chưa làm gì. Thêm --yes để hoàn tác.")
            return
        undo_merger(merger, by=SYSTEM)
        self.stdout.write("Đã hoàn tác: mọi địa bàn trở lại như trước.")


def _plan(options: dict[str, Any]) -> Plan:
    if options["plan"] is not None:
        try:
            return read_plan(options["plan"].read_bytes())
        except OSError:
            raise BadInput(f"Không mở được tệp {options['plan']}.") from None
    missing = [
        f"--{name.replace('_', '-')}"
        for name in ("decision", "signed_on", "takes_on", "into")
        if not options[name]
    ]
    if not options["former"]:
        missing.append("--from")
    if missing:
        raise BadInput(f"Cần một tệp kế hoạch, hoặc thêm: {', '.join(missing)}.")
    return Plan(
        decision=options["decision"],
        signed_on=options["signed_on"],
        takes_on=options["takes_on"],
        slug=options["into"],
        unit=options["unit"],
        issuer=options["issuer"],
        parties=tuple(_party(told) for told in options["former"]),
    )


def _party(told: str) -> PartyPlan:
    slug, _colon, places = told.partition(":")
    return PartyPlan(slug, tuple(name.strip() for name in places.split(",") if name.strip()))
