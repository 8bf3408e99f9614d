"""The service centre's address has days: after a merger people are led to the new one."""

from datetime import date

import pytest
from django_scopes import scope

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.centres import (
    CentreInput,
    centre_on,
    centre_page,
    end_centre,
    host_of,
    set_centre,
)

OLD = CentreInput(
    "Trung tâm tỉnh Bắc Kạn", "https://dichvucong.backan.gov.vn/tt?ma={code}", date(2020, 1, 1)
)
NEW = CentreInput("Trung tâm tỉnh Thái Nguyên", "https://dichvucong.gov.vn/", date(2025, 7, 1))


def test_after_the_merger_people_are_led_to_the_new_centre(ward):
    for given in (OLD, NEW):
        set_centre(ward.locality, given, by=ward.quan.actor)
    assert centre_on(date(2019, 12, 31)) is None
    before, after = centre_on(date(2025, 6, 30)), centre_on(date(2025, 7, 1))
    assert centre_page(before, "1.001193") == "https://dichvucong.backan.gov.vn/tt?ma=1.001193"
    assert host_of(before) == "dichvucong.backan.gov.vn"
    assert centre_page(after, "1.001193") == NEW.url
    assert before.valid_to == date(2025, 6, 30) and after.valid_to is None


def test_an_earlier_one_told_later_ends_where_the_next_begins(ward):
    for given in (NEW, OLD):
        set_centre(ward.locality, given, by=ward.quan.actor)
    assert centre_on(date(2025, 6, 30)).name == OLD.name
    assert centre_on(date(2026, 1, 1)).name == NEW.name


def test_an_ended_centre_leads_nowhere_and_ends_once(ward):
    centre = set_centre(ward.locality, OLD, by=ward.quan.actor)
    end_centre(centre, on=date(2025, 6, 30), by=ward.quan.actor)
    assert centre_on(date(2025, 7, 1)) is None
    with pytest.raises(WrongState):
        end_centre(centre, on=date(2025, 7, 30), by=ward.quan.actor)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://dichvucong.gov.vn/"}, "url"),
        ({"url": "https://{code}.vn/"}, "url"),
        ({"url": "https://dichvucong.gov.vn@evil.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"name": ""}, "name"),
        ({"valid_to": date(2019, 1, 1)}, "valid_to"),
    ],
)
def test_an_address_that_leads_astray_is_refused(ward, wrong, field):
    given = {"name": OLD.name, "url": OLD.url, "valid_from": OLD.valid_from, **wrong}
    with pytest.raises(BadInput) as fault:
        set_centre(ward.locality, CentreInput(**given), by=ward.quan.actor)
    assert fault.value.field == field


def test_one_day_has_one_address_and_other_localities_their_own(ward, stranger):
    set_centre(ward.locality, OLD, by=ward.quan.actor)
    with pytest.raises(BadInput):
        set_centre(ward.locality, OLD, by=ward.quan.actor)
    with scope(locality=stranger.locality):
        assert centre_on(date(2021, 1, 1)) is None
