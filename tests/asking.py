"""A ward whose accounts stand at the simulated platforms: people ask there and read the answer."""

import json
import os
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from nhipcau.channels.accounts import account_works, connect_account
from nhipcau.channels.check import check_account
from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.intake import address_key
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import CLOCK_FILE_VARIABLE
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.send import Sender
from nhipcau.inbox.models import Question
from tests.platforms import APP, FB_APP, OA, PAGE, Platforms, move_clock


def connect_oa(ward, platforms: Platforms, listening: str, *, sender: str) -> Account:
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường",
        by=ward.quan.actor,
        external_id=OA,
        settings={"app_id": APP, "sender": sender},
        secrets={"app_secret": "app-secret", "oa_secret": "oa-secret"},
    )
    token = platforms.call("token", oa=OA)["access_token"]
    keep_secrets(account, {"access_token": token}, by=SYSTEM)
    account_works(account, by=ward.quan.actor, settings={})
    assert platforms.call("hook", app=APP, url=f"{listening}/wh/zalo/")["enabled"]
    return account


def graph(platforms: Platforms, token: str, path: str, **sent: Any) -> Any:
    """As the page's own people post and read on Facebook."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps(sent).encode() if sent else None
    request = Request(f"{platforms.address}/v25.0/{path}", body, headers)  # noqa: S310
    with urlopen(request, timeout=10) as answered:  # noqa: S310
        return json.load(answered)


def connect_page(ward, platforms: Platforms, listening: str, token: str) -> Account:
    page = connect_account(
        ward.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="Trang phường",
        by=ward.quan.actor,
        external_id=PAGE,
        settings={"page_id": PAGE},
        secrets={"access_token": token, "app_secret": "fb-secret"},
    )
    assert check_account(page, by=ward.quan.actor).is_working
    url = f"{listening}/wh/facebook/"
    assert platforms.call("hook", app=FB_APP, url=url, verify_token=address_key(page.pk))["enabled"]
    return page


def connect_sms(ward) -> Account:
    account = connect_account(
        ward.locality,
        ChannelKind.SMS,
        name="SMS",
        by=ward.quan.actor,
        external_id="UBND.SCAU",
        settings={"brandname": "UBND.SCAU"},
        secrets={"api_key": "key", "secret_key": "sms-secret"},
    )
    account_works(account, by=ward.quan.actor, settings={})
    return account


def hear(platforms: Platforms) -> Question:
    """What was written there arrives and becomes a question; what we say goes out."""
    platforms.wait(lambda: platforms.look("idle")["idle"])
    load_raw_events()
    take_incoming()
    send_all()
    return Question.objects.latest("pk")


def send_all() -> None:
    """Until nothing waits: a server of ours shares the database in memory and may be at it."""
    sender, give_up = Sender(worker="test"), time.monotonic() + 10
    later(5)
    while _waiting():
        assert time.monotonic() < give_up, list(Delivery.objects.values("state", "error"))
        sender.hurry()
        sender.turn()


def _waiting() -> bool:
    is_filling = Job.objects.filter(state__in=[Job.State.FILLING, Job.State.PREPARING]).exists()
    return is_filling or Delivery.objects.filter(state=Delivery.State.QUEUED).exists()


def later(seconds: float) -> None:
    """An account's rate and what is under way to a telephone are civil time."""
    move_clock(Path(os.environ[CLOCK_FILE_VARIABLE]).parent, seconds)


def shown(platforms: Platforms, channel: str) -> list[str]:
    platforms.look("idle")  # what has become due arrives
    return [one["text"] for one in platforms.look(f"shown?channel={channel}")["shown"]]
