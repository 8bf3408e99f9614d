"""The code from an officer's own telephone, beside the password."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import machine_seconds
from nhipcau.core.errors import WrongState
from nhipcau.people.adapters import OVERSEERS_HOME
from nhipcau.people.guards import is_shut_for
from nhipcau.people.models import Staff

BY_PASSWORD = "allauth.account.auth_backends.AuthenticationBackend"  # noqa: S105  a path
SETUP = "second_factor_setup"
FRESH_SECONDS = 600


class SignInRequired(LoginRequiredMiddleware):
    """Django's own guard, and: a session opened by password is not in before its code."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        needs_login = getattr(view_func, "login_required", True)
        before_code = getattr(view_func, "before_second_factor", False)
        if needs_login and not before_code and is_half_in(request):
            return redirect(SETUP)
        if needs_login and is_shut_for(request.user, view_func):
            if request.path == settings.LOGIN_REDIRECT_URL:
                return redirect(OVERSEERS_HOME)
            raise PermissionDenied(
                _("Cán bộ tỉnh chỉ xem số chung của các địa bàn, không vào trang của địa bàn.")
            )
        return super().process_view(request, view_func, view_args, view_kwargs)


def before_second_factor(view: Any) -> Any:
    """Marks the few views that a person may open between the password and the code."""
    view.before_second_factor = True
    return view


def is_half_in(request: HttpRequest) -> bool:
    """Signed in by password, no code given. Any other session was opened by our own code."""
    if not request.user.is_authenticated or hasattr(request, "device"):
        return False
    if request.session.get(BACKEND_SESSION_KEY) != BY_PASSWORD:
        return False
    records = get_authentication_records(request, request.user)
    return all(record.get("method") != "mfa" for record in records)


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person gave a code within the last minutes: before what must not be done by
    whoever sits down at an unlocked desk."""
    newest = max(
        (
            float(one["at"])
            for one in get_authentication_records(request, request.user)
            if one.get("method") == "mfa"
        ),
        default=0.0,
    )
    return machine_seconds() - newest < FRESH_SECONDS


def has_authenticator(staff: Staff) -> bool:
    return bool(Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).exists())


def set_up(request: HttpRequest, staff: Staff, secret: str) -> None:
    """Keep the secret whose code was just checked, make recovery codes, let the session in."""
    try:
        with transaction.atomic():
            made = TOTP.activate(staff, secret).instance
            RecoveryCodes.activate(staff)
            audit.record(staff.actor, "staff.second_factor_set", staff)
    except IntegrityError:
        raise WrongState(_("Mã xác thực của bạn đã được cài đặt trước đó.")) from None
    request.session.cycle_key()
    record_authentication(request, staff, "mfa", id=made.pk, type=made.type)


def unseen_codes(staff: Staff) -> list[str]:
    """The recovery codes, until the person says that they wrote them down."""
    kept = Authenticator.objects.filter(user=staff, type=Authenticator.Type.RECOVERY_CODES).first()
    codes: list[str] = []
    if kept and not kept.wrap().did_view:
        codes = kept.wrap().generate_codes()
    return codes


def mark_codes_seen(staff: Staff) -> None:
    kept = Authenticator.objects.filter(user=staff, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept:
        kept.wrap().mark_as_viewed()
