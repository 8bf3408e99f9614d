"""Figures of the inbox: two clocks, shares in time, and a table without anybody's name."""

import io
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.clock import civil_now
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.close import close_question
from nhipcau.inbox.figures import figures, figures_xlsx, quantile
from nhipcau.tables.read import read_table


def ask(desk, text, **more):
    return ask_at_desk(desk.ward.locality, Asked(text, **more), by=desk.officer)


def test_both_clocks_are_told_and_a_night_counts_in_one_only(desk):
    one = ask(desk, "Hỏi lịch tiêm phòng")  # Friday 16:30
    desk.civil.go(timedelta(days=3) - timedelta(hours=8))  # Monday 08:30
    answer_question(one, text="Sáng thứ Ba.", by=desk.officer)
    found = figures(desk.ward.locality, since=one.asked_at, now=civil_now())
    assert found.whole.working_median == timedelta(hours=1, minutes=30)
    assert found.whole.waited_median == timedelta(hours=64)
    assert (found.whole.judged, found.whole.in_time, found.whole.share) == (1, 1, 1.0)


def test_what_is_open_counts_against_once_it_is_late_and_spam_never(desk):
    late = ask(desk, "Hỏi lịch tiêm phòng")
    spam = ask(desk, "Mua đất nền giá rẻ")
    close_question(spam, why="no_question", by=desk.officer)
    soon = figures(desk.ward.locality, since=late.asked_at, now=civil_now())
    assert (soon.whole.asked, soon.whole.judged, soon.waiting, soon.overdue) == (1, 0, 1, 0)
    desk.civil.go(timedelta(days=7))
    then = figures(desk.ward.locality, since=late.asked_at, now=civil_now())
    assert (then.whole.judged, then.whole.in_time, then.overdue) == (1, 0, 1)


def test_the_table_holds_no_name_no_telephone_and_masked_words(desk):
    text = "Làm căn cước 012345678901 ở đâu"
    one = ask(desk, text, name="Nông Thị Bình", phone="0912345678")
    found = figures(desk.ward.locality, since=one.asked_at, now=civil_now())
    sheets = read_table(io.BytesIO(figures_xlsx(found, "Hộp thư")))
    said = " ".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row.cells)
    assert "Làm căn cước" in said
    for secret in ("012345678901", "Nông Thị Bình", "912345678"):
        assert secret not in said


@settings(max_examples=40)
@given(st.lists(st.timedeltas(min_value=timedelta()), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_quantile_is_one_of_the_values_and_the_share_lies_under_it(values, share):
    found = quantile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)
