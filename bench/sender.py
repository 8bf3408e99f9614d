"""One run of the product's sender over a filled job: `python -m bench.sender ROWS`. Says how fast,
and the CPU it took, as JSON."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from django_scopes import scope  # noqa: E402

from bench.ward import ask, make_ward, migrate  # noqa: E402
from nhipcau.config import wiring  # noqa: E402
from nhipcau.dispatch.fill import fill_job  # noqa: E402
from nhipcau.dispatch.models import Delivery, Job  # noqa: E402
from nhipcau.dispatch.send import Sender  # noqa: E402


def main(rows: int, runs: int) -> None:
    wiring.fill()
    migrate()
    account = make_ward(rows)
    sender = Sender(worker="bench")
    for run in range(runs):
        with scope(locality=account.locality_id):
            job = fill_job(ask(account, key=f"run{run}"))
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
            wall, cpu = time.perf_counter(), time.process_time()
            while not Job.objects.filter(pk=job.pk, state="done").exists():
                for _ in range(20):
                    sender.turn()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            sent = Delivery.objects.filter(job=job, state="sent").count()
        if sent != rows:
            raise SystemExit(f"{sent} of {rows} rows were sent")
        found = {"rows_per_s": rows / wall, "cpu_us_per_row": cpu / rows * 1e6}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
