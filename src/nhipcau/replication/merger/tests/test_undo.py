"""Undone is as it was; what was made meanwhile goes with what it hangs on."""

from datetime import timedelta

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.inbox.models import Topic
from nhipcau.people.models import Household, Resident
from nhipcau.places.models import Lineage, Neighbourhood
from nhipcau.places.strays import find_strays
from nhipcau.replication.merger.tests import wards
from nhipcau.replication.merger.undo import undo_merger

BOTH = ("song-cau", "nong-thuong")


@pytest.fixture
def two(ward, stranger):
    return wards.two_wards(ward, stranger)


def test_everything_is_as_it_was(two):
    before = wards.tables()
    merger, heir = wards.merge(*BOTH)
    assert wards.tables() != before
    undo_merger(merger, by=SYSTEM)
    assert wards.tables() == before
    heir.refresh_from_db()
    assert heir.closed_at is not None
    assert not Lineage.objects.exists()


def test_what_was_made_meanwhile_goes_home_with_what_it_hangs_on(two):
    merger, heir = wards.merge(*BOTH)
    with scope(locality=heir):
        child = Resident.objects.create(
            locality=heir, household=two.nong_thuong.household, key="x", name="Bé Lạ"
        )
        topic = Topic.objects.create(locality=heir, name="Đất đai")
        Household.objects.filter(pk=two.song_cau.binh.pk).update(people=3)
    undo_merger(merger, by=SYSTEM)
    assert wards.where(Resident, child.pk) == two.nong_thuong.locality.pk
    assert wards.where(Topic, topic.pk) == two.song_cau.locality.pk
    assert Household._base_manager.get(pk=two.song_cau.binh.pk).people == 3
    assert find_strays() == []


def test_a_name_changed_since_stays_as_it_was_left(two):
    merger, _heir = wards.merge(*BOTH)
    mine = Neighbourhood._base_manager.filter(pk=two.song_cau.to_13.pk)
    mine.update(name="Tổ Mười Ba")
    undo_merger(merger, by=SYSTEM)
    assert mine.get().name == "Tổ Mười Ba"


def test_after_the_first_new_notice_only_a_split_parts_them(two):
    merger, heir = wards.merge(*BOTH)
    home = Household._base_manager.get(pk=two.song_cau.binh.pk)
    wards.published(heir, two.song_cau.lan, [home], civil_now() + timedelta(hours=21))
    with pytest.raises(WrongState, match="quyết định chia tách"):
        undo_merger(merger, by=SYSTEM)
    later = civil_now() - timedelta(hours=1)
    type(merger).objects.filter(pk=merger.pk).update(done_at=later)
    heir_notices = wards.NoticeVersion._base_manager.filter(locality=heir)
    heir_notices.update(deadline=civil_now() - timedelta(minutes=1))
    parties = (wards.PartyPlan("bac-kan", ("Tổ 13 (Nông Thượng)",)),)
    _second, back = wards.merge(slug="nong-thuong", parties=parties)
    assert (back, back.closed_at) == (two.nong_thuong.locality, None)
    assert wards.where(Household, two.nong_thuong.household.pk) == back.pk
    assert find_strays() == []


def test_undone_twice_is_refused(two):
    merger, _heir = wards.merge(*BOTH)
    undo_merger(merger, by=SYSTEM)
    with pytest.raises(WrongState, match="đã hoàn tác"):
        undo_merger(merger, by=SYSTEM)


def test_an_undone_merger_can_be_made_again(two):
    merger, heir = wards.merge(*BOTH)
    undo_merger(merger, by=SYSTEM)
    again, same = wards.merge(*BOTH)
    assert (same.pk, same.closed_at, again.state) == (heir.pk, None, "done")


@pytest.mark.django_db
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.integers(0, 3), min_size=1, max_size=3),
        min_size=2,
        max_size=3,
    ),
    st.booleans(),
)
def test_any_small_wards_come_back_as_they_were(db, sizes, is_part):
    tag = f"{Neighbourhood._base_manager.count()}-{Lineage.objects.count()}"
    slugs = [_ward(f"w{tag}-{n}", sizes[n]) for n in range(len(sizes))]
    before = wards.tables()
    parties = [wards.PartyPlan(slug) for slug in slugs]
    if is_part:
        parties[-1] = wards.PartyPlan(slugs[-1], ("Tổ 1",))
    merger, heir = wards.merge(slug=f"heir{tag}", parties=tuple(parties))
    assert find_strays() == []
    assert len(wards.names_of(heir)) == sum(map(len, sizes)) - is_part * (len(sizes[-1]) - 1)
    undo_merger(merger, by=SYSTEM)
    assert wards.tables() == before


def _ward(slug, sizes):
    """Neighbourhoods Tổ 1, Tổ 2 … with so many households, the same heads everywhere."""
    locality = cast.make_locality("01855", f"Phường {slug}", slug)
    for number, homes in enumerate(sizes, 1):
        place = cast.make_neighbourhood(locality, number)
        for home in range(homes):
            cast.make_household(place, f"Hộ {home}", f"Số {home}", "ngõ 1", "0912345678", 1960)
    return slug
