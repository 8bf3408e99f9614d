"""Where a page of one's own shifts is open: at the console, or on a telephone. One set of views
serves both; the address decides the frame."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from nhipcau.people.guards import me
from nhipcau.people.models import Role
from nhipcau.people.models.staff import CONSOLE_ROLES
from nhipcau.rosters.models import Shift
from nhipcau.rosters.rights import ARRANGES, HELPS

CONSOLE, PHONE = "/lam-viec/lich-truc/", "/to/lich-truc/"
MINE = f"{CONSOLE}cua-toi/"
OFFICERS = tuple(Role(role) for role in sorted(HELPS & CONSOLE_ROLES))


def home(request: HttpRequest) -> str:
    return PHONE if request.path.startswith(PHONE) else MINE


def frame(request: HttpRequest) -> dict[str, Any]:
    is_phone = home(request) == PHONE
    shell = "shell/phone.html" if is_phone else "shell/console.html"
    return {"shell_base": shell, "home": home(request), "is_phone": is_phone}


def may_arrange(request: HttpRequest) -> bool:
    return me(request).role in ARRANGES


def find_shift(shift_id: int) -> Shift:
    found = Shift.objects.select_related("staff", "was", "team", "locality")
    return get_object_or_404(found, pk=shift_id)
