"""A bot speaks: to a person who has written to it, or into a group that took it in."""

from typing import Any

from nhipcau_sandbox.bot.shape import Bot, Chat
from nhipcau_sandbox.bot.trouble import BotError
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.world import Shown

TEXT_LIMIT = 2000


def send(box: Box, bot: Bot, asked: dict[str, Any]) -> dict[str, Any]:
    chat = _chat(bot, asked)
    text = asked.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= TEXT_LIMIT:
        raise BotError(400, "Bad Request: text must be 1-2000 characters")
    if asked.get("parse_mode", "markdown") not in {"markdown", "html"}:
        raise BotError(400, "Bad Request: parse_mode")
    return _say(box, bot, chat, text)


def photo(box: Box, bot: Bot, asked: dict[str, Any]) -> dict[str, Any]:
    chat, caption = _chat(bot, asked), str(asked.get("caption", ""))
    if not str(asked.get("photo", "")).startswith("http") or len(caption) > TEXT_LIMIT:
        raise BotError(400, "Bad Request: photo")
    return _say(box, bot, chat, caption or "[ảnh]", link=str(asked["photo"]))


def sticker(box: Box, bot: Bot, asked: dict[str, Any]) -> dict[str, Any]:
    if not asked.get("sticker"):
        raise BotError(400, "Bad Request: sticker")
    return _say(box, bot, _chat(bot, asked), "[nhãn dán]")


def voice(box: Box, bot: Bot, asked: dict[str, Any]) -> dict[str, Any]:
    """Into a group it looks accepted and reaches nobody, as has been reported."""
    chat = _chat(bot, asked)
    if not str(asked.get("voice_url", "")).endswith(".aac"):
        raise BotError(400, "Bad Request: voice_url must end in .aac")
    if chat.kind == "GROUP":
        return {"message_id": f"{box.world.number():020x}", "date": int(box.now() * 1000)}
    return _say(box, bot, chat, "[tin thoại]")


def typing(_box: Box, bot: Bot, asked: dict[str, Any]) -> bool:
    _chat(bot, asked)
    if asked.get("action") != "typing":
        raise BotError(400, "Bad Request: action")
    return True


def _chat(bot: Bot, asked: dict[str, Any]) -> Chat:
    chat = bot.chats.get(str(asked.get("chat_id", "")))
    if chat is None:
        raise BotError(400, "Bad Request: chat not found")
    return chat


def _say(box: Box, bot: Bot, chat: Chat, text: str, *, link: str = "") -> dict[str, Any]:
    month = box.clock.local().strftime("%Y-%m")
    if bot.used.get(month, 0) >= bot.messages_a_month and not box.world.limits_lifted:
        raise BotError(429, "Too Many Requests: monthly quota exceeded")
    bot.used[month] = bot.used.get(month, 0) + 1
    reference = f"{box.world.counter + 1:020x}"
    members = box.world.groups.get(chat.group, []) if chat.group else [chat.person]
    item = box.accept(
        "zalo_bot",
        bot.id,
        chat.id,
        text=text,
        id=reference,
        link=link,
        sender=bot.name,
        kind=chat.kind,
        people=members,
    )
    show(box, item, members)
    return {"message_id": reference, "date": int(box.now() * 1000)}


def show(box: Box, item: Shown, members: list[str]) -> None:
    for person in members:
        copy = Shown(0, person, "", item.channel, item.sender, item.text, item.at, item.link)
        copy.reference, copy.account = item.reference, item.account
        box.world.show(copy)
