import pytest

from nhipcau.core import clock, periodic
from nhipcau.core.models import PeriodicRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    moment = {"civil": 1_000_000.0}
    monkeypatch.setattr(periodic, "civil_seconds", lambda: moment["civil"])
    before = list(periodic.known_jobs())
    yield moment
    periodic.set_jobs(before)


def test_a_due_job_runs_once_and_waits_for_its_next_time(now):
    ran = []
    periodic.set_jobs([periodic.Job("tick", 60, lambda: ran.append(1))])
    periodic.ensure_rows()
    assert periodic.run_due() == 1
    assert periodic.run_due() == 0
    now["civil"] += 60
    assert periodic.run_due() == 1
    assert len(ran) == 2


def test_a_job_held_by_a_living_worker_is_left_alone(now):
    periodic.set_jobs([periodic.Job("tick", 60, lambda: None)])
    periodic.ensure_rows()
    PeriodicRun.objects.update(running_until=clock.machine_seconds() + 30)
    assert periodic.run_due() == 0
    assert periodic.idle_until(now["civil"])[0] is False


def test_a_killed_workers_job_is_free_after_its_hold(now):
    periodic.set_jobs([periodic.Job("tick", 60, lambda: None)])
    periodic.ensure_rows()
    PeriodicRun.objects.update(running_until=clock.machine_seconds() - 1)
    assert periodic.run_due() == 1


def test_a_failing_job_does_not_stop_the_others(now):
    ran = []

    def fail():
        raise ValueError("broken")

    periodic.set_jobs(
        [periodic.Job("bad", 5, fail), periodic.Job("good", 5, lambda: ran.append(1))]
    )
    periodic.ensure_rows()
    assert periodic.run_due() == 2
    assert ran == [1]


def test_idle_says_when_the_next_job_is_due(now):
    periodic.set_jobs([periodic.Job("tick", 60, lambda: None)])
    periodic.ensure_rows()
    periodic.run_due()
    assert periodic.idle_until(now["civil"]) == (True, now["civil"] + 60)
