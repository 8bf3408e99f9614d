"""An alert of the Common Alerting Protocol 1.2 as values. Words as the standard has them.

OASIS Standard, 1 July 2010; the schema beside this file is OASIS's own.
"""

from dataclasses import dataclass
from datetime import datetime

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MIME = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Area:
    """`geocodes`: (name of the system, code). Polygons and circles are kept as they came."""

    description: str
    geocodes: tuple[tuple[str, str], ...] = ()
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Info:
    """What is said in one language."""

    event: str
    language: str = "vi-VN"
    categories: tuple[str, ...] = ("Safety",)
    responses: tuple[str, ...] = ()
    urgency: str = "Unknown"
    severity: str = "Unknown"
    certainty: str = "Unknown"
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """`references`: what it updates or cancels, each "sender,identifier,sent"."""

    identifier: str
    sender: str
    sent: datetime
    status: str = "Actual"
    kind: str = "Alert"
    scope: str = "Public"
    note: str = ""
    references: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()

    @property
    def reference(self) -> str:
        """How a later alert names this one."""
        return ",".join((self.sender, self.identifier, say_moment(self.sent)))

    def info(self, language: str) -> Info | None:
        """In that language; else the first that is there."""
        for info in self.infos:
            if info.language.lower().startswith(language.lower()):
                return info
        return self.infos[0] if self.infos else None


def say_moment(moment: datetime) -> str:
    """2023-05-26T16:30:00+07:00: whole seconds and an offset; the schema takes no Z."""
    return moment.isoformat(timespec="seconds")


class BadAlert(ValueError):
    """Not an alert that may be believed. `code`: too_big, not_xml, entities, not_cap, no_zone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
