from tests.cast import make_staff

from nhipcau.people.models import Membership, Role, Staff
from nhipcau.people.queries import (
    counts_by_place,
    find_households,
    helpers_of,
    joined_households,
    leader_of,
    ward_helpers,
)


def count_13(ward):
    return next(c for c in counts_by_place(ward.locality) if c.neighbourhood == ward.to_13)


def test_households_and_persons_joined_are_counted_apart(ward):
    tung_child = ward.tung.residents.get(is_head=False)
    Membership.objects.create(
        locality=ward.locality,
        group=ward.group_13,
        household=ward.tung,
        resident=tung_child,
        state="confirmed",
        asked_at="2023-05-26T00:00Z",
    )
    found = count_13(ward)
    assert (found.households, found.people) == (6, 12)
    assert (found.joined_households, found.joined_persons) == (3, 4)
    assert (found.without_smartphone, found.leader) == (1, "Hoàng Đình Hoà")
    assert found.joined_share == 0.5


def test_a_neighbourhood_without_households_counts_nothing(ward):
    empty = next(c for c in counts_by_place(ward.locality) if c.neighbourhood == ward.to_2)
    assert (empty.households, empty.joined_share) == (0, 0.0)


def test_the_queries_do_not_grow_with_the_neighbourhoods(ward, django_assert_num_queries):
    with django_assert_num_queries(5):
        counts_by_place(ward.locality)


def test_only_confirmed_households_are_in_the_group(ward):
    assert set(joined_households(ward.to_13)) == {ward.tung, ward.phuong, ward.yen}


def test_helpers_come_leader_first(ward):
    assert helpers_of(ward.to_13) == [ward.hoa, ward.tam, ward.sinh]
    assert leader_of(ward.to_1) is None
    Staff.objects.filter(pk=ward.hoa.pk).update(is_active=False)
    assert helpers_of(ward.to_13) == [ward.tam, ward.sinh]


def test_the_ward_names_at_most_its_number_of_helpers(ward, stranger):
    officers = [make_staff(ward.locality, f"cb{n}", f"Cán bộ {n}", Role.OFFICER) for n in range(8)]
    found = ward_helpers(ward.locality)
    assert len(found) == 6
    assert set(found) <= {ward.lan, *officers}


def test_people_are_found_without_marks_by_name_house_or_telephone(ward):
    assert find_households(ward.locality, "nong thi binh") == [ward.binh]
    assert find_households(ward.locality, "Bình") == [ward.binh]
    assert find_households(ward.locality, "345678") == [ward.binh]
    assert ward.yen in find_households(ward.locality, "duong thanh nien")
    assert find_households(ward.locality, "x") == []


def test_strangers_are_not_found(ward, stranger):
    assert find_households(ward.locality, "Ma Văn Lạ") == []
