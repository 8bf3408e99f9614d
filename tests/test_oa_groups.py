"""From publishing to the group's phones over a real wire, and back: the ledger, Zalo, evidence."""

import time

import pytest

from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.send import Sender
from nhipcau.outreach.models import Level, Route, Standing
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.groups import found_group
from nhipcau.people.models import OaGroup
from nhipcau.people.oa_groups import adopt_oa_group
from nhipcau.people.oa_members import read_oa_group
from tests import platforms as simulated
from tests.platforms import OA

GROUPS = {
    "assets": [{"oa": OA, "id": f"a{n}", "product": "gmf100"} for n in (1, 13)],
    "oa_groups": [
        {"oa": OA, "id": "nhom13", "name": "Tổ 13", "asset": "a13", "members": ["tung", "binh"]},
        {"oa": OA, "id": "nhom1", "name": "Tổ 1", "asset": "a1", "members": ["binh"]},
    ],
}


@pytest.fixture
def zalo(ward, tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    made = simulated.start(tmp_path)
    simulated.point_settings(settings, made)
    made.call("make", **GROUPS)
    yield made
    made.stop()


@pytest.fixture
def account(ward, zalo):
    account = Account.objects.create(
        locality=ward.locality,
        kind="zalo_oa",
        name="OA phường",
        external_id=OA,
        state=Account.State.WORKING,
        settings={"sender": "none"},  # a government account that serves nobody alone
        per_minute=6000,
    )
    pair = zalo.call("token", oa=OA)
    keep_secrets(account, {"access_token": pair["access_token"]}, by=SYSTEM)
    return account


def send_all() -> None:
    sender, give_up = Sender(worker="test"), time.monotonic() + 20
    former = outcomes.fill(take_outcomes)
    in_groups = Delivery.objects.filter(address__startswith="group:")
    try:
        while not in_groups.exists() or in_groups.filter(state="queued").exists():
            assert time.monotonic() < give_up, list(in_groups.values("state", "error"))
            sender.hurry()
            sender.turn()
    finally:
        outcomes.fill(former)


def test_a_notice_stands_in_the_groups_and_what_fails_is_one_group_s_matter(ward, zalo, account):
    found = zalo.look("state")["oas"][OA]["followers"]
    by = ward.quan.actor
    of_1 = found_group(
        ward.locality, kind="households", name="Tổ 1", neighbourhood=ward.to_1, by=by
    )
    for group, place in ((ward.group_13, "nhom13"), (of_1, "nhom1")):
        read_oa_group(adopt_oa_group(group, place, by=by))
    zalo.call("set", what="oa_group", id="nhom1", oa=OA, fields={"oa_inside": False})
    link_contact(ward.tung, Address("zalo", found["tung"], account), by=ward.quan.actor)
    version = publish_notice(make_approved(ward), by=ward.lan)
    send_all()
    rows = {row.address: row for row in Delivery.objects.filter(address__startswith="group:")}
    assert rows["group:nhom13"].state == "sent"
    assert (rows["group:nhom1"].state, rows["group:nhom1"].error) == ("refused", "-403")
    shown = zalo.look("shown?channel=zalo_group")["shown"]
    assert {item["person"] for item in shown} == {"tung", "binh"}
    assert rows["group:nhom13"].link in shown[0]["text"]
    assert Standing.objects.get(version=version, household=ward.tung).level == Level.POSTED
    assert OaGroup.objects.get(external_id="nhom1").problem == "-403"
    assert Route.objects.get(version=version, kind="zalo_group").state != Route.State.FAILED
    account.refresh_from_db()
    assert account.state == Account.State.WORKING
