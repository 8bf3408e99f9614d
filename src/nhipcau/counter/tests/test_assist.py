"""Help: one tap to start, one to end; nothing of anybody's papers is kept."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.assist import (
    Came,
    Whom,
    drop_assist,
    end_assist,
    record_assist,
    running_of,
    start_assist,
)
from nhipcau.counter.erase import forget_visitors
from nhipcau.counter.models import Assist
from nhipcau.counter.queries import assist_sums, assists_by
from nhipcau.counter.receipts import is_known, read_receipt
from nhipcau.counter.skills import SKILLS, known_skills
from nhipcau.people.models import Household


def test_minutes_are_by_the_clock_and_the_note_is_masked(desk, civil):
    made = start_assist(Whom(ticket=desk.take()), by=desk.clerk)
    civil.go(12)
    came = Came("filed", "online", "000.00.28.h03-230526-0012", "CCCD 001051234567", ["file", "x"])
    end_assist(made, came, by=desk.clerk)
    assert (made.minutes, made.receipt, made.taught) == (12, "000.00.28.H03-230526-0012", ["file"])
    assert "001051234567" not in made.note
    with pytest.raises(WrongState):
        end_assist(made, came, by=desk.clerk)
    assert running_of(desk.clerk) is None


def test_one_at_a_time_and_a_tap_by_mistake_leaves_nothing(desk):
    made = start_assist(Whom(), by=desk.clerk)
    with pytest.raises(WrongState):
        start_assist(Whom(), by=desk.clerk)
    start_assist(Whom(), by=desk.officer)
    with pytest.raises(WrongState):
        drop_assist(made, by=desk.officer)
    drop_assist(made, by=desk.clerk)
    assert Assist.objects.count() == 1


def test_the_telephone_sends_twice_and_it_is_once(desk, civil):
    sinh, key = desk.ward.sinh, uuid.uuid4()
    given = {"key": key, "started_at": civil.at - timedelta(minutes=40), "by": sinh}
    one = record_assist(Whom(place="home"), Came("shown", minutes=25), **given)
    two = record_assist(Whom(place="home"), Came("failed"), **given)
    assert one.pk == two.pk
    assert (one.minutes, one.neighbourhood_id, one.outcome) == (25, desk.ward.to_13.pk, "shown")
    with pytest.raises(BadInput):
        long_ago = {**given, "key": uuid.uuid4(), "started_at": civil.at - timedelta(days=20)}
        record_assist(Whom(place="home"), Came("shown"), **long_ago)


def test_a_leader_helps_in_the_own_neighbourhood_only(desk, stranger):
    with pytest.raises(NotAllowed):
        start_assist(Whom(household=desk.ward.mai, place="home"), by=desk.ward.hoa)
    with pytest.raises(NotAllowed):
        start_assist(Whom(), by=desk.ward.minh)
    made = start_assist(Whom(household=desk.ward.binh, place="home"), by=desk.ward.hoa)
    with pytest.raises(NotAllowed):
        end_assist(made, Came("shown"), by=desk.ward.tam)
    with pytest.raises(NotAllowed):
        end_assist(made, Came("shown"), by=stranger.thu)
    end_assist(made, Came("shown"), by=desk.clerk)  # the desk ends what was left open


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "x"}, "outcome"),
        ({"outcome": "filed", "way": "x"}, "way"),
        ({"outcome": "filed", "minutes": 0}, "minutes"),
        ({"outcome": "filed", "note": "a" * 301}, "note"),
        ({"outcome": "filed", "receipt": "001051234567"}, "receipt"),
        ({"outcome": "filed", "receipt": "a" * 61}, "receipt"),
    ],
)
def test_nonsense_is_refused_by_field_and_the_help_goes_on(desk, given, field):
    made = start_assist(Whom(), by=desk.clerk)
    with pytest.raises(BadInput) as fault:
        end_assist(made, Came(**given), by=desk.clerk)
    assert fault.value.field == field
    assert running_of(desk.clerk) is not None


@pytest.mark.parametrize(
    ("typed", "kept", "known"),
    [
        (" 000.00.28.H03 - 230526 - 0012 ", "000.00.28.H03-230526-0012", True),
        ("G09.20-230526-00012", "G09.20-230526-00012", True),
        ("H03.28–230526–1234", "H03.28-230526-1234", True),
        ("HS 12/2023", "HS 12/2023", False),
        ("", "", False),
    ],
)
def test_receipts_are_tidied_and_unknown_ones_kept(typed, kept, known):
    assert read_receipt(typed) == kept
    assert is_known(kept) is known


@given(st.text(max_size=80))
@settings(max_examples=25)
def test_no_text_breaks_the_reading_of_a_receipt(typed):
    try:
        assert len(read_receipt(typed)) <= 60
    except BadInput as fault:
        assert fault.field == "receipt"


def test_skills_are_of_the_list_in_its_order():
    assert known_skills(["ask", "install", "ask", "?"]) == ["install", "ask"]
    assert known_skills(None) == []
    assert len(SKILLS) > 8


def test_help_is_counted_by_neighbourhood_and_month(desk, civil):
    for home, taught in ((desk.ward.binh, ["file"]), (desk.ward.mai, ["file", "ask"])):
        made = start_assist(Whom(household=home, place="home"), by=desk.clerk)
        end_assist(made, Came("filed", "online", taught=taught, minutes=9), by=desk.clerk)
    span = {"since": civil.at - timedelta(days=1), "until": civil.at + timedelta(days=1)}
    one, thirteen = assists_by(desk.ward.locality, **span)
    assert (one.neighbourhood_id, one.skills["ask"], one.filed_online) == (desk.ward.to_1.pk, 1, 1)
    assert (thirteen.month.isoformat(), thirteen.skills) == ("2023-05-01", {"file": 1})
    sums = assist_sums(desk.ward.locality, **span)
    assert (sums.assists, sums.minutes, sums.skills["file"]) == (2, 18, 2)
    assert sums.by_helper == [("Lộc Văn Phúc", 2, 18)]


def test_whom_it_was_is_forgotten_after_a_year_and_the_count_stays(desk, civil):
    made = start_assist(Whom(household=desk.ward.binh, place="home"), by=desk.clerk)
    end_assist(made, Came("filed", receipt="HS 12", note="bà tự làm"), by=desk.clerk)
    civil.go(366 * 24 * 60)
    forget_visitors()
    made.refresh_from_db()
    assert (made.household, made.receipt, made.note) == (None, "", "")
    assert made.neighbourhood_id == desk.ward.to_13.pk
    Household.objects.filter(pk=desk.ward.binh.pk).delete()
    assert Assist.objects.count() == 1
