from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.audiences.describe import describe
from nhipcau.audiences.resolve import (
    _years_before,
    check_selection,
    households,
    residents,
    size,
)
from nhipcau.audiences.save import save_audience
from nhipcau.audiences.selection import Selection
from nhipcau.core.errors import BadInput
from nhipcau.people.models import Household, Resident

DAY = date(2023, 5, 26)


def found(ward, **wanted):
    return set(households(ward.locality, Selection(**wanted), on=DAY))


def test_an_empty_selection_is_every_household_of_the_ward(ward, stranger):
    assert found(ward) == {*ward.households_13, ward.mai}


def test_a_household_that_moved_away_is_left_out(ward):
    Household.objects.filter(pk=ward.tung.pk).update(is_gone=True)
    assert ward.tung not in found(ward)


def test_chosen_neighbourhoods_leave_the_others_out(ward):
    assert found(ward, neighbourhoods=(ward.to_1.pk,)) == {ward.mai}


def test_one_person_of_40_brings_the_whole_household(ward):
    assert found(ward, min_age=40) == {ward.binh, ward.tung, ward.phuong, ward.yen, ward.mai}


def test_only_the_persons_themselves_are_counted_as_persons(ward):
    assert residents(ward.locality, Selection(min_age=40), on=DAY).count() == 5
    assert size(ward.locality, Selection(min_age=40), on=DAY).households == 5
    assert size(ward.locality, Selection(), on=DAY).residents == 14


@pytest.mark.parametrize(("born", "is_in"), [(date(1983, 5, 26), True), (date(1983, 5, 27), False)])
def test_the_fortieth_birthday_counts_and_the_day_before_does_not(ward, born, is_in):
    Resident.objects.filter(household=ward.dung, is_head=True).update(
        born_on=born, birth_year=born.year
    )
    assert (ward.dung in found(ward, min_age=40)) is is_in


@pytest.mark.parametrize(("born", "is_in"), [(date(2012, 5, 27), True), (date(2012, 5, 26), False)])
def test_up_to_ten_years_ends_with_the_eleventh_birthday(ward, born, is_in):
    Resident.objects.filter(household=ward.mai, is_head=False).update(
        born_on=born, birth_year=born.year
    )
    assert (ward.mai in found(ward, max_age=10)) is is_in


def test_a_bare_birth_year_counts_for_both_ages_it_may_mean(ward):
    Resident.objects.filter(household=ward.dung).update(born_on=None, birth_year=1983)
    assert ward.dung in found(ward, min_age=40, max_age=40)
    assert ward.dung in found(ward, min_age=39, max_age=39)
    assert ward.dung not in found(ward, min_age=41)


def test_who_moved_out_of_the_household_does_not_bring_it(ward):
    Resident.objects.filter(household=ward.binh, birth_year=1951).update(is_gone=True)
    assert ward.binh not in found(ward, min_age=70)


def test_a_group_means_confirmed_members_only(ward):
    assert found(ward, groups=(ward.group_13.pk,)) == {ward.tung, ward.phuong, ward.yen}


def test_without_smartphone_is_the_register_and_not_a_guess(ward):
    assert found(ward, without_smartphone=True) == {ward.binh}


def test_residence_and_sex_must_hold_for_the_same_person(ward):
    Resident.objects.filter(household=ward.dung, is_head=True).update(residence="renting", sex="f")
    Resident.objects.filter(household=ward.mai, is_head=False).update(residence="renting", sex="m")
    assert found(ward, residences=("renting",), sex="f") == {ward.dung}


def test_it_is_said_in_words(ward):
    assert describe(Selection()) == "Toàn địa bàn"
    assert describe(Selection(neighbourhoods=tuple(range(1, 25)), min_age=40)) == (
        "24 tổ, hộ có người từ 40 tuổi"
    )
    assert (
        describe(
            Selection(
                neighbourhoods=(ward.to_13.pk,), groups=(ward.group_13.pk,), sex="f", max_age=49
            )
        )
        == "Tổ 13, hộ trong nhóm Tổ dân phố 13, hộ có nữ đến 49 tuổi"
    )


def test_places_of_another_locality_are_refused(ward, stranger):
    with pytest.raises(BadInput):
        check_selection(ward.locality, Selection(neighbourhoods=(stranger.neighbourhood.pk,)))


@pytest.mark.parametrize(
    "wrong",
    [
        Selection(min_age=60, max_age=20),
        Selection(min_age=-1),
        Selection(max_age=400),
        Selection(sex="x"),
        Selection(residences=("moon",)),
    ],
)
def test_what_can_match_nobody_is_refused(ward, wrong):
    with pytest.raises(BadInput):
        check_selection(ward.locality, wrong)


def test_a_name_used_again_replaces_its_selection(ward):
    save_audience(ward.locality, name="Từ 40 tuổi", selection=Selection(), by=ward.lan.actor)
    kept = save_audience(
        ward.locality, name=" Từ 40  tuổi", selection=Selection(min_age=40), by=ward.lan.actor
    )
    assert Selection.from_json(kept.selection).min_age == 40


@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)), years=st.integers(0, 130))
def test_somebody_born_on_the_boundary_is_exactly_that_old(day, years):
    born = _years_before(day, years)
    assert day.year - born.year - ((day.month, day.day) < (born.month, born.day)) == years
