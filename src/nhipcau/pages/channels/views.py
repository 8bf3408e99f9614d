"""The ward's channels: what there is, connecting one, asking whether it works, stopping it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.channels.about import ABOUT
from nhipcau.channels.accounts import (
    claim_external_id,
    connect_account,
    disconnect_account,
    revise_account,
    speak_for,
)
from nhipcau.channels.captured import captured_event
from nhipcau.channels.check import check_account
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.transport import Finding
from nhipcau.channels.words import words_for
from nhipcau.core.actor import Actor
from nhipcau.core.errors import DomainError
from nhipcau.pages.channels import bot, state, templates
from nhipcau.pages.channels.connectable import FORMS, GATEWAYS, kind_of, label_of
from nhipcau.pages.channels.fields import ChannelForm
from nhipcau.pages.channels.forms_zalo import TemplateForm
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role


@console(Role.ADMIN)
def channel_list(request: HttpRequest) -> HttpResponse:
    by_machine, by_hand = state.rows(me(request).locality)
    context = {
        "by_machine": by_machine,
        "by_hand": by_hand,
        "connectable": list(FORMS),
        "gateways": GATEWAYS.items(),
    }
    return render(request, "pages/channels/list.html", context)


@console(Role.ADMIN)
def channel_new(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    staff = me(request)
    issuer = staff.locality.issuer
    initial = {"author": issuer[:50], "from_name": issuer[:80]}
    form = FORMS[kind](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            account = connect_account(
                staff.locality,
                kind_of(kind),
                name=form.cleaned_data["name"],
                by=staff.actor,
                settings=form.settings,
                secrets=form.secrets,
                external_id=form.external_id,
            )
            _follow_keeper(account, form, by=staff.actor)
            revise_account(
                account,
                by=staff.actor,
                settings=state.settings_from_us(account),
                rates=form.given_rates,
            )
        except DomainError as fault:
            blame(form, fault)
        else:
            return _after_saving(request, account)
    context = {"form": form, "kind": kind, "label": label_of(kind), "about": ABOUT[kind_of(kind)]}
    return render(request, "pages/channels/new.html", context)


@console(Role.ADMIN)
def channel_one(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    form = _filled(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revise_account(
                account,
                by=me(request).actor,
                name=form.cleaned_data["name"],
                settings={**form.settings, **state.settings_from_us(account)},
                secrets=form.secrets,
                rates=form.given_rates,
            )
            _follow_keeper(account, form, by=me(request).actor)
        except DomainError as fault:
            blame(form, fault)
        else:
            return _after_saving(request, account)
    return show(request, account, form)


@console(Role.ADMIN)
@require_POST
def channel_check(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    say(request, account, check_account(account, by=me(request).actor))
    return redirect("channel_one", account.pk)


@console(Role.ADMIN)
@require_POST
def channel_stop(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    try:
        disconnect_account(account, by=me(request).actor)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã ngừng kết nối và xoá khoá truy cập."))
    return redirect("channel_list")


def show(request: HttpRequest, account: Account, form: ChannelForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "account": account,
        "form": form or _filled(account, None),
        "about": ABOUT[account.kind],
        "tone": state.tone(account),
        "trouble": state.trouble_of(account),
        "warnings": state.warnings_of(account),
        "facts": state.facts_of(account),
        "kept": state.kept_secrets(account),
        "label": label_of(account.speaks),
        "diversions": state.diversions_of(account),
        "webhook": state.webhook_address(account),
        "verify_token": state.verify_token(account),
        "is_reachable": state.is_reachable_from_outside(),
        "quotas": state.quotas_of(account),
    }
    if account.kind == ChannelKind.ZALO_TEMPLATE:
        context["templates"] = templates.known(account)
    if account.kind == ChannelKind.ZALO_BOT:
        context["bot"] = bot.look(account)
    if account.kind == ChannelKind.WEB_PUSH:
        context["push"] = state.listeners_of(account)
    if account.kind == ChannelKind.ZALO_OA:
        context |= {
            "callback": state.callback_address(account),
            "allowances": state.allowances_of(account),
            "captured": captured_event(account),
            "menu": state.menu_entries(me(request).locality),
        }
    status = 422 if form is not None and form.errors else 200
    return render(request, "pages/channels/one.html", context, status=status)


def say(request: HttpRequest, account: Account, finding: Finding) -> None:
    if finding.is_working:
        messages.success(request, _("Kết nối tốt: nền tảng vừa trả lời."))
        return
    wrong, do = words_for(account.speaks, finding.error)
    messages.error(request, f"{wrong} {do}")


def blame(form: ChannelForm, fault: DomainError) -> None:
    field = form.external if fault.field == "external_id" else fault.field
    form.add_error(field if field in form.fields else None, fault.message)


def one(request: HttpRequest, account_id: int) -> Account:
    """Closed accounts have no page: what they sent is in the ledger."""
    known = Account.objects.exclude(state=Account.State.CLOSED).filter(kind__in=list(FORMS))
    return get_object_or_404(known, pk=account_id)


def _follow_keeper(account: Account, form: ChannelForm, *, by: Actor) -> None:
    """Template messages go out with the Official Account that was chosen."""
    keeper = form.keeper if isinstance(form, TemplateForm) else None
    if keeper is not None and account.keeper_id != keeper.pk:
        speak_for(account, keeper, by=by)
        claim_external_id(account, keeper.external_id)


def _filled(account: Account, given: Any) -> ChannelForm:
    initial = {**account.settings, "name": account.name}
    initial |= {
        "per_minute": account.per_minute,
        "price_vnd": account.price_vnd,
        "rank": account.rank,
    }
    return FORMS[account.speaks](given, initial=initial, kept=state.kept_secrets(account))


def _after_saving(request: HttpRequest, account: Account) -> HttpResponse:
    """A new Zalo account has to be signed in first; every other is asked at once."""
    if account.kind == ChannelKind.ZALO_OA and not account.external_id:
        messages.success(request, _("Đã lưu. Bước tiếp theo: cấp quyền trên Zalo."))
    else:
        finding = check_account(account, by=me(request).actor)
        say(request, account, finding)
        if finding.is_working and account.kind == ChannelKind.ZALO_TEMPLATE:
            templates.read_now(request, account)
        if finding.is_working and account.kind == ChannelKind.ZALO_BOT:
            bot.listen_now(request, account, by=me(request).actor)
    return redirect("channel_one", account.pk)
