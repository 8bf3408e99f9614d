"""Opens the story's ward from a folder: what a real ward does by hand on its first day, by verbs.

The folder comes from `python -m nhipcau_story.ward FOLDER` and holds

- `register.xlsx`: the household register as a statistics officer has it;
- `ward.json`: `neighbourhoods` (names in order), `staff` (username, name, title, phone, role,
  neighbourhood name or "", may_release_urgent), `platforms` (zalo: app_id, app_secret, oa_id,
  oa_secret; facebook: page_id, app_secret, verify_token; sms: api_key, secret_key, brandname),
  `followers` (phone, zalo id of the person as this OA knows them);
- `sandbox.json`: the same world for the sandbox's `--seed`.

What comes out, `opened.json`, is all that a driver may know: one-time paths that enrol phones.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django_scopes import scope

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import ContactPoint, LegalBasis
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.staff import name_urgent_releaser
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.open import add_neighbourhood, create_locality
from nhipcau.places.queries import unit_by_code
from nhipcau.places.units import import_units
from nhipcau.text.phones import to_e164

WARD_CODE, PROVINCES = "01837", ("06", "19")
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Opened:
    locality: Locality
    phones: dict[str, str]


def open_ward(folder: Path, *, say: Say) -> Opened:
    ward: dict[str, Any] = json.loads((folder / "ward.json").read_text(encoding="utf-8"))
    say("Đơn vị hành chính trước và sau tháng 7/2025…")
    for province in PROVINCES:
        import_units(province=province)
    unit = unit_by_code(WARD_CODE, is_former=True)
    if unit is None:
        raise SystemExit(f"Không thấy đơn vị {WARD_CODE} trong dữ liệu.")
    locality = create_locality(
        unit, slug="song-cau", issuer="UBND phường Sông Cầu", by=SYSTEM, name="Phường Sông Cầu"
    )
    with scope(locality=locality):
        say("Tổ dân phố và cán bộ…")
        places = {
            name: add_neighbourhood(locality, name=name, by=SYSTEM)
            for name in ward["neighbourhoods"]
        }
        phones = _open_staff(locality, ward["staff"], places)
    return Opened(locality, phones)


def _open_staff(
    locality: Locality, rows: list[dict[str, Any]], places: dict[str, Neighbourhood]
) -> dict[str, str]:
    """Returns the one-time enrolment link of everybody who works by phone."""
    phones = {}
    for row in rows:
        staff, link = invite_staff(
            locality,
            Newcomer(
                name=row["name"],
                role=row["role"],
                neighbourhood=places.get(row["neighbourhood"]),
                username=row["username"],
                title=row["title"],
                phone=row["phone"],
            ),
            by=SYSTEM,
        )
        if row.get("may_release_urgent"):
            name_urgent_releaser(staff, by=SYSTEM)
        if staff.role in PHONE_ROLES:
            phones[staff.username] = link
    return phones


def link_followers(account: Account, followers: list[dict[str, str]]) -> int:
    """Households whose adult linked the OA before the story begins. Returns how many."""
    by_phone = {
        contact.value: contact.household
        for contact in ContactPoint.objects.filter(kind="phone").select_related("household")
    }
    linked = 0
    with transaction.atomic():
        for follower in followers:
            household = by_phone.get(to_e164(follower["phone"]) or "")
            if household is not None:
                zalo = Address("zalo", follower["zalo"], account, LegalBasis.CONSENT)
                link_contact(household, zalo, by=SYSTEM, is_verified=True)
                linked += 1
    return linked
