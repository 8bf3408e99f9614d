"""Where a page of the desk is open: at the console, or on a telephone. One set of views serves
both; the address decides which frame it stands in and whom it lets in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nhipcau.core.errors import DomainError
from nhipcau.counter.rights import SERVES
from nhipcau.people.guards import console, phone
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CONSOLE, PHONE = "/lam-viec/quay/", "/to/quay/"
ASSISTS, PHONE_ASSISTS = f"{CONSOLE}ho-tro/", "/to/ho-tro/"
OFFICERS = tuple(Role(role) for role in sorted(SERVES & CONSOLE_ROLES))
at_console = console(*OFFICERS)


def on_phone(view: View[P]) -> View[P]:
    """For the digital team, which stands at the desk. A leader helps elsewhere."""

    @phone
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if me(request).role not in SERVES:
            raise PermissionDenied(_("Quầy dành cho cán bộ và thành viên tổ công nghệ số."))
        return view(request, *args, **kwargs)

    return guarded


def me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def is_phone(request: HttpRequest) -> bool:
    return request.path.startswith("/to/")


def home(request: HttpRequest) -> str:
    return PHONE if is_phone(request) else CONSOLE


def assists_home(request: HttpRequest) -> str:
    return PHONE_ASSISTS if is_phone(request) else ASSISTS


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every template of the desk needs."""
    on_a_phone = is_phone(request)
    return {
        "shell_base": "shell/phone.html" if on_a_phone else "shell/console.html",
        "desk": home(request),
        "assists": assists_home(request),
        "is_phone": on_a_phone,
        "may_serve": me(request).role in SERVES,
    }


def tried(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Does it and says what came of it; False when it was refused."""
    try:
        act()
    except DomainError as fault:
        messages.error(request, fault.message)
        return False
    if said:
        messages.success(request, said)
    return True
