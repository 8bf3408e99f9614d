"""The channels that the playbook asks for, and how far each is."""

from dataclasses import dataclass

from django.urls import reverse

from nhipcau.channels.about import ABOUT
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.places.models import Locality
from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain
from nhipcau.replication.playbook.themes.channels import ChannelPlan

USUAL = (ChannelKind.ZALO_OA, ChannelKind.SMS, ChannelKind.FACEBOOK_PAGE, ChannelKind.WEB_PUSH)


@dataclass(frozen=True, slots=True)
class Row:
    """`state` is empty for what nobody has connected; `is_by_hand`: nothing is to be connected,
    people or our own pages are this channel."""

    label: str
    why: str
    how: str
    is_needed: bool
    is_by_hand: bool
    state: str
    state_label: str
    path: str

    @property
    def is_to_connect(self) -> bool:
        return not self.is_by_hand and self.state != Account.State.WORKING


def rows_of(locality: Locality) -> list[Row]:
    """In the order of the plan; without a plan the channels that most places have."""
    kept = PlanItem.objects.filter(locality=locality, theme="channels")
    plans = [from_plain(ChannelPlan, row.content) for row in kept]
    accounts = list(Account.objects.exclude(state=Account.State.CLOSED).order_by("rank", "pk"))
    return [_row(plan, accounts) for plan in plans or [ChannelPlan(kind) for kind in USUAL]]


def _row(plan: ChannelPlan, accounts: list[Account]) -> Row:
    speaks = f"{plan.kind}_{plan.gateway}" if plan.gateway else plan.kind
    about = ABOUT[plan.kind]
    is_ours = plan.kind == ChannelKind.PORTAL
    is_by_hand = is_ours or about.is_by_hand or bool(about.rides_on)
    mine = [one for one in accounts if one.kind == plan.kind]
    mine.sort(key=lambda one: (one.speaks != speaks, one.state != Account.State.WORKING))
    account = mine[0] if mine else None
    path = "" if is_by_hand else reverse("channel_new", args=[speaks])
    if account is not None:
        path = reverse("channel_one", args=[account.pk])
    return Row(
        label=str(ChannelKind(plan.kind).label),
        why=plan.why,
        how=plan.how,
        is_needed=plan.needed,
        is_by_hand=is_by_hand,
        state=account.state if account else "",
        state_label=account.get_state_display() if account else "",
        path=path,
    )
