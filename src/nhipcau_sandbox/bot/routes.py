"""The methods of a bot: the token is in the path, whatever went wrong is in the body."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from nhipcau_sandbox.bot.send import photo, send, sticker, typing, voice
from nhipcau_sandbox.bot.shape import Bot
from nhipcau_sandbox.bot.trouble import BotError
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.wire import Request, Response, as_json

PATH = re.compile(r"/bot([^/]+)/(\w+)$")
LONGEST_POLL = 30.0
TICK = 0.05
Fields = dict[str, Any]


def add_routes(box: Box) -> None:
    box.route("zalo_bot", PATH.pattern, answer)


def answer(box: Box, request: Request) -> Response:
    found = PATH.match(request.path)
    token, method = (unquote(found[1]), found[2]) if found else ("", "")
    bot = box.world.bots.get(token)
    if bot is None:
        error = {"ok": False, "error_code": 401, "description": "Unauthorized (mô phỏng)"}
        is_loud = any(one.tells_by_status for one in box.world.bots.values())
        return as_json(error, 401 if is_loud else 200)
    try:
        if method == "getUpdates":
            return _updates(bot, _fields(request))
        handler = METHODS.get(method)
        if handler is None:
            raise BotError(404, "Not Found")
        return as_json({"ok": True, "result": handler(box, bot, _fields(request))})
    except BotError as error:
        return _failed(bot, error)


def _fields(request: Request) -> Fields:
    """JSON, a form, or the query: the platform takes them all."""
    if "json" in request.headers.get("content-type", ""):
        try:
            found = json.loads(request.body or b"{}")
        except ValueError:
            raise BotError(400, "Bad Request: body is not JSON") from None
        return found if isinstance(found, dict) else {}
    return {**request.params, **(request.form() if request.body else {})}


def _failed(bot: Bot, error: BotError) -> Response:
    told = {"ok": False, "error_code": error.code, "description": error.words}
    return as_json(told, error.code if bot.tells_by_status else 200)


def _updates(bot: Bot, asked: Fields) -> Response:
    """One object, no offset and no acknowledgement; 408 when nothing came in the time asked."""
    if bot.webhook_url:
        raise BotError(409, "Conflict: a webhook is set; delete it first")
    if bot.waiting:
        return as_json({"ok": True, "result": bot.waiting.pop(0)})
    seconds = min(float(asked.get("timeout", LONGEST_POLL)), LONGEST_POLL)
    if seconds <= 0:
        raise BotError(408, "Request timeout")
    return Response(later=_wait(bot, seconds))


async def _wait(bot: Bot, seconds: float) -> Response:
    for _ in range(int(seconds / TICK)):
        if bot.waiting:
            return as_json({"ok": True, "result": bot.waiting.pop(0)})
        await asyncio.sleep(TICK)
    return _failed(bot, BotError(408, "Request timeout"))


def me(_box: Box, bot: Bot, _asked: Fields) -> Fields:
    return {
        "id": bot.id,
        "account_name": bot.name,
        "account_type": bot.account_type,
        "can_join_groups": bot.can_join_groups,
    }


def set_webhook(box: Box, bot: Bot, asked: Fields) -> Fields:
    url, secret = str(asked.get("url", "")), str(asked.get("secret_token", ""))
    allowed = ("https://",) if bot.needs_https else ("https://", "http://")
    if not url.startswith(allowed):
        raise BotError(400, "Bad Request: an HTTPS URL must be provided")
    if not 8 <= len(secret) <= 256:
        raise BotError(400, "Bad Request: secret_token must be 8-256 characters")
    bot.webhook_url, bot.webhook_secret = url, secret
    return _keep(box, bot)


def delete_webhook(box: Box, bot: Bot, _asked: Fields) -> Fields:
    bot.webhook_url, bot.webhook_secret = "", ""
    return _keep(box, bot)


def _keep(box: Box, bot: Bot) -> Fields:
    bot.webhook_at = int(box.now() * 1000)
    kept = {"bot": bot.token, "url": bot.webhook_url, "secret": bot.webhook_secret}
    box.journal.write("bot_hook", {**kept, "at": box.now()})
    return webhook_info(box, bot, {})


def webhook_info(_box: Box, bot: Bot, _asked: Fields) -> Fields:
    return {"url": bot.webhook_url, "updated_at": bot.webhook_at}


METHODS: dict[str, Callable[[Box, Bot, Fields], Any]] = {
    "getMe": me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "sendMessage": send,
    "sendPhoto": photo,
    "sendSticker": sticker,
    "sendVoice": voice,
    "sendChatAction": typing,
}
