"""Money is taken before anything goes, never more than the limits allow, and what was not sent
comes back: whoever takes, in whatever order, at the same time."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.channels.models import Account
from nhipcau.channels.prices import PriceLine, set_price
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import Notice
from nhipcau.outreach.budget import OverBudget, money_left, settle_money, take_money
from nhipcau.outreach.limits import Limits, grant_money, set_budget
from nhipcau.outreach.models import Grant, Purse, Route, Taking
from nhipcau.outreach.overrule import overrule_route
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import make_approved, make_version
from nhipcau.outreach.tests.test_at_once import at_once, living  # noqa: F401

MAY = "2023-05"


def limit(ward, month, *, reserve=0, notice=None):
    set_budget(ward.locality, Limits(month, reserve, notice), by=SYSTEM)


def taken(name=MAY) -> int:
    return Purse.objects.get(name=name).taken_vnd


def routes(version):
    return {(r.kind, r.purpose): r for r in Route.objects.filter(version=version)}


def emergency(ward):
    version = make_version(ward)
    Notice.objects.filter(pk=version.notice_id).update(kind=Notice.Kind.EMERGENCY)
    version.notice.refresh_from_db()
    return version


def test_without_limits_all_may_be_taken(ward, version, sms, civil):
    take_money(version, sms, 5_000_000, SYSTEM)
    assert money_left(ward.locality.pk, civil.now) is None
    assert taken() == 5_000_000


def test_the_month_s_limit_stops(ward, version, sms):
    limit(ward, 1000)
    take_money(version, sms, 1000, SYSTEM)
    with pytest.raises(OverBudget) as stopped:
        take_money(version, sms, 1, SYSTEM)
    assert stopped.value.short_vnd == 1
    assert taken() == 1000
    assert Taking.objects.count() == 1


def test_the_notice_s_limit_stops_that_notice_only(ward, version, sms):
    limit(ward, None, notice=500)
    with pytest.raises(OverBudget):
        take_money(version, sms, 501, SYSTEM)
    take_money(version, sms, 500, SYSTEM)
    take_money(make_version(ward), sms, 500, SYSTEM)


def test_a_month_may_have_limits_of_its_own(ward, version, sms):
    limit(ward, 0)
    set_budget(ward.locality, Limits(900, 0, None), by=SYSTEM, month=MAY)
    take_money(version, sms, 900, SYSTEM)


def test_the_reserve_is_for_emergencies_only(ward, version, sms, civil):
    limit(ward, 1000, reserve=400, notice=100)
    assert money_left(ward.locality.pk, civil.now, is_emergency=True) == 1000
    with pytest.raises(OverBudget):
        take_money(make_version(ward), sms, 601, SYSTEM)
    take_money(emergency(ward), sms, 1000, SYSTEM)
    with pytest.raises(OverBudget):
        take_money(emergency(ward), sms, 1, SYSTEM)


def test_the_same_key_takes_once(version, sms):
    first = take_money(version, sms, 700, SYSTEM, key="job")
    assert take_money(version, sms, 700, SYSTEM, key="job") == first
    assert taken() == 700


def test_another_localitys_purse_is_its_own(ward, stranger, version, sms):
    set_budget(stranger.locality, Limits(0, 0, None), by=SYSTEM)
    take_money(version, sms, 700, SYSTEM)


def test_what_was_not_sent_comes_back_once(ward, approved, sms, civil):
    limit(ward, 100_000)
    version = publish_notice(approved, by=ward.lan)
    before = taken()
    job = routes(version)["sms", "households"].job
    Job.objects.filter(pk=job.pk).update(done_at=civil.now, cost_vnd=job.unit_vnd)
    settle_money()
    settle_money()
    row = Taking.objects.get(job=job)
    assert row.vnd == 3 * job.unit_vnd
    assert (row.back_vnd, before - taken()) == (2 * job.unit_vnd, 2 * job.unit_vnd)


def test_a_way_that_would_pass_the_limit_is_left_out_with_a_sentence(ward, approved, sms):
    limit(ward, 800)
    version = publish_notice(approved, by=ward.lan)
    found = routes(version)
    assert found["relay", "leaders"].state == Route.State.RUNNING
    route = found["sms", "households"]
    assert route.state == Route.State.SKIPPED
    assert "Hết ngân sách: cần 2.400 đ, chỉ còn 0 đ" in route.why
    assert found["visit", "households"].state == Route.State.RUNNING


def test_a_route_that_finds_the_purse_empty_fails_in_words(ward, approved, sms, monkeypatch):
    limit(ward, 3200)
    monkeypatch.setattr("nhipcau.outreach.plan.money_left", lambda *_a, **_k: None)
    take_money(make_version(ward), sms, 2000, SYSTEM)
    version = publish_notice(approved, by=ward.lan)
    route = routes(version)["sms", "households"]
    assert route.state == Route.State.FAILED
    assert route.why.startswith("Hết ngân sách tháng: cần 2.400 đ, còn 400 đ")
    assert route.job is None


def test_only_an_approver_lets_a_notice_cost_more(ward, approved, sms):
    limit(ward, 800)
    version = publish_notice(approved, by=ward.lan)
    with pytest.raises(NotAllowed, match=r"2\.400"):
        overrule_route(version, "sms", "households", is_used=True, by=ward.lan, why="Gấp")
    with pytest.raises(BadInput):
        overrule_route(version, "sms", "households", is_used=True, by=ward.minh)
    assert not Grant.objects.exists()
    overrule_route(version, "sms", "households", is_used=True, by=ward.minh, why="Sắp bão")
    grant = Grant.objects.get()
    assert (grant.by, grant.vnd, grant.why) == (ward.minh, 2400, "Sắp bão")
    assert routes(version)["sms", "households"].state == Route.State.RUNNING
    fill_waiting()
    assert taken() == 3200


def test_paper_is_paid_when_it_has_a_price(ward, civil):
    set_price(ward.locality, PriceLine("sheet", "sheet", 300, date(2023, 1, 1)), by=SYSTEM)
    version = publish_notice(make_approved(ward, deadline_in=timedelta(days=2)), by=ward.lan)
    assert routes(version)["sheet", "households"].state == Route.State.RUNNING
    assert Taking.objects.get(kind="sheet").vnd == 2 * 300


def test_a_stranger_grants_nothing(ward, version, stranger):
    with pytest.raises(NotAllowed):
        grant_money(version, 100, why="Vì thế", by=stranger.thu)


@pytest.mark.parametrize("wrong", [Limits(100, 200, None), Limits(-1, 0, None)])
def test_limits_that_make_no_sense_are_refused(ward, wrong):
    with pytest.raises(BadInput):
        set_budget(ward.locality, wrong, by=SYSTEM)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(0, 700)),
        st.tuples(st.just("done"), st.integers(0, 1000)),
        st.tuples(st.just("grant"), st.integers(1, 300)),
    ),
    max_size=12,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_purse_is_what_was_taken_less_what_came_back(ward, version, sms, civil, steps):
    Taking.objects.all().delete()
    Purse.objects.all().delete()
    Job.objects.all().delete()
    limit(ward, 1000, reserve=100)
    granted = 0
    for number, (act, vnd) in enumerate(steps):
        if act == "grant":
            grant_money(version, vnd, why="Thêm", by=ward.minh)
            granted += vnd
        elif act == "take":
            _take(version, sms, vnd, number, civil)
        else:
            _finish(vnd, civil)
        rows = Taking.objects.all()
        assert sum(t.vnd - t.back_vnd for t in rows) <= 900 + granted
        assert sum(p.taken_vnd for p in Purse.objects.filter(name=MAY)) == sum(
            t.vnd - t.back_vnd for t in rows
        )


def _take(version, sms, vnd, number, civil):
    try:
        taking = take_money(version, sms, vnd, SYSTEM, key=f"k{number}")
    except OverBudget:
        return
    job = Job.objects.create(
        locality_id=version.locality_id, account=sms, key=f"k{number}", text="x", prefix="p",
        created_at=civil.now,
    )  # fmt: skip
    Taking.objects.filter(pk=taking.pk).update(job=job)


def _finish(vnd, civil):
    taking = Taking.objects.filter(settled_at=None).first()
    if taking is not None:
        Job.objects.filter(pk=taking.job_id).update(
            done_at=civil.now, cost_vnd=min(vnd, taking.vnd)
        )
        settle_money()


@pytest.mark.postgres
def test_many_who_take_at_once_never_pass_the_limit(living):  # noqa: F811
    version = make_version(living)
    account = Account.objects.create(
        locality=living.locality, kind="sms", name="SMS", state="working"
    )
    limit(living, 1000)

    def take():
        try:
            return take_money(version, account, 300, SYSTEM)
        except OverBudget as stopped:
            return stopped

    found = at_once(living, *[take] * 5)
    assert sum(isinstance(one, OverBudget) for one in found) == 2
    assert taken() == 900
