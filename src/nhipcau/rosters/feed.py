"""One person's shifts for the calendar of their own telephone: a secret address, revoked at once.
A shift that was changed has a higher SEQUENCE, so that what was shortened is shortened there too.

Only the hash of the secret is kept, so the address is shown once; lost, a new one takes its place.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope
from icalendar import Calendar, Event

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.people.models import Staff
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.row_security import by_its_key
from nhipcau.rosters.models import Feed, Post, Shift

BACK = timedelta(days=31)
REFRESH = timedelta(hours=1)


def make_feed(staff: Staff, *, by: Staff) -> str:
    """Verb. Returns the secret of the address; the former address stops working."""
    token, token_hash = make_token()
    with transaction.atomic():
        revoke_feed(staff, by=by)
        feed = Feed.objects.create(
            locality_id=staff.locality_id,
            staff=staff,
            token_hash=token_hash,
            made_at=civil_now(),
        )
        record(by.actor, "feed.made", feed, after={"staff": staff.pk})
    return token


def revoke_feed(staff: Staff, *, by: Staff) -> bool:
    """Verb. From now on the address leads nowhere. Without one nothing happens."""
    with transaction.atomic():
        live = Feed.objects.filter(staff=staff, revoked_at=None)
        if not live.update(revoked_at=civil_now()):
            return False
        record(by.actor, "feed.revoked", staff, locality=staff.locality_id)
    return True


def has_feed(staff: Staff) -> bool:
    return Feed.objects.filter(staff=staff, revoked_at=None).exists()


def owner_of(token: str) -> Staff | None:
    """Whose calendar it is; nobody's once it was revoked or they stopped working here."""
    with by_its_key():  # the secret itself tells the locality
        feed = (
            Feed.objects.select_related("staff__locality")
            .filter(token_hash=hash_token(token), revoked_at=None, staff__is_active=True)
            .first()
        )
    return feed.staff if feed else None


def calendar_of(staff: Staff) -> bytes:
    """Of the last month and all that is to come. The same shift has the same UID for ever."""
    locality = staff.locality
    with scope(locality=locality), house_language():
        shifts = Shift.objects.filter(
            staff=staff, state=Shift.State.STANDING, ends_at__gt=civil_now() - BACK
        )
        made = Calendar()
        made.add("prodid", "-//Nhip Cau//Lich truc//VI")
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", _("Lịch trực %(place)s") % {"place": locality.name})
        made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        for shift in shifts:
            made.add_component(_event(shift, locality.address or locality.issuer))
    return bytes(made.to_ical())


def _event(shift: Shift, place: str) -> Event:
    event = Event()
    event.add("uid", f"shift-{shift.pk}@{settings.BASE_URL.split('://', 1)[-1]}")
    event.add("dtstamp", shift.changed_at or shift.made_at)
    event.add("last-modified", shift.changed_at or shift.made_at)
    event.add("sequence", shift.turn)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", _("Trực: %(post)s") % {"post": Post(shift.post).label})
    if shift.post != Post.INBOX:
        event.add("location", place)
    return event
