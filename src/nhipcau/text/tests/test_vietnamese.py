from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.fixture(autouse=True)
def _friday_afternoon(tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text(str(datetime(2023, 5, 26, 9, 52, tzinfo=UTC).timestamp()))
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))


def show(template, **values):
    return Template(template).render(Context(values))


def test_filters_need_no_load_tag():
    assert show("{{ n|number }} hộ, {{ s|percent }}", n=3007, s=0.864) == "3.007 hộ, 86,4 %"
    assert show("{{ d|money }} · {{ p|phone }}", d=1250, p="+84912345678") == (
        "1.250 đ · 0912 345 678"
    )


def test_years_of_dates_are_those_of_the_page():
    on = datetime(2023, 5, 26, 20, tzinfo=UTC)  # the 27th in the ward
    assert show('{{ t|date:"j/n/Y" }} {{ t|date:"H:i" }}', t=on) == "27/5/2023 03:00"
    with translation.override("th"):
        assert show('{{ t|date:"d/m/Y" }} {{ t|date:"Y-m-d" }}', t=on) == "27/05/2566 2023-05-27"
    assert show('{{ t|date:"j/n/Y" }}', t=None) == ""


def test_times_are_said_from_the_civil_clock():
    due = datetime(2023, 5, 26, 14, 30, tzinfo=UTC)
    assert show("{{ t|when }} · {{ t|day }} · {{ t|clock }} · {{ t|left }}", t=due) == (
        "21:30 hôm nay · hôm nay · 21:30 · 4 giờ 38 phút"
    )
    assert show("{{ t|left }}", t=timedelta(minutes=5)) == "5 phút"


@pytest.mark.parametrize(
    "name", ["number", "percent", "when", "day", "clock", "left", "money", "phone"]
)
def test_nothing_is_shown_for_nothing(name):
    assert show("{{ x|" + name + " }}", x=None) == ""
    assert show("{{ missing|" + name + " }}") == ""
