"""`nhipcau province create|add|remove|invite|link|identity|count|list`: an office over wards."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.people.identity import set_identity
from nhipcau.people.invite import Newcomer, invite_again, invite_staff
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality, Unit
from nhipcau.places.open import create_office
from nhipcau.places.oversee import put_under, take_out, wards_of
from nhipcau.replication.province.roll_up import roll_up


class Command(BaseCommand):
    help = "Một tỉnh theo dõi nhiều địa bàn: chỉ số đếm, không có dữ liệu của ai."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        create = steps.add_parser("create", help="mở cơ quan của tỉnh")
        create.add_argument("code", help="mã tỉnh: 19")
        create.add_argument("slug", help="tên ngắn: thai-nguyen")
        create.add_argument("--issuer", default="", help="UBND tỉnh Thái Nguyên")
        for name, about in (
            ("add", "đưa địa bàn vào tỉnh"),
            ("remove", "đưa địa bàn ra khỏi tỉnh"),
        ):
            step = steps.add_parser(name, help=about)
            step.add_argument("office", help="tên ngắn của cơ quan tỉnh")
            step.add_argument("wards", nargs="+", help="tên ngắn của địa bàn")
        invite = steps.add_parser("invite", help="thêm cán bộ tỉnh, in liên kết mời")
        invite.add_argument("office")
        invite.add_argument("name", help="họ và tên")
        invite.add_argument("--username", default="")
        again = steps.add_parser("link", help="in liên kết mời mới cho người chưa vào lần nào")
        again.add_argument("username")
        identity = steps.add_parser("identity", help="gắn định danh của dịch vụ OpenID Connect")
        identity.add_argument("username")
        identity.add_argument("value", nargs="?", default="")
        steps.add_parser("count", help="đếm ngay bây giờ")
        steps.add_parser("list", help="các tỉnh và địa bàn")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except DomainError as error:
            raise CommandError(error.message) from None

    def _create(self, options: dict[str, Any]) -> None:
        units = Unit.objects.filter(code=options["code"], level=Unit.Level.PROVINCE)
        unit = units.order_by("-valid_from").first()
        if unit is None:
            raise CommandError(f"Không có tỉnh mã {options['code']}: chạy nhipcau units import.")
        issuer = options["issuer"] or f"UBND {unit.name[0].lower()}{unit.name[1:]}"
        office = create_office(unit, slug=options["slug"], issuer=issuer, by=SYSTEM)
        self.stdout.write(f"Đã mở {office.name} ({office.slug}).")

    def _add(self, options: dict[str, Any]) -> None:
        office = _office(options["office"])
        for slug in options["wards"]:
            ward = _locality(slug)
            put_under(ward, office, by=SYSTEM)
            self.stdout.write(f"{ward.name} → {office.name}")

    def _remove(self, options: dict[str, Any]) -> None:
        office = _office(options["office"])
        for slug in options["wards"]:
            ward = _locality(slug)
            if ward.overseen_by_id != office.pk:
                raise CommandError(f"“{slug}” không thuộc {office.name}.")
            take_out(ward, by=SYSTEM)
            self.stdout.write(f"{ward.name} không còn thuộc {office.name}.")

    def _invite(self, options: dict[str, Any]) -> None:
        office = _office(options["office"])
        who = Newcomer(
            name=options["name"], role=Role.OVERSEER, username=options["username"].lower()
        )
        with scope(locality=office):
            staff, path = invite_staff(office, who, by=SYSTEM)
        self.stdout.write(f"{staff.username}: {settings.BASE_URL}{path}")

    def _link(self, options: dict[str, Any]) -> None:
        staff = _staff(options["username"])
        with scope(locality=staff.locality):
            self.stdout.write(f"{settings.BASE_URL}{invite_again(staff, by=SYSTEM)}")

    def _identity(self, options: dict[str, Any]) -> None:
        staff = _staff(options["username"])
        set_identity(staff, options["value"], by=SYSTEM)
        self.stdout.write(f"{staff.username}: {'đã gắn' if staff.identity else 'đã bỏ'} định danh.")

    def _count(self, _options: dict[str, Any]) -> None:
        self.stdout.write(f"Đã đếm {roll_up()} địa bàn.")

    def _list(self, _options: dict[str, Any]) -> None:
        for office in Locality.objects.filter(is_office=True).order_by("name"):
            self.stdout.write(f"{office.slug}  {office.name}")
            for ward in wards_of(office):
                self.stdout.write(f"    {ward.slug}  {ward.name}")


def _office(slug: str) -> Locality:
    found = Locality.objects.filter(slug=slug, is_office=True, closed_at=None).first()
    if found is None:
        raise CommandError(f"Không có cơ quan tỉnh “{slug}”.")
    return found


def _locality(slug: str) -> Locality:
    found = Locality.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"Không có địa bàn “{slug}”.")
    return found


def _staff(username: str) -> Staff:
    found = Staff.objects.select_related("locality").filter(username=username).first()
    if found is None:
        raise CommandError(f"Không có tài khoản “{username}”.")
    return found
