from datetime import date, datetime, timedelta

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.absences import absences_of, absent_at, end_absence, say_absent, today

DAY = timedelta(days=1)


@pytest.fixture
def day(ward, monkeypatch, tmp_path):
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    at = datetime.fromisoformat("2023-05-26T16:30:00+07:00")
    (tmp_path / "clock").write_text(str(at.timestamp()), encoding="ascii")
    return at


def test_both_days_count(ward, day):
    say_absent(ward.hoa, first_on=day.date(), last_on=day.date() + DAY, by=ward.hoa.actor)
    away = [absent_at(ward.locality, day + n * DAY) for n in range(3)]
    assert away == [{ward.hoa.pk}, {ward.hoa.pk}, set()]


def test_the_day_is_the_localitys_own(ward, day):
    say_absent(ward.hoa, first_on=day.date() + DAY, last_on=day.date() + DAY, by=ward.lan.actor)
    just_after_midnight = datetime.fromisoformat("2023-05-26T17:10:00+00:00")
    assert today(ward.locality, just_after_midnight) == date(2023, 5, 27)
    assert absent_at(ward.locality, just_after_midnight) == {ward.hoa.pk}


def test_what_cannot_be_is_refused(ward, day):
    for first, last in ((2, 1), (-3, -2), (0, 500)):
        with pytest.raises(BadInput):
            say_absent(
                ward.hoa,
                first_on=day.date() + first * DAY,
                last_on=day.date() + last * DAY,
                by=ward.hoa.actor,
            )


def test_a_new_absence_takes_the_place_of_one_that_it_touches(ward, day):
    for last in (3, 1):
        say_absent(
            ward.hoa, first_on=day.date(), last_on=day.date() + last * DAY, by=ward.hoa.actor
        )
    assert [one.last_on for one in absences_of(ward.hoa)] == [day.date() + DAY]


def test_back_early_once(ward, day):
    away = say_absent(ward.hoa, first_on=day.date(), last_on=day.date(), by=ward.hoa.actor)
    end_absence(away, by=ward.hoa.actor)
    assert not absent_at(ward.locality, day)
    with pytest.raises(WrongState):
        end_absence(away, by=ward.hoa.actor)


def test_others_may_not_say_it(ward, stranger, day):
    for by in (ward.tam, ward.minh, stranger.thu):
        with pytest.raises(NotAllowed):
            say_absent(ward.hoa, first_on=day.date(), last_on=day.date(), by=by.actor)
