"""What monitors, Prometheus and the story's driver are told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nhipcau.channels.models import RawEvent
from nhipcau.core.clock import civil_now, machine_seconds
from nhipcau.core.models import Heartbeat
from nhipcau.pages import health


def beat(kind: str, ago: float = 0) -> None:
    Heartbeat.objects.create(worker=kind, kind=kind, at=machine_seconds() - ago)


def test_well_when_database_and_both_workers_are_there(client, db):
    beat("sending")
    beat("background")
    answer = client.get("/suc-khoe/")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "sending": True, "background": True}


def test_not_well_when_the_sender_is_silent(client, db):
    beat("sending", ago=120)
    beat("background")
    answer = client.get("/suc-khoe/")
    assert answer.status_code == 503 and answer.json()["sending"] is False


def test_not_well_without_a_database(client, db, monkeypatch):
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "heartbeat_ages", fail)
    answer = client.get("/suc-khoe/")
    assert answer.status_code == 503 and answer.json() == {"ok": False, "database": False}


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.DEMO_KEY = "k"
    settings.ALLOWED_HOSTS = ["localhost"]


def ask(client):
    return client.get("/suc-khoe/nhan-roi/", HTTP_HOST="localhost")


def test_idle_is_for_the_demo_only(client, db):
    assert ask(client).status_code == 404


def test_idle_is_for_this_machine_only(client, db, demo):
    answer = client.get("/suc-khoe/nhan-roi/", HTTP_HOST="localhost", REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 404


def test_idle_when_nothing_waits(client, db, demo):
    assert ask(client).json() == {"idle": True, "next": None, "ledger": None}


def test_not_idle_while_a_webhook_waits(client, db, demo):
    RawEvent.objects.create(kind="zalo_oa", received_at=civil_now(), body=b"{}")
    assert ask(client).json()["idle"] is False


def test_not_idle_while_a_task_waits(client, db, demo):
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nhipcau.channels.tasks.load",
        backend_name="default",
        run_after=timezone.now(),
    )
    assert ask(client).json()["idle"] is False


def test_metrics_are_for_this_machine_only(client, db):
    beat("sending", ago=5)
    page = client.get("/metrics")
    assert "nhipcau_chunks_waiting 0.0" in page.text
    assert 'nhipcau_heartbeat_age_seconds{kind="sending"}' in page.text
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 404


@pytest.mark.parametrize(("ago", "is_idle"), [(1, False), (600, True)])
def test_a_task_left_running_by_a_killed_worker_does_not_count_for_ever(
    client, db, demo, ago, is_idle
):
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nhipcau.channels.tasks.load",
        backend_name="default",
        run_after=timezone.now(),
        status="RUNNING",
        started_at=timezone.now() - timedelta(seconds=ago),
    )
    assert ask(client).json()["idle"] is is_idle
