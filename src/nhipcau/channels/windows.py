"""Who may be written to now: 48 hours after a person's last act free, up to 7 days paid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import F, Q, QuerySet
from django_scopes import scope

from nhipcau.channels.models import Account, ChannelKind, Window
from nhipcau.channels.webhooks.heard import Heard

FREE_FOR, PAID_FOR = timedelta(hours=48), timedelta(days=7)
MESSENGER_FOR = timedelta(hours=24)
ANY_NUMBER = 32_000
FREE_REPLIES = 8  # an interaction; sources differ (2023: 8, 2026: no limit), so a setting wins

Price = Literal["free", "paid", "no"]


def open_windows(account: Account, *, at: datetime, paid: bool = False) -> QuerySet[Window]:
    """Windows through which a message may go now; with `paid` also those that cost money."""
    reach = free_for(account)
    if paid and account.kind != ChannelKind.FACEBOOK_PAGE:
        reach = PAID_FOR
    found = Window.objects.filter(account=account, last_act_at__gt=at - reach)
    return found if paid else found.filter(free_used__lt=_free_replies(account))


def free_for(account: Account) -> timedelta:
    """Messenger's window is a day, Zalo's two; after Messenger's nothing may go at any price."""
    return MESSENGER_FOR if account.kind == ChannelKind.FACEBOOK_PAGE else FREE_FOR


def price_of(account: Account, person: str, *, at: datetime) -> Price:
    window = Window.objects.filter(account=account, person=person).first()
    if window is None or window.last_act_at <= at - PAID_FOR:
        return "no"
    if account.kind == ChannelKind.FACEBOOK_PAGE:
        return "free" if window.last_act_at > at - MESSENGER_FOR else "no"
    is_free = window.last_act_at > at - FREE_FOR and window.free_used < _free_replies(account)
    return "free" if is_free else "paid"


def count_replies(account: Account, persons: Iterable[str]) -> None:
    """Each of our own messages to a person, as the platform echoes it, is one free reply less."""
    with scope(locality=account.locality_id):
        for person, n in Counter(persons).items():
            window = Window.objects.filter(account=account, person=person)
            window.update(free_used=F("free_used") + n)


def followers(account: Account) -> QuerySet[Window]:
    return Window.objects.filter(account=account, follows=True)


def note_acts(account: Account, heard: Sequence[Heard]) -> None:
    """Open or lengthen windows; events may come late and in any order: only forward in time."""
    telling = [one for one in heard if one.person and (one.is_act or one.follows is not None)]
    if not telling:
        return
    Window.objects.bulk_create(
        [
            Window(
                locality_id=account.locality_id, account=account, person=person, last_act_at=NEVER
            )
            for person in {one.person for one in telling}
        ],
        ignore_conflicts=True,
    )
    for one in telling:
        window = Window.objects.filter(account=account, person=one.person)
        if one.is_act:
            window.filter(last_act_at__lt=one.at).update(last_act_at=one.at, free_used=0)
        if one.follows is not None:
            window.filter(Q(followed_at__isnull=True) | Q(followed_at__lt=one.at)).update(
                follows=one.follows, followed_at=one.at
            )


def forget_person(account: Account, person: str) -> None:
    """For `people`, when somebody asks to be forgotten."""
    Window.objects.filter(account=account, person=person).delete()


def _free_replies(account: Account) -> int:
    if account.kind == ChannelKind.FACEBOOK_PAGE:
        return ANY_NUMBER
    given = account.settings.get("free_replies", FREE_REPLIES)
    return given if isinstance(given, int) else FREE_REPLIES


NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
