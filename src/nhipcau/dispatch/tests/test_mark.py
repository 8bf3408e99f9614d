"""Which rows go in a turn: values in, windows out."""

from collections import Counter, deque

import pytest

from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.channels.wire import Remote
from nhipcau.dispatch.lease import Found, Held, Row
from nhipcau.dispatch.limits import gap_for
from nhipcau.dispatch.mark import due_windows

NOW, GAP = 1000.0, gap_for(300)


def held(rows=10, *, starts=NOW, gap=GAP):
    found = Found(1, 1, 1, 7, None, 3, gap, rows, 0, 1, 0.0)
    made = [Row(n, n, f"+8491234567{n}", "", "", f"k{n}", 0) for n in range(rows)]
    remote = Remote(SmsEsms({}, {}), {})
    return Held(found, 1, 0, starts, gap, remote, None, 0.0, rows=deque(made))


@pytest.mark.parametrize(("later", "rows"), [(0.0, 3), (0.5, 5), (0.9, 7)])
def test_rows_go_when_their_time_has_come(later, rows):
    [(_held, window)] = due_windows([held()], Counter(), NOW + later)
    assert len(window) == rows


def test_a_chunk_that_was_held_up_reserves_anew_instead_of_going_in_a_rush():
    late = held()
    assert due_windows([late], Counter(), NOW + 1.1) == []
    assert late.is_leaving


def test_without_a_limit_nothing_is_late():
    free = held(gap=0.0)
    [(_held, window)] = due_windows([free], Counter(), NOW + 60)
    assert len(window) == 10
