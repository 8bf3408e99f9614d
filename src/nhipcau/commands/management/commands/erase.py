"""`nhipcau erase household|resident NUMBER [--yes]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from nhipcau.commands.which_locality import the_locality
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.people.models import Household, Resident
from nhipcau.replication.erase import erase_household, erase_resident, what_stays
from nhipcau.text.numbers import say_number

SAID = {
    "conversations": "cuộc trò chuyện",
    "desk": "dòng ở quầy và hồ sơ",
    "outreach": "dòng khi báo tin",
    "incoming": "tin đã nhận",
    "deliveries": "tin đã gửi",
}


class Command(BaseCommand):
    help = "Xoá dữ liệu cá nhân của một hộ hay một người ở mọi nơi. Không lấy lại được."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("household", "resident"), help="một hộ, một người")
        parser.add_argument(
            "reference", help="số trong địa chỉ trang của hộ; với hộ: hoặc số trong sổ của phường"
        )
        parser.add_argument("--locality", default="", help="tên ngắn của địa bàn")
        parser.add_argument("--yes", action="store_true", help="xoá thật")

    def handle(self, *args: Any, **options: Any) -> None:
        locality = the_locality(options["locality"])
        with scope(locality=locality):
            try:
                counts = self._erase(options)
            except DomainError as error:
                raise CommandError(error.message) from None
        if counts is None:
            return
        told = [f"{say_number(number)} {SAID[name]}" for name, number in counts.items() if number]
        self.stdout.write("Đã xoá" + (": " + ", ".join(told) if told else "") + ".")
        for line in what_stays():
            self.stdout.write(f"Còn lại: {line}")

    def _erase(self, options: dict[str, Any]) -> dict[str, int] | None:
        if options["what"] == "household":
            home = _household(options["reference"])
            if not self._is_sure(str(home), options):
                return None
            return erase_household(home, by=SYSTEM)
        person = _one(Resident, options["reference"])
        if not self._is_sure(f"{person.name}, {person.household}", options):
            return None
        return erase_resident(person, SYSTEM)

    def _is_sure(self, whom: str, options: dict[str, Any]) -> bool:
        if not options["yes"]:
            self.stdout.write(
                f"Sẽ xoá: {whom}. Chưa làm gì; thêm --yes để xoá, không lấy lại được."
            )
        return bool(options["yes"])


def _household(reference: str) -> Household:
    coded = list(Household.objects.filter(code=reference)[:2])
    if len(coded) == 1:
        return coded[0]
    home: Household = _one(Household, reference)
    return home


def _one(model: Any, reference: str) -> Any:
    found = model.objects.filter(pk=reference).first() if reference.isdecimal() else None
    if found is None:
        raise CommandError(f"Không có “{reference}” ở địa bàn này.")
    return found
