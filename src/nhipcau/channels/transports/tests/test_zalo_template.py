"""Two hosts, two fates: what the OA host says by user id must not stop templates to telephones."""

import json

import pytest

from nhipcau.channels.transport import Message, Outcome, Response, Step
from nhipcau.channels.transports.zalo_template import ZaloTemplate

NOTE = {"template": "31239", "data": "{}"}


def answered(address: str, code: int) -> Outcome:
    transport = ZaloTemplate({}, {"access_token": "t"})
    step = transport.start(Message("k", address, "", job_note=NOTE))
    assert isinstance(step, Step)
    found = transport.next(step, Response(200, json.dumps({"error": code}).encode()))
    assert isinstance(found, Outcome)
    return found


@pytest.mark.parametrize("code", [-224, -223, -204])
def test_a_dead_package_refuses_those_by_user_id_only(code):
    by_uid = answered("uid:77", code)
    assert (by_uid.state, by_uid.scope, by_uid.error) == ("refused", "row", str(code))
    assert answered("+84912345678", code).scope == "account"


def test_the_calls_of_a_minute_hold_the_account_by_either_way(code=-32):
    assert answered("uid:77", code).scope == answered("+84912345678", code).scope == "account"
