"""End to end: `nhipcau work --only sending`, one process on SQLite and one a core on PostgreSQL, as
it is run. `python -m bench.sender ROWS RUNS` enqueues a job a run, at a word, says how fast."""

import os
import signal
import subprocess
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django_scopes import scope  # noqa: E402

from bench.ward import ask, make_ward, migrate  # noqa: E402
from nhipcau.channels.models import Account  # noqa: E402
from nhipcau.dispatch.models import Delivery, Job  # noqa: E402

WORK = [sys.executable, "-m", "nhipcau.commands.main", "work", "--only", "sending"]
WORKERS = 1 if settings.IS_SQLITE else 2


def main(rows: int, runs: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    migrate()
    account = make_ward(rows)
    workers = [subprocess.Popen(WORK) for _ in range(WORKERS)]
    try:
        with scope(locality=account.locality_id):
            for run in range(runs):
                say(f"{rows / _run(account, rows, run)}")
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)


def _run(account: Account, rows: int, run: int) -> float:
    """Seconds from asking to the last row written back: the list is made by the workers too."""
    say("ready")
    sys.stdin.readline()
    begun = time.perf_counter()
    job = ask(account, key=f"run{run}")
    while not Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists():
        time.sleep(0.05)
    taken = time.perf_counter() - begun
    sent = Delivery.objects.filter(job=job, state=Delivery.State.SENT).count()
    if sent != rows:
        raise SystemExit(f"{sent} of {rows} rows were sent")
    return taken


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
