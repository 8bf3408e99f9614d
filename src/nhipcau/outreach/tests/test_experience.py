"""What worked here before decides; too few observations leave the sober defaults."""

import uuid
from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_household

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.experience import DEFAULT_PACE, DEFAULT_SHARE, learn
from nhipcau.outreach.models import Level, Visit
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.visits import open_visits, record_try


@pytest.fixture
def many(ward):
    """Thirty more households of Tổ 13."""
    return [
        make_household(ward.to_13, f"Nông Văn {n}", f"Số {n + 100}", "ngõ 9", "", 1980)
        for n in range(30)
    ]


def over(civil, version):
    return civil.set(version.deadline + timedelta(minutes=1))


def test_nothing_learned_leaves_the_defaults(ward, civil):
    found = learn(ward.locality, civil.now)
    assert (found.notices, found.pace, found.shares) == (0, DEFAULT_PACE, DEFAULT_SHARE)


def test_a_notice_that_still_runs_teaches_nothing(ward, civil, many):
    make_version(ward)
    assert learn(ward.locality, civil.now).notices == 0


def test_the_share_that_read_in_the_group_is_measured(ward, civil, many):
    version = make_version(ward)
    for number, home in enumerate(many):
        levels = [Level.POSTED, Level.SEEN] if number < 24 else [Level.POSTED]
        record_evidence(
            version,
            [Observation(home.pk, level, "relay", civil.now, f"k{level}") for level in levels],
            by=SYSTEM,
        )
    found = learn(ward.locality, over(civil, version))
    assert (found.notices, found.share("relay")) == (1, 0.8)


def test_whoever_had_to_be_told_did_not_read_in_the_group(ward, civil, many):
    version = make_version(ward)
    for number, home in enumerate(many):
        last = (Level.SEEN, "relay") if number < 15 else (Level.TOLD, "visit")
        rows = [(Level.POSTED, "relay"), last]
        record_evidence(
            version,
            [Observation(home.pk, level, way, civil.now, f"k{level}") for level, way in rows],
            by=SYSTEM,
        )
    assert learn(ward.locality, over(civil, version)).share("relay") == 0.5


def test_the_pace_at_doors_is_measured_without_the_pauses(ward, civil, many):
    version = make_version(ward)
    open_visits(version, [home.pk for home in many], why="not_seen", by=SYSTEM)
    civil.step(600)
    for number, visit in enumerate(Visit.objects.order_by("pk")):
        pause = 90 if number >= 15 else 0
        record_try(
            visit,
            try_id=uuid.uuid4(),
            result="absent" if number % 3 == 0 else "told",
            at=FRIDAY_AFTERNOON + timedelta(minutes=6 * number + pause),
            by=ward.hoa,
        )
    pace = learn(ward.locality, over(civil, version)).pace
    assert (pace.minutes, pace.absent) == (6.0, 0.33)


def test_three_doors_teach_nothing(ward, civil, version):
    open_visits(version, [ward.binh.pk], why="not_seen", by=SYSTEM)
    record_try(Visit.objects.get(), try_id=uuid.uuid4(), result="told", at=civil.now, by=ward.hoa)
    assert learn(ward.locality, over(civil, version)).pace == DEFAULT_PACE


def test_another_locality_teaches_nothing(ward, civil, version, stranger):
    over(civil, version)
    assert learn(stranger.locality, civil.now).notices == 0
