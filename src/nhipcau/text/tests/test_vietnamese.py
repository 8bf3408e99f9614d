from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template


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
