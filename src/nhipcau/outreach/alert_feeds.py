"""Feeds of CAP 1.2 that an admin entered, looked at every few minutes (alerts_in.py takes them)."""

from datetime import timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.fetch import NotFetched, check_address, fetch
from nhipcau.core import audit
from nhipcau.core.clock import civil_now, machine_seconds
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.outreach.alerts_in import take_alert
from nhipcau.outreach.models import AlertFeed
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.text.cap import BadAlert
from nhipcau.text.cap_read import LARGEST, is_alert, read_alert, read_feed

log = structlog.get_logger()
BETWEEN: Final = timedelta(minutes=2)
LOOK_SECONDS: Final = 10  # of the machine's clock
FETCH_SECONDS: Final = 8
MOST_SEEN: Final = 200
MOST_FEEDS: Final = 10


def add_feed(locality: Locality, *, name: str, url: str, by: Staff) -> AlertFeed:
    """Verb of an admin. The address is asked at the next look."""
    if by.role != Role.ADMIN or by.locality_id != locality.pk:
        raise NotAllowed(_("Chỉ quản trị của phường thêm được nguồn cảnh báo."))
    name, url = " ".join(name.split())[:120], url.strip()
    if not name:
        raise BadInput(_("Hãy đặt tên cho nguồn cảnh báo."), field="name")
    try:
        check_address(url)
    except NotFetched:
        raise BadInput(
            _("Địa chỉ phải bắt đầu bằng https:// và là địa chỉ công khai."), field="url"
        ) from None
    if AlertFeed.objects.filter(stopped_at=None).count() >= MOST_FEEDS:
        raise BadInput(_("Nhiều nhất %(most)d nguồn cảnh báo.") % {"most": MOST_FEEDS})
    with transaction.atomic():
        feed, is_new = AlertFeed.objects.get_or_create(
            locality=locality,
            url=url[:500],
            defaults={"name": name, "added_by": by, "added_at": civil_now()},
        )
        if not is_new:
            AlertFeed.objects.filter(pk=feed.pk).update(stopped_at=None, name=name, problem="")
        audit.record(by.actor, "alert_feed.added", feed)
    return feed


def stop_feed(feed: AlertFeed, *, by: Staff) -> None:
    """Verb. What came from it stays."""
    if by.role != Role.ADMIN or by.locality_id != feed.locality_id:
        raise NotAllowed(_("Chỉ quản trị của phường bỏ được nguồn cảnh báo."))
    with transaction.atomic():
        AlertFeed.objects.filter(pk=feed.pk, stopped_at=None).update(stopped_at=civil_now())
        audit.record(by.actor, "alert_feed.stopped", feed)


def read_feeds() -> int:
    """Periodic: the feed that was looked at longest ago. One a run, and not for long, because
    every other job waits meanwhile."""
    with scopes_disabled():  # of all localities; it is read in its own scope below
        feed = (
            AlertFeed.objects.filter(stopped_at=None)
            .exclude(checked_at__gt=civil_now() - BETWEEN)
            .select_related("locality__unit")
            .order_by(F("checked_at").asc(nulls_first=True), "pk")
            .first()
        )
    if feed is None:
        return 0
    with scope(locality=feed.locality):
        look_at(feed)
    return 1


def look_at(feed: AlertFeed) -> str:
    """Take what is new there. Returns what is wrong, as a code; empty when nothing is."""
    problem, seen = "", list(feed.seen)
    try:
        _take_new(feed, seen)
    except (NotFetched, BadAlert) as fault:
        problem = fault.code
    except Exception:
        log.exception("alert feed failed", feed=feed.pk)
        problem = "broken"
    now = civil_now()
    AlertFeed.objects.filter(pk=feed.pk).update(
        checked_at=now,
        problem=problem,
        seen=seen[-MOST_SEEN:],
        **({} if problem else {"worked_at": now}),
    )
    return problem


def _take_new(feed: AlertFeed, seen: list[str]) -> None:
    """The address is an alert itself, or a feed of alerts. One bad alert does not hide others."""
    ends = machine_seconds() + LOOK_SECONDS
    raw = fetch(feed.url, limit=LARGEST, seconds=FETCH_SECONDS)
    if is_alert(raw):
        take_alert(feed, read_alert(raw))
        return
    fault: NotFetched | BadAlert | None = None
    for link in [link for link in read_feed(raw) if link not in seen]:
        if machine_seconds() > ends:
            return  # the next look goes on
        try:
            take_alert(feed, read_alert(fetch(link, limit=LARGEST, seconds=FETCH_SECONDS)))
        except BadAlert as bad:
            fault = bad
        except NotFetched as gone:  # may be there next time
            fault = gone
            continue
        seen.append(link)
    if fault is not None:
        raise fault
