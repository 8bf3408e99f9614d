from datetime import UTC, date, datetime, timedelta

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.dates import say_date, say_day, say_left, say_span, say_time, say_when

NOW = datetime(2023, 5, 26, 9, 52, tzinfo=UTC)  # Friday 16:52 in the ward


def test_time_is_said_in_the_wards_zone():
    assert say_time(NOW) == "16:52"


def test_today_tomorrow_and_yesterday_have_words():
    assert say_day(NOW, NOW) == "hôm nay"
    assert say_when(datetime(2023, 5, 27, 0, 0, tzinfo=UTC), NOW) == "07:00 ngày mai"
    assert say_day(date(2023, 5, 25), NOW) == "hôm qua"


def test_thai_readers_count_their_own_years():
    with translation.override("th"):
        assert say_date(date(2023, 5, 26)) == "26/5/2566"
        assert say_day(date(2024, 5, 26), NOW).endswith("26/5/2567")


def test_the_ward_is_a_day_ahead_late_in_the_evening_of_utc():
    assert say_day(datetime(2023, 5, 26, 18, 0, tzinfo=UTC), NOW) == "ngày mai"


def test_other_days_have_their_weekday_and_the_year_when_it_differs():
    assert say_day(date(2023, 5, 28), NOW) == "Chủ nhật 28/5"
    assert say_day(date(2024, 1, 1), NOW) == "Thứ Hai 1/1/2024"
    assert say_date(date(2023, 5, 8)) == "8/5/2023"


def test_a_span_within_a_day_says_the_day_once():
    start = datetime(2023, 5, 28, 0, 0, tzinfo=UTC)
    assert say_span(start, start + timedelta(hours=4), NOW) == "07:00 – 11:00 Chủ nhật 28/5"
    assert say_span(start, None, NOW) == "07:00 Chủ nhật 28/5"
    assert (
        say_span(start, start + timedelta(days=1), NOW)
        == "07:00 Chủ nhật 28/5 – 07:00 Thứ Hai 29/5"
    )


def test_time_left_in_words():
    assert say_left(timedelta(hours=3, minutes=8, seconds=59)) == "3 giờ 08 phút"
    assert say_left(timedelta(hours=2)) == "2 giờ"
    assert say_left(timedelta(minutes=45)) == "45 phút"
    assert say_left(timedelta(seconds=20)) == "dưới 1 phút"
    assert say_left(timedelta(days=2, hours=3, minutes=40)) == "2 ngày 3 giờ"
    assert say_left(-timedelta(minutes=12)) == "quá 12 phút"


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=300)))
def test_what_is_left_is_never_said_longer_than_it_is(delta):
    numbers = [int(word) for word in say_left(delta).split() if word.isdigit()]
    units = [word for word in say_left(delta).split() if not word.isdigit()]
    sizes = {"ngày": 86400, "giờ": 3600, "phút": 60}
    said = sum(n * sizes[unit] for n, unit in zip(numbers, units, strict=True))
    assert said <= delta.total_seconds() < said + sizes[units[-1]]
