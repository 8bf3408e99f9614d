"""What twenty evenings amount to: the median seed's figures, the worst, the other ways."""

from statistics import median_low
from typing import Any

from nhipcau_story.assumptions import load
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
MEDIAN_SHARE, WORST_SHARE = 0.95, 0.90
Found = dict[str, Any]


def gather(evenings: list[Found]) -> Found:
    base = [one for one in evenings if one["assumptions"] == "base"]
    hard = [one for one in evenings if one["assumptions"] == "pessimistic"]
    found: Found = {name: median_evening(base)[name] for name in KEYS}
    for name in OF_ALL:  # nothing may be lost in any evening
        found[name] = sum(one[name] for one in base)
    found["seeds"] = len(base)
    found["informed_worst"] = min(one["informed"] for one in base)
    found["unaccounted_worst"] = max(one["unaccounted"] for one in base)
    found["pessimistic"] = _pessimistic(hard)
    found["others"] = {way: _other(way, len(base)) for way in WAYS}
    return found


def median_evening(evenings: list[Found]) -> Found:
    """The evening whose share of informed households is the median of all."""
    middle = median_low([one["informed"] for one in evenings])
    return next(one for one in evenings if one["informed"] == middle)


def targets_held(found: Found) -> bool:
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


def _other(way: str, seeds: int) -> Found:
    ward = make_ward(load())
    return _middle([play(way, load(), ward, seed) for seed in range(1, seeds + 1)])


def _middle(evenings: list[Found]) -> Found:
    ordered = sorted(evenings, key=_informed)
    return ordered[(len(ordered) - 1) // 2]


def _informed(one: Found) -> int:
    return int(one["informed"])
