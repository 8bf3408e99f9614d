"""What people took up: first times only, here and elsewhere, before and during."""

from datetime import timedelta

import pytest

from nhipcau.core.clock import civil_now, local
from nhipcau.counter.gap.campaigns import CampaignInput, begin_campaign
from nhipcau.counter.models import Assist, Dossier
from nhipcau.inbox.ask import Asked, pass_on
from nhipcau.inbox.models import Question
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


def helped_to_file(ward, home, days_ago):
    Assist.objects.create(
        locality=ward.locality,
        staff=ward.sinh,
        household=home,
        outcome=Assist.Outcome.FILED,
        started_at=civil_now() - timedelta(days=days_ago),
        ended_at=civil_now(),
    )


def filed(ward, home, days_ago, how=Dossier.Filed.ONLINE):
    at = civil_now() - timedelta(days=days_ago)
    key = f"{home.pk}-{days_ago}"
    Dossier.objects.create(
        locality=ward.locality, number=key, key=key, code=key, household=home, filed=how,
        status=1, filed_at=at, created_at=at,
    )  # fmt: skip


def test_a_second_filing_is_no_first_one(ward, campaign):
    for days in (30, 2):
        helped_to_file(ward, ward.binh, days)
    filed(ward, ward.tung, 12)
    helped_to_file(ward, ward.tung, 3)  # who filed alone before
    line = take_up(campaign, civil_now()).lines[1]
    assert (line.here.n, line.here_before.n) == (0, 1)


def test_who_files_online_alone_is_counted_too(ward, campaign):
    filed(ward, ward.yen, 2)
    filed(ward, ward.phuong, 2, how=Dossier.Filed.DIRECT)
    filed(ward, ward.mai, 1)
    line = take_up(campaign, civil_now()).lines[1]
    assert (line.label, line.here.n, line.there.n) == ("Nộp hồ sơ lần đầu", 1, 1)


def test_first_questions_are_counted(ward, campaign):
    for home, days in ((ward.binh, (3, 1)), (ward.yen, (40, 2))):
        first = pass_on(
            Asked("Bao giờ có điện lại?", key=f"k{home.pk}"), by=ward.hoa, household=home
        )
        again = Question.objects.get(pk=first.pk)
        again.pk, again.tracking = None, f"again{home.pk}"
        again.save(force_insert=True)
        for question, ago in zip((first, again), days, strict=True):
            at = civil_now() - timedelta(days=ago)
            Question.objects.filter(pk=question.pk).update(asked_at=at)
    line = take_up(campaign, civil_now()).lines[2]
    assert (line.here.n, line.here_before.n) == (1, 0)


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
