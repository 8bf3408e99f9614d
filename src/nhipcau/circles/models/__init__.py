"""The nouns of circles, by file."""

from nhipcau.circles.models.circle import OFFICES, Circle, CircleDevice, CircleMember, Office
from nhipcau.circles.models.guard import NobodyNamed, Viewer
from nhipcau.circles.models.words import CircleNotice, CircleRead, CircleRelay, CircleWord

__all__ = [
    "OFFICES",
    "Circle",
    "CircleDevice",
    "CircleMember",
    "CircleNotice",
    "CircleRead",
    "CircleRelay",
    "CircleWord",
    "NobodyNamed",
    "Office",
    "Viewer",
]
