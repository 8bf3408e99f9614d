"""Where a page of the inbox is open: at the console, or on a team member's telephone.

One set of views serves both; the address decides which frame it stands in and whom it lets in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.inbox.models import Question
from nhipcau.inbox.queries import visible_to
from nhipcau.inbox.rights import ANSWERS
from nhipcau.people.guards import console, me, phone
from nhipcau.people.models import Role
from nhipcau.people.models.staff import CONSOLE_ROLES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CONSOLE, PHONE = "/lam-viec/hop-thu/", "/to/hop-thu/"
OFFICERS = tuple(Role(role) for role in sorted(ANSWERS & CONSOLE_ROLES))
at_console = console(*OFFICERS)


def on_phone(view: View[P]) -> View[P]:
    """For the digital team. A leader passes questions on and reads the answers elsewhere."""

    @phone
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if me(request).role not in ANSWERS:
            raise PermissionDenied(_("Hộp thư dành cho cán bộ và thành viên tổ công nghệ số."))
        return view(request, *args, **kwargs)

    return guarded


def home(request: HttpRequest) -> str:
    """The list's address, which begins that of everything in it."""
    return PHONE if request.path.startswith(PHONE) else CONSOLE


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every template of the inbox needs."""
    is_phone = home(request) == PHONE
    shell = "shell/phone.html" if is_phone else "shell/console.html"
    return {"shell_base": shell, "inbox": home(request), "is_phone": is_phone}


def find(request: HttpRequest, question_id: int) -> Question:
    return get_object_or_404(visible_to(me(request)), pk=question_id)
