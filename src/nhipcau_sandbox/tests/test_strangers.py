"""Clients that others wrote (PyPI) speak with the simulation over a real wire."""

import asyncio

import pytest
from tests import platforms as simulated
from zalo_bot import Bot
from zalo_bot.error import InvalidToken
from zalo_sdk import ZaloException, ZaloOAAuthTokenExpiredException
from zalo_sdk.zns import Client, ZNSTemplateStatus

from nhipcau_sandbox.tests.test_bot import MAKE, TOKEN
from nhipcau_sandbox.tests.test_zbs import DATA, TEMPLATE


@pytest.fixture
def platforms(tmp_path):
    made = simulated.start(tmp_path)
    yield made
    made.stop()


def test_the_template_client_of_zalo_sdk_lists_and_sends(platforms):
    platforms.call("make", zbs=[{"oa": simulated.OA, "templates": [TEMPLATE]}])
    token = platforms.call("token", oa=simulated.OA)["access_token"]
    client = Client("app", "secret", token, endpoint_prefix=platforms.address)
    listed = client.get_template_list(0, 10, ZNSTemplateStatus.Enabled)
    assert [one["templateId"] for one in listed["data"]] == ["31239"]
    sent = client.send_zns_message("84912345678", "31239", DATA, tracking_id="d-1")
    assert sent["data"]["msg_id"] and sent["data"]["quota"]["remainingQuota"] == "499"
    with pytest.raises(ZaloException):
        client.send_zns_message("84900000001", "31239", DATA)
    client.access_token = "dead"
    with pytest.raises(ZaloOAAuthTokenExpiredException):
        client.send_zns_message("84912345678", "31239", DATA)


def test_the_bot_client_of_python_zalo_bot_listens_and_answers(platforms):
    platforms.call("make", bots=[MAKE["bots"][0] | {"tells_by_status": True}])
    platforms.act("bot_text", bot="77", person="binh", text="123456")

    async def talk():
        bot = Bot(TOKEN, base_url=platforms.address)
        async with bot:
            me = await bot.get_me()
            update = await bot.get_update(timeout=1)
            said = await bot.send_message(update.message.chat.id, "Chào bà")
        return me, update, said

    me, update, said = asyncio.run(talk())
    assert me.id == "77" and update.message.text == "123456" and said.message_id
    assert platforms.look("shown?person=binh")["shown"][0]["text"] == "Chào bà"

    async def wrong():
        async with Bot("77:wrong", base_url=platforms.address) as stranger:
            await stranger.get_me()

    with pytest.raises(InvalidToken):
        asyncio.run(wrong())
