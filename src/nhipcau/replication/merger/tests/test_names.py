"""Neighbourhoods that share a name after a merger."""

import pytest

from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.naming import bare_name
from nhipcau.replication.merger.names import propose, renamed, still_double

SONG_CAU, XUAT_HOA = Locality(name="Phường Sông Cầu"), Locality(name="Phường Xuất Hóa")


def place(pk, name):
    return Neighbourhood(pk=pk, name=name)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Phường Sông Cầu", "Sông Cầu"), ("Xã Nông Thượng", "Nông Thượng"), ("Côn Đảo", "Côn Đảo")],
)
def test_a_unit_is_called_without_its_kind(name, short):
    assert bare_name(name) == short


def test_those_that_meet_are_renamed_and_the_others_keep_their_names():
    going = [(SONG_CAU, place(1, "Tổ 1")), (XUAT_HOA, place(2, "Tổ 1")), (XUAT_HOA, place(3, "X"))]
    assert propose(going, [], {}) == {1: "Tổ 1 (Sông Cầu)", 2: "Tổ 1 (Xuất Hóa)"}


def test_a_name_that_the_successor_has_already_is_met_too():
    assert propose([(SONG_CAU, place(1, "tổ 1"))], ["Tổ 1"], {}) == {1: "tổ 1 (Sông Cầu)"}


def test_what_somebody_chose_stands_and_may_still_be_double():
    going = [(SONG_CAU, place(1, "Tổ 1")), (XUAT_HOA, place(2, "Tổ 2"))]
    names = propose(going, [], {1: "Tổ 2"})
    assert names == {1: "Tổ 2"}
    assert still_double(going, [], names) == ["Tổ 2"]


def test_a_long_name_is_cut_before_its_unit():
    assert len(renamed("T" * 80, "Phường Sông Cầu")) == 80
    assert renamed("T" * 80, "Phường Sông Cầu").endswith(" (Sông Cầu)")
