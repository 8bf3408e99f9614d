"""The people of the story keep the bounds of the plan and are the same every time."""

import dataclasses
import tomllib

import pytest

from nhipcau_story.assumptions import FILE, SETS, breaches, load
from nhipcau_story.habits import Habits, Reads
from nhipcau_story.others import WAYS, play
from nhipcau_story.people import make_ward


@pytest.fixture(scope="module")
def ward():
    return make_ward(load())


@pytest.mark.parametrize("name", SETS)
def test_every_set_of_assumptions_keeps_the_bounds(name):
    assert breaches(load(name)) == []


def test_a_bound_that_is_broken_is_refused(tmp_path):
    text = FILE.read_text(encoding="utf-8").replace("not_at_home = 0.14", "not_at_home = 0.05")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match="not_at_home"):
        load("base", tmp_path / "a.toml")


def test_the_pessimistic_set_is_harder_everywhere():
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    base, hard = found["base"], found["pessimistic"]
    assert hard["reading"]["by_2130"] < base["reading"]["by_2130"]
    assert hard["doors"]["not_at_home"] > base["doors"]["not_at_home"]
    assert hard["leaders"]["silent"] > base["leaders"]["silent"]


def test_the_ward_has_the_size_of_the_story(ward):
    people = sum(len(home.members) for home in ward.households)
    assert (len(ward.households), {home.place for home in ward.households}) == (
        3007,
        set(range(1, 25)),
    )
    assert 10_300 <= people <= 10_500


def test_shares_stay_within_what_was_assumed(ward):
    adults = [one for home in ward.households for one in home.members if one.age >= 18]
    assert sum(one.has_smartphone for one in adults) <= 0.69 * len(adults)
    assert 0.89 <= sum(home.joined for home in ward.households) / 3007 <= 0.90
    assert sum(home.is_number_good for home in ward.households) <= 0.85 * 3007


def test_who_joined_has_a_smartphone_and_every_house_has_an_adult(ward):
    assert all(home.has_smartphone for home in ward.households if home.joined)
    assert all(home.head.age >= 18 for home in ward.households)


def test_addresses_and_numbers_are_nobody_elses(ward):
    addresses = [(home.place, home.house, home.alley) for home in ward.households]
    numbers = [home.registered for home in ward.households if home.registered]
    assert len(set(addresses)) == 3007 and len(set(numbers)) == len(numbers)


def test_the_leader_of_to_13_is_ong_hoang_d_c(ward):
    leader = next(one for one in ward.staff if one.username == "leader-13")
    assert (leader.name, leader.title) == ("Hoàng Đ. C.", "Tổ trưởng Tổ 13")


def test_the_same_ward_is_made_every_time(ward):
    again = make_ward(load())
    assert dataclasses.asdict(again) == dataclasses.asdict(ward)


def test_no_more_than_the_assumed_share_looks(ward):
    habits = Habits(load(), ward, seed=4)
    joined = sum(home.joined for home in ward.households)
    early = [one for one in habits.looks.values() if one.how is not Reads.LATER]
    assert len(early) <= 0.55 * joined
    assert {one.how for one in early} == {Reads.TAPS, Reads.ARTICLE, Reads.VISIBLY}


def test_one_leader_in_twenty_is_silent_and_half_react_within_a_quarter_of_an_hour(ward):
    lags = []
    for seed in range(20):
        leaders = [
            habit
            for name, habit in Habits(load(), ward, seed).leaders.items()
            if name.startswith("leader-")
        ]
        assert sum(one.is_silent for one in leaders) == 2
        lags += [one.reacts_after for one in leaders]
    assert 13.5 <= sorted(lags)[len(lags) // 2] <= 16.5


@pytest.mark.parametrize("way", sorted(WAYS))
def test_the_other_ways_leave_many_unaware_or_unknown(way, ward):
    found = play(way, load(), ward, seed=1)
    assert found == play(way, load(), ward, seed=1)
    assert 0.2 < found["informed"] / 3007 < 0.8
    assert found["accounted"] + found["unaccounted"] == 3007
    assert found["minutes_to"]["95"] is None
