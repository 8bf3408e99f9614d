"""A locality's accounts: connected, checked, in trouble, working again, disconnected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings as installed
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.channels.credentials import drop_secrets, keep_secrets
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality

State = Account.State
OPEN = (State.NEW, State.WORKING, State.TROUBLED)


def connect_account(
    locality: Locality,
    kind: ChannelKind,
    *,
    name: str,
    by: Actor,
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    external_id: str = "",
) -> Account:
    """Verb. The account is new until a check has found it working."""
    with transaction.atomic():
        account = _insert(locality, kind, name=name, external_id=external_id, settings=settings)
        audit.record(by, "account.connected", account, after={"kind": str(kind)})
        keep_secrets(account, secrets or {}, by=by)
    return account


def speak_for(account: Account, keeper: Account, *, by: Actor) -> None:
    """Verb. From now on this account speaks with the credential of `keeper`."""
    if keeper.locality_id != account.locality_id or keeper.state == State.CLOSED:
        raise BadInput(_("Official Account này không còn dùng được ở địa bàn."), field="keeper")
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, state__in=OPEN).update(keeper=keeper):
            raise WrongState(_("Kênh này đã ngừng kết nối."))
        audit.record(by, "account.speaks_for", account, after={"keeper": keeper.pk})
    account.keeper = keeper


def revise_account(
    account: Account,
    *,
    by: Actor,
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    rates: Mapping[str, int] | None = None,
) -> Account:
    """Verb. `settings` are laid over those that are there; `rates`: per_minute, price_vnd, rank."""
    changed: dict[str, Any] = {**account.settings, **(settings or {})}
    with transaction.atomic():
        found = Account.objects.filter(pk=account.pk, state__in=OPEN).update(
            name=name or account.name, settings=changed, **(rates or {})
        )
        if not found:
            raise WrongState(_("Kênh này đã ngừng kết nối."))
        audit.record(by, "account.revised", account, after={"settings": sorted(settings or {})})
        keep_secrets(account, secrets or {}, by=by)
    account.refresh_from_db()
    return account


def claim_external_id(account: Account, external_id: str) -> None:
    """The platform's own id, known after its sign-in. One account of ours a platform account."""
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(external_id=external_id)
    except IntegrityError:
        raise _taken() from None
    account.external_id = external_id


def account_works(account: Account, *, by: Actor, settings: Mapping[str, Any]) -> None:
    """Verb, after a check that succeeded. `settings`: what the platform said of the account."""
    with transaction.atomic():
        found = Account.objects.filter(pk=account.pk, state__in=OPEN)
        if not found.update(
            state=State.WORKING,
            problem="",
            checked_at=civil_now(),
            settings={**account.settings, **settings},
        ):
            raise WrongState(_("Kênh này đã ngừng kết nối."))
        if account.state != State.WORKING:
            audit.record(by, "account.works", account, before={"problem": account.problem})
    account.refresh_from_db()


def trouble_account(account: Account, code: str, *, by: Actor = SYSTEM) -> bool:
    """Verb. Somebody has to act; pages and `doctor` say what. True when it is news."""
    with scope(locality=account.locality_id), transaction.atomic():
        quiet = Account.objects.filter(pk=account.pk, state__in=[State.NEW, State.WORKING])
        is_news = quiet.update(state=State.TROUBLED, problem=code[:64], checked_at=civil_now())
        if is_news:
            audit.record(by, "account.troubled", account, after={"problem": code[:64]})
        else:
            Account.objects.filter(pk=account.pk, state=State.TROUBLED).update(
                problem=code[:64], checked_at=civil_now()
            )
    return bool(is_news)


def pause_account(account: Account, until: datetime) -> None:
    """The platform asked for quiet. Only ever later: two answers at once keep the longer one."""
    with scope(locality=account.locality_id):
        Account.objects.filter(pk=account.pk).exclude(paused_until__gte=until).update(
            paused_until=until
        )


def disconnect_account(account: Account, *, by: Actor) -> None:
    """Verb. Secrets are gone at once; what was sent stays. The platform's id is free again."""
    with transaction.atomic():
        left = Account.objects.filter(pk=account.pk, state__in=OPEN).update(
            state=State.CLOSED,
            external_id="",
            problem="",
            settings={**account.settings, "was": account.external_id},
        )
        if not left:
            raise WrongState(_("Kênh này đã ngừng kết nối."))
        drop_secrets(account)
        audit.record(by, "account.disconnected", account, before={"state": account.state})
    account.refresh_from_db()


def default_settings(kind: str) -> dict[str, Any]:
    """An article of Zalo's needs a cover: ours serves until the ward has one of its own."""
    if kind != ChannelKind.ZALO_OA:
        return {}
    return {"cover_url": f"{installed.BASE_URL}{installed.STATIC_URL}nhipcau/cover.png"}


def _insert(
    locality: Locality,
    kind: ChannelKind,
    *,
    name: str,
    external_id: str,
    settings: Mapping[str, Any] | None,
) -> Account:
    try:
        with transaction.atomic():
            return Account.objects.create(
                locality=locality,
                kind=kind,
                name=name,
                external_id=external_id,
                settings={**default_settings(kind), **(settings or {})},
            )
    except IntegrityError:
        raise _taken() from None


def _taken() -> BadInput:
    return BadInput(
        _("Tài khoản này đã được kết nối ở một địa bàn khác. Hãy ngừng kết nối ở đó trước."),
        field="external_id",
    )
