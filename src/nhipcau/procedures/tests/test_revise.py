"""Adding and changing a procedure."""

from dataclasses import replace

import pytest
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.procedures.content import content_of
from nhipcau.procedures.models import Procedure, ProcedureVersion
from nhipcau.procedures.queries import by_code, current_version, is_old, stamp, versions_of, whole
from nhipcau.procedures.retire import restore_procedure, retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER


@pytest.fixture
def birth(ward) -> Procedure:
    return add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)


def test_a_version_says_what_was_given(birth):
    kept = whole(birth.current_id)
    assert content_of(kept) == BIRTH
    assert content_of(kept).digest() == kept.digest


def test_a_change_makes_a_version_and_the_old_one_stays(birth):
    old = birth.current
    new = change_procedure(birth, BIRTH_FASTER, seen=old.pk, by=SYSTEM)
    assert (new.number, is_old(old), is_old(new)) == (2, True, False)
    assert content_of(whole(old.pk)) == BIRTH
    assert list(versions_of(birth)) == [new, old]
    assert AuditEvent.objects.filter(verb="procedure.changed").count() == 1


def test_the_same_content_makes_no_version(birth):
    again = change_procedure(birth, replace(BIRTH), seen=birth.current_id, by=SYSTEM)
    assert again.number == 1 and ProcedureVersion.objects.count() == 1


def test_whoever_was_faster_is_not_overwritten(birth):
    seen = birth.current_id
    change_procedure(birth, BIRTH_FASTER, seen=seen, by=SYSTEM)
    with pytest.raises(WrongState):
        change_procedure(birth, replace(BIRTH, name="Khai sinh"), seen=seen, by=SYSTEM)
    assert ProcedureVersion.objects.count() == 2


@pytest.mark.parametrize("code", ["", "khai sinh", "1.00119", "12.001193", "1.001193.x"])
def test_what_is_no_code_is_refused(ward, code):
    with pytest.raises(BadInput):
        add_procedure(ward.locality, code, BIRTH, by=SYSTEM)


def test_a_code_is_in_the_catalogue_once(ward, birth):
    with pytest.raises(BadInput):
        add_procedure(ward.locality, " 1.001193 ", BIRTH, by=SYSTEM)


def test_the_longer_code_finds_the_national_one(birth):
    assert by_code("1.001193.000.00.00.H03") == birth


def test_viewers_leaders_and_strangers_change_nothing(ward, stranger, birth):
    for staff in (ward.minh, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=staff.actor)
    with scope(locality=stranger.locality):
        assert by_code("1.001193") is None


def test_a_retired_procedure_is_old_and_takes_no_change(ward, birth):
    before = stamp()
    retire_procedure(birth, by=ward.lan.actor)
    assert is_old(birth.current) and current_version(birth.code) is None and stamp() != before
    with pytest.raises(WrongState):
        change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    with pytest.raises(WrongState):
        retire_procedure(birth, by=SYSTEM)
    restore_procedure(birth, by=SYSTEM)
    assert current_version(birth.code) == birth.current
