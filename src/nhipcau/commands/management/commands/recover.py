"""`nhipcau recover USERNAME`: when no admin can get in any more, whoever runs the machine helps."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import DomainError
from nhipcau.people.enrol import phone_link
from nhipcau.people.models import Staff
from nhipcau.people.staff import reactivate_staff, recover_account


class Command(BaseCommand):
    help = "Tạo liên kết khôi phục cho một người (quên mật khẩu, mất điện thoại, mở lại)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise CommandError(f"Không có ai tên đăng nhập {options['username']}.")
        try:
            if not staff.is_active:
                path = reactivate_staff(staff, by=SYSTEM)
            elif staff.uses_console:
                path = recover_account(staff, by=SYSTEM)
            else:
                path = phone_link(staff, by=SYSTEM)
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"Liên kết dùng một lần cho {staff.name} ({staff.get_role_display()}):")
        self.stdout.write(settings.BASE_URL + path)
