"""The doors: sign-in, invitation, second factor for officers; enrolment for leaders' phones."""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.core.errors import DomainError, WrongState
from nhipcau.people.enrol import enrol_phone
from nhipcau.people.entrance_forms import CodeForm, PasswordForm, SetupForm, SignInForm
from nhipcau.people.guards import console, overseers_too
from nhipcau.people.invite import accept_invitation, open_invitation
from nhipcau.people.middleware import keep_cookie
from nhipcau.people.models import Invitation, Staff
from nhipcau.people.models.staff import PASSWORD_ROLES
from nhipcau.people.second_factor import (
    BY_PASSWORD,
    before_second_factor,
    has_authenticator,
    is_half_in,
    mark_codes_seen,
    set_up,
    unseen_codes,
)
from nhipcau.printing.qr import qr_svg


def oidc_name() -> str:
    """What the province's identity service is called on the button; empty: there is none."""
    return settings.OIDC_NAME if settings.OIDC_URL else ""


_password_step = LoginView.as_view(
    template_name="people/sign_in.html",
    form_class=SignInForm,
    extra_context={"oidc_name": oidc_name},
)
_code_step = AuthenticateView.as_view(template_name="people/code.html", form_class=CodeForm)


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    return cast(HttpResponse, _password_step(request))


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    return cast(HttpResponse, _code_step(request))


@login_not_required
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "people/inactive.html", status=403)


@overseers_too
@before_second_factor
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGIN_URL)


@before_second_factor
@never_cache
@console(*PASSWORD_ROLES)
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    if has_authenticator(staff):
        if is_half_in(request):  # set up meanwhile in another browser: this one must give a code
            logout(request)
            return redirect(settings.LOGIN_URL)
        return redirect("recovery_codes" if unseen_codes(staff) else settings.LOGIN_REDIRECT_URL)
    form = SetupForm(request.POST or None, user=staff)
    if request.method == "POST" and form.is_valid():
        try:
            set_up(request, staff, form.secret)
        except WrongState:
            return redirect(settings.LOGIN_URL)
        return redirect("recovery_codes")
    picture = qr_svg(get_adapter().build_totp_url(staff, form.secret))
    shown = " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4))
    context = {"form": form, "qr": picture, "secret": shown}
    return render(request, "people/second_factor.html", context)


@never_cache
@console(*PASSWORD_ROLES)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    if request.method == "POST":
        mark_codes_seen(staff)
        return redirect(settings.LOGIN_REDIRECT_URL)
    codes = unseen_codes(staff)
    if not codes:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/recovery_codes.html", {"codes": codes})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET only shows: a preview of the link in a chat must not use it up."""
    purposes = Invitation.Purpose.ACCOUNT, Invitation.Purpose.RECOVERY
    form = PasswordForm(request.POST or None)
    try:
        found = open_invitation(token, *purposes)
        if form.is_valid():
            staff = accept_invitation(token, password=form.cleaned_data["password"])
            logout(request)
            login(request, staff, backend=BY_PASSWORD)
            record_authentication(request, staff, "password")
            return redirect("second_factor_setup")
    except WrongState as error:
        return _dead_link(request, error)
    except DomainError as error:
        form.add_error(error.field or None, error.message)
    return render(request, "people/invitation.html", {"form": form, "invitation": found})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            label = request.headers.get("User-Agent", "")
            _device, secret = enrol_phone(token, label=name_phone(label))
            response = redirect("/to/")
            keep_cookie(response, secret)
            return response
        found = open_invitation(token, Invitation.Purpose.PHONE)
    except WrongState as error:
        return _dead_link(request, error)
    return render(request, "people/phone_link.html", {"staff": found.staff})


@login_not_required
def phone_door(request: HttpRequest) -> HttpResponse:
    """Where a telephone lands that is not enrolled, or no longer."""
    return render(request, "people/phone_door.html", status=401)


def name_phone(agent: str) -> str:
    """Enough to tell two phones of one leader apart; not the whole signature of a browser."""
    for mark, name in (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Máy tính Windows"),
        ("Macintosh", "Máy tính Mac"),
        ("Linux", "Máy tính Linux"),
    ):
        if mark in agent:
            inside = " · Zalo" if "Zalo" in agent else ""
            return name + inside
    return "Điện thoại"


def _dead_link(request: HttpRequest, error: WrongState) -> HttpResponse:
    return render(request, "people/dead_link.html", {"fault": error.message}, status=410)
