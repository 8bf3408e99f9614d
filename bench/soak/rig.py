"""What the soak does inside the product, in processes of its own: `python -m bench.soak.rig WHAT
JSON`. `make`: a ward and its accounts. `keep`: an admin who presses "check" on what is in trouble,
and officers who never run out of notices. `end`: what is left is stopped, and the ledger is held
against everything that was accepted.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from datetime import timedelta  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db.models import Sum, Value  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from bench.soak.plan import LANES, Lane  # noqa: E402
from bench.soak.world import BOT, ESMS, OAS, PAGE, SENDER, SMPP, TEMPLATE, VIETTEL  # noqa: E402
from bench.ward import make_people  # noqa: E402
from nhipcau.channels.accounts import revise_account, speak_for  # noqa: E402
from nhipcau.channels.check import recheck_troubled  # noqa: E402
from nhipcau.channels.credentials import keep_pair, keep_secrets  # noqa: E402
from nhipcau.channels.intake import address_key  # noqa: E402
from nhipcau.channels.models import Account, ChannelKind  # noqa: E402
from nhipcau.channels.transports.zalo_template import DATA  # noqa: E402
from nhipcau.channels.transports.zalo_template import TEMPLATE as NAMED  # noqa: E402
from nhipcau.channels.vapid import new_keys, own_settings  # noqa: E402
from nhipcau.commands.reconcile import REMOTE, reconcile  # noqa: E402
from nhipcau.core.actor import SYSTEM  # noqa: E402
from nhipcau.core.clock import civil_now  # noqa: E402
from nhipcau.dispatch.enqueue import enqueue  # noqa: E402
from nhipcau.dispatch.models import Chunk, Delivery, Job  # noqa: E402
from nhipcau.dispatch.stop import stop_job  # noqa: E402
from nhipcau.people.models import ContactPoint, Household  # noqa: E402
from nhipcau.places.models import Locality, Neighbourhood, Unit  # noqa: E402
from nhipcau_sandbox.audit import accepted_rows  # noqa: E402

Said = dict[str, Any]
COVER = "https://songcau.example/anh.jpg"
KIND = 10  # as many letters as the column holds
SETTLES_WITHIN = 40.0


def make(asked: Said) -> None:
    """`asked`: tokens of the platforms, addresses by lane, ports of the lines, seconds."""
    unit = Unit.objects.create(code="01837", name="Phường Sông Cầu", level="commune")
    locality = Locality.objects.create(
        unit=unit, slug="song-cau", name="Phường Sông Cầu", issuer="UBND phường Sông Cầu"
    )
    with scope(locality=locality.pk):
        place = Neighbourhood.objects.create(locality=locality, name="Tổ 13", number=13)
        make_people(locality.pk, place.pk, asked["people"])
        accounts = Accounts(locality, asked).make()
    say({"accounts": {name: account.pk for name, account in accounts.items()}})


def work(asked: Said) -> None:
    """Once the addresses are known: jobs enough for the whole time, and what goes once."""
    locality = Locality.objects.get()
    with scope(locality=locality.pk):
        accounts = {account.name: account for account in Account.objects.all()}
        homes = list(Household.objects.order_by("pk").values_list("pk", flat=True))
        for lane in LANES:
            _contacts(locality, homes, lane.name, asked["addresses"][lane.name])
        for name in ("broadcast", "post"):
            _contacts(locality, homes, name, asked["addresses"][name])
        _enqueue(accounts["zalo_tu_van"], "broadcast", 0, {})
        for nth in range(asked["posts"]):
            _enqueue(accounts["messenger"], "post", nth, {})
        for lane in LANES:
            _enqueue(accounts[lane.name], lane.name, 0, _note(lane, 0))
        say({"jobs": Job.objects.count()})


def hooks(_asked: Said) -> None:
    """Where each platform is to report to."""
    with scopes_disabled():
        accounts = {account.name: account for account in Account.objects.all()}
    page, esms = accounts["messenger"], accounts["sms_esms"]
    say({"facebook": address_key(page.pk), "sms": address_key(esms.pk)})


def keep(_asked: Said) -> None:
    """A job of a gateway that fails goes on by another one, so there is always a new one."""
    next_job = dict.fromkeys((lane.name for lane in LANES), 1)
    locality = Locality.objects.get()
    while True:
        recheck_troubled()
        with scope(locality=locality.pk):
            waiting = _waiting()
            for lane in LANES:
                while waiting[lane.name] < lane.enough:
                    account = Account.objects.get(name=lane.name)
                    nth = next_job[lane.name]
                    _enqueue(account, lane.name, nth, _note(lane, nth))
                    next_job[lane.name] += 1
                    waiting[lane.name] += lane.addresses
        time.sleep(0.5)


def _waiting() -> Counter[str]:
    """Rows by account: in open chunks, and in jobs that are not filled yet."""
    found: Counter[str] = Counter()
    open_ = Chunk.objects.filter(ready_at__isnull=False, job__state=Job.State.READY)
    for name, rows in open_.values_list("bucket__account__name").annotate(n=Sum("nrows")):
        found[name] += rows
    addresses = {lane.name: lane.addresses for lane in LANES}
    for name in Job.objects.filter(state=Job.State.FILLING).values_list("account__name", flat=True):
        found[name] += addresses[name]
    return found


def end(asked: Said) -> None:
    with scopes_disabled():
        for job in Job.objects.filter(done_at=None):
            with scope(locality=job.locality_id):
                stop_job(job, by=SYSTEM)
        give_up = time.monotonic() + SETTLES_WITHIN
        while time.monotonic() < give_up and _moves():
            time.sleep(0.2)
        accepted = [one for path in asked["journals"] for one in accepted_rows(Path(path))]
        findings = reconcile(accepted, kinds=(*REMOTE, ChannelKind.EMAIL))
        names = dict(Account.objects.values_list("pk", "name"))
        lanes: dict[str, Counter[str]] = {}
        for one in findings.ledger:
            counted = lanes.setdefault(names[one.account], Counter())
            counted[one.state] += 1
            counted["accepted"] += one.accepted
            counted["lost"] += one.is_lost
            counted["doubled"] += one.accepted > 1 and one.state != Delivery.State.UNKNOWN
            counted["doubled_unknown"] += one.accepted > 1 and one.state == Delivery.State.UNKNOWN
            counted["wrongly_refused"] += one.accepted > 0 and one.state in {
                "refused",
                "stopped",
                "expired",
            }
        errors = Counter(
            f"{names[account]} {state} {error}"
            for account, state, error in Delivery.objects.filter(
                state__in=["refused", "unknown"]
            ).values_list("account", "state", "error")
        )
    found = {"without_row": findings.without_row[:9], "doubled": findings.doubled[:9]}
    count = len(findings.without_row)
    say({"lanes": lanes, "errors": errors, "without_row_count": count, "examples": found})


def _moves() -> bool:
    return (
        Chunk.objects.filter(ready_at__isnull=False).exists()
        or Delivery.objects.filter(state="queued").exists()
        or Job.objects.filter(done_at=None).exists()
    )


class Accounts:
    def __init__(self, locality: Locality, asked: Said) -> None:
        self.locality, self.asked = locality, asked

    def make(self) -> dict[str, Account]:
        ports, lanes = self.asked["ports"], {lane.name: lane for lane in LANES}
        made = {
            "zalo_tu_van": self._oa(lanes["zalo_tu_van"], "tu_van", "v2"),
            "zalo_nhom": self._oa(lanes["zalo_nhom"], "nhom", "v3"),
            "giu_khoa": self._oa(Lane("giu_khoa", "zalo_oa", 60, 0, ""), "mau_uid", "v3"),
        }
        for name, keeper, oa in (
            ("mau_tin", made["zalo_nhom"], "nhom"),
            ("mau_tin_uid", made["giu_khoa"], "mau_uid"),
        ):
            made[name] = self._account(lanes[name], {}, {}, OAS[oa])
            speak_for(made[name], keeper, by=SYSTEM)
        made["bot"] = self._account(lanes["bot"], {}, {"bot_token": BOT["token"]}, BOT["id"])
        token = {"access_token": self.asked["page_token"], "app_secret": "fb-secret"}
        page = {"page_id": PAGE, "app_id": "667788"}
        made["messenger"] = self._account(lanes["messenger"], page, token, PAGE)
        esms = {"brandname": ESMS["brandname"], "callback_url": self.asked["base"]}
        keys = {"api_key": ESMS["api_key"], "secret_key": ESMS["secret"]}
        made["sms_esms"] = self._account(lanes["sms_esms"], esms, keys)
        made["sms_viettel"] = self._account(
            lanes["sms_viettel"],
            {"gateway": "viettel", "user": VIETTEL["api_key"], "cp_code": VIETTEL["cp_code"],
             "brandname": VIETTEL["brandname"]},
            {"password": VIETTEL["secret"]},
        )  # fmt: skip
        made["sms_smpp"] = self._account(
            lanes["sms_smpp"],
            {"gateway": "smpp", "host": "127.0.0.1", "port": ports["smpp"], "system_id": "ward",
             "brandname": SMPP},
            {"password": "secret"},
        )  # fmt: skip
        made["thu"] = self._account(
            lanes["thu"],
            {"host": "127.0.0.1", "port": ports["smtp"], "security": "none",
             "from_address": SENDER, "from_name": "UBND phường Sông Cầu"},
            {},
        )  # fmt: skip
        push = self._account(lanes["web_push"], {"contact": "phuong@songcau.example"}, new_keys())
        made["web_push"] = revise_account(push, by=SYSTEM, settings=own_settings(push))
        esms_hook = f"{self.asked['base']}/wh/sms/{address_key(made['sms_esms'].pk)}/"
        revise_account(made["sms_esms"], by=SYSTEM, settings={"callback_url": esms_hook})
        self.push_key = made["web_push"].settings["public_key"]
        Path(self.asked["push_key"]).write_text(self.push_key, encoding="ascii")
        return made

    def _oa(self, lane: Lane, oa: str, sender: str) -> Account:
        settings = {"app_id": "1122334455", "sender": sender, "cover_url": COVER}
        account = self._account(
            lane, settings, {"app_secret": "app-secret", "oa_secret": "oa-secret"}, OAS[oa]
        )
        pair = self.asked["tokens"][oa]
        ends = civil_now() + timedelta(hours=20)
        keep_pair(
            account,
            access_token=pair["access_token"],
            refresh_token=pair["refresh_token"],
            expires_at=ends,
        )
        return account

    def _account(
        self, lane: Lane, settings: Said, secrets: dict[str, str], external: str = ""
    ) -> Account:
        account = Account.objects.create(
            locality=self.locality,
            kind=lane.kind,
            name=lane.name,
            external_id=external,
            state=Account.State.WORKING,
            per_minute=lane.per_minute,
            settings=settings,
        )
        if secrets:
            keep_secrets(account, secrets, by=SYSTEM)
        return account


def _contacts(locality: Locality, homes: list[int], name: str, values: list[str]) -> None:
    """The address of each household on a lane; the lane's name stands where a kind would."""
    ContactPoint.objects.bulk_create(
        ContactPoint(locality=locality, household_id=home, kind=name[:KIND], value=value)
        for home, value in zip(homes, values, strict=False)
    )


def _enqueue(account: Account, name: str, nth: int, note: dict[str, str]) -> Job:
    found = ContactPoint.objects.filter(kind=name[:KIND])
    recipients = found.values_list(
        "id", "household_id", "household__neighbourhood_id", "value", Value("")
    )
    text = f"Tin {name} so {nth}: kham tieu duong mien phi sang mai tai nha van hoa."
    return enqueue(
        account, key=f"{name}:{nth}", text=text, title=f"Tin {nth}", recipients=recipients,
        note=note, by=SYSTEM,
    )  # fmt: skip


def _note(lane: Lane, nth: int) -> dict[str, str]:
    """A text of its own for each job: whose an accepted message is, is told by it."""
    if lane.kind != "zalo_template":
        return {}
    return {NAMED: TEMPLATE["id"], DATA: json.dumps({"title": f"Khám sàng lọc lần {nth}"})}


def migrate(_asked: Said) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def say(found: Said) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()


DO = {"migrate": migrate, "make": make, "work": work, "hooks": hooks, "keep": keep, "end": end}

if __name__ == "__main__":
    DO[sys.argv[1]](json.loads(sys.argv[2]))
