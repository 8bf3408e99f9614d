"""What only Zalo needs: its sign-in, which sender serves this OA, and whose signature that is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.channels.accounts import revise_account
from nhipcau.channels.captured import try_secret
from nhipcau.channels.check import check_account
from nhipcau.channels.oauth import begin_sign_in, finish_sign_in
from nhipcau.channels.transports.zalo_oa import SENDERS
from nhipcau.core.errors import DomainError
from nhipcau.pages.channels import state
from nhipcau.pages.channels.views import one, say
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role


@never_cache
@console(Role.ADMIN)
@require_POST
def begin(request: HttpRequest, account_id: int) -> HttpResponse:
    """A page with the way to Zalo on it: our forms may not lead out of this house (CSP)."""
    account = one(request, account_id)
    redirect_uri = state.callback_address(account)
    address = begin_sign_in(account, redirect_uri=redirect_uri, by=me(request).actor)
    context = {"account": account, "address": address, "callback": redirect_uri}
    return render(request, "pages/channels/zalo_begin.html", context)


@never_cache
@console(Role.ADMIN)
@require_GET
def finish(request: HttpRequest, account_id: int) -> HttpResponse:
    """Zalo sends the administrator's browser back here."""
    account = one(request, account_id)
    given = request.GET
    try:
        finish_sign_in(
            account,
            state=given.get("state", ""),
            code=given.get("code", ""),
            oa_id=given.get("oa_id", ""),
            by=me(request).actor,
        )
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        say(request, account, check_account(account, by=me(request).actor))
    return redirect("channel_one", account.pk)


@console(Role.ADMIN)
@require_POST
def sender(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    chosen = request.POST.get("sender", "")
    if chosen in {*SENDERS, "none"}:
        revise_account(account, by=me(request).actor, settings={"sender": chosen})
        say(request, account, check_account(account, by=me(request).actor))
    return redirect("channel_one", account.pk)


@console(Role.ADMIN)
@require_POST
def signature(request: HttpRequest, account_id: int) -> HttpResponse:
    """Try a secret on the event that did not match: right or wrong is known at once."""
    account = one(request, account_id)
    variant = try_secret(account, request.POST.get("oa_secret", ""), by=me(request).actor)
    if variant is None:
        messages.error(request, _("Khoá này không khớp với sự kiện đã nhận. Chưa lưu gì."))
    elif variant.startswith("app_secret"):
        messages.success(request, _("Zalo ký bằng khoá bí mật của ứng dụng. Đã nhận."))
    else:
        messages.success(request, _("Khoá khớp với sự kiện đã nhận. Đã lưu."))
    return redirect("channel_one", account.pk)
