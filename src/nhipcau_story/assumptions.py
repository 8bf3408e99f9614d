"""The assumptions as values, read from assumptions.toml; refuses what the plan does not allow."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("assumptions.toml")
HARD, HARD_FILE = "hard", Path(__file__).with_name("hard.toml")
SETS = ("base", "pessimistic", HARD)


@dataclass(frozen=True, slots=True)
class Ward:
    households: int
    neighbourhoods: int
    joined: float
    smartphones: float
    valid_numbers: float
    oa_followers: float
    renting: float


@dataclass(frozen=True, slots=True)
class Reading:
    by_2130: float
    taps: float
    articles: float
    later: float
    median_minutes: float
    spread: float
    knows_digits: float
    sms_shows_child: float


@dataclass(frozen=True, slots=True)
class Leaders:
    silent: float
    first_reaction: float
    spread: float
    reads_viewer_list: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doors:
    not_at_home: float
    minutes_a_door: float
    minutes_a_call: float
    unanswered: float
    moved_away: float
    helpers: int
    ward_helpers: int
    minutes_each: float
    not_seen_from: str
    sheets_from: str
    sends_every: int
    begin_after: float
    doors_from: str
    doors_until: str


@dataclass(frozen=True, slots=True)
class Officers:
    writes: float
    approves: float


@dataclass(frozen=True, slots=True)
class Others:
    loudspeaker_heard: float
    loudspeaker_readings: tuple[str, ...]
    paper_reaches_leader: float
    copies: int
    sms_read_by_0630: float
    sms_price_vnd: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What else goes wrong on the hard evening. Places are neighbourhoods; times "17:35"."""

    leader_in_field: int
    without_smartphones: int
    no_signal: int
    word_arrives: str
    purse_empty: str
    hilltop: tuple[str, ...]
    dead_package: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    name: str
    ward: Ward
    reading: Reading
    leaders: Leaders
    doors: Doors
    officers: Officers
    others: Others
    trouble: Trouble | None = None


def load(name: str = "base", file: Path | None = None) -> Assumptions:
    file = file or (HARD_FILE if name == HARD else FILE)
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    chosen: dict[str, Any] = found[name]
    for section in chosen.values():
        for key, value in section.items():
            if isinstance(value, list):
                section[key] = tuple(value)
    assumed = Assumptions(
        name=name,
        ward=Ward(**found["ward"]),
        reading=Reading(**chosen["reading"]),
        leaders=Leaders(**chosen["leaders"]),
        doors=Doors(**chosen["doors"]),
        officers=Officers(**chosen["officers"]),
        others=Others(**chosen["others"]),
        trouble=Trouble(**chosen["trouble"]) if "trouble" in chosen else None,
    )
    broken = breaches(assumed)
    if broken:
        raise SystemExit("assumptions.toml: " + "; ".join(broken))
    return assumed


def breaches(assumed: Assumptions) -> list[str]:
    """The bounds of the plan that these values do not keep."""
    ward, reading, doors, leaders = assumed.ward, assumed.reading, assumed.doors, assumed.leaders
    bounds = (
        ("joined <= 0.90", ward.joined <= 0.90),
        ("smartphones <= 0.69", ward.smartphones <= 0.69),
        ("valid_numbers <= 0.85", ward.valid_numbers <= 0.85),
        ("by_2130 <= 0.55", reading.by_2130 <= 0.55),
        ("taps + articles <= by_2130", reading.taps + reading.articles <= reading.by_2130),
        ("not_at_home >= 0.12", doors.not_at_home >= 0.12),
        ("minutes_a_door >= 4", doors.minutes_a_door >= 4),
        ("minutes_a_call >= 2", doors.minutes_a_call >= 2),
        ("unanswered >= 0.30", doors.unanswered >= 0.30),
        ("silent >= 0.05", leaders.silent >= 0.05 or assumed.trouble is not None),
        ("first_reaction >= 15", leaders.first_reaction >= 15),
        ("helpers <= 3", doors.helpers <= 3),
        ("ward_helpers <= 6", doors.ward_helpers <= 6),
        ("minutes_each <= 165", doors.minutes_each <= 165),
        ("doors 06:00-21:00", doors.doors_from >= "06:00" and doors.doors_until <= "21:00"),
    )
    return [name for name, is_kept in bounds if not is_kept]
