"""Leaders by template messages: the account's own template, filled for them."""

import json

import pytest

from nhipcau.channels.models import Template
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.dispatch.models import Job
from nhipcau.outreach.drill import start_drill
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.our_people import ways_to_add
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import make_template
from nhipcau.outreach.try_way import send_test
from nhipcau.people.ways import confirm_way, offer_way

PARAMS = [
    {"name": "ten", "require": True, "type": "STRING", "minLength": 3, "maxLength": 30},
    {"name": "noi_dung", "require": True, "type": "STRING", "minLength": 0, "maxLength": 40},
    {"name": "xem", "require": True, "type": "STRING", "minLength": 0, "maxLength": 60},
]
FILLED = {"ten": "title", "noi_dung": "text", "xem": "link"}


@pytest.fixture
def template(ward, zalo, civil):
    return make_template(ward, zalo, parameters=PARAMS, filled_from=FILLED)


@pytest.fixture
def by_template(ward, template):
    way = offer_way(ward.hoa, kind="zalo_template", value=ward.hoa.phone, by=SYSTEM)
    confirm_way(way, by=ward.hoa.actor)
    return way


def filled_in(job):
    return json.loads(job.note["data"])


def test_what_we_ask_takes_the_place_of_the_text(ward, approved, by_template):
    publish_notice(approved, by=ward.lan)
    job = Reminder.objects.get(staff=ward.hoa).job
    said = filled_in(job)
    assert said["noi_dung"] == "nhờ bác đăng ngay vào nhóm:"
    assert said["ten"].startswith("Khám sàng lọc")
    assert (said["xem"], job.unit_vnd, job.note["template"]) == ("{link}", 120, "31239")


def test_a_template_of_their_own_comes_before_the_chosen_one(ward, approved, by_template, template):
    own = Template.objects.create(
        locality=ward.locality,
        account=template.account,
        external_id="777",
        name="Báo tổ trưởng",
        state="ENABLE",
        parameters=[PARAMS[0], PARAMS[2]],
        filled_from={"ten": "title", "xem": "link"},
        read_at=civil_now(),
    )
    template.account.settings["leader_template"] = own.external_id
    template.account.save()
    publish_notice(approved, by=ward.lan)
    job = Reminder.objects.get(staff=ward.hoa).job
    assert job.note["template"] == "777"
    assert filled_in(job)["ten"].startswith("nhờ bác đăng")


def test_without_a_template_it_is_no_way(ward, approved, by_template, template, sms):
    Template.objects.update(is_chosen=False)
    with pytest.raises(WrongState):
        send_test(by_template, by=ward.hoa.actor)
    publish_notice(approved, by=ward.lan)
    assert Reminder.objects.get(staff=ward.hoa).channel == "sms"


def test_tests_and_drills_go_by_it_as_well(ward, by_template, civil):
    assert filled_in(send_test(by_template, by=ward.hoa.actor))["ten"] == "Thử cách báo tin"
    start_drill(ward.locality, by=SYSTEM)
    job = Job.objects.get(key__startswith="drill")
    assert filled_in(job)["ten"].startswith("DIỄN TẬP")


def test_it_is_offered_where_the_ward_has_a_template_and_a_number(ward, template, civil):
    assert ways_to_add(ward.hoa, civil.now) == ["zalo_template"]
    offer_way(ward.hoa, kind="zalo_template", value=ward.hoa.phone, by=ward.hoa.actor)
    assert ways_to_add(ward.hoa, civil.now) == []
    Template.objects.update(is_chosen=False)
    assert ways_to_add(ward.tam, civil.now) == []
