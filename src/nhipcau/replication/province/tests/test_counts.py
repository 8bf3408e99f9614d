"""What leaves a ward: sums, and no cell so small that it names a household."""

import json
from datetime import timedelta

import pytest
from django_scopes import scope
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import FRIDAY_AFTERNOON as NOW
from tests.cast import make_locality

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.seen import acknowledge
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.people.models import Household, Resident
from nhipcau.places.oversee import put_under, take_out
from nhipcau.replication.models import WardDay
from nhipcau.replication.province import roll_up as rolling
from nhipcau.replication.province.answer import tell_story
from nhipcau.replication.province.compare import BY_NAME, good_example, side_by_side
from nhipcau.replication.province.counts import PARTS, SMALL, Counts, PlaceCounts, hide_small
from nhipcau.replication.province.measure import last_notices, measure
from nhipcau.replication.province.roll_up import roll_up, roll_up_ward


def place(households, joined):
    return PlaceCounts("Tổ", households, joined, joined, joined, households, joined)


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100)), max_size=8)


@settings(max_examples=30)
@given(pairs)
def test_no_small_cell_is_ever_shown_nor_worked_out_from_the_ward_s_sum(told):
    rows = [place(homes, homes * share // 100) for homes, share in told]
    hidden = hide_small(rows)
    for part, whole in PARTS:
        shown = [getattr(row, part) for row in hidden]
        for before, row in zip(rows, hidden, strict=True):
            value, all_ = getattr(row, part), getattr(before, whole)
            assert value is None or value == getattr(before, part)
            if value is not None:
                assert value == 0 or value >= SMALL
                assert all_ == value or all_ - value >= SMALL
        secret = [getattr(was, part) for was, row in zip(rows, shown, strict=True) if row is None]
        if 0 < len(secret) < len(rows):  # the ward's sum less what is shown tells none of them
            assert len(secret) > 1 and max(secret) >= SMALL


def test_a_neighbourhood_of_a_few_households_says_nothing_at_all():
    few, many, more = hide_small([place(3, 2), place(60, 40), place(50, 30)])
    assert (few.households, few.joined, few.informed) == (None, None, None)
    assert more.households is None and many.households == 60


def test_two_small_cells_are_not_worked_out_from_their_own_sum():
    assert [row.joined for row in hide_small([place(60, 1), place(50, 1), place(40, 20)])] == [
        None,
        None,
        None,
    ]
    assert [row.joined for row in hide_small([place(60, 2), place(50, 0)])] == [None, None]
    few, more, most = hide_small([place(3, 0), place(50, 0), place(60, 0)])
    assert (few.asked, more.asked, most.asked) == (None, None, 60)


@pytest.fixture
def version(ward, civil):
    made = make_version(ward)
    at = civil.step(20)
    for home in ward.households_13[:4]:
        acknowledge(made, home, at=at)
    civil.set(made.deadline + timedelta(hours=1))
    return made


def test_a_ward_is_counted_inside_its_own_scope(ward, version, civil):
    whole, rows = measure(ward.locality, civil.now)
    assert (whole.households, whole.joined, whole.without) == (7, 3, 1)
    assert (whole.notices, whole.asked, whole.informed) == (1, 7, 4)
    assert whole.half_minutes == 20.0 and whole.duty_minutes is None
    assert sum(whole.channels.values()) == 4
    assert {row.name for row in rows} == {"Tổ 1", "Tổ 2", "Tổ 13"}


def test_a_notice_that_still_runs_is_not_counted(ward, version, civil):
    civil.set(version.deadline - timedelta(hours=1))
    assert last_notices(ward.locality, civil.now) == []


def test_nothing_about_a_person_leaves_the_ward(ward, province, version):
    roll_up()
    with province.scope():
        kept = json.dumps(
            [*WardDay.objects.values_list("counts", "places", "story")], ensure_ascii=False
        )
    names = [*Household.objects.values_list("head_name", "house", "alley")]
    names += Resident.objects.values_list("name")
    assert names and not [one for row in names for one in row if one and one in kept]


def test_a_day_is_one_row_and_one_ward_s_fault_is_its_own(ward, province, stranger, monkeypatch):
    assert roll_up() == 2 and roll_up() == 2
    with province.scope():
        assert WardDay.objects.count() == 2
    asked = rolling.measure

    def broken(locality, now):
        if locality == ward.locality:
            raise ValueError
        return asked(locality, now)

    monkeypatch.setattr(rolling, "measure", broken)
    assert roll_up() == 1


def test_a_ward_that_left_is_counted_no_more(ward, province):
    take_out(ward.locality, by=province.thai.actor)
    assert roll_up() == 1
    with province.scope():
        rows = side_by_side(province.office, BY_NAME["biet-tin"])
    assert [row.ward.slug for row in rows] == ["nong-thuong"]


def test_the_story_is_read_by_the_province_at_once(ward, province, civil):
    with province.scope():
        roll_up_ward(province.office, ward.locality, civil.now)
    tell_story(ward.locality, "Tổ trưởng đăng vào nhóm trong mười phút.", by=ward.lan)
    with scope(locality=province.office):
        assert WardDay.objects.get().story.startswith("Tổ trưởng")


def day_with(province, locality, **counts):
    with province.scope():
        WardDay.objects.create(
            locality=province.office,
            ward=locality,
            on=NOW.date(),
            counts=Counts(**counts).to_json(),
            taken_at=NOW,
        )


def test_the_good_example_comes_first_with_what_made_the_difference(province, ward, stranger):
    third = make_locality("01855", "Phường Xuất Hóa", "xuat-hoa")
    put_under(third, province.office, by=SYSTEM)
    best = {"asked": 100, "informed": 90, "relays": 10, "posted": 10, "half_minutes": 40.0}
    day_with(province, ward.locality, **best, channels={"relay": 70, "visit": 20})
    rest = {"asked": 100, "informed": 50, "relays": 10, "posted": 4, "half_minutes": 300.0}
    day_with(province, stranger.locality, **rest, channels={"relay": 20, "visit": 30})
    day_with(province, third, **rest, channels={"relay": 25, "visit": 25})
    by = BY_NAME["biet-tin"]
    with province.scope():
        rows = side_by_side(province.office, by)
        example = good_example(rows, by)
        assert good_example(rows[:2], by) is None
    assert rows[0].ward.slug == "song-cau"
    assert [one.label for one in example.ways] == [
        "Tổ trưởng đã đăng vào nhóm của tổ",
        "Nhóm của tổ dân phố",
    ]
    assert (example.ways[1].said_here, example.ways[1].others) == ("70 %", 0.225)
    assert [one.label for one in example.also] == ["Nửa số hộ biết sau"]
    with province.scope():
        slow = BY_NAME["nhanh"]
        assert side_by_side(province.office, slow)[0].ward.slug == "song-cau"
