import pytest
from tests.cast import make_household

from nhipcau.people.addresses import fold_alley, fold_house, fold_place, split_address, walk_key
from nhipcau.people.identify import match_household
from nhipcau.people.models import Household


@pytest.mark.parametrize(
    "house", ["12", "Số 12", "so 12", "SN 12", "12 ngõ 4", "số 12, ngõ 4", "012"]
)
def test_house_number_and_three_digits_tell_the_household(ward, house):
    assert match_household(ward.to_13, house=house, digits="678") == ward.binh


@pytest.mark.parametrize(
    ("house", "digits"),
    [
        ("12", "679"),
        ("13", "678"),
        ("12 ngõ 5", "678"),
        ("", "678"),
        ("12", "78"),
        ("12", ""),
        ("12", "x"),
    ],
)
def test_anything_else_tells_nothing(ward, house, digits):
    assert match_household(ward.to_13, house=house, digits=digits) is None


def test_the_whole_number_may_be_typed(ward):
    assert match_household(ward.to_13, house="12", digits="0912 345 678") == ward.binh


def test_only_within_that_neighbourhood(ward):
    assert match_household(ward.to_1, house="12", digits="678") is None


def test_never_another_locality(ward, stranger):
    assert match_household(stranger.neighbourhood, house="12", digits="678") is None


def test_two_that_fit_are_none(ward):
    make_household(ward.to_13, "Người trọ", "Số 12", "ngõ 4", "0999999678", 1990)
    assert match_household(ward.to_13, house="12", digits="678") is None


def test_who_moved_away_is_not_told(ward):
    Household.objects.filter(pk=ward.binh.pk).update(is_gone=True)
    assert match_household(ward.to_13, house="12", digits="678") is None


def test_the_same_queries_whether_it_matches_or_not(ward, django_assert_num_queries):
    for digits in ("678", "000"):
        with django_assert_num_queries(3):
            match_household(ward.to_13, house="12", digits=digits)


def test_addresses_written_differently_fold_to_the_same():
    assert fold_house("Số nhà 12 A") == "12a"
    assert fold_house("12/4-B") == "12/4-b"
    assert fold_alley("Ngõ số 4, Đ. Thanh Niên") == "ngo 4 duong thanh nien"
    assert [fold_place(name) for name in ("Tổ 13", "TDP số 13", "tổ dân phố 013", "13")] == [
        "13"
    ] * 4
    assert fold_place("Thôn Nà Pài") == "na pai"
    assert split_address("Số 12, ngõ 4, đường Thanh Niên") == ("Số 12", "ngõ 4, đường Thanh Niên")
    assert split_address("Thôn Nà Pài") == ("", "Thôn Nà Pài")


def test_walks_count_as_people_count():
    houses = ["12A", "2", "12", "15", "1"]
    assert sorted(houses, key=lambda house: walk_key("ngõ 4", house)) == [
        "1",
        "2",
        "12",
        "12A",
        "15",
    ]
