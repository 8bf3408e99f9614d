"""Comments that a webhook never brought: the page is asked for them, so that an outage loses none.

What is found takes the same road as a webhook's event: the same key, so nothing comes twice.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import structlog
from django_scopes import scopes_disabled

from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.load import keep_heard
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.transport import Request
from nhipcau.channels.transports.facebook_page import VERSION
from nhipcau.channels.webhooks.facebook import comment_key
from nhipcau.channels.webhooks.heard import Heard, part, word
from nhipcau.core.clock import civil_now

log = structlog.get_logger()
POSTS, COMMENTS = 15, 100  # the newest: a call for each post, four times a day
FIELDS = "id,message,from,created_time,parent"


def comment_job(account: int, reference: str, act: str) -> str:
    """The key of a job about a comment: whoever answers, Facebook lets a page write privately
    once, so all rooms name it alike."""
    return f"comment:{account}:{reference}:{act}"


def read_all_comments() -> int:
    """Periodic. Returns how many comments the pages named; known ones change nothing."""
    with scopes_disabled():  # every locality's pages; each is kept in its own scope
        pages = list(
            Account.objects.filter(
                kind=ChannelKind.FACEBOOK_PAGE, state=Account.State.WORKING
            ).exclude(external_id="")
        )
    return sum(read_comments(page) for page in pages)


def read_comments(page: Account) -> int:
    """Asks the platform: never inside a transaction. A fault ends it; the next time goes on."""
    token = open_credential(page).secrets.get("access_token", "")
    heard: list[Heard] = []
    try:
        for post in _rows(token, f"{page.external_id}/feed", fields="id", limit=POSTS):
            heard += _comments_of(token, page, word(post, "id"))
    except (NoAnswer, ValueError) as fault:
        log.warning("comments not read", account=page.pk, why=type(fault).__name__)
    keep_heard(page, heard)
    return len(heard)


def _comments_of(token: str, page: Account, post: str) -> Iterator[Heard]:
    asked = {"filter": "stream", "order": "reverse_chronological", "fields": FIELDS}
    for row in _rows(token, f"{post}/comments", limit=COMMENTS, **asked):
        author, own = word(part(row, "from"), "id"), word(row, "id")
        if not own or author == page.external_id:
            continue
        detail: dict[str, Any] = {
            "item": "comment",
            "verb": "add",
            "post": post[:80],
            "parent": (word(part(row, "parent"), "id") or post)[:80],
        }
        text, at = word(row, "message"), _time(word(row, "created_time"))
        yield Heard("comment", comment_key(own), at, author[:64], own[:80], text, detail)


def _rows(token: str, path: str, **asked: object) -> list[dict[str, Any]]:
    headers = (("Authorization", f"Bearer {token}"),)
    request = Request(
        "GET", f"/{VERSION}/{path}?{urlencode(asked)}", headers=headers, is_repeatable=True
    )
    response = ask(ChannelKind.FACEBOOK_PAGE, request)
    found = json.loads(response.body) if response.status == 200 else None
    rows = found.get("data") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise ValueError("no list")
    return [row for row in rows if isinstance(row, dict)]


def _time(given: str) -> datetime:
    """`2023-05-26T16:35:00+0700`; now, when it says nothing that can be read."""
    try:
        found = datetime.strptime(given, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return civil_now()
    return found
