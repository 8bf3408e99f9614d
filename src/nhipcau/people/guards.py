"""Who may open a page. Not signed in leads to the right door; a wrong role is told so in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES, PHONE_ROLES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
BY_PASSWORD = "allauth.account.auth_backends.AuthenticationBackend"  # noqa: S105  a path
PHONE_DOOR = "/dien-thoai/"


def console(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For officers at a desk. Without roles: any console role. An admin is not let in by rank."""
    allowed = frozenset(roles) or CONSOLE_ROLES

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff = cast(Staff, request.user)
            if staff.role not in allowed:
                raise PermissionDenied(_wrong_role(staff, allowed))
            if not has_second_factor(request):
                return redirect("second_factor_setup")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def phone(view: View[P]) -> View[P]:
    """For leaders, deputies and team members on an enrolled phone."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        staff = cast(Staff, request.user)
        if staff.role not in PHONE_ROLES:
            raise PermissionDenied(_wrong_role(staff, PHONE_ROLES))
        return view(request, *args, **kwargs)

    door: Any = guarded
    door.login_url = PHONE_DOOR  # read by LoginRequiredMiddleware
    return guarded


def has_second_factor(request: HttpRequest) -> bool:
    """A session opened by password counts only with a code; no other way in takes a password."""
    if request.session.get(BACKEND_SESSION_KEY) != BY_PASSWORD:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request))


def _wrong_role(staff: Staff, allowed: frozenset[Role] | frozenset[str]) -> str:
    needed = ", ".join(str(role.label).lower() for role in Role if role in allowed)
    return _("Trang này dành cho: %(needed)s. Bạn đang vào với vai trò %(role)s.") % {
        "needed": needed,
        "role": staff.get_role_display().lower(),
    }
