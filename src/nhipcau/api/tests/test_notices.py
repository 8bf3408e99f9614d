"""A notice of another system: four eyes hold for it too, and only counts come back."""

import pytest

from nhipcau.api.keys import revoke_key
from nhipcau.api.models import SentNotice
from nhipcau.api.publish import publish_waiting
from nhipcau.api.tests.conftest import a_notice, caller_of, make_version
from nhipcau.core.errors import NotAllowed
from nhipcau.notices.approve import approve_notice, recall_notice, submit_notice
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Standing

State = NoticeVersion.State


@pytest.fixture
def publisher(ward):
    return caller_of(ward.locality, ward.quan, ward.lan, may_publish=True)


def sent_version(response) -> NoticeVersion:
    assert response.status_code == 201, response.content
    return SentNotice.objects.get(notice=response.json()["id"]).version


def test_what_is_sent_waits_for_a_second_person(ward, live):
    response = live.post("/notices", a_notice(reference="TYT-117", to={"min_age": 40}))
    version = sent_version(response)
    assert response.headers["Location"] == f"/api/v1/notices/{version.notice_id}"
    assert (version.state, version.submitted_by) == (State.SUBMITTED, ward.lan)
    assert version.notice.selection["min_age"] == 40
    said = live.get(f"/notices/{version.notice_id}").json()
    assert (said["state"], said["reference"], said["url"]) == ("submitted", "TYT-117", None)
    with pytest.raises(NotAllowed):
        approve_notice(version, by=ward.lan)


def test_a_key_that_may_not_publish_is_refused_and_nothing_is_written(ward, live):
    response = live.post("/notices", a_notice(publish="when_approved"))
    assert response.status_code == 403
    assert not Notice.objects.exists()


def test_with_the_right_it_goes_out_once_another_person_approved(ward, publisher):
    version = sent_version(publisher.post("/notices", a_notice(publish="when_approved")))
    assert publish_waiting() == 0
    approve_notice(version, by=ward.minh)
    assert publish_waiting() == 1
    version.refresh_from_db()
    assert (version.state, version.published_by) == (State.PUBLISHED, ward.lan)
    assert Standing.objects.filter(version=version).count() == 7
    assert publish_waiting() == 0


def test_what_people_took_back_is_theirs(ward, publisher, civil):
    version = sent_version(publisher.post("/notices", a_notice(publish="when_approved")))
    recall_notice(version, by=ward.lan)
    civil.step(1)
    approve_notice(submit_notice(version, by=ward.lan), by=ward.minh)
    assert publish_waiting() == 0
    version.refresh_from_db()
    assert version.state == State.APPROVED
    assert publisher.get(f"/notices/{version.notice_id}").json()["problem"]


def test_a_revoked_key_publishes_nothing_more(ward, publisher):
    version = sent_version(publisher.post("/notices", a_notice(publish="when_approved")))
    revoke_key(publisher.key, by=ward.quan)
    approve_notice(version, by=ward.minh)
    assert publish_waiting() == 0
    assert SentNotice.objects.get(version=version).problem


def test_what_nobody_approved_in_time_stays(ward, publisher, civil):
    version = sent_version(publisher.post("/notices", a_notice(publish="when_approved")))
    civil.step(60 * 15)
    assert publish_waiting() == 0
    assert not SentNotice.objects.get(version=version).waits


def test_at_once_is_for_what_is_urgent_and_for_the_one_named_person(ward, publisher):
    for fields in ({"urgency": "usual"}, {"urgency": "urgent"}):  # Lan was not named
        response = publisher.post("/notices", a_notice(publish="now", **fields))
        assert response.status_code == 403
    assert not Notice.objects.exists()


def test_an_urgent_release_goes_out_and_waits_for_review(ward):
    caller = caller_of(ward.locality, ward.quan, ward.minh, may_publish=True)
    version = sent_version(caller.post("/notices", a_notice(publish="now", urgency="urgent")))
    assert version.state == State.APPROVED
    assert publish_waiting() == 1
    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert version.awaits_review


def test_a_neighbourhood_of_elsewhere_is_refused(ward, stranger, live):
    response = live.post(
        "/notices", a_notice(to={"neighbourhoods": [str(stranger.neighbourhood.pk)]})
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/to/neighbourhoods"
    assert not Notice.objects.exists()


def test_what_officers_are_writing_is_not_shown(ward, live, civil):
    made = make_version(ward, state=State.DRAFT, published_at=None)
    assert live.get(f"/notices/{made.notice_id}").status_code == 404
    assert live.get("/notices").json()["data"] == []


def test_reach_is_counts_by_neighbourhood_and_names_nobody(ward, live, civil):
    version = make_version(ward)
    Notice.objects.filter(pk=version.notice_id).update(current=version)
    response = live.get(f"/notices/{version.notice_id}/reach")
    said = response.json()
    assert (said["households"], said["covered"], said["informed"]) == (7, 0, 0)
    assert {(one["name"], one["households"]) for one in said["neighbourhoods"]} == {
        ("Tổ 1", 1), ("Tổ 13", 6),
    }  # fmt: skip
    for household in ward.households_13:
        assert household.head_name not in response.content.decode()


def test_there_is_no_reach_before_it_is_out(ward, live):
    version = sent_version(live.post("/notices", a_notice()))
    assert live.get(f"/notices/{version.notice_id}/reach").status_code == 409


def test_a_test_key_sends_nothing_and_counts_nowhere(ward, trial, live):
    body = a_notice(test_recipients=["seen+an@test.invalid", "refused@test.invalid",
                                     "unknown@test.invalid", "delivered@test.invalid"])  # fmt: skip
    made = trial.post("/notices", body).json()
    assert made["mode"] == "test"
    assert [one["outcome"] for one in made["simulated"]] == [
        "seen", "refused", "unknown", "delivered",
    ]  # fmt: skip
    reach = trial.get(f"/notices/{made['id']}/reach").json()
    assert (reach["households"], reach["covered"], reach["informed"]) == (4, 2, 1)
    assert reach["deliveries"]["refused"] == 1
    assert not Notice.objects.exists()
    assert live.get("/notices").json()["data"] == []
    assert live.get(f"/notices/{made['id']}").status_code == 404


def test_a_test_address_is_one_that_is_nobodys(ward, trial, live):
    real = a_notice(test_recipients=["0912345678"])
    assert trial.post("/notices", real).status_code == 422
    assert live.post("/notices", a_notice(test_recipients=["seen@test.invalid"])).status_code == 422


def test_a_test_key_refuses_what_the_real_call_would(ward, trial):
    response = trial.post("/notices", a_notice(text="Gọi ông An, căn cước 019090001234 nhé bà con"))
    assert response.status_code == 422
