"""What each of our own people got for one notice: by which way, when, what came of it."""

from collections import defaultdict
from dataclasses import dataclass

from nhipcau.dispatch.models import Delivery
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.remind import RELAY
from nhipcau.people.models import Staff

HERE = (Delivery.State.DELIVERED, Delivery.State.SEEN)


@dataclass(frozen=True, slots=True)
class Word:
    """One message. `state` is the ledger's; empty when it has none yet, or none could go."""

    row: Reminder
    state: str

    @property
    def is_lost(self) -> bool:
        return self.row.failed_at is not None

    @property
    def is_here(self) -> bool:
        return self.state in HERE


@dataclass(frozen=True, slots=True)
class Told:
    person: Staff
    words: tuple[Word, ...]

    @property
    def opened(self) -> Reminder | None:
        """The first that was answered."""
        answered = [word.row for word in self.words if word.row.opened_at is not None]
        return min(answered, key=lambda row: row.opened_at or row.at, default=None)


def told_by_place(version: NoticeVersion) -> dict[int | None, list[Told]]:
    """Neighbourhood → its people that were told of the relay, in the order of telling. Two
    queries."""
    rows = list(
        Reminder.objects.filter(version=version, what=RELAY)
        .select_related("staff", "way")
        .order_by("at", "pk")
    )
    states = {
        (job, address): state
        for job, address, state in Delivery.objects.filter(
            job__in={row.job_id for row in rows if row.job_id}
        ).values_list("job_id", "address", "state")
    }
    words: dict[int, list[Word]] = defaultdict(list)
    people: dict[int, Staff] = {}
    for row in rows:
        address = row.way.value if row.way else ""
        people[row.staff_id] = row.staff
        words[row.staff_id].append(Word(row, states.get((row.job_id or 0, address), "")))
    found: dict[int | None, list[Told]] = defaultdict(list)
    for person in people.values():
        found[person.neighbourhood_id].append(Told(person, tuple(words[person.pk])))
    return found
