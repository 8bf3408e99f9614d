"""A procedure changes once for all wards, and what a ward said itself stays."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.places.oversee import take_out
from nhipcau.procedures.content import PaperInput, WayInput, content_of
from nhipcau.procedures.models import Procedure, ProcedureVersion
from nhipcau.procedures.queries import whole
from nhipcau.procedures.retire import retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER
from nhipcau.replication.models import PushTo
from nhipcau.replication.province import spread
from nhipcau.replication.province.combine import combine
from nhipcau.replication.province.push import push_procedure

CODE = "1.001193"
State = PushTo.State
OWN_PAPER = PaperInput("Đơn theo mẫu của phường")


def in_office(province, content=BIRTH):
    with province.scope():
        known = Procedure.objects.filter(code=CODE).first()
        if known is None:
            return add_procedure(province.office, CODE, content, by=SYSTEM)
        change_procedure(known, content, seen=known.current_id, by=SYSTEM)
        return Procedure.objects.select_related("locality").get(pk=known.pk)


def push(province, content=BIRTH):
    procedure = in_office(province, content)
    with province.scope():
        made = push_procedure(procedure, by=province.thai)
    spread.spread_pushes()
    return made


def test_a_ward_that_left_meanwhile_keeps_its_catalogue(province, ward):
    procedure = in_office(province)
    with province.scope():
        push_procedure(procedure, by=province.thai)
    take_out(ward.locality, by=province.thai.actor)
    assert spread.spread_pushes() == 1
    with scope(locality=ward.locality):
        assert not Procedure.objects.filter(code=CODE).exists()


def states(province, made):
    with province.scope():
        return dict(made.wards.values_list("ward__slug", "state"))


def here():
    return content_of(whole(Procedure.objects.get(code=CODE).current_id))


def test_every_ward_has_it_and_the_next_change_too(ward, province, stranger):
    made = push(province)
    assert states(province, made) == {"song-cau": State.ADDED, "nong-thuong": State.ADDED}
    assert here() == BIRTH
    again = push(province, BIRTH_FASTER)
    assert set(states(province, again).values()) == {State.CHANGED}
    assert here() == BIRTH_FASTER
    assert ProcedureVersion.objects.filter(current_since__isnull=False).count() == 2
    with scope(locality=stranger.locality):
        assert here() == BIRTH_FASTER


def test_a_wards_own_remarks_papers_and_words_survive(ward, province):
    push(province)
    known = Procedure.objects.get(code=CODE)
    own = replace(
        BIRTH,
        agency="UBND phường Sông Cầu, tầng 1",
        details={**BIRTH.details, "Nên đến lúc": "Sáng thứ Tư ít người"},
        ways=(replace(BIRTH.ways[0], note="Quầy số 2"), BIRTH.ways[1]),
        papers=(*BIRTH.papers, OWN_PAPER),
    )
    change_procedure(known, own, seen=known.current_id, by=ward.lan.actor)
    made = push(province, BIRTH_FASTER)
    assert states(province, made)["song-cau"] == State.KEPT
    assert states(province, made)["nong-thuong"] == State.CHANGED
    now = here()
    assert now.result == BIRTH_FASTER.result
    assert now.agency == "UBND phường Sông Cầu, tầng 1"
    assert now.details["Nên đến lúc"] == "Sáng thứ Tư ít người"
    assert now.ways[0].note == "Quầy số 2" and OWN_PAPER in now.papers


def test_the_same_again_makes_no_version_and_what_a_ward_retired_stays_so(ward, province):
    push(province)
    assert set(states(province, push(province)).values()) == {State.SAME}
    retire_procedure(Procedure.objects.get(code=CODE), by=SYSTEM)
    made = push(province, BIRTH_FASTER)
    assert states(province, made)["song-cau"] == State.RETIRED
    assert here() == BIRTH


@pytest.mark.parametrize("fault", [WrongState("x"), IntegrityError("the ward had it first")])
def test_one_that_cannot_be_written_is_tried_again_and_then_said(
    ward, province, monkeypatch, fault
):
    def refuse(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(spread, "add_procedure", refuse)
    made = push(province)
    assert set(states(province, made).values()) == {State.QUEUED}
    for _n in range(spread.MOST_TRIES):
        spread.spread_pushes()
    assert set(states(province, made).values()) == {State.FAILED}


def test_only_the_provinces_staff_push_and_only_what_is_in_force(ward, province):
    procedure = in_office(province)
    with province.scope():
        with pytest.raises(NotAllowed):
            push_procedure(procedure, by=ward.lan)
        retire_procedure(procedure, by=SYSTEM)
        procedure.refresh_from_db()
        with pytest.raises(WrongState):
            push_procedure(procedure, by=province.thai)


def test_three_sides_of_one_text():
    changed = replace(BIRTH, steps="Ba bước.")
    assert combine(changed, BIRTH, BIRTH).steps == "Ba bước."
    own = replace(BIRTH, steps="Hai bước.")
    assert combine(changed, own, BIRTH).steps == "Hai bước."
    assert combine(changed, own, None).steps == "Ba bước."  # nobody knows what was its own


def test_a_way_the_province_took_away_goes_and_a_wards_own_way_stays():
    own_way = WayInput("post", time_text="3 ngày", note="Bưu điện phường")
    given = replace(BIRTH, ways=BIRTH.ways[:1])
    here_ = replace(BIRTH, ways=(*BIRTH.ways, own_way))
    assert combine(given, here_, BIRTH).ways == (BIRTH.ways[0], own_way)
