"""Three other ways on the same people and habits: paper and loudspeaker, groups only, one blind
broadcast. Models in memory; nothing of the product runs here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from nhipcau_story.assumptions import Assumptions
from nhipcau_story.habits import DEADLINE, PAPER_AT, Habits, Reads, moment
from nhipcau_story.people import Household, Ward

SMS_PARTS = 2
SMS_AT = PAPER_AT + timedelta(minutes=20)
Told = dict[str, datetime]


def play(way: str, assumed: Assumptions, ward: Ward, seed: int) -> dict[str, Any]:
    habits = Habits(assumed, ward, seed)
    return WAYS[way](assumed, ward, habits)


def paper(assumed: Assumptions, ward: Ward, habits: Habits) -> dict[str, Any]:
    """The leader gets the paper in the evening, copies it, goes from house to house alone."""
    told: Told = {}
    heard: Told = {}
    sheets: set[str] = set()
    for place in _places(ward):
        _go_round(assumed, ward.of_place(place), habits, f"leader-{place}", told, sheets)
    for reading in assumed.others.loudspeaker_readings:
        at = moment(reading)
        for home in ward.households:
            dice = habits.dice("loud", home.id, reading)
            is_in = dice.random() >= assumed.doors.not_at_home
            if is_in and dice.random() < assumed.others.loudspeaker_heard:
                heard.setdefault(home.id, at)
    informed = {**heard, **told}
    for home_id, at in heard.items():
        informed[home_id] = min(at, informed[home_id])
    return _outcome(ward, informed, told=len(told), accounted=set(told) | sheets, cost=0)


def _go_round(
    assumed: Assumptions,
    homes: list[Household],
    habits: Habits,
    leader: str,
    told: Told,
    sheets: set[str],
) -> None:
    habit = habits.leaders[leader]
    if habit.is_silent:
        return
    now = PAPER_AT + timedelta(minutes=habit.paper_after)
    end = min(now + timedelta(minutes=assumed.doors.minutes_each), moment("21:00"))
    for home in homes[: assumed.others.copies]:
        now += timedelta(minutes=habits.minutes_at_door(home, 0))
        if now > end:
            return
        if habits.is_home(home, 0):
            told[home.id] = now
        else:
            sheets.add(home.id)


def groups(assumed: Assumptions, ward: Ward, habits: Habits) -> dict[str, Any]:
    """The ward writes into the leaders' group; leaders pass it on; nobody keeps a list."""
    informed: Told = {}
    covered = 0
    for place in _places(ward):
        habit = habits.leaders[f"leader-{place}"]
        if habit.is_silent:
            continue
        posted = PAPER_AT + timedelta(minutes=assumed.officers.writes + habit.reacts_after)
        for home in ward.of_place(place):
            covered += home.joined
            look = habits.looks.get(home.id)
            if look is None or look.how is Reads.ARTICLE:
                continue
            is_late = look.how is Reads.LATER
            at = habits.later_at(home) if is_late else posted + timedelta(minutes=look.after)
            if at < DEADLINE:
                informed[home.id] = max(at, posted)
    return _outcome(ward, informed, covered=covered, accounted=set(informed))


def broadcast(assumed: Assumptions, ward: Ward, habits: Habits) -> dict[str, Any]:
    """One text message to every number in the register; who read it nobody knows."""
    informed: Told = {}
    numbers = [home for home in ward.households if home.registered]
    for home in numbers:
        dice = habits.dice("blind", home.id)
        if home.is_number_good and dice.random() < assumed.others.sms_read_by_0630:
            informed[home.id] = SMS_AT + timedelta(minutes=habits.lag(50, 1.0, "blind", home.id))
    informed = {home_id: at for home_id, at in informed.items() if at < DEADLINE}
    covered = sum(1 for home in numbers if home.is_number_good)
    cost = len(numbers) * SMS_PARTS * assumed.others.sms_price_vnd
    return _outcome(ward, informed, covered=covered, accounted=set(), cost=cost)


def _outcome(
    ward: Ward,
    informed: Told,
    *,
    accounted: set[str],
    told: int = 0,
    covered: int | None = None,
    cost: int = 0,
) -> dict[str, Any]:
    whole = len(ward.households)
    return {
        "households": whole,
        "neighbourhoods": len(_places(ward)),
        "covered": len(informed) if covered is None else covered,
        "informed": len(informed),
        "accounted": len(accounted),
        "unaccounted": whole - len(accounted),
        "told": told,
        "minutes_to": minutes_to(list(informed.values()), whole),
        "cost_vnd": cost,
    }


def minutes_to(moments: list[datetime], whole: int) -> dict[str, int | None]:
    """From the paper's arrival until 50, 90 and 95 % of all households were informed."""
    ordered = sorted(moments)
    found: dict[str, int | None] = {}
    for percent in (50, 90, 95):
        needed = -(-whole * percent // 100)
        reached = len(ordered) >= needed
        found[str(percent)] = (
            round((ordered[needed - 1] - PAPER_AT).total_seconds() / 60) if reached else None
        )
    return found


def _places(ward: Ward) -> list[int]:
    return sorted({home.place for home in ward.households})


Way = Callable[[Assumptions, Ward, Habits], dict[str, Any]]
WAYS: dict[str, Way] = {"paper": paper, "groups": groups, "broadcast": broadcast}
