"""The desk's page: an admin makes keys, the named person takes one on, others see nothing."""

import re

import pytest
from django.test import Client

from nhipcau.api.keys import find_key
from nhipcau.api.models import ApiKey
from nhipcau.api.tests.conftest import EVERYTHING, caller_of

PAGE = "/lam-viec/api/"


@pytest.fixture
def desk(ward):
    def of(staff):
        client = Client()
        client.force_login(staff, backend="nhipcau.people.sessions.OpenedByUs")
        return client

    return of


def test_an_admin_makes_a_key_and_sees_it_once(ward, desk):
    client = desk(ward.quan)
    given = {"name": "Trạm Y tế", "mode": "live", "scopes": EVERYTHING, "responsible": ward.lan.pk}
    shown = client.post(PAGE, given)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    token = re.search(r"nc_live_[\w-]+", shown.content.decode()).group()
    assert find_key(token).responsible == ward.lan
    assert token not in client.get(PAGE).content.decode()


def test_what_is_missing_stands_beside_its_field(ward, desk):
    given = {"name": "Trạm Y tế", "mode": "live", "scopes": EVERYTHING}
    response = desk(ward.quan).post(PAGE, given)
    assert response.status_code == 422
    assert "đứng tên chịu trách nhiệm" in response.content.decode()
    assert not ApiKey.objects.exists()


def test_the_named_person_sees_their_key_and_takes_it_on(ward, desk):
    key = caller_of(ward.locality, ward.quan, ward.lan, may_publish=True).key
    ApiKey.objects.filter(pk=key.pk).update(accepted_at=None)
    client = desk(ward.lan)
    assert "Tôi nhận" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{key.pk}/nhan/")
    assert ApiKey.objects.get().publishes
    client.post(f"{PAGE}{key.pk}/thu-hoi/")
    assert ApiKey.objects.get().revoked_at


def test_other_officers_and_other_localities_find_no_key(ward, desk, live, stranger):
    assert live.key.name not in desk(ward.minh).get(PAGE).content.decode()
    for staff in (ward.minh, stranger.thu):
        assert desk(staff).post(f"{PAGE}{live.key.pk}/thu-hoi/").status_code == 404
    assert desk(ward.lan).post(PAGE, {"name": "x"}).status_code == 403
    assert not ApiKey.objects.get().revoked_at


def test_the_page_with_everything_on_it_asks_few_questions(
    ward, desk, live, django_assert_max_num_queries
):
    live.post("/callbacks", {"url": "https://hook.example/in", "events": ["reach.changed"]})
    client = desk(ward.quan)
    with django_assert_max_num_queries(22):
        page = client.get(PAGE).content.decode()
    assert "hook.example" in page


def test_the_description_for_people_needs_no_key_and_fetches_nothing_from_elsewhere(db, client):
    page = client.get("/api/v1/")
    assert page.status_code == 200
    assert not re.search(r'(src|href)="https?://', page.content.decode())
    assert "/notices/{id}/reach" in page.content.decode()
