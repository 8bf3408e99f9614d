"""`nhipcau locality create`: a ward with its first admin, who gets a one-time link."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role
from nhipcau.places.models import Unit
from nhipcau.places.naming import usual_issuer
from nhipcau.places.open import create_locality
from nhipcau.places.queries import unit_on, what_became_of


class Command(BaseCommand):
    help = "Mở địa bàn cho một phường, xã và mời người quản trị đầu tiên."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="mở địa bàn mới")
        create.add_argument("--unit", required=True, help="mã đơn vị hành chính, ví dụ 01837")
        create.add_argument(
            "--on",
            type=date.fromisoformat,
            help="ngày mà mã đơn vị có hiệu lực (mặc định: hôm nay), ví dụ 2023-05-26",
        )
        create.add_argument("--slug", required=True, help="tên ngắn trong địa chỉ: song-cau")
        create.add_argument("--issuer", default="", help="mặc định: UBND và tên đơn vị")
        create.add_argument("--admin", required=True, help="họ tên người quản trị đầu tiên")
        create.add_argument("--username", default="", help="tên đăng nhập của người đó")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or local(civil_now()).date()
        try:
            unit = _unit(options["unit"], on)
            with transaction.atomic():
                locality = create_locality(
                    unit,
                    slug=options["slug"],
                    issuer=options["issuer"] or usual_issuer(unit),
                    by=SYSTEM,
                )
                staff, path = invite_staff(
                    locality,
                    Newcomer(name=options["admin"], role=Role.ADMIN, username=options["username"]),
                    by=SYSTEM,
                )
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"Đã mở địa bàn {locality.name} ({locality.slug}).")
        self.stdout.write(f"Người quản trị: {staff.name}, tên đăng nhập {staff.username}.")
        self.stdout.write("Liên kết dùng một lần, hạn bảy ngày:")
        self.stdout.write(f"{settings.BASE_URL}{path}")
        self.stdout.write(f"Vào rồi thì bắt đầu ở {settings.BASE_URL}/lam-viec/bat-dau/")


def _unit(code: str, on: date) -> Unit:
    """The unit that bears the code on that day: before and after July 2025 it may be another."""
    unit = unit_on(code, on=on)
    if unit:
        return unit
    former = Unit.objects.filter(code=code, level=Unit.Level.COMMUNE).order_by("-valid_to").first()
    if former is None:
        raise BadInput(f"Không có đơn vị cấp xã mã {code}. Đã chạy “nhipcau units import” chưa?")
    became = ", ".join(
        f"{found.successor.name} ({found.successor.code})" for found in what_became_of(former)
    )
    raise BadInput(
        f"{former.name} ({code}) không còn hiệu lực vào ngày {on:%d/%m/%Y}; nay là {became}. "
        f"Nếu vẫn muốn mở theo đơn vị cũ, thêm --on với một ngày đơn vị còn hiệu lực."
    )
