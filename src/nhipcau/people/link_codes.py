"""A code that says once which household somebody is of, on whatever channel they give it.

Six digits and fifteen minutes when it is spoken; eight digits and three months when it is printed,
because thousands of those are alive at once and each must be as hard to guess. Machine time.
"""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nhipcau.core.actor import Actor, resident
from nhipcau.core.audit import record
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.people.consent import give_consent
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.models import (
    ContactPoint,
    Household,
    LegalBasis,
    LinkCode,
    Resident,
    Staff,
)
from nhipcau.people.rights import require_place
from nhipcau.people.tries import may_try
from nhipcau.people.ways import must_own, offer_way
from nhipcau.places.lineage import origins
from nhipcau.places.models import Locality

SPOKEN_DIGITS, SPOKEN_FOR = 6, timedelta(minutes=15)
PRINTED_DIGITS, PRINTED_FOR = 8, timedelta(days=90)
KEPT_FOR = timedelta(days=7)  # after its end, so that its owner hears "đã dùng", not a guess
SALT = "nhipcau.link-code"
PURPOSE, WORDING = "link_code", "code-1"
# Of one person, and of everybody together on one channel: 200 guesses an hour find one of three
# thousand printed codes in a hundred and sixty hours, and no single person may go on that long.
TRIES, SPAN = 6, 3600
TRIES_OF_ALL = 200
ONE_HOME = frozenset({ContactPoint.Kind.ZALO, ContactPoint.Kind.MESSENGER})
_BEFORE = r"(?:mã|ma)?\s*(?:nhà|nha|nối|noi|zalo)?\s*[:#]?\s*"
_ASKED = re.compile(_BEFORE + r"(\d[\d .-]*\d)\s*[.!]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Made:
    code: str
    expires_at: datetime

    @property
    def shown(self) -> str:
        """In two halves: easier to read aloud and to type."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"


@dataclass(frozen=True, slots=True)
class Linked:
    """Whom the code was for: a household, or one of our own."""

    household: Household | None = None
    staff: Staff | None = None


def make_code(household: Household, *, by: Actor, resident: Resident | None = None) -> Made:
    """Verb. To be said aloud or shown on the leader's phone now. The former one dies."""
    require_place(by, household.neighbourhood)
    if household.is_gone:
        raise BadInput(_("Hộ này đã chuyển đi."))
    if resident and resident.household_id != household.pk:
        raise BadInput(_("Người này không thuộc hộ đó."), field="resident")
    with transaction.atomic():
        LinkCode.objects.filter(household=household, is_printed=False, used_at=None).delete()
        made = _make(household.locality_id, household=household, resident=resident)
        record(by, "code.made", household, after={"is_printed": False})
    return made


def print_codes(households: Collection[Household], *, by: Actor) -> dict[int, str]:
    """Verb. One for each household's own sheet, by household; what was printed before dies."""
    for place in {home.neighbourhood for home in households}:
        require_place(by, place)
    codes: dict[int, str] = {}
    with transaction.atomic():
        LinkCode.objects.filter(household__in=households, is_printed=True, used_at=None).delete()
        for home in households:
            made = _make(home.locality_id, household=home, is_printed=True)
            codes[home.pk] = made.shown
        for place in {home.neighbourhood for home in households}:
            record(by, "codes.printed", place, after={"count": len(codes)})
    return codes


def make_staff_code(staff: Staff, *, by: Actor) -> Made:
    """Verb. For one of our own, to link their Zalo or Messenger as a way to tell them."""
    must_own(staff, by)
    with transaction.atomic():
        LinkCode.objects.filter(staff=staff, used_at=None).delete()
        made = _make(staff.locality_id, staff=staff)
        record(by, "code.made", staff, after={"is_printed": False})
    return made


def code_in(text: str) -> str:
    """The code that a message consists of; empty when it is more: people write numbers."""
    found = _ASKED.fullmatch(text.strip()[:40])
    digits = re.sub(r"\D", "", found.group(1)) if found else ""
    return digits if len(digits) in {SPOKEN_DIGITS, PRINTED_DIGITS} else ""


def may_try_code(locality_id: int, who: str) -> bool:
    """One try of this person, browser or address on one channel."""
    return may_try(f"code:{locality_id}:{who}", TRIES, SPAN) and may_try(
        f"code:{locality_id}", TRIES_OF_ALL, SPAN
    )


def link_by_code(locality: Locality, code: str, address: Address) -> Linked:
    """Verb. Whoever says the code is of that household: a follower, a Messenger person, a browser.

    Wrong, over and used are one sentence: it tells nobody which codes there are.
    """
    now = machine_now()
    with transaction.atomic():
        row = _find(locality, code)
        live = LinkCode.objects.filter(
            pk=row.pk if row else 0, used_at__isnull=True, expires_at__gt=now
        )
        if row is None or not live.update(used_at=now):
            raise BadInput(
                _("Mã không đúng, đã hết hạn hoặc đã dùng. Hãy hỏi tổ trưởng mã mới."),
                field="code",
            )
        if row.staff is not None:
            return _link_staff(row.staff, address)
        if row.household is None or row.household.is_gone:
            raise BadInput(_("Hộ này đã chuyển đi. Hãy hỏi tổ trưởng."), field="code")
        return _link_household(row.household, row.resident, address)


def _find(locality: Locality, code: str) -> LinkCode | None:
    """Printed before a merger, it still says which household: its hash holds where it was made.
    Two of them alike, from two places that became one, are none."""
    digests = [_digest(origin, code) for origin in sorted(origins(locality.pk))]
    rows = LinkCode.objects.filter(locality=locality, digest__in=digests)
    found = list(rows.select_related("household__neighbourhood", "resident", "staff")[:2])
    return found[0] if len(found) == 1 else None


def forget_codes() -> int:
    """Daily: codes long over."""
    with scopes_disabled():  # of every locality alike
        gone, _kinds = LinkCode.objects.filter(expires_at__lt=machine_now() - KEPT_FOR).delete()
    return gone


def _make(locality_id: int, *, is_printed: bool = False, **whose: Any) -> Made:
    """A code that is alive nowhere in the locality."""
    digits = PRINTED_DIGITS if is_printed else SPOKEN_DIGITS
    now = machine_now()
    expires_at = now + (PRINTED_FOR if is_printed else SPOKEN_FOR)
    for _try in range(20):
        code = str(secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1))
        try:
            with transaction.atomic():
                LinkCode.objects.create(
                    locality_id=locality_id,
                    digest=_digest(locality_id, code),
                    is_printed=is_printed,
                    made_at=now,
                    expires_at=expires_at,
                    **whose,
                )
        except IntegrityError:
            continue
        return Made(code, expires_at)
    raise BadInput(_("Chưa tạo được mã. Hãy thử lại."))


def _link_household(home: Household, person: Resident | None, address: Address) -> Linked:
    by = resident(home.pk)
    given = Address(address.kind, address.value, address.account, LegalBasis.CONSENT)
    if address.kind in ONE_HOME:
        _move_from_others(home, address)
    link_contact(home, given, by=by, resident=person, is_verified=True)
    channel = address.account.kind if address.account else address.kind
    give_consent(home, purpose=PURPOSE, wording=WORDING, channel=channel, by=by)
    return Linked(household=home)


def _move_from_others(home: Household, address: Address) -> None:
    """A person is of one household: what their leader or an earlier code said gives way."""
    others = ContactPoint.objects.filter(
        account=address.account, kind=address.kind, value=address.value
    ).exclude(household=home)
    moved, _kinds = others.delete()
    if moved:
        record(resident(home.pk), "contact.moved", home, after={"count": moved})


def _link_staff(staff: Staff, address: Address) -> Linked:
    if address.account is None:
        raise NotAllowed(_("Mã này để nhắn cho Zalo Official Account, không dùng ở đây."))
    offer_way(
        staff,
        kind=address.account.kind,
        account=address.account,
        value=address.value,
        by=Actor("platform", "link"),
    )
    return Linked(staff=staff)


def _digest(locality_id: int, code: str) -> str:
    return salted_hmac(SALT, f"{locality_id}:{code}", algorithm="sha256").hexdigest()
