"""The cookie of a resident's browser: a random token and what its owner typed about their house.

It never holds anything from the register, so it says the same whether the house was found or not
(docs/decisions/0007). Which household the token stands for is known to the ward only: a contact
point of kind "portal" with the token's hash.
"""

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from nhipcau.pages.portal.place import locality_of
from nhipcau.people.models import ContactPoint, Household
from nhipcau.people.tokens import hash_token
from nhipcau.places.lineage import origins

COOKIE = "nha"
SALT = "nhipcau.portal.house"
KEPT_SECONDS = 400 * 24 * 3600
KEPT_ANSWERS = 12
WORDING = "portal-1"  # of the sentence under "Nhớ máy này"; a new sentence gets a new name


@dataclass(frozen=True, slots=True)
class Browser:
    token: str
    locality: int
    place: int  # the neighbourhood of the link it came by first
    house: str
    digits: str
    done: dict[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        return hash_token(self.token)

    def answered(self, notice: int, version: int, answer: str) -> "Browser":
        """Remembers the last few, as "version:answer" by notice."""
        done = {**self.done, str(notice): f"{version}:{answer}"}
        return replace(self, done=dict(list(done.items())[-KEPT_ANSWERS:]))


def new_browser(locality: int, place: int, house: str, digits: str) -> Browser:
    return Browser(secrets.token_urlsafe(24), locality, place, house, digits)


def known_browser(request: HttpRequest) -> Browser | None:
    """What this browser said before, in this locality. A cookie changed by hand is none."""
    kept: Any
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
        browser = Browser(**kept)
    except (signing.BadSignature, TypeError):
        return None
    here = locality_of(request).pk
    return browser if browser.locality == here or browser.locality in origins(here) else None


def household_of(browser: Browser) -> Household | None:
    point = (
        ContactPoint.objects.filter(
            kind=ContactPoint.Kind.PORTAL,
            value=browser.hash,
            stopped_at__isnull=True,
            household__is_gone=False,
        )
        .select_related("household__neighbourhood")
        .first()
    )
    return point.household if point else None


def remember(response: HttpResponse, browser: Browser) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(asdict(browser), salt=SALT, compress=True),
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
