"""Who may open a page. Not signed in leads to the right door; a wrong role is told so in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES, PHONE_ROLES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PHONE_DOOR = "/dien-thoai/"


def me(request: HttpRequest) -> Staff:
    """Whoever is signed in, in a view that one of these guards or a login stands before."""
    return cast(Staff, request.user)


def console(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For officers at a desk. Without roles: any console role. An admin is not let in by rank."""
    allowed = frozenset(roles) or CONSOLE_ROLES

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff = cast(Staff, request.user)
            if staff.role not in allowed:
                raise PermissionDenied(_wrong_role(staff, allowed))
            return view(request, *args, **kwargs)

        door: Any = guarded
        door.for_overseers = Role.OVERSEER in allowed  # read by SignInRequired
        return guarded

    return guard


def is_shut_for(staff: Any, view: Any) -> bool:
    """A province's staff see pages that name them, and no other: whatever is added is shut."""
    is_overseer = getattr(staff, "role", "") == Role.OVERSEER
    return is_overseer and not getattr(view, "for_overseers", False)


def overseers_too(view: Any) -> Any:
    """Marks the few pages that everybody needs who signs in."""
    view.for_overseers = True
    return view


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


def _wrong_role(staff: Staff, allowed: frozenset[Role] | frozenset[str]) -> str:
    needed = ", ".join(str(role.label).lower() for role in Role if role in allowed)
    return _("Trang này dành cho: %(needed)s. Bạn đang vào với vai trò %(role)s.") % {
        "needed": needed,
        "role": staff.get_role_display().lower(),
    }
