"""An allowance is spent once, with a part kept for emergencies."""

from datetime import UTC, datetime, timedelta

import pytest

from nhipcau.channels.quotas import (
    BROADCAST,
    TEMPLATES,
    give_back,
    left_for_use,
    left_of,
    read_quota,
    spend,
)
from nhipcau.channels.tests import speaking as says
from nhipcau.channels.webhooks.heard import Heard
from nhipcau.channels.windows import FREE_REPLIES, count_replies, note_acts, open_windows, price_of

FRIDAY = datetime(2023, 5, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def oa(ward):
    return says.zalo_account(ward, broadcasts_a_month=3, broadcasts_a_day=5)


def test_the_month_s_broadcasts_are_spent_down_to_the_reserve(oa):
    assert left_of(oa, BROADCAST, FRIDAY) == 2
    assert spend(oa, BROADCAST, at=FRIDAY)
    assert spend(oa, BROADCAST, at=FRIDAY)
    assert not spend(oa, BROADCAST, at=FRIDAY)
    assert left_of(oa, BROADCAST, FRIDAY) == 0


def test_an_emergency_may_use_the_reserve(oa):
    spend(oa, BROADCAST, at=FRIDAY, n=2)
    assert left_of(oa, BROADCAST, FRIDAY, is_emergency=True) == 1
    assert spend(oa, BROADCAST, at=FRIDAY, is_emergency=True)
    assert not spend(oa, BROADCAST, at=FRIDAY, is_emergency=True)


def test_one_a_day_is_the_default_and_a_refused_spend_takes_nothing(ward):
    oa = says.zalo_account(ward, broadcasts_a_month=6)
    assert spend(oa, BROADCAST, at=FRIDAY)
    assert not spend(oa, BROADCAST, at=FRIDAY)
    assert left_of(oa, BROADCAST, FRIDAY + timedelta(days=1)) == 1
    assert spend(oa, BROADCAST, at=FRIDAY + timedelta(days=1))


def test_the_month_is_the_ward_s_own(oa):
    spend(oa, BROADCAST, at=FRIDAY, n=2)
    last_evening_utc = datetime(2023, 5, 31, 17, 30, tzinfo=UTC)  # 1 June in Bắc Kạn
    assert left_of(oa, BROADCAST, last_evening_utc) == 2


def test_what_the_platform_refused_is_given_back(oa):
    spend(oa, BROADCAST, at=FRIDAY)
    give_back(oa, BROADCAST, at=FRIDAY)
    give_back(oa, BROADCAST, at=FRIDAY)
    assert left_of(oa, BROADCAST, FRIDAY) == 2


def test_the_platform_s_own_count_wins(oa):
    read_quota(oa, BROADCAST, total=1, used=0, at=FRIDAY)
    assert left_of(oa, BROADCAST, FRIDAY) == 0
    assert left_of(oa, BROADCAST, FRIDAY, is_emergency=True) == 1


def wrote(person, at):
    return Heard("message", f"k{person}{at}", at, person, is_act=True)


def test_free_for_two_days_paid_for_seven_then_not_at_all(oa):
    note_acts(oa, [wrote("1", FRIDAY)])
    for hours, price in ((1, "free"), (47, "free"), (49, "paid"), (167, "paid"), (169, "no")):
        assert price_of(oa, "1", at=FRIDAY + timedelta(hours=hours)) == price
    assert price_of(oa, "nobody", at=FRIDAY) == "no"


def test_the_free_replies_run_out_until_the_next_act(oa):
    note_acts(oa, [wrote("1", FRIDAY)])
    count_replies(oa, ["1"] * FREE_REPLIES)
    later = FRIDAY + timedelta(hours=1)
    assert price_of(oa, "1", at=later) == "paid"
    assert not open_windows(oa, at=later).exists()
    note_acts(oa, [wrote("1", later)])
    assert price_of(oa, "1", at=later) == "free"


def test_every_allowance_keeps_a_part_for_emergencies(ward):
    oa = says.zalo_account(ward)
    read_quota(oa, TEMPLATES, total=500, used=440, at=FRIDAY)
    assert left_for_use(oa, TEMPLATES, FRIDAY) == 10
    assert left_for_use(oa, TEMPLATES, FRIDAY, is_emergency=True) == 60
    assert not spend(oa, TEMPLATES, at=FRIDAY, n=11)
    assert spend(oa, TEMPLATES, at=FRIDAY, n=60, is_emergency=True)


def test_what_was_not_read_is_not_guessed(ward):
    assert left_for_use(says.zalo_account(ward), TEMPLATES, FRIDAY) is None
