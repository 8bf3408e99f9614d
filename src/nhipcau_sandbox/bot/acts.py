"""What people do to a bot: write to it, put it into a group, mention it there."""

import json
from typing import Any

from nhipcau_sandbox.bot.shape import Bot, Chat
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.hooks import Hook
from nhipcau_sandbox.world import secret_word

LADDER = (30.0, 300.0)


def writes(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    """Only so many people may talk to one bot: whoever comes after them is not heard."""
    bot, person = _bot(box, asked), str(asked["person"])
    chat = _chat_of(bot, "PRIVATE", person)
    if chat is None:
        return {"heard": False}
    _tell(box, bot, chat, person, asked)
    return {"heard": True, "chat_id": chat.id}


def joins(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    bot = _bot(box, asked)
    group = str(asked["group"])
    if group not in box.world.groups:
        raise KeyError(f"mô phỏng: không có nhóm {group!r}")
    chat = _chat_of(bot, "GROUP", group) if bot.can_join_groups else None
    return {"joined": chat is not None, "chat_id": chat.id if chat else ""}


def writes_in_group(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    """A bot in a group hears what mentions it, and nothing else."""
    bot, group = _bot(box, asked), str(asked["group"])
    chat = next((one for one in bot.chats.values() if one.group == group), None)
    if chat is None or not asked.get("mention"):
        return {"heard": False}
    said = {**asked, "text": f"@{bot.name} {asked['text']}"}
    _tell(box, bot, chat, str(asked["person"]), said)
    return {"heard": True, "chat_id": chat.id}


def _bot(box: Box, asked: dict[str, Any]) -> Bot:
    found = next((one for one in box.world.bots.values() if one.id == asked["bot"]), None)
    if found is None:
        raise KeyError(f"mô phỏng: không có bot {asked['bot']!r}")
    return found


def _chat_of(bot: Bot, kind: str, who: str) -> Chat | None:
    identity = secret_word("chat", bot.id, kind, who)[:20]
    if identity not in bot.chats:
        if bot.known(kind) >= (bot.users if kind == "PRIVATE" else bot.groups):
            return None
        person, group = (who, "") if kind == "PRIVATE" else ("", who)
        bot.chats[identity] = Chat(identity, kind, person, group)
    return bot.chats[identity]


def _tell(box: Box, bot: Bot, chat: Chat, person: str, asked: dict[str, Any]) -> None:
    kind = str(asked.get("kind", "text"))
    known = box.world.people[person]
    sender = {"id": secret_word("user", bot.id, person)[:20], "display_name": known.name}
    message: dict[str, Any] = {
        "from": {**sender, "is_bot": False},
        "chat": {"id": chat.id, "chat_type": chat.kind},
        "message_id": f"{box.world.number():020x}",
        "date": int(box.now() * 1000),
    }
    if kind == "text":
        message["text"] = str(asked["text"])
    update = {"event_name": f"message.{kind}.received", "message": message}
    if not bot.webhook_url:
        bot.waiting.append(update)
        return
    body = {"ok": True, "result": update} if bot.wraps else update
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", "X-Bot-Api-Secret-Token": bot.webhook_secret}
    box.outbox.post(Hook(bot.webhook_url, raw, lambda _n: headers, LADDER))
