"""Looking after groups that the account owns: their lists read, and who quotes our message."""

from collections.abc import Collection, Sequence

from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Incoming
from nhipcau.channels.transports.zalo_oa import GROUP
from nhipcau.core.actor import Actor
from nhipcau.dispatch.beside import make_room
from nhipcau.dispatch.models import Delivery
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level, Route
from nhipcau.people.contacts import household_of
from nhipcau.people.models import OaGroup
from nhipcau.people.oa_members import calls_to_read, groups_to_read, read_oa_group

AT_ONCE = 4


def reconcile_groups() -> int:
    """Periodic: a few groups whose look is due, one after the other, while nothing is going out.
    Never inside a transaction: it asks Zalo. Returns how many were read."""
    with scopes_disabled():  # every locality's; each is read in its own scope
        due: list[OaGroup] = list(groups_to_read().order_by("look_at")[:AT_ONCE])
    read = 0
    for group in due:
        with scope(locality=group.locality_id):
            if make_room(group.account, calls_to_read(group)):
                read += read_oa_group(group)
    return read


def take_quotes(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker that takes nothing: whoever answers our very message in the group has seen it. The
    message itself goes on to whoever answers questions."""
    for row in rows:
        quoted, group = row.detail.get("quote"), row.detail.get("group")
        if quoted and group:
            _note_seen(row, str(quoted), f"{GROUP}{group}")
    return []


def _note_seen(row: Incoming, quoted: str, address: str) -> None:
    sent = Delivery.objects.filter(account=row.account_id, reference=quoted, address=address)
    route = Route.objects.filter(job__in=sent.values("job")).select_related("version").first()
    home = household_of(row.account, row.person)
    if route is None or home is None or route.version.state != NoticeVersion.State.PUBLISHED:
        return
    seen = Observation(home.pk, Level.SEEN, route.kind, row.at, f"quote:{row.key}"[:120])
    record_evidence(route.version, [seen], by=Actor("platform", "quote"))
