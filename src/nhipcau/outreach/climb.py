"""From one way to the next, within minutes, until somebody answers or nothing is left to try."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.capacity import waking
from nhipcau.outreach.ladder import Pace, Tried, is_silent, next_way
from nhipcau.outreach.models import Relay, Reminder, Visit
from nhipcau.outreach.our_people import working_ways
from nhipcau.outreach.remind import DOORS, FIRST, RELAY, Reminding, Step, send_steps
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Staff, StaffWay

Chain = tuple[int, str, int]  # person, what for, which round


class Chains:
    """The first words of one version that still wait for an answer, and what was tried."""

    def __init__(self, version: NoticeVersion, now: datetime, *, is_emergency: bool) -> None:
        self.version, self.now, self.is_emergency = version, now, is_emergency
        self.rows: dict[Chain, list[Reminder]] = defaultdict(list)
        for row in _unfinished(version):
            self.rows[row.staff_id, row.what, row.number].append(row)
        self._ways: dict[int, list[StaffWay]] = {}

    def tried(self, chain: Chain) -> list[Tried]:
        return [
            Tried(
                way=row.way_id if row.way_id or not row.channel else 0,
                ago=self._waited(row.at),
                failed=row.failed_at is not None,
                opened=row.opened_at is not None,
            )
            for row in self.rows.get(chain, [])
        ]

    def ways(self, people: Sequence[Staff]) -> dict[int, list[StaffWay]]:
        unknown = [person for person in people if person.pk not in self._ways]
        if unknown:
            self._ways |= working_ways(self.version.locality, unknown, self.now)
        return {person.pk: self._ways[person.pk] for person in people}

    def is_trying(self, person: Staff, each: timedelta) -> bool:
        """The first word has more than one way to go and is not through with them."""
        tried = self.tried((person.pk, RELAY, FIRST))
        if not tried or any(one.opened for one in tried):
            return False
        ways = [way.pk for way in self.ways([person])[person.pk]]
        return len(ways) > 1 and not is_silent(ways, tried, each)

    def are_silent(self, people: Sequence[Staff], each: timedelta) -> bool:
        """All of them: asked by every way there is, and not a sign. Nobody at all is silent."""
        asked = {person.pk: self.tried((person.pk, RELAY, FIRST)) for person in people}
        if any(not tried or any(one.opened for one in tried) for tried in asked.values()):
            return False
        ways = self.ways(people)
        return all(
            is_silent([way.pk for way in ways[person]], tried, each)
            for person, tried in asked.items()
        )

    def _waited(self, since: datetime) -> timedelta:
        if self.is_emergency:
            return self.now - since
        return waking(self.version.locality, since, self.now)


def climb(chains: Chains, pace: Pace) -> int:
    """Verb. Everybody who has not answered in time gets the next of their ways. To how many."""
    due = [chain for chain in chains.rows if _may_go_on(chains.tried(chain), pace.each)]
    away = absent_at(chains.version.locality, chains.now, {chain[0] for chain in due})
    due = [chain for chain in due if chain[0] not in away]
    ways = chains.ways([chains.rows[chain][0].staff for chain in due])
    steps = []
    for chain in due:
        rows = chains.rows[chain]
        mine = {way.pk: way for way in ways[chain[0]]}
        found = next_way(list(mine), chains.tried(chain), pace.each)
        if found is not None:
            said = Reminding(chain[1], chain[2], rows[0].begins)
            steps.append(Step(rows[0].staff, said, len(rows) + 1, mine[found]))
    return sum(send_steps(chains.version, [step]) for step in steps)


def _may_go_on(tried: Sequence[Tried], each: timedelta) -> bool:
    """Without asking which ways there are, which costs more: -1 stands for any other."""
    return next_way([-1], tried, each) is not None


def _unfinished(version: NoticeVersion) -> list[Reminder]:
    """In order of the steps. A relay that was posted, doors that are closed ask nobody any more."""
    waiting = Relay.objects.filter(version=version, state=Relay.State.WAITING)
    doors = Visit.objects.filter(version=version, state=Visit.State.OPEN)
    asked = Q(
        what=RELAY, number=FIRST, staff__neighbourhood__in=waiting.values("neighbourhood")
    ) | Q(what=DOORS, staff__neighbourhood__in=doors.values("neighbourhood"))
    rows = (
        Reminder.objects.filter(asked, version=version, staff__is_active=True)
        .select_related("staff__neighbourhood", "staff__locality")
        .order_by("number", "step")
    )
    found = list(rows)
    latest = {(row.staff_id, row.what): row.number for row in found}
    return [row for row in found if row.number == latest[row.staff_id, row.what]]
