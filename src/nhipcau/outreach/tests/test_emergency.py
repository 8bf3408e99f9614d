"""One person, one press: every channel at once, quiet hours lifted on record; and the drill."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nhipcau.audiences.selection import Selection
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.core.models import AuditEvent
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery
from nhipcau.notices.approve import review_release
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.outreach.emergency import begin_drill, begin_with, raise_alarm, take_part
from nhipcau.outreach.escalate import escalate_version
from nhipcau.outreach.models import Emergency, Relay, Route, Standing, Task, Visit
from nhipcau.people.models import Staff

NIGHT = timedelta(hours=7)  # 23:30 on the story's Friday


def storm(ward, **changes):
    return replace(begin_with(ward.locality, "storm"), **changes)


def used(version):
    routes = Route.objects.filter(version=version, state__in=["running", "done"])
    return {(route.kind, route.purpose) for route in routes}


def test_all_channels_go_at_once_in_the_night(ward, civil, sms):
    civil.set(civil.now + NIGHT)
    version = raise_alarm(ward.locality, storm(ward), by=ward.minh)
    assert version.state == NoticeVersion.State.PUBLISHED
    assert used(version) >= {
        ("portal", "households"), ("relay", "households"),
        ("sms", "households"), ("sms", "rest"), ("loudspeaker", "households"),
        ("visit", "households"),
    }  # fmt: skip
    assert "leaders" in {purpose for _kind, purpose in used(version)}
    fill_waiting()
    reached = set(Delivery.objects.exclude(household=None).values_list("household", flat=True))
    assert {ward.binh.pk, ward.mai.pk, ward.tung.pk, ward.yen.pk} <= reached


def test_why_quiet_hours_do_not_hold_is_on_record(ward, civil):
    version = raise_alarm(ward.locality, storm(ward, quiet_why="Gió đã lên cấp 9"), by=ward.minh)
    row = Emergency.objects.get(notice=version.notice)
    assert (row.hazard, row.quiet_why, row.quiet_by) == ("storm", "Gió đã lên cấp 9", ward.minh)
    assert row.quiet_at == civil.now
    assert AuditEvent.objects.filter(verb="quiet.lifted", actor_id=str(ward.minh.pk)).exists()


def test_without_a_reason_quiet_hours_hold(ward, civil):
    with pytest.raises(BadInput) as refused:
        raise_alarm(ward.locality, storm(ward, quiet_why=" "), by=ward.minh)
    assert refused.value.field == "quiet_why"
    assert not Notice.objects.exists()


def test_another_approver_looks_at_it_afterwards(ward, civil):
    version = raise_alarm(ward.locality, storm(ward), by=ward.minh)
    assert version.awaits_review
    other = Staff.objects.create(
        locality=ward.locality, username="long", name="Long", role="approver"
    )
    assert not review_release(version, by=other).awaits_review


@pytest.mark.parametrize("who", ["lan", "quan", "hoa"])
def test_nobody_but_the_named_person_raises_an_alarm(ward, civil, who):
    with pytest.raises(NotAllowed):
        raise_alarm(ward.locality, storm(ward), by=getattr(ward, who))
    assert not Notice.objects.exists()


def test_a_stranger_raises_nothing_here(ward, stranger, civil):
    Staff.objects.filter(pk=stranger.thu.pk).update(may_release_urgent=True)
    stranger.thu.refresh_from_db()
    with pytest.raises(NotAllowed):
        raise_alarm(ward.locality, storm(ward), by=stranger.thu)


@pytest.mark.parametrize("hazard", ["storm", "flood", "landslide", "fire"])
def test_each_danger_begins_whole_and_says_first_what_to_do(ward, civil, hazard):
    alarm = begin_with(ward.locality, hazard)
    assert "[" not in alarm.title + alarm.text
    version = raise_alarm(ward.locality, alarm, by=ward.minh)
    plain = Rendition.objects.get(version=version, form="sms_plain").text
    assert len(plain) <= 3 * 153


def test_a_danger_that_ends_in_a_year_is_refused(ward, civil):
    with pytest.raises(BadInput):
        raise_alarm(ward.locality, storm(ward, hours=9000), by=ward.minh)


@pytest.fixture
def drill(ward, civil, sms):
    take_part(ward.locality, households=(ward.yen.pk,), staff=(ward.lan.pk,), by=ward.minh)
    return begin_drill(ward.locality, "flood", by=ward.minh)


def test_a_drill_reaches_those_who_take_part_and_nobody_else(ward, drill):
    assert used(drill) == {("portal", "households"), ("sms", "drill")}
    fill_waiting()
    assert set(Delivery.objects.values_list("address", flat=True)) == {
        ward.lan.phone, "+84355666777",
    }  # fmt: skip
    assert list(Standing.objects.values_list("household", flat=True)) == [ward.yen.pk]
    assert Selection.from_json(drill.notice.selection).households == (ward.yen.pk,)


def test_a_drill_says_so_in_every_form(drill):
    forms = Rendition.objects.filter(version=drill).exclude(form="sms_plain")
    silent = [form.form for form in forms if "diễn tập" not in f"{form.title} {form.text}".lower()]
    assert not silent
    assert "DIEN TAP" in Rendition.objects.get(version=drill, form="sms_plain").text


def test_a_drill_chases_nobody_and_opens_no_door(drill, civil):
    escalate_version(drill, civil.step(60))
    assert not Visit.objects.exists()
    assert not Relay.objects.exists()
    assert not Task.objects.exists()


def test_a_drill_lifts_no_quiet_hours(ward, civil, sms):
    take_part(ward.locality, households=(ward.yen.pk,), staff=(), by=ward.minh)
    civil.set(civil.now + NIGHT)
    version = begin_drill(ward.locality, "storm", by=ward.minh)
    assert Emergency.objects.get(notice=version.notice).quiet_at is None
    assert ("sms", "drill") not in used(version)


def test_a_drill_needs_somebody_who_takes_part(ward, civil):
    with pytest.raises(BadInput):
        begin_drill(ward.locality, "storm", by=ward.minh)
    assert not Notice.objects.exists()
