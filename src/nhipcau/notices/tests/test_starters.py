import pytest

from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.starters import (
    built_in,
    forget_starter,
    save_starter,
    starter_of,
    starters,
)


def test_every_ward_has_the_usual_ones_to_begin_from(ward):
    keys = {starter.key for starter in starters(ward.locality)}
    assert {"kham-sang-loc", "treo-co", "hop-to", "bao", "lu-ngap", "sat-lo", "chay"} <= keys
    assert len(keys) == len(built_in())


def test_a_blank_left_over_is_a_fault(ward, screening):
    for title in ("Treo cờ mừng ngày [ngày lễ]", "Họp tổ [13]"):
        with pytest.raises(BadInput) as fault:
            draft_notice(ward.locality, screening(title=title), by=ward.lan)
        assert "chưa điền" in fault.value.message


def test_a_ward_keeps_its_own_and_forgets_it(draft, ward):
    row = save_starter(draft, name="Khám mỗi quý", by=ward.lan)
    assert starters(ward.locality)[0].initial()["place"] == "Trạm Y tế phường"
    assert starter_of(ward.locality, str(row.pk)).fields["min_age"] == 40
    forget_starter(row, by=ward.lan)
    assert starter_of(ward.locality, str(row.pk)) is None


def test_a_starter_needs_a_name_and_a_writer(draft, ward):
    with pytest.raises(BadInput):
        save_starter(draft, name=" ", by=ward.lan)
    with pytest.raises(NotAllowed):
        save_starter(draft, name="Của tổ", by=ward.hoa)
