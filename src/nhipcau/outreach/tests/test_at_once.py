"""Two people press at the same moment: threads with connections of their own."""

import uuid
from datetime import timedelta

import pytest
from django_scopes import scope
from tests import cast
from tests.at_once import at_once, refusals

from nhipcau.core.actor import SYSTEM
from nhipcau.core.models import AuditEvent
from nhipcau.dispatch.models import Job
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.drill import start_drill
from nhipcau.outreach.escalate import escalate_version
from nhipcau.outreach.models import Counter, Relay, Reminder, Route, Standing, Visit
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.seen import record_seen
from nhipcau.outreach.tests.conftest import connect, make_approved, make_version
from nhipcau.outreach.visits import open_visits, record_try, take_door
from nhipcau.people.ways import begin_test, confirm_test, offer_way

# SQLite's database in memory lets one connection in, and the writers of a file queue.
pytestmark = pytest.mark.postgres


@pytest.fixture
def living(transactional_db, civil):
    ward = cast.song_cau()
    with scope(locality=ward.locality):
        yield ward


def test_of_two_who_publish_one_wins(living):
    version = make_approved(living)
    found = at_once(
        living,
        lambda: publish_notice(version, by=living.lan),
        lambda: publish_notice(version, by=living.minh),
    )
    assert refusals(found) == 1
    assert Standing.objects.count() == 7
    assert Relay.objects.count() == 1
    assert Route.objects.filter(kind="relay", purpose="households").count() == 1


def test_of_two_who_go_to_a_door_one_goes(living):
    version = make_version(living)
    open_visits(version, [living.binh.pk], why="not_seen", by=SYSTEM)
    visit = Visit.objects.get()
    found = at_once(
        living,
        lambda: take_door(visit, by=living.tam),
        lambda: take_door(visit, by=living.sinh),
    )
    assert refusals(found) == 1


def test_counters_stay_exact_when_everybody_looks_and_is_told_at_once(living):
    version = make_version(living)
    homes = living.households_13
    open_visits(version, [home.pk for home in homes], why="not_seen", by=SYSTEM)
    visits = list(Visit.objects.select_related("version").all())
    looks = [lambda home=home: record_seen(version, home) for home in homes[:3]]
    tells = [
        lambda visit=visit: record_try(
            visit, try_id=uuid.uuid4(), result="told", at=visit.opened_at, by=living.hoa
        )
        for visit in visits
    ]
    found = at_once(living, *looks, *tells)
    assert refusals(found) == 0
    assert Counter.objects.get(neighbourhood=living.to_13).informed == 6
    assert reconcile(version) == []


def test_of_two_minutes_at_once_one_tells_the_leader(living):
    connect(living, "sms")
    version = publish_notice(make_approved(living), by=living.lan)
    clock = version.published_at + timedelta(minutes=10)
    found = at_once(living, *[lambda: escalate_version(version, clock)] * 2)
    assert refusals(found) == 0
    assert Reminder.objects.filter(staff=living.hoa, number=1).count() == 1
    assert Job.objects.filter(key__contains=":relay:1:").count() == 1


def test_of_two_taps_on_a_test_one_confirms(living):
    way = offer_way(living.hoa, kind="sms", value=living.hoa.phone, by=SYSTEM)
    token = begin_test(way, by=living.hoa.actor).strip("/").split("/")[-1]
    found = at_once(living, *[lambda: confirm_test(token)] * 2)
    assert refusals(found) == 1
    assert AuditEvent.objects.filter(verb="way.confirmed").count() == 1


def test_of_two_who_begin_a_drill_one_does(living):
    connect(living, "sms")
    found = at_once(
        living,
        lambda: start_drill(living.locality, by=living.quan.actor),
        lambda: start_drill(living.locality, by=living.minh.actor),
    )
    assert refusals(found) == 1
    assert Reminder.objects.count() == 2
