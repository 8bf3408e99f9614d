"""What people took up: first times only, here and elsewhere, before and during."""

from datetime import timedelta

import pytest

from nhipcau.core.clock import civil_now, local
from nhipcau.counter.gap.campaigns import CampaignInput, begin_campaign
from nhipcau.counter.models import Assist
from nhipcau.pages.campaigns.take_up import Cell, take_up
from nhipcau.people.models import Membership

BACKEND = "nhipcau.people.sessions.OpenedByUs"


@pytest.fixture
def campaign(ward, civil):
    today = local(civil_now()).date()
    given = CampaignInput(
        "Ở nhà vẫn nộp được",
        "Không phải đi hai lần",
        today - timedelta(days=9),
        today,
        [ward.to_13],
    )
    return begin_campaign(ward.locality, given, by=ward.lan)


def joined(home, days_ago):
    at = civil_now() - timedelta(days=days_ago)
    Membership.objects.filter(household=home).update(state="confirmed", confirmed_at=at)


def test_first_times_are_counted_here_and_there_before_and_during(ward, campaign):
    joined(ward.tung, 3)
    joined(ward.phuong, 12)
    joined(ward.yen, 40)
    found = take_up(campaign, civil_now())
    line = found.lines[0]
    assert (found.days, found.homes_here, found.homes_there) == (10, 6, 1)
    assert (line.here.n, line.here_before.n, line.there.n, line.there_before.n) == (1, 1, 0, 0)


def test_a_second_filing_is_no_first_one(ward, campaign):
    for days in (30, 2):
        Assist.objects.create(
            locality=ward.locality,
            staff=ward.sinh,
            household=ward.binh,
            outcome=Assist.Outcome.FILED,
            started_at=civil_now() - timedelta(days=days),
            ended_at=civil_now(),
        )
    assert take_up(campaign, civil_now()).lines[1].here.n == 0


def test_few_households_have_no_share():
    assert Cell(1, 29).share is None
    assert Cell(3, 30).share == 0.1


def test_the_page_says_that_it_is_no_proof(ward, campaign, client):
    client.force_login(ward.lan, backend=BACKEND)
    shown = client.get(f"/lam-viec/khoang-cach/dot/{campaign.pk}/").content.decode()
    assert "không phải bằng chứng nguyên nhân" in shown
    said = {"name": "", "benefit": "", "first_on": "", "last_on": ""}
    assert client.post("/lam-viec/khoang-cach/dot/", said).status_code == 422


def test_the_stranger_finds_no_campaign(ward, campaign, client, stranger):
    client.force_login(stranger.thu, backend=BACKEND)
    assert client.get(f"/lam-viec/khoang-cach/dot/{campaign.pk}/").status_code == 404
