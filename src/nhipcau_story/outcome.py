"""What twenty evenings amount to: the median seed's figures, the worst, the other ways."""

from itertools import takewhile
from statistics import median_low
from typing import Any

from nhipcau_story.assumptions import HARD, load
from nhipcau_story.others import WAYS, play
from nhipcau_story.people import make_ward

KEYS = (
    "households",
    "neighbourhoods",
    "covered",
    "informed",
    "accounted",
    "unaccounted",
    "told",
    "open_visits",
    "deliveries",
    "lost",
    "doubled",
    "unknown",
    "minutes_to",
    "handed_over_p95_s",
    "cost_vnd",
)
OF_ALL = ("lost", "doubled")
WAYS_BEFORE_DEPUTY = 4
MEDIAN_SHARE, WORST_SHARE = 0.95, 0.90
Found = dict[str, Any]


def gather(evenings: list[Found]) -> Found:
    base = [one for one in evenings if one["assumptions"] == "base"]
    worse = [one for one in evenings if one["assumptions"] == "pessimistic"]
    hard = [one for one in evenings if one["assumptions"] == HARD]
    if not base:  # the hard evening alone
        return {"hard": _hard(hard)}
    found: Found = {name: median_evening(base)[name] for name in KEYS}
    for name in OF_ALL:  # nothing may be lost in any evening
        found[name] = sum(one[name] for one in base)
    found["seeds"] = len(base)
    found["informed_worst"] = min(one["informed"] for one in base)
    found["unaccounted_worst"] = max(one["unaccounted"] for one in base)
    found["pessimistic"] = _pessimistic(worse)
    found["hard"] = _hard(hard)
    found["others"] = {way: _other(way, len(base)) for way in WAYS}
    return found


def median_evening(evenings: list[Found]) -> Found:
    """The evening whose share of informed households is the median of all."""
    middle = median_low([one["informed"] for one in evenings])
    return next(one for one in evenings if one["informed"] == middle)


def targets_held(found: Found) -> bool:
    if found["hard"] and found["hard"]["faults"]:
        return False
    if "households" not in found:
        return True
    whole = found["households"]
    return bool(
        found["unaccounted_worst"] == 0
        and found["lost"] == 0
        and found["doubled"] == 0
        and found["informed"] >= MEDIAN_SHARE * whole
        and found["informed_worst"] >= WORST_SHARE * whole
    )


def _pessimistic(evenings: list[Found]) -> Found:
    """The same keys on the harder set, as they are: no target is held against them."""
    if not evenings:
        return {}
    found: Found = {name: median_evening(evenings)[name] for name in KEYS}
    found["seeds"] = len(evenings)
    found["informed_worst"] = min(one["informed"] for one in evenings)
    found["unaccounted_worst"] = max(one["unaccounted"] for one in evenings)
    return found


def _hard(evenings: list[Found]) -> Found:
    """One evening on its own ward, with what the report says of it and what is wrong there."""
    if not evenings:
        return {}
    one = evenings[0]
    notes = one["notes"]
    found: Found = {name: one[name] for name in KEYS}
    found |= {"report": notes["report"], "asked": notes["asked"]}
    return found | {"faults": [words for words, is_kept in _kept(found) if not is_kept]}


def _kept(found: Found) -> list[tuple[str, bool]]:
    report = found["report"]
    said = report["homes_vnd"] + report["ours_vnd"]
    before = [channel for role, channel, _at in takewhile(_is_leader, found["asked"])]
    return [
        ("unaccounted", found["unaccounted"] == 0),
        ("open doors", found["open_visits"] == 0),
        ("lost", found["lost"] == 0),
        ("doubled", found["doubled"] == 0),
        ("a row a household", report["homes"] == found["households"]),
        ("a legal kind each", report["without_kind"] == 0),
        ("a price each", report["without_price"] == 0),
        ("prices add up", said == report["costs_vnd"] == found["cost_vnd"] > 0),
        ("one way after the other, then the deputy", len(set(before)) >= WAYS_BEFORE_DEPUTY),
    ]


def _is_leader(asked: tuple[str, str, str]) -> bool:
    return asked[0] == "leader"


def _other(way: str, seeds: int) -> Found:
    ward = make_ward(load())
    return _middle([play(way, load(), ward, seed) for seed in range(1, seeds + 1)])


def _middle(evenings: list[Found]) -> Found:
    ordered = sorted(evenings, key=_informed)
    return ordered[(len(ordered) - 1) // 2]


def _informed(one: Found) -> int:
    return int(one["informed"])
