"""Messages in parts: a receipt speaks of one part, and what it means for the whole is read off all.

All delivered: delivered. One failed: refused, until a later receipt says otherwise. Late, twice and
out of order make no difference: a part's state only moves up.
"""

from collections import defaultdict
from collections.abc import Sequence

from nhipcau.dispatch.models import Delivery, Part
from nhipcau.dispatch.states import RANK

Pair = tuple[int, str]  # account, reference
Said = tuple[str, str]  # state, error
News = tuple[Pair, Said]
ARRIVED = (Delivery.State.DELIVERED, Delivery.State.SEEN)


def part_rows(locality: int, sent: Sequence[tuple[int, str, tuple[str, ...]]]) -> list[Pair]:
    """Of messages that went: account, the whole's reference, the parts' own. Returns the parts."""
    rows = [
        Part(locality_id=locality, account=account, whole=whole, reference=part[:80])
        for account, whole, parts in sent
        for part in parts
    ]
    Part.objects.bulk_create(rows, ignore_conflicts=True)
    return [(row.account, row.reference) for row in rows]


def known_parts(pairs: Sequence[Pair]) -> set[Pair]:
    accounts, names = {account for account, _name in pairs}, [name for _account, name in pairs]
    found = Part.objects.filter(account__in=accounts, reference__in=names)
    return set(found.values_list("account", "reference")) & set(pairs)


def through_parts(said: Sequence[News]) -> list[News]:
    """News of parts becomes news of whole messages, or none yet; other news stays as it is. In the
    caller's transaction and scope."""
    mine = known_parts([pair for pair, _said in said]) if said else set()
    if not mine:
        return list(said)
    wholes = _locked(mine)
    for pair, (state, error) in said:
        part = wholes.get(pair)
        if part is not None and RANK[state] > RANK.get(part.state, -1):
            part.state, part.error = state, error
            Part.objects.filter(pk=part.pk).update(state=state, error=error[:40])
    whole: dict[Pair, list[Part]] = defaultdict(list)
    for part in wholes.values():
        whole[part.account, part.whole].append(part)
    decided = [(pair, verdict) for pair, parts in whole.items() if (verdict := _verdict(parts))]
    return [news for news in said if news[0] not in mine] + decided


def _locked(mine: set[Pair]) -> dict[Pair, Part]:
    """All parts of every message that one of these belongs to. Two workers with a part each must
    see what the other wrote: they meet at the rows (SQLite has one writer anyway)."""
    accounts, names = {account for account, _name in mine}, [name for _account, name in mine]
    named = Part.objects.filter(account__in=accounts, reference__in=names)
    all_of = Part.objects.filter(account__in=accounts, whole__in=named.values("whole"))
    locked = all_of.select_for_update().order_by("pk")
    return {(part.account, part.reference): part for part in locked}


def _verdict(parts: Sequence[Part]) -> Said | None:
    if all(part.state in ARRIVED for part in parts):
        return Delivery.State.DELIVERED, ""
    failed = next((part for part in parts if part.state == Delivery.State.REFUSED), None)
    return (Delivery.State.REFUSED, failed.error) if failed else None
