"""`nhipcau work`: sends the ledger and runs background work. Any number on PostgreSQL."""

import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from nhipcau.core import periodic
from nhipcau.core.clock import civil_seconds, machine_seconds
from nhipcau.core.models import Heartbeat
from nhipcau.dispatch.send import Sender

log = structlog.get_logger()
POLL_SECONDS = 0.1  # the story waits for every task
LOOKS_EVERY = 5.0
AGAIN_SECONDS = 1.0
KINDS = ("sending", "background", "all")


class Command(BaseCommand):
    help = "Gửi tin trong sổ và chạy việc nền. Trên PostgreSQL có thể chạy nhiều tiến trình."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=KINDS, default="all")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        tasks = task_worker()

        def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()
            tasks.running = False

        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, ask_to_stop)
        only = options["only"]
        threads = [threading.Thread(target=outlast, args=(stop, partial(beat, stop, only)))]
        if only != "sending":
            for chore in (partial(keep_schedule, stop), partial(run_tasks, tasks, stop)):
                threads.append(threading.Thread(target=outlast, args=(stop, chore)))
        threads[0].daemon = True
        for thread in threads:
            thread.start()
        if only == "background":
            while not stop.wait(0.5):
                pass
        else:
            Sender(worker=settings.WORKER_NAME).run_until(stop)
        for thread in threads[1:]:
            thread.join(timeout=5)


def outlast(stop: threading.Event, chore: Callable[[], None]) -> None:
    """Goes on after a fault (a database that was away or locked): a thread that ended unseen would
    leave a worker that says it lives and does half of its work."""
    while not stop.is_set():
        try:
            chore()
        except Exception:
            log.exception("a thread of the worker stumbled and goes on")
            connection.close()
            stop.wait(AGAIN_SECONDS)


def worker_name() -> str:
    return settings.WORKER_NAME or f"{socket.gethostname()}-{os.getpid()}"


def task_worker() -> TaskWorker:
    return TaskWorker(
        queue_names=["*"],
        interval=POLL_SECONDS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_name()[:60],
        excluded_queue_names=[],
    )


def run_tasks(tasks: TaskWorker, stop: threading.Event) -> None:
    """Looks before it asks for SQLite's only write lock: most of the time there is nothing."""
    while not stop.is_set():
        close_old_connections()
        if DBTaskResult.objects.ready().exists():
            tasks.run()  # until there is no more
        else:
            stop.wait(POLL_SECONDS)


def keep_schedule(stop: threading.Event) -> None:
    """Asks the clock often and the rows only when one can be due, or somebody may have moved it."""
    periodic.ensure_rows()
    coming, looked = 0.0, 0.0
    while not stop.is_set():
        if civil_seconds() < coming and machine_seconds() - looked < LOOKS_EVERY:
            stop.wait(POLL_SECONDS)
            continue
        close_old_connections()
        if periodic.run_due() == 0:
            stop.wait(POLL_SECONDS)
        coming, looked = periodic.next_due(), machine_seconds()


def beat(stop: threading.Event, kind: str) -> None:
    """Tell health and `doctor` that this worker lives; forget workers dead for a day."""
    name = f"{worker_name()}-{kind}"
    while not stop.is_set():
        Heartbeat.objects.update_or_create(
            worker=name, defaults={"kind": kind, "at": machine_seconds()}
        )
        Heartbeat.objects.filter(at__lt=time.time() - 86400).delete()
        close_old_connections()
        stop.wait(5)
