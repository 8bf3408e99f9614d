"""The page itself: posts, photos, comments, what an app is subscribed to."""

import json
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY
from nhipcau_sandbox.facebook import events
from nhipcau_sandbox.facebook.gate import Call, GraphError
from nhipcau_sandbox.world import Page, Post, Shown

SOONEST, LATEST = 600.0, 30 * DAY
DUPLICATE_FOR = DAY


def about(call: Call) -> dict[str, Any]:
    page = call.page
    return {"id": page.id, "name": page.name, "category": "Cơ quan nhà nước (mô phỏng)"}


def publish(call: Call) -> dict[str, Any]:
    if call.request.method == "GET":
        return _feed(call)
    message = str(call.asked.get("message", "") or "")
    link = str(call.asked.get("link", "") or "")
    media = [value for name, value in call.asked.items() if name.startswith("attached_media")]
    _check_album(call, media)
    if not message.strip() and not link and not media:
        raise GraphError(100, "(#100) Missing message or attachment")
    post = _new_post(call, message or link)
    if link:
        post.message = f"{message}\n{link}".strip()
    _put(call, post, link)
    return {"id": post.id}


def _feed(call: Call) -> dict[str, Any]:
    """The page's own posts, the newest first."""
    limit = min(int(call.asked.get("limit", 25)), 100)
    posts = [one for one in call.page.posts.values() if not (one.parent or one.gone)]
    shown = [one for one in reversed(posts) if one.published][:limit]
    return {"data": [_as_comment(call.box, one) for one in shown], "paging": {}}


def photo(call: Call) -> dict[str, Any]:
    source = call.asked.get("source")
    address = str(call.asked.get("url", "") or "")
    if not address and not isinstance(source, bytes):
        raise GraphError(324, "(#324) Missing or invalid image file")
    if isinstance(source, bytes) and not source.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        raise GraphError(324, "(#324) Missing or invalid image file")
    post = _new_post(call, str(call.asked.get("caption", call.asked.get("message", "")) or ""))
    post.photo = address or f"{len(source or b'')} byte"
    photo_id = f"{call.box.world.number():016d}"
    if not post.published and post.scheduled_at is None:
        call.page.posts[photo_id] = post
        return {"id": photo_id}
    _put(call, post, "")
    return {"id": photo_id, "post_id": post.id}


def _check_album(call: Call, media: list[Any]) -> None:
    """Each names a photo of this page that was uploaded and not published; each once."""
    for value in media:
        try:
            photo_id = str(json.loads(str(value))["media_fbid"])
        except (ValueError, KeyError, TypeError) as error:
            raise GraphError(100, "(#100) Invalid attached_media") from error
        post = call.page.posts.get(photo_id)
        if post is None or post.published or not post.photo:
            raise GraphError(100, "(#100) media_fbid is no unpublished photo of this Page")
    for value in media:
        call.page.posts[str(json.loads(str(value))["media_fbid"])].published = True


def _new_post(call: Call, message: str) -> Post:
    box, page = call.box, call.page
    if call.node not in {page.id, "me"}:
        raise GraphError(200, "(#200) You do not have permission to post on this Page", status=403)
    if not page.can_post:
        raise GraphError(368, "The action attempted has been deemed abusive or is disallowed")
    for old in page.posts.values():
        same = old.message.split("\nhttp")[0] == message and not old.gone and not old.parent
        if message and same and box.now() - old.at < DUPLICATE_FOR:
            raise GraphError(506, "(#506) Duplicate status message")
    post = Post(f"{page.id}_{box.world.number()}", page.id, message, box.now(), author=page.id)
    post.published = str(call.asked.get("published", "true")).lower() not in {"false", "0"}
    _schedule(call, post)
    return post


def _schedule(call: Call, post: Post) -> None:
    when = call.asked.get("scheduled_publish_time")
    if when in {None, ""}:
        return
    if post.published:
        raise GraphError(100, "(#100) You cannot specify a scheduled time on a published post")
    ahead = float(str(when)) - call.box.now()
    if not SOONEST <= ahead <= LATEST:
        raise GraphError(100, "(#100) The specified scheduled publish time is invalid")
    post.scheduled_at = float(str(when))


def _put(call: Call, post: Post, link: str) -> None:
    box, page = call.box, call.page
    page.posts[post.id] = post
    box.accept("facebook_page", page.id, "*", text=post.message, id=post.id, link=link)

    def appear() -> None:
        post.published = True
        events.feed(box, page, _about_post(page, post))

    if post.published:
        appear()
    elif post.scheduled_at is not None:
        box.outbox.at(post.scheduled_at, appear)


def _about_post(page: Page, post: Post) -> dict[str, Any]:
    return {
        "item": "photo" if post.photo else "status",
        "verb": "add",
        "post_id": post.id,
        "from": {"id": page.id, "name": page.name},
        "message": post.message,
        "published": 1,
        "created_time": int(post.at),
    }


def find(call: Call) -> Post:
    post = call.page.posts.get(call.node)
    if post is None or post.gone:
        raise GraphError(
            100,
            f"Unsupported request. Object with ID '{call.node}' does not exist",
            subcode=33,
        )
    return post


def node(call: Call) -> dict[str, Any]:
    """GET reads, POST edits or hides, DELETE removes; a page, a post or a comment."""
    if call.node in {call.page.id, "me"}:
        return about(call)
    post, method = find(call), call.request.method
    if method == "DELETE":
        post.gone = True
        return {"success": True}
    if method == "POST":
        if "is_hidden" in call.asked:
            post.hidden = str(call.asked["is_hidden"]).lower() in {"true", "1"}
        if "message" in call.asked:
            post.message = str(call.asked["message"])
        return {"success": True}
    return _as_comment(call.box, post)


def comments(call: Call) -> dict[str, Any]:
    post = find(call)
    if call.request.method == "POST":
        message = str(call.asked.get("message", ""))
        if not message.strip():
            raise GraphError(100, "(#100) Missing message")
        return {"id": add_comment(call.box, call.page, post, call.page.id, message).id}
    limit = min(int(call.asked.get("limit", 25)), 100)
    is_stream = call.asked.get("filter") == "stream"  # answers to answers as well
    every = [one for one in call.page.posts.values() if _is_under(call, one, post, is_stream)]
    if call.asked.get("order") == "reverse_chronological":
        every.reverse()
    first = int(call.asked.get("after") or 0)
    data = [_as_comment(call.box, one) for one in every[first : first + limit]]
    last = first + len(data)
    paging: dict[str, Any] = {"cursors": {"before": str(first), "after": str(last)}}
    if last < len(every):
        paging["next"] = f"{call.box.address}{call.request.path}?after={last}"
    return {"data": data, "paging": paging}


def _is_under(call: Call, one: Post, post: Post, is_stream: bool) -> bool:
    above = one.parent
    while is_stream and above and above != post.id and above in call.page.posts:
        above = call.page.posts[above].parent
    return above == post.id and not one.gone


def add_comment(box: Box, page: Page, post: Post, author: str, message: str) -> Post:
    """By a person or by the page itself: both come back as an event."""
    comment = Post(f"{post.id.split('_')[-1]}_{box.world.number()}", page.id, message, box.now())
    comment.author, comment.parent = author, post.id
    page.posts[comment.id] = comment
    if author == page.id:
        box.accept("facebook_page", page.id, post.id, text=message, id=comment.id, kind="comment")
    events.feed(
        box,
        page,
        {
            "item": "comment",
            "verb": "add",
            "comment_id": comment.id,
            "parent_id": post.id,
            "post_id": post.parent or post.id,
            "from": {"id": author, "name": name_of(box, page, author)},
            "message": message,
            "created_time": int(box.now()),
            "permalink_url": f"{box.address}/{comment.id}",
        },
    )
    return comment


def _as_comment(box: Box, post: Post) -> dict[str, Any]:
    page = box.world.pages[post.page]
    found: dict[str, Any] = {"id": post.id, "message": post.message}
    found["from"] = {"id": post.author, "name": name_of(box, page, post.author)}
    found["created_time"] = box.clock.local(post.at).strftime("%Y-%m-%dT%H:%M:%S%z")
    if post.parent:
        found["parent"] = {"id": post.parent}
    return found


def name_of(box: Box, page: Page, author: str) -> str:
    if author == page.id:
        return page.name
    person = next((p for p, psid in page.psids.items() if psid == author), author)
    return box.world.people[person].name if person in box.world.people else ""


def subscribe(call: Call) -> dict[str, Any]:
    fields = str(call.asked.get("subscribed_fields", ""))
    call.page.subscribed = tuple(one for one in fields.split(",") if one)
    return {"success": True}


def read_by(box: Box, page: Page, person: str, post: Post) -> None:
    """A person scrolls past the post: it is on their phone, and nobody is told."""
    box.world.show(
        Shown(0, person, "", "facebook_page", page.name, post.message, box.now(), reference=post.id)
    )
