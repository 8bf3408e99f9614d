"""A whole evening in one ward leaves no trace in another: every row of the other is compared."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.channels.models import Account, Incoming
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.bury import bury_chunks, finish_jobs
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.counters import start_counters
from nhipcau.outreach.escalate import escalate
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level, Relay, Sheet, Visit
from nhipcau.outreach.papers import leaflets_for
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_observed, mark_posted
from nhipcau.outreach.sheets import mark_hung
from nhipcau.outreach.sql import freeze_audience
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.outreach.visits import open_visits, record_try
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.models import ContactPoint, Household
from nhipcau.places.strays import find_strays
from nhipcau.places.tenant import Tenanted


def rows_of(locality):
    """Table → hash of all its rows in this locality, past every manager."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, Tenanted):
            rows = model._base_manager.filter(locality_id=locality.pk).order_by("pk").values()
            found[model.__name__] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return found


@pytest.fixture
def elsewhere(stranger, civil):
    """The stranger's ward has a notice of its own on the way, to the same telephone number."""
    with scope(locality=stranger.locality):
        notice = Notice.objects.create(
            locality=stranger.locality, created_by=stranger.thu, created_at=FRIDAY_AFTERNOON
        )
        version = NoticeVersion.objects.create(
            locality=stranger.locality,
            notice=notice,
            title="Họp thôn",
            text="Mời bà con đi họp.",
            deadline=civil.now - timedelta(minutes=1),
            state=NoticeVersion.State.PUBLISHED,
            published_at=civil.now - timedelta(hours=1),
        )
        freeze_audience(stranger.locality.pk, version.pk, Household.objects.all())
        start_counters(version)
        open_visits(version, [stranger.household.pk], why="not_seen", by=SYSTEM)
        seen = Observation(stranger.household.pk, Level.POSTED, "relay", civil.now, "row:1")
        record_evidence(version, [seen], by=SYSTEM)
        account = Account.objects.create(
            locality=stranger.locality, kind="sms", name="SMS", state=Account.State.WORKING
        )
        phones = ContactPoint.objects.values_list(
            "pk", "household_id", "household__neighbourhood_id", "value", "kind"
        )
        enqueue(account, key="v1:sms", text="Họp thôn", recipients=phones, by=SYSTEM)
        fill_waiting()
        Delivery.objects.update(state=Delivery.State.SENT, reference="same")
    return stranger.locality


def test_an_evening_in_one_ward_leaves_no_trace_in_another(ward, elsewhere, civil, sms):
    before = rows_of(elsewhere)
    version = publish_notice(make_approved(ward, deadline_in=timedelta(days=3)), by=ward.lan)
    fill_waiting()
    row = Delivery.objects.filter(household=ward.mai.pk).get()
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT, reference="same")
    for what in (Incoming.What.RECEIPT, Incoming.What.SEEN):
        Incoming.objects.create(
            locality=ward.locality, account=sms, what=what, key=what, reference="same", at=civil.now
        )
    apply_receipts()
    assert Delivery.objects.get(pk=row.pk).state == Delivery.State.SEEN
    mark_posted(Relay.objects.get(), by=ward.hoa)
    mark_observed(version, [ward.tung.pk], by=ward.hoa)
    leaflets_for(version, ward.to_13, by=ward.lan.actor)
    told = Visit.objects.get(household=ward.binh)
    record_try(told, try_id=uuid.uuid4(), result="told", at=civil.now, by=ward.hoa)
    mark_hung(Sheet.objects.get(neighbourhood=ward.to_13), by=ward.hoa)
    civil.step(90)
    escalate()
    version.notice.refresh_from_db()
    again = make_approved(
        ward,
        deadline_in=timedelta(days=3),
        notice=version.notice,
        number=2,
        correction="Lùi sang 08:00.",
    )
    second = publish_notice(again, by=ward.lan)
    withdraw_notice(second, why="Hoãn sang tuần sau.", by=ward.minh)
    bury_chunks()
    finish_jobs()
    after = rows_of(elsewhere)
    assert {name for name in before if before[name] != after[name]} == set()
    assert find_strays() == []
