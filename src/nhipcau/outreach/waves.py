"""Doors open in waves: at publishing those without another way, near the deadline everybody else.

For each neighbourhood apart, at the last moment from which all its doors still fit before quiet
hours, second tries included. What its own people cannot finish in time, the ward's helpers see too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import local
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.audience import HANDS, joined
from nhipcau.outreach.capacity import MARGIN, door_hours, doors_possible, evenings_of, latest_start
from nhipcau.outreach.experience import Experience, learn
from nhipcau.outreach.models import Counter, Relay, Reminder, Standing, Visit, VisitTry
from nhipcau.outreach.remind import DOORS, Reminding, remind
from nhipcau.outreach.visits import open_visits
from nhipcau.people.models import Household, Staff
from nhipcau.places.hours import is_quiet

PAUSE = timedelta(minutes=20)  # between two words about doors
A_WAVE = 3  # fewer new doors are found by whoever is on the way
SILENCE = timedelta(minutes=25)  # doors are open and nobody has tried one: the ward looks too
NO_WORD = timedelta(minutes=25)  # told of doors and not so much as looked: not counted on tonight


def open_waves(version: NoticeVersion, now: datetime) -> int:
    """Open what must be opened now and tell who walks. Returns how many doors."""
    evening = Evening(version, now)
    due = [row.neighbourhood_id for row in evening.counters if evening.is_time(row)]
    opened = _open(evening, due) if due else 0
    if not evening.sleeps:
        _tell_helpers(evening)
        _share_with_ward(evening)
    return opened


@dataclass(frozen=True)
class Evening:
    """One look at a version on its last stretch."""

    version: NoticeVersion
    now: datetime

    @cached_property
    def counters(self) -> list[Counter]:
        """Neighbourhoods in which somebody is not accounted for."""
        rows = Counter.objects.filter(version=self.version).order_by("neighbourhood_id")
        return [row for row in rows if row.households > row.accounted]

    @cached_property
    def experience(self) -> Experience:
        return learn(self.version.locality, self.now)

    @cached_property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """The hours in which doors may be walked, from now on."""
        return door_hours(self.version.locality, self.now, self.version.deadline)

    @cached_property
    def joined(self) -> dict[int, int]:
        """Households of the audience in their neighbourhood's group."""
        rows = (
            Standing.objects.filter(version=self.version)
            .filter(household__in=Household.objects.filter(joined()).values("pk"))
            .values("neighbourhood_id")
            .annotate(homes=Count("pk"))
            .order_by()
        )
        return {row["neighbourhood_id"]: row["homes"] for row in rows}

    @cached_property
    def hands(self) -> dict[int, list[Staff]]:
        found: dict[int, list[Staff]] = defaultdict(list)
        people = Staff.objects.filter(
            locality=self.version.locality_id, is_active=True, role__in=HANDS
        ).select_related("neighbourhood")
        for person in people.order_by("pk"):
            if person.neighbourhood_id is not None:
                found[person.neighbourhood_id].append(person)
        return found

    @cached_property
    def out_of_reach(self) -> set[int]:
        """Who was told of doors a while ago, and has neither looked nor tried one since."""
        words = Reminder.objects.filter(version=self.version, what=DOORS)
        told = words.values_list("staff").annotate(first=Min("at"), looked=Max("opened_at"))
        late = {who for who, first, looked in told if not looked and self.now - first > NO_WORD}
        tries = VisitTry.objects.filter(visit__version=self.version, by__in=late)
        return late - set(tries.values_list("by", flat=True)) if late else late

    def at_hand(self, neighbourhood: int) -> int:
        people = self.hands.get(neighbourhood, [])
        return sum(person.pk not in self.out_of_reach for person in people)

    @cached_property
    def silent(self) -> set[int | None]:
        """Where the ward has taken over because nobody posts."""
        relays = Relay.objects.filter(version=self.version, state=Relay.State.WAITING)
        return set(
            relays.filter(taken_over_at__isnull=False).values_list("neighbourhood_id", flat=True)
        )

    @property
    def sleeps(self) -> bool:
        is_danger = self.version.notice.is_danger
        return is_quiet(self.version.locality, self.now) and not is_danger

    @property
    def is_last_morning(self) -> bool:
        """The night is over and the deadline is today."""
        start = self.version.published_at or self.now
        is_new_day = local(start).date() < local(self.now).date()
        return is_new_day and local(self.now).date() == local(self.version.deadline).date()

    def is_time(self, counter: Counter) -> bool:
        if self.version.notice.is_danger:
            return True
        if counter.neighbourhood_id in self.silent:
            return True
        return self.latest(counter) <= self.now

    def latest(self, counter: Counter) -> datetime:
        return latest_start(
            self.version.locality,
            doors=counter.households - counter.accounted - self.still_to_look(counter),
            helpers=len(self.hands.get(counter.neighbourhood_id, [])),
            pace=self.experience.pace,
            now=self.now,
            deadline=self.version.deadline,
            hours=self.spans,
        )

    def needs_ward(self, neighbourhood: int, *, homes: int, heard: datetime) -> bool:
        """Nobody posts there, nobody has tried a door for a while, or there are too many doors."""
        if neighbourhood in self.silent:
            return True
        spans = self.spans
        is_hour = bool(spans) and spans[0][0] <= self.now
        if is_hour and self.now - max(heard, spans[0][0]) > SILENCE:
            return True
        can = doors_possible(
            self.version.locality,
            helpers=self.at_hand(neighbourhood),
            pace=self.experience.pace,
            now=self.now,
            deadline=self.version.deadline,
            hours=evenings_of(self.spans),
        )
        return homes * MARGIN > can

    def still_to_look(self, counter: Counter) -> int:
        """Households of the group that will yet look by themselves: fewer as time goes by."""
        share = self.experience.share(ChannelKind.RELAY)
        expected = self.joined.get(counter.neighbourhood_id, 0) * share - counter.informed
        spans = self.spans
        end = spans[0][1] if spans else self.now
        start = self.version.published_at or self.now
        if expected <= 0 or end <= start:
            return 0
        return int(expected * max(0.0, (end - self.now) / (end - start)))


def _open(evening: Evening, neighbourhoods: Sequence[int]) -> int:
    left = Standing.objects.filter(
        version=evening.version, neighbourhood__in=neighbourhoods, accounted_at__isnull=True
    ).exclude(household__in=Visit.objects.filter(version=evening.version).values("household"))
    homes = list(left.values_list("household_id", flat=True))
    return open_visits(evening.version, homes, why="not_seen", by=SYSTEM) if homes else 0


def _tell_helpers(evening: Evening) -> None:
    """Who has doors to walk is told of the first, of a wave that opened since, and once more on
    the morning of the deadline: who finished a short list puts the phone away."""
    version = evening.version
    words = Reminder.objects.filter(version=version, what=DOORS).values_list("staff")
    told = {who: (number, at) for who, number, at in words.annotate(Max("number"), Max("at"))}
    opened: dict[int, dict[datetime, int]] = defaultdict(dict)
    doors = Visit.objects.filter(version=version, state=Visit.State.OPEN, why="not_seen")
    waves = doors.values_list("neighbourhood_id", "opened_at").annotate(homes=Count("pk"))
    for where, at, homes in waves.order_by():
        opened[where][at] = homes
    rounds: dict[Reminding, list[Staff]] = defaultdict(list)
    for where in sorted(opened):
        for person in evening.hands.get(where, []):
            said = _word(evening, told.get(person.pk), opened[where])
            if said is not None:
                rounds[said].append(person)
    for said, people in rounds.items():
        remind(version, people, said)


def _word(
    evening: Evening, told: tuple[int, datetime] | None, opened: Mapping[datetime, int]
) -> Reminding | None:
    """What to say to somebody who was `told` that often and then, of doors `opened` when and how
    many; None: nothing new."""
    if told is None:
        return Reminding(DOORS, 1, _("còn nhà chưa biết tin, nhờ bác đi báo:"))
    number, at = told
    if evening.is_last_morning and local(at).date() < local(evening.now).date():
        begins = _("sáng nay còn nhà chưa biết tin, nhờ bác báo nốt:")
        return Reminding(DOORS, number + 1, begins)
    if evening.now - at < PAUSE or _since(at, opened) < A_WAVE:
        return None
    return Reminding(DOORS, number + 1, _("thêm nhà chưa biết tin, nhờ bác đi báo tiếp:"))


def _since(at: datetime, opened: Mapping[datetime, int]) -> int:
    return sum(homes for when, homes in opened.items() if when > at)


def _share_with_ward(evening: Evening) -> None:
    """Where its own people are silent or too few, the ward's helpers see the doors as well."""
    version = evening.version
    doors = (
        Visit.objects.filter(version=version, state=Visit.State.OPEN, by_ward=False)
        .values("neighbourhood_id")
        .annotate(homes=Count("pk"), since=Min("opened_at"))
        .order_by("neighbourhood_id")
    )
    tries = VisitTry.objects.filter(visit__version=version).values("visit__neighbourhood_id")
    last = dict(tries.annotate(at=Max("received_at")).values_list("visit__neighbourhood_id", "at"))
    shared = [
        row["neighbourhood_id"]
        for row in doors
        if evening.needs_ward(
            row["neighbourhood_id"],
            homes=row["homes"],
            heard=max(row["since"], last.get(row["neighbourhood_id"], row["since"])),
        )
    ]
    if shared:
        share_doors(version, shared, by=SYSTEM)


def share_doors(version: NoticeVersion, neighbourhoods: Sequence[int], *, by: Actor) -> int:
    """Verb. The ward's helpers see these doors too; two never go to the same one (take_door)."""
    with transaction.atomic():
        seen = Visit.objects.filter(
            version=version,
            state=Visit.State.OPEN,
            by_ward=False,
            neighbourhood__in=neighbourhoods,
        ).update(by_ward=True)
        after = {"doors": seen, "neighbourhoods": list(neighbourhoods)}
        audit.record(by, "doors.shared_with_ward", version, after=after)
    return seen
