"""The desk's hours: declared in words that people use, refused with the place of the fault."""

from datetime import date, time

import pytest

from nhipcau.core.errors import BadInput
from nhipcau.people.demo import OPENED_BY_US
from nhipcau.places.keep_hours import add_holiday, drop_holiday, read_spans, set_opening_hours
from nhipcau.places.models import Holiday, OpeningHours


def test_spans_are_read_as_people_write_them():
    assert read_spans("7h30-11h30, 13:30 – 17:00") == (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17)),
    )
    assert read_spans(" ") == ()


@pytest.mark.parametrize("text", ["sáng", "25:00-26:00", "11:30-07:30", "07:30-11:30, 11:00-12:00"])
def test_what_cannot_be_hours_is_told_with_its_day(ward, text):
    with pytest.raises(BadInput) as fault:
        set_opening_hours(ward.locality, {0: "08:00-11:00", 1: text}, by=ward.quan.actor)
    assert fault.value.field == "day1"
    assert not OpeningHours.objects.exists()


def test_a_week_without_a_day_is_refused_and_a_new_week_takes_the_old_one_s_place(ward):
    with pytest.raises(BadInput):
        set_opening_hours(ward.locality, dict.fromkeys(range(7), ""), by=ward.quan.actor)
    for hours in ("08:00-11:00", "07:00-10:00"):
        set_opening_hours(ward.locality, {5: hours}, by=ward.quan.actor)
    (row,) = OpeningHours.objects.all()
    assert (row.weekday, row.opens) == (5, time(7))


def test_a_holiday_is_there_once_and_can_be_taken_back(ward):
    holiday = add_holiday(ward.locality, date(2023, 9, 2), "Quốc khánh", by=ward.quan.actor)
    with pytest.raises(BadInput):
        add_holiday(ward.locality, date(2023, 9, 2), "Lễ", by=ward.quan.actor)
    drop_holiday(holiday, by=ward.quan.actor)
    assert not Holiday.objects.exists()


def test_the_page_shows_the_usual_week_and_keeps_what_was_typed_wrongly(client, ward):
    client.force_login(ward.quan, backend=OPENED_BY_US)
    page = client.get("/lam-viec/dia-ban/gio-lam-viec/")
    assert page.status_code == 200 and "07:30-11:30, 13:30-17:00" in page.content.decode()
    wrong = client.post("/lam-viec/dia-ban/gio-lam-viec/", {"day0": "sáng sớm"})
    assert wrong.status_code == 422 and "sáng sớm" in wrong.content.decode()
    good = client.post("/lam-viec/dia-ban/gio-lam-viec/", {"day0": "8:00-11:00"})
    assert good.status_code == 302
    added = client.post("/lam-viec/dia-ban/ngay-nghi/", {"on": "2030-01-01", "name": "Tết"})
    assert added.status_code == 302
    holiday = Holiday.objects.get()
    assert client.post(f"/lam-viec/dia-ban/ngay-nghi/{holiday.pk}/bo/").status_code == 302
    assert not Holiday.objects.exists()
    client.force_login(ward.lan, backend=OPENED_BY_US)
    assert client.get("/lam-viec/dia-ban/gio-lam-viec/").status_code == 403
