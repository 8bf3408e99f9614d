"""The worker's threads: a fault of one moment must not end them."""

import threading

import pytest
from django.db import OperationalError

from nhipcau.commands.management.commands import work


@pytest.mark.django_db
def test_a_thread_outlasts_a_database_that_was_locked(monkeypatch):
    monkeypatch.setattr(work, "AGAIN_SECONDS", 0)
    stop, turns = threading.Event(), []

    def chore():
        turns.append(len(turns))
        if len(turns) == 1:
            raise OperationalError("database is locked")
        stop.set()

    work.outlast(stop, chore)
    assert turns == [0, 1]
