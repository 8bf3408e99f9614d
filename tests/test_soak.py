"""What the soak's figures mean, and that one seed is one schedule. The soak itself: `make soak`."""

import pytest
from bench.soak.measure import fullest, measure, without
from bench.soak.plan import HTTP, LANES, LINE, NEVER, ON_LINES, schedule


def evenly(per_minute: int, seconds: int, begins: float = 0.0) -> list[float]:
    return [begins + nth * 60 / per_minute for nth in range(per_minute * seconds // 60)]


def test_a_limit_used_wholly_is_one_and_no_minute_is_over_it():
    found = measure(evenly(600, 120), 600, outages=[], ends=120.0)
    assert found.used == pytest.approx(1, abs=0.01)
    assert found.fullest == pytest.approx(1, abs=0.01)
    assert found.seconds == 120.0


def test_the_seconds_of_a_fault_count_neither_as_used_nor_as_left_unused():
    moments = [at for at in evenly(600, 120) if not 30 <= at < 60]
    found = measure(moments, 600, outages=[(30.0, 60.0)], ends=120.0)
    assert found.used == pytest.approx(1, abs=0.01)
    assert found.seconds == 90.0


def test_an_idle_half_is_seen():
    assert measure(evenly(600, 60), 600, outages=[], ends=120.0).used == pytest.approx(
        0.5, abs=0.01
    )


def test_a_burst_after_an_outage_is_a_minute_over_the_limit():
    assert fullest([*evenly(60, 60), *(60.5 for _ in range(30))], 60) > 1.4


def test_spans_that_overlap_are_taken_out_once():
    assert without(0, 10, [(2, 4), (3, 5), (9, 12)]) == [(0, 2), (5, 9)]


def test_one_seed_is_one_schedule_and_every_target_breaks():
    first = schedule(7, 600)
    assert first == schedule(7, 600) != schedule(8, 600)
    broken = {fault.target for fault in first}
    assert broken >= {lane.fault for lane in LANES} | {"sender", "hooks"}
    modes = {name for name, *_rest in (*HTTP, *LINE)}
    assert {fault.mode for fault in first} >= modes - {"bind", "throttle"}
    assert not {(fault.target, fault.mode) for fault in first} & NEVER
    assert all(0 <= fault.at < 600 for fault in first) and broken > ON_LINES
