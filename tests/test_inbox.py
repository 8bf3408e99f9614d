"""A question in Zalo over a real wire, and back: webhook, machine, officer, ledger, telephone."""

import time

import pytest
from django_scopes import scope

from nhipcau.channels.accounts import connect_account
from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.tests.conftest import listening, platforms  # noqa: F401
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.send import Sender
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.models import Question
from nhipcau.inbox.ways import answer_ways
from nhipcau.people.models import Role
from tests import cast
from tests.platforms import APP, OA, move_clock

pytestmark = pytest.mark.django_db(transaction=True)
S = Question.State


@pytest.fixture
def oa(ward, platforms, listening) -> Account:  # noqa: F811
    """A government account, as the simulator has it: refused on v3, served on v2."""
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường",
        by=ward.quan.actor,
        external_id=OA,
        settings={"app_id": APP, "sender": "v2"},
        secrets={"app_secret": "app-secret", "oa_secret": "oa-secret"},
    )
    pair = platforms.call("token", oa=OA)
    secrets = {"access_token": pair["access_token"], "oa_secret": "oa-secret"}
    keep_secrets(account, secrets | {"app_secret": "app-secret"}, by=SYSTEM)
    Account.objects.filter(pk=account.pk).update(state=Account.State.WORKING, per_minute=6000)
    assert platforms.call("hook", app=APP, url=f"{listening}/wh/zalo/")["enabled"]
    return Account.objects.get(pk=account.pk)


def hear(platforms) -> Question:  # noqa: F811
    platforms.wait(lambda: platforms.look("idle")["idle"])
    load_raw_events()
    take_incoming()
    return Question.objects.order_by("-id").first()


def carry(jobs: int) -> None:
    """Until that many jobs have gone."""
    sender, give_up = Sender(worker="test"), time.monotonic() + 20
    gone = Delivery.objects.filter(state__in=["sent", "delivered", "seen", "refused"])
    while gone.count() < jobs:
        assert time.monotonic() < give_up, list(Job.objects.values("state", "problem"))
        sender.hurry()
        sender.turn()
    sender.wire.close()


def phone(platforms, person: str) -> list[str]:  # noqa: F811
    shown = platforms.look("shown?channel=zalo_oa")["shown"]
    return [item["text"] for item in shown if item["person"] == person]


def test_asked_in_zalo_answered_there_rated_there(ward, platforms, oa, tmp_path):  # noqa: F811
    officer = cast.make_staff(ward.locality, "oanh", "Mã Thị Oanh", Role.OFFICER)
    platforms.act("text", oa=OA, person="binh", text="Ổ gà trước ngõ 4 bao giờ sửa?")
    question = hear(platforms)
    carry(1)
    assert "mã theo dõi" in phone(platforms, "binh")[-1]
    assert answer_ways(question)[0].is_open
    message = answer_question(question, text="Tuần sau phường sửa bác nhé.", by=officer)
    carry(2)
    assert phone(platforms, "binh")[-1].startswith("Tuần sau phường sửa bác nhé.")
    assert Delivery.objects.get(job=message.job).state in {"sent", "delivered"}
    platforms.act("text", oa=OA, person="binh", text="1")
    assert hear(platforms).rating.score == 3

    platforms.act("send", oa=OA, person="tung", kind="audio")
    asked = hear(platforms)
    assert (asked.gist, asked.state) == ("[Tin thoại]", S.RECEIVED)
    platforms.act("oa_types", oa=OA, person="tung", text="Tôi đã nghe, mai bác đến nhé")
    asked = hear(platforms)
    assert asked.state == S.ANSWERED

    move_clock(tmp_path, 8 * 24 * 3600)
    with scope(locality=ward.locality):
        closed = answer_ways(asked)[0]
    assert not closed.is_open and "quá 7 ngày" in closed.why
