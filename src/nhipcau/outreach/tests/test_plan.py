"""The plan: each way used or not, since when and why, from time, quiet hours, quota and price."""

from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.audiences.selection import Selection
from nhipcau.channels.models import Quota, Window
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import Notice
from nhipcau.outreach.models import Relay, Route, Task
from nhipcau.outreach.overrule import overrule_route
from nhipcau.outreach.plan import Wish, propose
from nhipcau.outreach.publish import publish_notice
from nhipcau.people.models import ContactPoint


def plan_for(ward, hours=14.0, at=FRIDAY_AFTERNOON, **wish):
    given = {"urgency": Notice.Urgency.URGENT, "selection": Selection(), **wish}
    return propose(ward.locality, Wish(deadline=at + timedelta(hours=hours), **given), at)


def way(plan, kind, purpose="households"):
    return next(w for w in plan.ways if (w.kind, w.purpose) == (kind, purpose))


def test_every_way_has_its_sentence(ward, civil, sms, zalo):
    plan = plan_for(ward)
    assert [w.kind for w in plan.ways][:3] == ["portal", "facebook_page", "relay"]
    assert all(w.why.endswith((".", "đ.")) for w in plan.ways)
    assert all("%" not in w.why.replace(" %", "") for w in plan.ways)


def test_the_price_counts_what_is_used(ward, civil, sms):
    plan = plan_for(ward)
    assert plan.households == 7
    assert way(plan, "relay", "leaders").cost_vnd == 800
    assert way(plan, "sms").cost_vnd == 3 * 800
    assert plan.cost_vnd == sum(w.cost_vnd for w in plan.used)


def test_a_late_paper_skips_what_nobody_would_read(ward, civil):
    plan = plan_for(ward, hours=2)
    assert not way(plan, "board").is_used
    assert not way(plan, "sheet").is_used
    assert way(plan, "relay").is_used


def test_with_days_to_go_papers_hang(ward, civil):
    plan = plan_for(ward, hours=72)
    assert way(plan, "board").is_used
    assert way(plan, "sheet").is_used


def test_the_loudspeaker_speaks_in_its_hours_only(ward, civil):
    assert way(plan_for(ward), "loudspeaker").starts_at == FRIDAY_AFTERNOON + timedelta(minutes=30)
    at = FRIDAY_AFTERNOON + timedelta(hours=3)
    assert not way(plan_for(ward, hours=2, at=at), "loudspeaker").is_used


def test_an_article_is_not_spent_on_the_few(ward, civil, zalo):
    plan = plan_for(ward, selection=Selection(neighbourhoods=(ward.to_1.pk,)))
    assert not way(plan, "zalo_oa").is_used


@pytest.mark.parametrize(("kind", "is_used"), [("announcement", False), ("emergency", True)])
def test_the_last_article_is_kept_for_an_emergency(ward, civil, zalo, kind, is_used):
    Quota.objects.create(
        locality=ward.locality,
        account=zalo,
        name="broadcast",
        period="2023-05",
        total=4,
        used=3,
        read_at=FRIDAY_AFTERNOON,
    )
    assert way(plan_for(ward, kind=kind), "zalo_oa").is_used is is_used


def test_at_night_an_article_waits_for_six_o_clock(ward, civil, zalo):
    at = FRIDAY_AFTERNOON + timedelta(hours=6)
    plan = plan_for(ward, hours=20, at=at)
    assert way(plan, "zalo_oa").starts_at == FRIDAY_AFTERNOON + timedelta(hours=13.5)


def test_who_wrote_to_the_oa_lately_can_be_written_to(ward, civil, zalo):
    ContactPoint.objects.create(
        locality=ward.locality, household=ward.tung, account=zalo, kind="zalo", value="u1"
    )
    assert not way(plan_for(ward), "zalo_oa", "windows").is_used
    Window.objects.create(
        locality=ward.locality,
        account=zalo,
        person="u1",
        last_act_at=FRIDAY_AFTERNOON - timedelta(hours=3),
    )
    assert way(plan_for(ward), "zalo_oa", "windows").is_used


def test_no_sms_in_quiet_hours_but_for_an_emergency(ward, civil, sms):
    at = FRIDAY_AFTERNOON + timedelta(hours=6)
    assert not way(plan_for(ward, hours=2, at=at), "sms").is_used
    emergency = plan_for(ward, hours=2, at=at, kind=Notice.Kind.EMERGENCY)
    assert way(emergency, "sms").starts_at == at


def test_a_usual_notice_saves_the_second_sms(ward, civil, sms):
    assert way(plan_for(ward), "sms", "rest").is_used
    assert not way(plan_for(ward, urgency=Notice.Urgency.USUAL), "sms", "rest").is_used


def test_proposing_asks_the_database_little(ward, civil, sms, zalo, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        plan_for(ward)


def test_a_person_overrules_before_publishing(ward, approved, sms):
    overrule_route(approved, "sms", "households", is_used=False, by=ward.lan)
    version = publish_notice(approved, by=ward.lan)
    route = Route.objects.get(version=version, kind="sms", purpose="households")
    assert (route.state, route.account) == (Route.State.SKIPPED, sms)
    assert route.overruled_by == f"staff:{ward.lan.pk}"


def test_a_person_starts_and_stops_a_route_afterwards(ward, civil, sms, approved):
    overrule_route(approved, "sms", "rest", is_used=False, by=ward.lan)
    version = publish_notice(approved, by=ward.lan)
    route = overrule_route(version, "sms", "rest", is_used=True, by=ward.minh)
    assert route.state == Route.State.RUNNING
    route = overrule_route(version, "sms", "rest", is_used=False, by=ward.minh)
    assert (route.state, route.job.state) == (Route.State.STOPPED, Job.State.STOPPED)


def test_the_doors_cannot_be_switched_off(ward, approved):
    with pytest.raises(BadInput):
        overrule_route(approved, "visit", "households", is_used=False, by=ward.lan)


def test_a_leader_does_not_overrule(ward, approved, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            overrule_route(approved, "board", "households", is_used=False, by=who)


def test_what_is_done_cannot_be_switched(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    Route.objects.filter(kind="relay").update(state=Route.State.DONE)
    with pytest.raises(WrongState):
        overrule_route(version, "relay", "households", is_used=False, by=ward.lan)


def test_switching_the_relay_off_asks_no_leader_any_more(ward, approved):
    version = publish_notice(approved, by=ward.lan)
    overrule_route(version, "relay", "households", is_used=False, by=ward.lan)
    assert Relay.objects.get().state == Relay.State.STOPPED
    overrule_route(version, "loudspeaker", "households", is_used=False, by=ward.lan)
    assert Task.objects.get(kind="loudspeaker").stopped_at is not None
