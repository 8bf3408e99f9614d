"""A plan as a file: which localities become which, by what decision. TOML, read by people.

decision = "1683/NQ-UBTVQH15"
signed_on = 2025-06-16
takes_on = 2025-07-01

[successor]              # an open locality by its slug, or one that the merger opens
unit = "01843"
slug = "bac-kan"
issuer = "UBND phường Bắc Kạn"

[[from]]                 # the first one is the main one
slug = "song-cau"

[[from]]
slug = "duc-xuan"
places = ["Tổ 4"]        # only these neighbourhoods: it lives on

[decide]                 # what `nhipcau merge` lists, where the proposal is not wanted
"main:zalo_oa" = "4"
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput

KNOWN = {"decision", "signed_on", "takes_on", "successor", "from", "decide"}
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class PartyPlan:
    slug: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`unit` is the successor's code; empty when it is open already."""

    decision: str
    signed_on: date
    takes_on: date
    slug: str
    parties: tuple[PartyPlan, ...]
    unit: str = ""
    issuer: str = ""
    decide: dict[str, str] = field(default_factory=dict)


def read_plan(raw: bytes) -> Plan:
    """Or BadInput that names the place of the fault."""
    if len(raw) > MOST_BYTES:
        raise BadInput(_("Tệp quá lớn, không phải là kế hoạch sáp nhập."))
    try:
        told = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadInput(_("Tệp phải viết bằng UTF-8.")) from None
    except tomllib.TOMLDecodeError as fault:
        raise BadInput(_("Không đọc được kế hoạch: %(fault)s.") % {"fault": fault}) from None
    unknown = sorted(set(told) - KNOWN)
    if unknown:
        raise BadInput(_("Không hiểu mục “%(name)s” trong kế hoạch.") % {"name": unknown[0]})
    successor = _table(told, "successor")
    return Plan(
        decision=_text(told, "decision"),
        signed_on=_day(told, "signed_on"),
        takes_on=_day(told, "takes_on"),
        slug=_text(successor, "slug"),
        unit=_text(successor, "unit", needed=False),
        issuer=_text(successor, "issuer", needed=False),
        parties=_parties(told.get("from")),
        decide={str(about): str(choice) for about, choice in _table(told, "decide", {}).items()},
    )


def _parties(told: Any) -> tuple[PartyPlan, ...]:
    if not isinstance(told, list) or not told or not all(isinstance(one, dict) for one in told):
        raise BadInput(_("Kế hoạch cần ít nhất một mục [[from]]."), field="from")
    found = []
    for one in told:
        places = one.get("places", [])
        if not isinstance(places, list) or not all(isinstance(name, str) for name in places):
            raise BadInput(_("“places” phải là danh sách tên tổ, thôn."), field="from")
        found.append(PartyPlan(_text(one, "slug"), tuple(places)))
    return tuple(found)


def _table(told: dict[str, Any], name: str, otherwise: Any = None) -> dict[str, Any]:
    found = told.get(name, otherwise)
    if not isinstance(found, dict):
        raise BadInput(_("Kế hoạch thiếu mục [%(name)s].") % {"name": name}, field=name)
    return found


def _text(told: dict[str, Any], name: str, *, needed: bool = True) -> str:
    found = told.get(name, "")
    if not isinstance(found, str) or (needed and not found.strip()):
        raise BadInput(_("Kế hoạch thiếu “%(name)s”.") % {"name": name}, field=name)
    return " ".join(found.split())[:160]


def _day(told: dict[str, Any], name: str) -> date:
    found = told.get(name)
    if not isinstance(found, date):
        raise BadInput(_("“%(name)s” phải là ngày, ví dụ 2025-07-01.") % {"name": name}, field=name)
    return date(found.year, found.month, found.day)
