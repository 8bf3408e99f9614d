import json
from datetime import timedelta
from uuid import uuid4

import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.doors import doors_for
from nhipcau.outreach.models import Level, Standing, Visit, VisitTry
from nhipcau.outreach.visits import open_visits, record_try
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.people.models import Household


@pytest.fixture
def doors(ward, version):
    open_visits(version, [ward.binh.pk, ward.dung.pk], why="not_seen", by=SYSTEM)
    return {
        "binh": Visit.objects.get(household=ward.binh),
        "dung": Visit.objects.get(household=ward.dung),
    }


def sync(client, lines, now=1_000_000.0):
    body = json.dumps({"now": now, "lines": lines})
    return client.post("/to/nha/dong-bo/", body, content_type="application/json")


def line(visit, result="told", at=1_000_000.0, **more):
    return {
        "kind": "try", "id": uuid4().hex, "subject": visit.pk, "result": result, "at": at, **more
    }  # fmt: skip


def test_the_list_says_how_many_are_left(hoa, ward, version, doors):
    page = hoa.get(f"/to/nha/{version.pk}/").content.decode()
    assert "data-left>2<" in page and ward.binh.head_name in page


def test_a_door_is_told_by_a_plain_form(hoa, ward, version, doors):
    where = f"/to/nha/{version.pk}/{doors['binh'].pk}/"
    hoa.post(where, {"id": uuid4(), "result": "told"})
    assert Standing.objects.get(version=version, household=ward.binh).level == Level.TOLD


def test_a_slip_at_a_door_is_taken_back(hoa, ward, version, doors):
    made = uuid4()
    hoa.post(f"/to/nha/{version.pk}/{doors['binh'].pk}/", {"id": made, "result": "told"})
    hoa.post(f"/to/nha/{version.pk}/sua/{made}/")
    doors["binh"].refresh_from_db()
    assert doors["binh"].state == Visit.State.OPEN


def test_a_forged_form_changes_nothing_and_says_so(hoa, version, doors):
    where = f"/to/nha/{version.pk}/{doors['binh'].pk}/"
    page = hoa.post(where, {"id": "x", "result": "told"}, follow=True).content.decode()
    assert "Không đọc được lượt này." in page
    assert not VisitTry.objects.exists()


def test_the_queue_of_a_phone_is_applied_once_however_often_it_is_sent(hoa, doors):
    lines = [line(doors["binh"]), line(doors["dung"], "absent", note="đi chợ")]
    for _again in range(3):
        assert [one["state"] for one in sync(hoa, lines).json()["lines"]] == ["saved", "saved"]
    assert VisitTry.objects.count() == 2


def test_the_time_at_the_door_is_told_by_how_long_ago_it_was(hoa, civil, doors):
    civil.step(60)
    sync(hoa, [line(doors["binh"], at=1_000_000.0 - 20 * 60_000)])
    made = VisitTry.objects.get()
    assert abs(made.at - (civil.now - timedelta(minutes=20))) < timedelta(seconds=1)


def test_a_wrong_clock_on_the_phone_stays_within_the_visit(hoa, civil, doors):
    sync(hoa, [line(doors["binh"], at=-1e15), line(doors["dung"], at=9e15)])
    assert all(made.visit.opened_at <= made.at <= civil.now for made in VisitTry.objects.all())


def test_whoever_was_slower_is_told_by_whom_in_words(hoa, ward, doors):
    record_try(
        doors["binh"], try_id=uuid4(), result="told", at=doors["binh"].opened_at, by=ward.tam
    )
    answer = sync(hoa, [line(doors["binh"])]).json()["lines"][0]
    assert answer["state"] == "saved" and ward.tam.name in answer["words"]


def test_a_door_that_was_absent_twice_is_said_to_be_closed(hoa, civil, doors):
    assert sync(hoa, [line(doors["binh"], "absent")]).json()["lines"][0]["outcome"] == ""
    civil.step(31)
    answer = sync(hoa, [line(doors["binh"], "absent")]).json()["lines"][0]
    assert answer["outcome"] == "Vắng hai lần"


def test_a_door_of_another_neighbourhood_is_refused_and_the_rest_goes_on(ward, version, doors):
    open_visits(version, [ward.mai.pk], why="not_seen", by=SYSTEM)
    elsewhere = Visit.objects.get(household=ward.mai)
    answers = sync(phone_of(ward.hoa), [line(elsewhere), line(doors["binh"])]).json()["lines"]
    assert [one["state"] for one in answers] == ["refused", "saved"]
    assert answers[0]["words"]


def test_a_door_of_another_locality_is_not_found(hoa, doors, stranger):
    answer = sync(hoa, [{**line(doors["binh"]), "subject": 10_000_000}]).json()["lines"][0]
    assert answer["state"] == "refused"


@pytest.mark.parametrize("raw", ["x", None, 3, {}, {"kind": "try"}, {"kind": "try", "at": "z"}])
def test_nonsense_in_the_queue_is_refused_line_by_line(hoa, doors, raw):
    answers = sync(hoa, [raw, line(doors["binh"])]).json()["lines"]
    assert [one["state"] for one in answers] == ["refused", "saved"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"now": "x", "lines": []}', '{"lines": 3}'])
def test_a_broken_batch_is_answered_in_words(hoa, body):
    answer = hoa.post("/to/nha/dong-bo/", body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["words"]


def test_an_undo_of_a_try_that_never_arrived_does_no_harm(hoa, doors):
    undo = {"kind": "undo", "id": uuid4().hex, "subject": 0, "at": 1.0}
    assert sync(hoa, [undo]).json()["lines"][0]["state"] == "saved"


def test_a_try_and_its_undo_in_one_batch_leave_the_door_open(hoa, doors):
    told = line(doors["binh"])
    sync(hoa, [told, {"kind": "undo", "id": told["id"], "subject": 0, "at": 1.0}])
    doors["binh"].refresh_from_db()
    assert doors["binh"].state == Visit.State.OPEN


def test_the_dragged_order_stays(hoa, ward, version, doors):
    order = [ward.dung.pk, ward.binh.pk]
    sync(hoa, [{**line(doors["binh"]), "kind": "order", "order": order}])
    assert [door.household for door in doors_for(ward.hoa, version)] == [ward.dung.pk, ward.binh.pk]


def test_one_step_up_works_without_javascript(hoa, ward, version, doors):
    hoa.post(f"/to/nha/{version.pk}/{doors['dung'].pk}/cho/", {"to": "up"})
    assert next(door.household for door in doors_for(ward.hoa, version)) == ward.dung.pk


def test_a_door_somebody_walks_to_is_shown_to_the_others(hoa, ward, version, doors):
    phone_of(ward.tam).post(f"/to/nha/{version.pk}/{doors['binh'].pk}/den/")
    assert f"{ward.tam.name} đang đến" in hoa.get(f"/to/nha/{version.pk}/").content.decode()


def test_in_quiet_hours_nobody_is_sent_out(hoa, civil, version, doors):
    civil.step(5 * 60)
    assert "Đang giờ nghỉ" in hoa.get(f"/to/nha/{version.pk}/").content.decode()


def test_a_withdrawn_notice_needs_no_more_doors(hoa, version, doors):
    version.state = version.State.WITHDRAWN
    version.save()
    assert "Không cần báo tiếp" in hoa.get(f"/to/nha/{version.pk}/").content.decode()


def test_every_household_of_the_round_is_shown_whatever_its_name(hoa, ward, version, doors):
    Household.objects.filter(pk=ward.binh.pk).update(head_name="<b>Ông 'A'</b>")
    assert "&lt;b&gt;Ông" in hoa.get(f"/to/nha/{version.pk}/").content.decode()


def test_deputy_and_team_member_walk_the_same_list(ward, version, doors):
    for helper in (ward.tam, ward.sinh):
        page = phone_of(helper).get(f"/to/nha/{version.pk}/").content.decode()
        assert "data-left>2<" in page


def test_a_ward_helper_sees_only_what_the_ward_took_over(ward, version, doors):
    ward.sinh.neighbourhood = None
    ward.sinh.save()
    helper = phone_of(ward.sinh)
    assert "data-left>0<" in helper.get(f"/to/nha/{version.pk}/").content.decode()
    Visit.objects.filter(pk=doors["binh"].pk).update(by_ward=True)
    page = helper.get(f"/to/nha/{version.pk}/").content.decode()
    assert "data-left>1<" in page and ward.to_13.name in page
    assert f"/to/nha/{version.pk}/" in helper.get("/to/").content.decode()


def test_the_service_worker_belongs_to_the_leaders_pages(hoa, client):
    answer = hoa.get("/to/may.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"doors.js" in answer.content
    assert client.get("/to/may.js").status_code == 302


def test_only_the_latest_finished_doors_are_shown_and_all_when_asked(
    hoa, version, doors, monkeypatch
):
    monkeypatch.setattr("nhipcau.pages.leader.doors.DONE_SHOWN", 1)
    sync(hoa, [line(doors["binh"]), line(doors["dung"])])
    short = hoa.get(f"/to/nha/{version.pk}/").content.decode()
    whole = hoa.get(f"/to/nha/{version.pk}/?het=1").content.decode()
    assert short.count("data-undo=") == 1
    assert "Xem cả 2 nhà đã xong" in short
    assert whole.count("data-undo=") == 2
