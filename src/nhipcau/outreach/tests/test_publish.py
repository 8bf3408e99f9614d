"""Publishing: everybody frozen once, routes begun, nothing twice."""

import pytest
from django_scopes import scope

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.links.models import Link
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.models import Counter, Relay, Reminder, Route, Standing, Visit
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import connect, make_approved
from nhipcau.people.models import Household


def routes(version):
    return {(r.kind, r.purpose): r for r in Route.objects.filter(version=version)}


def test_everybody_of_the_audience_is_frozen_and_counted(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    assert Standing.objects.filter(version=version).count() == 7
    counts = Counter.objects.filter(version=version)
    assert {c.neighbourhood_id: c.households for c in counts} == {ward.to_13.pk: 6, ward.to_1.pk: 1}
    assert reconcile(version) == []


def test_moving_in_later_changes_no_count(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    Household.objects.filter(pk=ward.mai.pk).update(neighbourhood=ward.to_13)
    assert Counter.objects.get(version=version, neighbourhood=ward.to_1).households == 1


def test_publishing_twice_makes_one_set_of_routes(ward, approved):
    publish_notice(approved, by=ward.lan)
    with pytest.raises(WrongState):
        publish_notice(approved, by=ward.minh)
    assert Relay.objects.count() == 1


def test_a_viewer_and_a_stranger_may_not_publish(ward, approved, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            publish_notice(approved, by=who)
    assert not Standing.objects.exists()


def test_an_empty_audience_is_refused_and_nothing_is_half_done(ward, civil):
    version = make_approved(ward, selection={"min_age": 120})
    with pytest.raises(BadInput):
        publish_notice(version, by=ward.lan)
    version.refresh_from_db()
    assert version.state == NoticeVersion.State.APPROVED
    assert not Route.objects.exists()


def test_the_leader_gets_a_relay_with_a_link_of_its_own_group(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    relay = Relay.objects.get(version=version)
    assert relay.group == ward.group_13
    assert f"/t/{relay.link.code}" in relay.text
    assert relay.link.place == {
        "channel": "relay",
        "neighbourhood": ward.to_13.pk,
        "group": ward.group_13.pk,
    }
    assert relay.link.path == f"/song-cau/thong-bao/{version.notice_id}/"


def test_doors_open_at_once_for_those_whom_nothing_else_informs(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    doors = dict(Visit.objects.filter(version=version).values_list("household_id", "why"))
    assert doors == {
        ward.binh.pk: "no_smartphone",
        ward.khanh.pk: "not_joined",
        ward.dung.pk: "not_joined",
        ward.mai.pk: "not_joined",
    }


def test_sms_goes_to_who_is_apart_and_has_a_telephone(ward, approved, sms):
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    job = routes(version)["sms", "households"].job
    sent_to = set(Delivery.objects.filter(job=job).values_list("household", flat=True))
    assert sent_to == {ward.binh.pk, ward.khanh.pk, ward.mai.pk}


def test_leaders_are_alerted_with_a_link_of_their_own(ward, approved, sms):
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    reminder = Reminder.objects.get(version=version)
    row = Delivery.objects.get(job=reminder.job)
    link = Link.objects.get(code=row.link.rsplit("/", 1)[1])
    assert row.address == ward.hoa.phone
    assert link.path == f"/to/mo/{reminder.pk}/"


def test_a_page_gets_one_row(ward, approved):
    connect(ward, "facebook_page", page_id="1")
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    rows = Delivery.objects.filter(job=routes(version)["facebook_page", "households"].job)
    assert [(row.address, row.household) for row in rows] == [("feed", None)]


def test_the_article_is_spent_from_the_allowance(ward, approved, zalo):
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    route = routes(version)["zalo_oa", "households"]
    assert Delivery.objects.get(job=route.job).address == "followers"
    other = make_approved(ward)
    publish_notice(other, by=ward.lan)
    assert routes(other)["zalo_oa", "households"].state == Route.State.SKIPPED


def test_without_accounts_the_plan_still_goes_by_people(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    found = routes(version)
    assert found["sms", "households"].state == Route.State.SKIPPED
    assert found["portal", "households"].state == Route.State.DONE
    assert found["relay", "households"].state == Route.State.RUNNING
    assert found["visit", "households"].state == Route.State.RUNNING
    assert not Job.objects.exists()


def test_nothing_of_another_locality_is_touched(ward, approved, stranger, sms):
    publish_notice(approved, by=ward.lan)
    fill_waiting()
    with scope(locality=stranger.locality):
        assert not Standing.objects.exists()
        assert not Delivery.objects.exists()
        assert not Notice.objects.exists()


def test_each_household_has_a_link_of_its_own_in_its_sms(ward, approved, sms):
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    job = routes(version)["sms", "households"].job
    row = Delivery.objects.get(job=job, household=ward.mai.pk)
    link = Link.objects.get(code=row.link.rsplit("/", 1)[1])
    assert link.place["household"] == ward.mai.pk
    assert link.path == f"/song-cau/thong-bao/{version.notice_id}/"
