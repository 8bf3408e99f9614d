"""The leader's home says how many houses a telephone reaches, and whether there is a circle."""

from nhipcau.circles.tests.conftest import make_cell
from nhipcau.counter.gap.snapshot import take_snapshot
from nhipcau.pages.leader.learning import has_circles, reach
from nhipcau.people.models import Membership


def test_the_share_is_seen_to_grow(ward, civil):
    Membership.objects.filter(household=ward.yen).update(state="left")
    ward.yen.contacts.all().delete()
    take_snapshot(ward.locality)
    assert reach(ward.hoa, civil.now).before is None  # the month is not over
    civil.step(31 * 24 * 60)
    Membership.objects.filter(household=ward.yen).update(state="confirmed")
    found = reach(ward.hoa, civil.now)
    assert (found.by_phone, found.households, found.before, found.more) == (5, 6, 4, 1)


def test_only_a_member_is_shown_the_way_to_circles(ward):
    make_cell(ward)
    assert has_circles(ward.hoa)
    assert not has_circles(ward.tam)
