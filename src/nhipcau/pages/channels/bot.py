"""How the ward's bot is told, and how much of its month is used."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nhipcau.channels.bot import WEBHOOK, listen
from nhipcau.channels.models import Account
from nhipcau.channels.words import words_for
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.dispatch.models import Delivery
from nhipcau.pages.channels import state
from nhipcau.people.models import StaffWay

A_MONTH = 3000
NOT_SENT = (Delivery.State.QUEUED, Delivery.State.STOPPED, Delivery.State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Bot:
    is_told: bool
    by_webhook: bool
    sent: int
    a_month: int
    people: int


def look(account: Account) -> Bot:
    updates = account.settings.get("updates", "")
    begins: datetime = local(civil_now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent = Delivery.objects.filter(job__account=account, at__gte=begins).exclude(state__in=NOT_SENT)
    linked = StaffWay.objects.filter(account=account, failed_at__isnull=True)
    return Bot(bool(updates), updates == WEBHOOK, sent.count(), A_MONTH, linked.count())


def listen_now(request: HttpRequest, account: Account, *, by: Actor) -> None:
    """By webhook where the platform can open our address, else we ask every quarter minute."""
    address = state.webhook_address(account) if state.is_reachable_from_outside() else ""
    error = listen(account, address=address, by=by)
    if error:
        messages.error(request, " ".join(words_for(account.speaks, error)))
    else:
        messages.success(request, _("Bot đã bắt đầu nhận tin nhắn."))
