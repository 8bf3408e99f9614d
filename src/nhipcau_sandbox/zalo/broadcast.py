"""Articles: created in the background, verified, then broadcast to followers within their caps."""

from typing import Any

from nhipcau_sandbox.world import Article, Follower, Oa, secret_word
from nhipcau_sandbox.zalo import events
from nhipcau_sandbox.zalo.errors import ZaloError, invalid
from nhipcau_sandbox.zalo.gate import Call

DAY_BEGINS, DAY_ENDS = 6, 22


def create(call: Call) -> dict[str, Any]:
    asked = call.asked()
    _check_article(asked)
    month = call.box.clock.local().strftime("article %Y-%m")
    if call.oa.used.get(month, 0) >= call.oa.articles_a_month:
        raise ZaloError(-223, "Out of article quota")
    call.oa.used[month] = call.oa.used.get(month, 0) + 1
    serial = str(call.box.world.number())
    token = secret_word("article", call.oa.id, serial)
    identity = secret_word("article-id", call.oa.id, serial)[:32]
    ready_at = call.box.now() + call.oa.processing_seconds
    call.box.journal.write(
        "article",
        {"oa": call.oa.id, "id": identity, "token": token, "content": asked, "ready": ready_at},
    )
    call.oa.articles[identity] = Article(identity, token, asked, ready_at)
    return {"token": token}


def _check_article(asked: dict[str, Any]) -> None:
    if asked.get("type") not in {"normal", "video"}:
        raise invalid("type")
    for name, most, needed in (
        ("title", 150, True),
        ("author", 50, False),
        ("description", 300, True),
    ):
        value = asked.get(name, "")
        if not isinstance(value, str) or len(value) > most or (needed and not value.strip()):
            raise invalid(name)
    body = asked.get("body")
    if not isinstance(body, list) or not body:
        raise invalid("body")
    if any(not isinstance(one, dict) or one.get("type") not in KINDS for one in body):
        raise invalid("body")
    cover = asked.get("cover")
    if not isinstance(cover, dict) or cover.get("cover_type") not in {"photo", "video"}:
        raise invalid("cover")


KINDS = {"text", "image", "video", "product"}


def verify(call: Call) -> dict[str, Any]:
    token = call.asked().get("token")
    article = next((one for one in call.oa.articles.values() if one.token == token), None)
    if article is None:
        raise invalid("token")
    if article.ready_at > call.box.now():
        raise ZaloError(-214)
    return {"id": article.id}


def update(call: Call) -> dict[str, Any]:
    asked = call.asked()
    article = _article(call, asked.get("id"))
    _check_article(asked)
    article.content = asked
    article.token = secret_word("article", call.oa.id, str(call.box.world.number()))
    article.ready_at = call.box.now() + call.oa.processing_seconds
    return {"token": article.token}


def remove(call: Call) -> dict[str, Any]:
    del call.oa.articles[_article(call, call.asked().get("id")).id]
    return {}


def detail(call: Call) -> dict[str, Any]:
    article = _article(call, call.query().get("id"))
    return {**article.content, "id": article.id, "total_view": article.views}


def listing(call: Call) -> dict[str, Any]:
    asked = call.query()
    first, count = int(asked.get("offset", 0)), min(int(asked.get("limit", 10)), 10)
    every = [one for one in call.oa.articles.values() if one.ready_at <= call.box.now()]
    medias = [
        {"id": one.id, "title": one.content.get("title"), "status": one.content.get("status")}
        for one in every[first : first + count]
    ]
    return {"medias": medias, "total": len(every)}


def _article(call: Call, identity: Any) -> Article:
    article = call.oa.articles.get(str(identity))
    if article is None:
        raise invalid("id")
    return article


def send(call: Call, asked: dict[str, Any]) -> dict[str, Any]:
    if "broadcast" not in call.oa.permissions:
        raise ZaloError(-223)
    if not call.oa.verified:
        raise ZaloError(-221)
    if not DAY_BEGINS <= call.box.clock.local().hour < DAY_ENDS:
        raise ZaloError(-234)
    article = _broadcast_article(call, asked)
    box, oa = call.box, call.oa
    reference = f"{box.world.counter + 1:020x}"
    title = str(article.content["title"])
    box.accept(
        "zalo_oa", oa.id, "*", text=title, id=reference, kind="broadcast", article=article.id
    )
    box.outbox.at(
        box.now() + oa.moderation_seconds, lambda: _deliver(call, article, reference, title)
    )
    return {"message_id": reference}


def _broadcast_article(call: Call, asked: dict[str, Any]) -> Article:
    """An article and nothing else may be broadcast, and only when it has been processed."""
    message = asked.get("message")
    attachment = message.get("attachment") if isinstance(message, dict) else None
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    elements = payload.get("elements") if isinstance(payload, dict) else None
    if not isinstance(elements, list) or len(elements) != 1 or "text" in (message or {}):
        raise ZaloError(-233)
    if elements[0].get("media_type") != "article":
        raise ZaloError(-233)
    article = call.oa.articles.get(str(elements[0].get("attachment_id")))
    if article is None:
        raise invalid("attachment_id")
    if article.ready_at > call.box.now():
        raise ZaloError(-214)
    if article.content.get("status", "hide") != "show":
        raise invalid("attachment_id")
    return article


def _deliver(call: Call, article: Article, reference: str, title: str) -> None:
    """After moderation: followers only, one a day and so many a month each; counted apart."""
    box, oa = call.box, call.oa
    day = box.clock.local().date().isoformat()
    sent: list[str] = []
    skipped = 0
    for follower in oa.followers.values():
        if not follower.follows or follower.blocked:
            continue
        if box.world.limits_lifted or not _is_capped(oa, follower, day):
            follower.broadcasts.append(day)
            sent.append(follower.uid)
        else:
            skipped += 1
    line = {"oa": oa.id, "id": reference, "title": title, "article": article.id, "day": day}
    box.journal.write("broadcast", {**line, "at": box.now(), "sent": sent, "skipped": skipped})
    oa.used[f"sent {reference}"], oa.used[f"skipped {reference}"] = len(sent), skipped
    for uid in sent:
        events.show_article(box, oa, oa.followers[uid], article.id, title)


def _is_capped(oa: Oa, follower: Follower, day: str) -> bool:
    this_month = sum(1 for one in follower.broadcasts if one.startswith(day[:7]))
    return day in follower.broadcasts or this_month >= oa.broadcasts_a_month
