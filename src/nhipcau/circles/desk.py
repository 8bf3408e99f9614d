"""Where pages of circles are open: at the console, on a leader's telephone, or in a browser that a
member has enrolled. One set of views; the address decides who looks and in which frame.

Whatever the viewer does not belong to is "not found", as if it were not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_scopes import scope

from nhipcau.circles.invite import live_devices
from nhipcau.circles.models import CircleDevice, CircleMember, CircleNotice, Viewer
from nhipcau.circles.queries import memberships, notices_for, to_approve
from nhipcau.people.guards import console, phone
from nhipcau.people.models import Staff

View = Callable[..., HttpResponse]
CONSOLE, PHONE, DOOR = "/lam-viec/nhom-noi-bo/", "/to/nhom-noi-bo/", "/nhom-noi-bo/"
COOKIE = "nhipcau_circle"
MOST = 6  # circles that one browser reads
KEPT_SECONDS = 270 * 86_400


def at_console(view: View) -> View:
    return never_cache(console()(view))


def on_phone(view: View) -> View:
    return cast(View, phone(never_cache(view)))


def at_door(view: View) -> View:
    """For whoever is no staff: the cookie says which memberships this browser holds."""

    @wraps(view)
    @login_not_required
    @never_cache
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        devices = devices_of(request)
        if not devices:
            return redirect("circle_door")
        context: Any = request
        context.locality = devices[0].member.locality
        context.circle_devices = devices
        with scope(locality=context.locality):
            return view(request, *args, **kwargs)

    return cast(View, guarded)


def devices_of(request: HttpRequest) -> list[CircleDevice]:
    """Of one locality: that of the newest."""
    found = live_devices(secrets_of(request))
    newest = max(found, key=lambda one: one.pk, default=None)
    return [one for one in found if newest and one.locality_id == newest.locality_id]


def secrets_of(request: HttpRequest) -> list[str]:
    return [part for part in request.COOKIES.get(COOKIE, "").split(".") if part][-MOST:]


def keep_secret(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    kept = ".".join([*secrets_of(request), secret][-MOST:])
    response.set_cookie(
        COOKIE,
        kept,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def viewer(request: HttpRequest) -> Viewer:
    devices: list[CircleDevice] = getattr(request, "circle_devices", [])
    if devices:
        return Viewer(members=frozenset(one.member_id for one in devices))
    return Viewer.of(cast(Staff, request.user))


def home(request: HttpRequest) -> str:
    return next(root for root in (CONSOLE, PHONE, DOOR) if request.path.startswith(root))


def frame(request: HttpRequest) -> dict[str, Any]:
    root = home(request)
    shell = "shell/console.html" if root == CONSOLE else "shell/phone.html"
    is_desk = root == CONSOLE
    box = "card" if is_desk else "d"
    back = f"{DOOR}cua-toi/" if root == DOOR else root
    return {"shell_base": shell, "root": root, "list_at": back, "is_desk": is_desk, "box": box}


def member_in(request: HttpRequest, circle_id: int) -> CircleMember:
    """The viewer's own membership of that circle."""
    found = memberships(viewer(request)).filter(circle=circle_id).first()
    if found is None:
        raise Http404(_("Không có nhóm này."))
    return found


def may_write(request: HttpRequest, me: CircleMember) -> bool:
    """A browser that knows its member only by a message's link and three digits reads, no more."""
    return (me.is_officer or me.may_approve) and is_theirs(request, me)


def is_theirs(request: HttpRequest, me: CircleMember) -> bool:
    """Signed in, or in a browser that the member enrolled."""
    devices: list[CircleDevice] = getattr(request, "circle_devices", [])
    return not devices or any(one.is_enrolled and one.member_id == me.pk for one in devices)


def officer_in(request: HttpRequest, circle_id: int) -> CircleMember:
    """The same, of whoever may write there and see who belongs."""
    me = member_in(request, circle_id)
    if not (me.is_officer and may_write(request, me)):
        raise PermissionDenied(_("Chỉ người đứng đầu và cấp phó làm được, trên máy đã đăng ký."))
    return me


def notice_of(me: CircleMember, notice_id: int) -> CircleNotice:
    found = notices_for(me).filter(pk=notice_id)
    rows = found.select_related("circle", "written_by__staff", "approved_by__staff", "locality")
    waits = [one for one in to_approve(me) if one.pk == notice_id]  # named, and no officer
    notice = rows.first() or next(iter(waits), None)
    if notice is None:
        raise Http404(_("Không có thông báo này."))
    return notice
