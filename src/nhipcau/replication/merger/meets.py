"""What meets what when localities become one: names, accounts, people. Each meeting has a proposal;
what somebody decided stands in its place (MergerDecision)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.people.models import Staff
from nhipcau.places.lineage import origins
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.going import rows_of
from nhipcau.replication.merger.names import propose
from nhipcau.replication.models import Merger, MergerParty

STAYS, STOPS = "stays", "stops"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to decide. Without `options` it is typed."""

    about: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A merger as it stands: who takes part, which of their neighbourhoods, what was decided."""

    merger: Merger
    parties: tuple[MergerParty, ...]
    heir: Locality | None
    decided: dict[str, str]

    @property
    def localities(self) -> list[Locality]:
        return [party.locality for party in self.parties]

    @property
    def whole(self) -> list[int]:
        return [party.locality_id for party in self.parties if party.is_whole]

    def going(self) -> list[tuple[Locality, Neighbourhood]]:
        """Every neighbourhood that goes, with the locality it leaves."""
        found = []
        for party in self.parties:
            places = rows_of("places.Neighbourhood").filter(locality=party.locality_id)
            if not party.is_whole:
                places = places.filter(pk__in=party.places)
            found += [(party.locality, place) for place in places.order_by("position", "pk")]
        return found

    def staying(self) -> list[str]:
        """Names that the successor has already."""
        if self.heir is None:
            return []
        there = rows_of("places.Neighbourhood").filter(locality=self.heir.pk)
        return list(there.values_list("name", flat=True))

    def names(self) -> dict[int, str]:
        chosen = {
            int(about.removeprefix("name:")): choice
            for about, choice in self.decided.items()
            if about.startswith("name:")
        }
        return propose(self.going(), self.staying(), chosen)


def may_reopen(heir: Locality, setting: Setting) -> bool:
    """A closed one may be the successor when an undone merger had opened it, or when a split parts
    it again from what it went into."""
    was_undone = Merger.objects.filter(successor=heir, is_opened=True, state=Merger.State.UNDONE)
    return was_undone.exists() or any(heir.pk in origins(one.pk) for one in setting.localities)


@over_localities()
def setting_of(merger: Merger) -> Setting:
    parties = merger.parties.select_related("locality__unit").order_by("-is_main", "pk")
    return Setting(
        merger,
        tuple(parties),
        merger.successor,
        dict(merger.decisions.values_list("about", "choice")),
    )


def choices(setting: Setting) -> list[Choice]:
    return [*_names(setting), *_accounts(setting), *_people(setting)]


def _names(setting: Setting) -> Iterable[Choice]:
    names = setting.names()
    for former, place in setting.going():
        if place.pk in names:
            about = f"name:{place.pk}"
            yield Choice(
                about,
                _("%(place)s của %(former)s đổi tên thành")
                % {"place": place.name, "former": former.name},
                names[place.pk],
                is_decided=about in setting.decided,
            )


def accounts_by_kind(setting: Setting) -> dict[str, list[Account]]:
    """Of those that go whole, and the successor's own: the main predecessor's first."""
    order = {party.locality_id: n for n, party in enumerate(setting.parties, 1)}
    if setting.heir is not None:
        order[setting.heir.pk] = 0
    found: dict[str, list[Account]] = defaultdict(list)
    places = [*setting.whole, *([setting.heir.pk] if setting.heir else [])]
    rows: Any = rows_of("channels.Account").filter(locality__in=places).select_related("locality")
    for account in rows.exclude(state=Account.State.CLOSED):
        found[account.kind].append(account)
    return {
        kind: sorted(
            accounts,
            key=lambda one: (
                one.state != Account.State.WORKING,
                order.get(one.locality_id, 9),
                one.rank,
                one.pk,
            ),
        )
        for kind, accounts in sorted(found.items())
    }


def main_account(setting: Setting, kind: str, accounts: list[Account]) -> Account:
    chosen = setting.decided.get(f"main:{kind}", "")
    return next((one for one in accounts if str(one.pk) == chosen), accounts[0])


def _accounts(setting: Setting) -> Iterable[Choice]:
    for kind, accounts in accounts_by_kind(setting).items():
        if len(accounts) > 1:
            yield Choice(
                f"main:{kind}",
                _("%(kind)s chính") % {"kind": ChannelKind(kind).label},
                str(main_account(setting, kind, accounts).pk),
                tuple((str(one.pk), f"{one.name} ({one.locality.name})") for one in accounts),
                f"main:{kind}" in setting.decided,
            )


def _people(setting: Setting) -> Iterable[Choice]:
    """The same telephone in two places is one person with two accounts, or a slip."""
    rows = Staff.objects.filter(locality__in=setting.whole, is_active=True).exclude(phone="")
    by_phone: dict[str, list[Staff]] = defaultdict(list)
    for staff in rows.select_related("locality").order_by("pk"):
        by_phone[staff.phone].append(staff)
    for people in by_phone.values():
        if len({one.locality_id for one in people}) < 2:
            continue
        for staff in people:
            about = f"staff:{staff.pk}"
            yield Choice(
                about,
                _("%(name)s, %(where)s (%(username)s) cùng số điện thoại với người khác")
                % {"name": staff.name, "where": staff.locality.name, "username": staff.username},
                setting.decided.get(about, STAYS),
                ((STAYS, _("giữ tài khoản")), (STOPS, _("ngừng tài khoản này"))),
                about in setting.decided,
            )
