"""Whatever a platform, or somebody in its name, sends: understood or not, never a stumble."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.channels.models import Incoming
from nhipcau.channels.tests import speaking as says
from nhipcau.channels.transport import Response
from nhipcau.channels.transports.facebook_page import FacebookPage
from nhipcau.channels.transports.zalo_oa import ZaloOA
from nhipcau.channels.webhooks import esms, facebook, zalo
from nhipcau.channels.webhooks.heard import bounded, parse

NOW = datetime(2023, 5, 26, 9, 35, tzinfo=UTC)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=200)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["user_send_text", "user_seen_message", "user_reacted_message", "follow", "oa_send_text", "x"]
)
WORDS = ("sender", "recipient", "follower", "message", "timestamp", "info", "oa_id", "user")
EVENT = st.fixed_dictionaries(
    {"event_name": NAMES | ANYTHING}, optional=dict.fromkeys(WORDS, ANYTHING)
)
MESSAGE = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("msg_id", "msg_ids", "text", "attachments", "mid"), ANYTHING)
)
PIECE = st.fixed_dictionaries(
    {},
    optional={
        "sender": ANYTHING,
        "recipient": ANYTHING,
        "timestamp": ANYTHING,
        "message": MESSAGE | ANYTHING,
        "delivery": ANYTHING,
        "postback": ANYTHING,
        "field": st.just("feed"),
        "value": ANYTHING,
    },
)


def is_sound(heard):
    for one in heard:
        assert one.what in Incoming.What.values
        assert 0 < len(one.key) <= 160
        assert len(one.person) <= 64 and len(one.reference) <= 80
        assert one.at.tzinfo is not None


@given(EVENT, MESSAGE | ANYTHING)
def test_zalo_s_reader_never_stumbles(event, message):
    is_sound(zalo.read({**event, "message": message}, oa_id=says.OA, received_at=NOW))


@given(st.lists(PIECE | ANYTHING, max_size=3), st.lists(PIECE | ANYTHING, max_size=3))
def test_facebook_s_reader_never_stumbles(changes, messaging):
    batch = {"entry": [{"id": says.PAGE, "changes": changes, "messaging": messaging}]}
    is_sound(facebook.read(json.dumps(batch).encode(), page=says.PAGE, received_at=NOW))


@given(st.binary(max_size=300))
def test_the_gateway_s_reader_never_stumbles(query):
    is_sound(esms.read(query, received_at=NOW))
    is_sound(esms.read(b"SMSID=1&" + query, received_at=NOW))


@given(st.binary(max_size=300))
def test_what_is_no_object_is_none(raw):
    found = parse(raw)
    assert found is None or isinstance(found, dict)


@given(st.text(), st.text())
def test_different_long_keys_stay_different(one, other):
    stem = "k" * 150
    assert (bounded(stem + one) == bounded(stem + other)) is (one == other)


@given(st.binary(max_size=200) | ANYTHING.map(lambda found: json.dumps(found).encode()))
@settings(max_examples=200)
def test_no_answer_makes_a_transport_stumble(body):
    from_zalo = ZaloOA({"sender": "v2"}, {})
    from_page = FacebookPage({"page_id": "1"}, {})
    for to, step in (
        (from_zalo, from_zalo.check()),
        (from_page, from_page.check()),
    ):
        to.next(step, Response(200, body))
        to.check_next(step, Response(200, body))
