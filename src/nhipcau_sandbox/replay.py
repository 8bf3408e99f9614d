"""Brings a world back from its journal, so that a killed simulation forgets nothing it answered."""

from collections.abc import Callable
from typing import Any

from nhipcau_sandbox.admin import REPLAYED
from nhipcau_sandbox.bot.send import show as show_to
from nhipcau_sandbox.box import Box, shown_from
from nhipcau_sandbox.journal import read_journal
from nhipcau_sandbox.world import Article, OaGroup, Post
from nhipcau_sandbox.zalo import events, group_events, oauth
from nhipcau_sandbox.zbs.gate import zbs_of

Line = dict[str, Any]


def replay(box: Box) -> int:
    """Applies every line in order, in silence; returns how many there were."""
    if box.journal.path is None:
        return 0
    held, count = box.clock.held, 0
    box.journal.silent = box.outbox.muted = True
    try:
        for line in read_journal(box.journal.path):
            box.clock.held = float(line.get("at", line.get("ready", 0.0)))
            APPLY.get(str(line["what"]), _skip)(box, line)
            count += 1
    finally:
        box.clock.held = held
        box.journal.silent = box.outbox.muted = False
    box.world.counter += count  # numbers given out but never written must not come again
    return count


def _skip(_box: Box, _line: Line) -> None:
    return None


def _change(box: Box, line: Line) -> None:
    REPLAYED[line["name"]](box, line["asked"])


def _token(box: Box, line: Line) -> None:
    oauth.put_pair(box, box.world.oas[line["oa"]], line, line["at"])


def _hook(box: Box, line: Line) -> None:
    hook = box.world.apps[line["app"]].hook
    hook.url, hook.enabled = line["url"], line["enabled"]


def _article(box: Box, line: Line) -> None:
    found = Article(line["id"], line["token"], line["content"], line["ready"])
    box.world.oas[line["oa"]].articles[line["id"]] = found


def _upload(box: Box, line: Line) -> None:
    box.world.oas[line["oa"]].uploads[line["token"]] = line["at"]


def _oa_group(box: Box, line: Line) -> None:
    oa, group = box.world.oas[line["oa"]], OaGroup(**line["group"])
    known = oa.groups.get(group.id)
    group.talk = known.talk if known else []
    oa.groups[group.id] = group
    for asset in oa.assets.values():
        if asset.used_id == group.id or asset.id == group.asset:
            is_used = asset.id == group.asset and not group.deleted
            asset.used_id = group.id if is_used else ""


def _broadcast(box: Box, line: Line) -> None:
    oa = box.world.oas[line["oa"]]
    for uid in line["sent"]:
        oa.followers[uid].broadcasts.append(line["day"])
        events.show_article(box, oa, oa.followers[uid], line["article"], line["title"])


def _accepted(box: Box, line: Line) -> None:
    world = box.world
    world.counter, world.accepted = max(world.counter, line["n"]), world.accepted + 1
    if line["channel"] == "facebook_page" and line["account"] in world.pages:
        post = Post(line["id"], line["account"], line["text"], line["at"], author=line["account"])
        post.parent = "" if line["address"] == "*" else line["address"]
        world.pages[line["account"]].posts[line["id"]] = post
    if line["channel"] == "sms":
        _sms(box, line)
    if line["channel"] == "zalo_template":
        _template(box, line)
    if "members" in line:
        group_events.show(box, line["members"], shown_from(line), line["said"])
    elif line["channel"] == "zalo_bot":
        show_to(box, shown_from(line), line["people"])
    elif line["address"] != "*" and line["channel"] != "facebook_page":
        world.show(shown_from(line))


def _sms(box: Box, line: Line) -> None:
    for account in box.world.sms.values():
        if line["account"] in account.brandnames:
            account.balance -= account.price
            if line.get("key"):
                account.requests[line["key"]] = line["id"]


def _template(box: Box, line: Line) -> None:
    zbs = zbs_of(box, box.world.oas[line["account"]])
    zbs.messages[line["id"]] = line["at"]
    day = box.clock.local(line["at"]).date().isoformat()
    zbs.used[day] = zbs.used.get(day, 0) + 1


def _bot_hook(box: Box, line: Line) -> None:
    bot = box.world.bots[line["bot"]]
    bot.webhook_url, bot.webhook_secret = line["url"], line["secret"]


APPLY: dict[str, Callable[[Box, Line], None]] = {
    "change": _change,
    "token": _token,
    "hook": _hook,
    "article": _article,
    "upload": _upload,
    "broadcast": _broadcast,
    "oa_group": _oa_group,
    "bot_hook": _bot_hook,
    "accepted": _accepted,
}
