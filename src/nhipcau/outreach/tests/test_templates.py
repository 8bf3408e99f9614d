"""Template messages in the plan, on their way, and the SMS that takes their place."""

import json
from datetime import timedelta

import pytest

from nhipcau.audiences.selection import Selection
from nhipcau.channels.models import Quota, Template
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.dispatch.fill import fill_job
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.notices.models import Notice
from nhipcau.outreach.carry import start_due
from nhipcau.outreach.models import Route, Visit
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.outreach.overrule import overrule_route
from nhipcau.outreach.plan import Wish, propose
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.template_data import faults, filled, note_for
from nhipcau.outreach.tests.conftest import make_approved, make_template
from nhipcau.people.models import ContactPoint

PARAMS = [
    {"name": "ten", "require": True, "type": "STRING", "minLength": 3, "maxLength": 30},
    {"name": "luc", "require": True, "type": "DATE", "minLength": 0, "maxLength": 20},
    {"name": "noi", "require": False, "type": "STRING", "minLength": 0, "maxLength": 30},
    {"name": "xem", "require": True, "type": "STRING", "minLength": 0, "maxLength": 60},
]
FILLED = {"ten": "title", "luc": "event_at", "noi": "=Nhà văn hoá", "xem": "link"}


@pytest.fixture
def template(ward, zalo):
    return make_template(ward, zalo, parameters=PARAMS, filled_from=FILLED)


def way(ward, channel, purpose="households", **wish):
    asked = {"urgency": Notice.Urgency.URGENT, **wish}
    plan = propose(
        ward.locality,
        Wish(selection=Selection(), deadline=civil_now() + timedelta(hours=14), **asked),
        civil_now(),
    )
    found = [one for one in plan.ways if (one.kind, one.purpose) == (channel, purpose)]
    return found[0] if found else None


def published(ward):
    version = make_approved(ward)
    publish_notice(version, by=ward.minh)
    version.refresh_from_db()
    return version


def deliveries(version, kind, purpose="households"):
    route = Route.objects.get(version=version, kind=kind, purpose=purpose)
    fill_job(route.job)
    return list(Delivery.objects.filter(job=route.job).order_by("id"))


def refuse(row, error="-141"):
    Delivery.objects.filter(pk=row.pk).update(state="refused", error=error)
    take_outcomes(
        [
            Outcome(
                row.pk,
                row.job_id,
                row.account,
                row.household,
                row.neighbourhood,
                row.address,
                "refused",
                error,
                civil_now(),
            )
        ]
    )


def test_without_a_template_account_the_plan_says_nothing_of_it(ward, civil, sms):
    assert way(ward, "zalo_template") is None and way(ward, "sms", "instead") is None


def test_it_goes_to_whom_only_a_telephone_reaches_and_spares_the_sms(ward, civil, sms, template):
    found = way(ward, "zalo_template")
    assert found.is_used and found.cost_vnd == 2 * 120  # khánh and mai; bình has no smartphone
    assert "Rẻ hơn SMS" in found.why
    assert way(ward, "sms").cost_vnd == 800
    assert way(ward, "sms", "rest").is_used is False
    assert way(ward, "sms", "instead").starts_at > found.starts_at


def test_the_quota_is_said_as_read_and_never_guessed(ward, civil, sms, template):
    assert "Chưa đọc được hạn mức" in way(ward, "zalo_template").why
    day = civil_now().strftime("%Y-%m-%d")
    Quota.objects.create(
        locality=ward.locality,
        account=template.account,
        name="template",
        period=day,
        total=500,
        used=200,
        read_at=civil_now(),
    )
    # 500 less 200 less the tenth that is kept for emergencies
    assert "còn cho 250 tin" in way(ward, "zalo_template").why


def test_who_follows_the_account_is_written_to_by_user_id_more_cheaply(ward, civil, template):
    for home in (ward.tung, ward.phuong):
        ContactPoint.objects.create(
            locality=ward.locality,
            household=home,
            account=template.account.keeper,
            kind="zalo",
            value=f"u-{home.pk}",
        )
    found = way(ward, "zalo_template", "uid")
    assert found.is_used and found.cost_vnd == 84  # half of them will have looked by themselves


def test_where_an_sms_costs_less_the_sms_is_sent(ward, civil, sms, template):
    Template.objects.update(price_phone_vnd=900)
    found = way(ward, "zalo_template")
    assert not found.is_used and "đắt hơn SMS" in found.why
    assert way(ward, "sms").cost_vnd == 3 * 800


def test_in_an_emergency_everything_goes_at_once(ward, civil, sms, template):
    kind = Notice.Kind.EMERGENCY
    assert way(ward, "zalo_template", kind=kind).is_used
    assert way(ward, "sms", kind=kind).cost_vnd == 3 * 800
    assert way(ward, "sms", "instead", kind=kind) is None


def test_without_a_chosen_template_the_plan_says_what_to_do(ward, civil, sms, template):
    Template.objects.update(is_chosen=False)
    found = way(ward, "zalo_template")
    assert not found.is_used and "Chưa chọn mẫu" in found.why


def test_each_row_carries_the_household_s_own_link_and_the_template(ward, civil, sms, template):
    version = published(ward)
    rows = deliveries(version, "zalo_template")
    assert {row.household for row in rows} == {ward.khanh.pk, ward.mai.pk}
    assert all(row.address.startswith("+84") and row.link for row in rows)
    job = Route.objects.get(version=version, kind="zalo_template", purpose="households").job
    data = json.loads(job.note["data"])
    assert (job.note["template"], data["xem"], data["noi"]) == ("31239", "{link}", "Nhà văn hoá")
    assert data["ten"].endswith("…") and len(data["ten"]) <= 30
    assert job.unit_vnd == 120


def test_the_sms_at_the_start_goes_only_to_those_without_a_smartphone(ward, civil, sms, template):
    rows = deliveries(published(ward), "sms")
    assert [row.household for row in rows] == [ward.binh.pk]


def test_whom_zalo_refuses_gets_an_sms_and_no_door_yet(ward, civil, sms, template):
    version = published(ward)
    khanh, mai = sorted(deliveries(version, "zalo_template"), key=lambda row: row.household)
    Delivery.objects.filter(pk=mai.pk).update(state="sent")
    Visit.objects.all().delete()
    refuse(khanh)
    assert not Visit.objects.exists()
    civil.step(60)
    start_due(version, by=ward.minh.actor)
    rows = deliveries(version, "sms", "instead")
    assert [row.household for row in rows] == [ward.khanh.pk]


def test_whom_it_loses_after_the_sms_gets_a_visit(ward, civil, sms, template):
    version = published(ward)
    row = deliveries(version, "zalo_template")[0]
    Visit.objects.all().delete()
    Route.objects.filter(version=version, purpose="instead").update(state="done")
    refuse(row)
    assert [visit.household_id for visit in Visit.objects.all()] == [row.household]


def test_a_number_without_zalo_is_not_tried_again_and_still_takes_an_sms(
    ward, civil, sms, template
):
    version = published(ward)
    row = next(r for r in deliveries(version, "zalo_template") if r.household == ward.mai.pk)
    refuse(row, "-118")
    contact = ContactPoint.objects.get(household=ward.mai, kind="phone")
    assert contact.detail["no_zalo"] and contact.failed_at is None and contact.takes_sms
    assert way(ward, "zalo_template").cost_vnd == 120
    assert way(ward, "sms").cost_vnd == 2 * 800


def test_a_template_that_zalo_disabled_meanwhile_fails_and_the_sms_covers(
    ward, civil, sms, template
):
    version = make_approved(ward)
    Template.objects.update(state="ENABLE")
    template.filled_from = FILLED | {"luc": "=sáng mai"}
    template.save()
    publish_notice(version, by=ward.minh)
    route = Route.objects.get(version=version, kind="zalo_template", purpose="households")
    assert route.state == Route.State.FAILED and "luc" in route.why
    homes = {row.household for row in deliveries(version, "sms")}
    assert homes == {ward.binh.pk, ward.khanh.pk, ward.mai.pk}


def test_what_does_not_fit_is_said_before_anything_is_sent(ward, civil, template, version):
    template.parameters = [*PARAMS, {"name": "so", "require": True, "type": "NUMBER"}]
    for one in template.parameters:
        one.setdefault("maxLength", 20)
    assert faults(template, filled(version, template)) == ["Ô “so” không được để trống."]
    with pytest.raises(BadInput):
        note_for(version, template)


def test_a_person_s_overruling_stands(ward, civil, sms, template):
    version = make_approved(ward)
    overrule_route(version, "zalo_template", "households", is_used=False, by=ward.minh)
    publish_notice(version, by=ward.minh)
    route = Route.objects.get(version=version, kind="zalo_template", purpose="households")
    assert route.state == Route.State.SKIPPED
    homes = {row.household for row in deliveries(version, "sms")}
    assert homes == {ward.binh.pk, ward.khanh.pk, ward.mai.pk}
