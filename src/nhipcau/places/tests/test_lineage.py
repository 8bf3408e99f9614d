"""What became of a locality, and how its history is read."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import transaction
from tests.cast import make_locality

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.places.lineage import (
    begin_lineage,
    close_locality,
    history_of,
    is_former_slug,
    kin,
    origins,
    successor_of,
)
from nhipcau.places.models import Neighbourhood


@pytest.fixture
def heirs(ward, stranger):
    """Sông Cầu went into Nông Thượng, and that into a third."""
    third = make_locality("01855", "Phường Xuất Hóa", "xuat-hoa")
    chain = [ward.locality, stranger.locality, third]
    for number, (former, heir) in enumerate(pairwise(chain)):
        begin_lineage(former, heir, on=date(2025, 7, 1), is_whole=True, basis="1/NQ", number=number)
        close_locality(former, by=SYSTEM)
    return chain


def test_the_living_end_of_a_chain_is_found(heirs):
    first, second, third = heirs
    assert successor_of(first) == successor_of(second) == third
    assert successor_of(third) is None


def test_everybody_it_came_from_is_known(heirs):
    first, second, third = heirs
    assert origins(third.pk) == {first.pk, second.pk, third.pk}
    assert origins(first.pk) == {first.pk}
    assert is_former_slug("song-cau", third) and not is_former_slug("song-cau", first)
    assert (first.pk, third.pk) in kin() and (third.pk, first.pk) in kin()


def test_history_is_read_and_not_written(heirs, ward):
    first, _second, third = heirs
    with history_of(first, of=third):
        assert Neighbourhood.objects.count() == 3
        for write in (lambda: Neighbourhood.objects.update(number=9), ward.quan.save):
            with pytest.raises(WrongState, match="chỉ để đọc"), transaction.atomic():
                write()


def test_history_is_for_the_successor_only(heirs):
    first, _second, third = heirs
    with pytest.raises(NotAllowed), history_of(third, of=first):
        pass


def test_a_locality_is_closed_once(heirs):
    with pytest.raises(WrongState, match="Phường Sông Cầu đã đóng"):
        close_locality(heirs[0], by=SYSTEM)
