"""One look at all that decides the way of a notice, and what one line of the plan is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from nhipcau.channels.models import Account, ChannelKind, Template
from nhipcau.channels.prices import price_at
from nhipcau.notices.models import Notice
from nhipcau.outreach.aloud import Aloud
from nhipcau.outreach.audience import Audience
from nhipcau.outreach.capacity import waking
from nhipcau.outreach.experience import Experience
from nhipcau.outreach.screens import Screens
from nhipcau.places.hours import quiet_ends
from nhipcau.places.models import Locality


@dataclass(frozen=True)
class Situation:
    """All that decides, read once. Shares and pace are what was measured here before."""

    locality: Locality
    audience: Audience
    experience: Experience
    now: datetime
    deadline: datetime
    kind: str = Notice.Kind.ANNOUNCEMENT
    urgency: str = Notice.Urgency.USUAL
    is_drill: bool = False
    sms_parts: int = 1
    accounts: tuple[Account, ...] = ()
    broadcasts_left: int = 0
    open_windows: int = 0
    aloud: Aloud = field(default_factory=Aloud)
    screens: Screens = field(default_factory=Screens)
    template: Template | None = None  # chosen, approved, and cheaper than an SMS
    template_left: int | None = None  # of today, as Zalo said; None: it was not asked
    prices: dict[int, int] = field(default_factory=dict)  # read once an account
    leaders: Mapping[str, int] = field(default_factory=dict)  # by their first way; "" is by none

    @property
    def spares_sms(self) -> bool:
        """Templates go first where they cost no more; in danger everything goes at once."""
        return self.template is not None and not self.is_emergency and not self.is_template_dearer

    @cached_property
    def is_template_dearer(self) -> bool:
        sms = self.account(ChannelKind.SMS)
        if sms is None or self.template is None or not self.price(sms):
            return False
        return self.template.price_phone_vnd > self.sms_parts * self.price(sms)

    def account(self, kind: str) -> Account | None:
        return next((account for account in self.accounts if account.kind == kind), None)

    @property
    def is_emergency(self) -> bool:
        return self.kind == Notice.Kind.EMERGENCY and not self.is_drill

    @property
    def is_urgent(self) -> bool:
        return self.is_emergency or self.urgency == Notice.Urgency.URGENT

    def price(self, account: Account) -> int:
        """Of one message, or of one part of an SMS, on the day of the plan."""
        if account.pk not in self.prices:
            self.prices[account.pk] = price_at(account, self.now)
        return self.prices[account.pk]

    @cached_property
    def left(self) -> timedelta:
        """Time left in which people are awake."""
        return waking(self.locality, self.now, self.deadline)

    @cached_property
    def awake_from(self) -> datetime:
        """Now; in quiet hours the end of them, but for an emergency."""
        return self.now if self.is_emergency else quiet_ends(self.locality, self.now)


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the plan. `expects`: households it may inform; `cost_vnd` at the most."""

    kind: str
    why: str
    is_used: bool = True
    purpose: str = "households"
    account: Account | None = None
    starts_at: datetime | None = None
    expects: int = 0
    cost_vnd: int = 0


def without(
    kind: ChannelKind, why: str, *, purpose: str = "households", account: Account | None = None
) -> Way:
    return Way(kind, why, is_used=False, purpose=purpose, account=account)
