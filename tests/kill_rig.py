"""What tests/test_kill.py runs in processes of their own: a ward to send to, and a sender that is
killed at a chosen point. `python -m tests.kill_rig WHAT JSON`.
"""

import json
import os
import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from bench.ward import make_people  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Value  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from nhipcau.channels.credentials import keep_pair, keep_secrets  # noqa: E402
from nhipcau.channels.models import Account  # noqa: E402
from nhipcau.commands.reconcile import reconcile  # noqa: E402
from nhipcau.config import wiring  # noqa: E402
from nhipcau.core.actor import SYSTEM  # noqa: E402
from nhipcau.core.clock import civil_now  # noqa: E402
from nhipcau.dispatch import send  # noqa: E402
from nhipcau.dispatch.enqueue import enqueue  # noqa: E402
from nhipcau.dispatch.models import Job  # noqa: E402
from nhipcau.notices.models import Notice, NoticeVersion  # noqa: E402
from nhipcau.outreach.counters import start_counters  # noqa: E402
from nhipcau.outreach.models import Route, Visit  # noqa: E402
from nhipcau.outreach.sql import freeze_audience  # noqa: E402
from nhipcau.people.models import ContactPoint, Household  # noqa: E402
from nhipcau_sandbox.audit import accepted_rows  # noqa: E402
from nhipcau_sandbox.world import long_id  # noqa: E402
from tests.cast import Ward, song_cau  # noqa: E402


def make_sms(asked: dict) -> None:
    """The limit is lifted: per_minute 0. The job is no route of a notice."""
    ward = _ward()
    make_people(ward.locality.pk, ward.to_2.pk, asked["rows"])
    with scope(locality=ward.locality.pk):
        account = _account(ward, "sms", 0, {"brandname": "UBND SONGCAU"})
        keep_secrets(account, {"api_key": "key", "secret_key": "geheim"}, by=SYSTEM)
        _enqueue(account, "phone", ward)


def make_zalo(asked: dict) -> None:
    """A route of a published notice, 2,000 a minute; the sandbox's people have opened windows."""
    ward = _ward()
    make_people(ward.locality.pk, ward.to_2.pk, asked["rows"])
    with scope(locality=ward.locality.pk):
        account = _account(ward, "zalo_oa", 2000, {"sender": "v3", "app_id": "app"}, "oa")
        ends = civil_now() + timedelta(hours=20)
        keep_pair(account, access_token=asked["access_token"], refresh_token="r", expires_at=ends)
        _contacts(ward, "zalo", account, lambda n: long_id("uid", "oa", f"p{n}"))
        version = _published(ward)
        job = _enqueue(account, "zalo", ward)
        Route.objects.create(
            locality=ward.locality,
            version=version,
            kind="zalo_oa",
            account=account,
            job=job,
            position=1,
            state=Route.State.RUNNING,
            why="thử",
        )


def work(asked: dict) -> None:
    """Sends, once told to go; dies at the point when so many rows have passed it, or leaves when
    all is done."""
    wiring.fill()
    sys.stdin.readline()
    sender, stop = send.Sender(worker=asked["worker"]), threading.Event()
    if asked.get("point"):
        _arm(sender, asked["point"], asked["after"])
    threading.Thread(target=_stop_when_done, args=(stop,), daemon=True).start()
    sender.run_until(stop)


def _arm(sender: send.Sender, point: str, after: int) -> None:
    passed = 0

    def pass_(rows: int) -> None:
        nonlocal passed
        passed += rows
        if passed >= after:
            os.kill(os.getpid(), signal.SIGKILL)

    settle, answer, to_wire = send.settle, sender.answers.add, sender.wire.send

    def settle_or_die(work):  # between the reply and the write-back
        pass_(len(work.written))
        return settle(work)

    def answer_or_die(*given):  # some of a window answered, some on the wire
        answer(*given)
        pass_(1)

    def send_or_die(*given):  # the intent is committed, some of it is not on the wire
        to_wire(*given)
        pass_(1)

    if point == "answered":
        send.settle = settle_or_die
    elif point == "flight":
        sender.answers.add = answer_or_die
    else:
        sender.wire.send = send_or_die


def _stop_when_done(stop: threading.Event) -> None:
    with scopes_disabled():
        while Job.objects.filter(done_at=None).exists():
            stop.wait(0.2)
    stop.set()


def audit(asked: dict) -> None:
    """Holds the sandbox's journal against the ledger, and says who got another route."""
    with scopes_disabled():
        found = reconcile(accepted_rows(Path(asked["journal"]))).as_json(is_final=True)
        found["visits"] = sorted(Visit.objects.values_list("household", flat=True))
    sys.stdout.write(json.dumps(found))


def _ward() -> Ward:
    call_command("migrate", verbosity=0)
    return song_cau()


def _account(ward: Ward, kind: str, per_minute: int, settings: dict, external: str = "") -> Account:
    return Account.objects.create(
        locality=ward.locality,
        kind=kind,
        name=kind,
        external_id=external,
        state=Account.State.WORKING,
        per_minute=per_minute,
        settings=settings,
    )


def _contacts(ward: Ward, kind: str, account: Account | None, value) -> None:
    keys = (
        Household.objects.filter(neighbourhood=ward.to_2)
        .order_by("id")
        .values_list("id", flat=True)
    )
    ContactPoint.objects.bulk_create(
        (
            ContactPoint(
                locality=ward.locality, household_id=pk, kind=kind, account=account, value=value(n)
            )
            for n, pk in enumerate(keys)
        ),
        batch_size=5000,
    )


def _enqueue(account: Account, kind: str, ward: Ward) -> Job:
    found = ContactPoint.objects.filter(kind=kind, household__neighbourhood=ward.to_2)
    recipients = found.values_list(
        "id", "household_id", "household__neighbourhood_id", "value", Value("")
    )
    return enqueue(account, key="kill", text="Kham tieu duong", recipients=recipients, by=SYSTEM)


def _published(ward: Ward) -> NoticeVersion:
    now = civil_now()
    notice = Notice.objects.create(locality=ward.locality, created_by=ward.lan, created_at=now)
    version = NoticeVersion.objects.create(
        locality=ward.locality,
        notice=notice,
        title="Khám sàng lọc đái tháo đường miễn phí",
        text="Trạm Y tế phường khám sàng lọc miễn phí.",
        deadline=now + timedelta(hours=14),
        state=NoticeVersion.State.PUBLISHED,
        published_at=now,
        approved_by=ward.minh,
    )
    freeze_audience(ward.locality.pk, version.pk, Household.objects.all())
    start_counters(version)
    return version


DO = {"make-sms": make_sms, "make-zalo": make_zalo, "work": work, "audit": audit}

if __name__ == "__main__":
    DO[sys.argv[1]](json.loads(sys.argv[2]))
