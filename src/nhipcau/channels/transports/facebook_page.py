"""A Facebook page: a post, a photo with its caption, or a comment under a post.

The address tells them apart: FEED is a post on the page (a photo when the content has an image, an
album when it has several); "comment:<id>" answers under that post or comment, "hide:<id>" and
"show:<id>" hide and show one; "psid:<id>" is a person who wrote within 24 hours, "private:<id>"
whoever wrote that comment, once, within 7 days. A page is a place: one row for the whole job.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from nhipcau.channels.answers.facebook import pause_of, read_answer
from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, Step

FEED: Final = "feed"
COMMENT: Final = "comment:"
HIDE: Final = "hide:"
SHOW: Final = "show:"
PSID: Final = "psid:"
PRIVATE: Final = "private:"
VERSION: Final = "v25.0"
TEXT_LIMIT = 60_000
COMMENT_LIMIT = 8_000
MESSAGE_LIMIT = 2_000
ALBUM_LIMIT = 10
SOONEST, LATEST = 10 * 60, 30 * 24 * 3600  # of a scheduled post


class FacebookPage:
    kind: ClassVar[str] = "facebook_page"
    takes_key: ClassVar[bool] = False  # the Graph API knows no idempotency key
    token_errors: ClassVar[frozenset[str]] = frozenset()  # a page token is given by hand
    gone_errors: ClassVar[frozenset[str]] = frozenset({"551"})  # takes no messages from the page

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.page = str(settings.get("page_id", ""))
        self.bearer = (("Authorization", f"Bearer {secrets.get('access_token', '')}"),)

    def start(self, message: Message) -> Step | Outcome:
        text = unicodedata.normalize("NFC", message.text)
        if message.address != FEED:
            return self._under(message.address, text)
        fields = _when(message)
        if fields is None:
            return Outcome("refused", error="bad-schedule")
        album = [one for one in message.job_note.get("prepared", "").split(",") if one]
        if message.image and not album:
            return self._photo(message, text, fields)
        fields["message"] = text
        for nth, photo in enumerate(album):
            fields[f"attached_media[{nth}]"] = json.dumps({"media_fbid": photo})
        if (
            album and message.link and message.link not in text
        ):  # a link and pictures exclude each other
            fields["message"] = f"{text}\n{message.link}"
        elif message.link and not album:
            fields["link"] = message.link
        return self._form(f"{self.page}/feed", fields, TEXT_LIMIT)

    def _under(self, address: str, text: str) -> Step | Outcome:
        """What is not a post: an answer, hiding and showing a comment, a message to one person."""
        kind, _colon, target = address.partition(":")
        if not target.replace("_", "").isdecimal():
            return Outcome("refused", error="bad-address")
        if kind == "comment":
            return self._form(f"{target}/comments", {"message": text}, COMMENT_LIMIT)
        if kind in {"hide", "show"}:
            hidden = "true" if kind == "hide" else "false"
            step = self._form_step(target, {"is_hidden": hidden})
            request = replace(step.request, is_repeatable=True)  # hidden twice is hidden once
            return Step(request, {"made": f"{kind}:{target}"})
        if kind not in {"psid", "private"}:
            return Outcome("refused", error="bad-address")
        to = {"id": target} if kind == "psid" else {"comment_id": target}
        fields = {"recipient": json.dumps(to), "message": json.dumps({"text": text})}
        if len(text) > MESSAGE_LIMIT:
            return Outcome("refused", error="too-long")
        kind_of = {"messaging_type": "UPDATE"} if kind == "psid" else {}
        return self._form_step(f"{self.page}/messages", fields | kind_of)

    def _photo(self, message: Message, text: str, when: dict[str, str]) -> Step | Outcome:
        caption = f"{text}\n{message.link}" if message.link not in text else text
        if len(caption) > TEXT_LIMIT:
            return Outcome("refused", error="too-long")
        boundary = f"nhipcau-{message.key}"
        body = _multipart(boundary, {"caption": caption, **when}, message.image)
        kind = f"multipart/form-data; boundary={boundary}"
        return Step(self._post(f"{self.page}/photos", body, kind))

    def _form(self, path: str, fields: dict[str, str], limit: int) -> Step | Outcome:
        if len(fields["message"]) > limit:
            return Outcome("refused", error="too-long")
        return self._form_step(path, fields)

    def _form_step(self, path: str, fields: dict[str, str]) -> Step:
        kind = "application/x-www-form-urlencoded"
        return Step(self._post(path, urlencode(fields).encode(), kind))

    def _post(self, path: str, body: bytes, content_type: str) -> Request:
        headers = (*self.bearer, ("Content-Type", content_type))
        return Request("POST", f"/{VERSION}/{path}", body, headers)

    def next(self, step: Step, response: Response) -> Step | Outcome:
        made, outcome = read_answer(response, self.page)
        if outcome is not None:
            return outcome
        if "made" in step.note:
            return _hidden(step.note["made"], made)
        reference = str(made.get("post_id") or made.get("id") or made.get("message_id") or "")
        if not reference:
            return Outcome("unknown", error="garbage")
        pause = pause_of(response, self.page)
        if pause is None:
            return Outcome("sent", reference=reference[:80])
        return Outcome("sent", reference=reference[:80], retry_after=pause, scope="account")

    # --- several pictures: each uploaded unpublished, then one post that names them all

    def prepare(self, content: Message) -> Step | Outcome:
        if content.address != FEED or len(content.images) < 2:
            return Outcome("sent")
        uploads = [self._upload(content.key, one) for one in content.images[:ALBUM_LIMIT]]
        return Step(uploads[0], {"made": ""}, later=tuple(uploads[1:]))

    def prepare_next(self, step: Step, response: Response) -> Step | Outcome:
        made, outcome = read_answer(response, self.page)
        if outcome is not None:
            return outcome
        photo = str(made.get("id") or "")
        if not photo.isdecimal():
            return Outcome("unavailable", error="garbage")
        album = ",".join(one for one in (step.note["made"], photo) if one)
        if not step.later:
            return Outcome("sent", reference=album)
        return Step(step.later[0], {"made": album}, later=step.later[1:])

    def _upload(self, key: str, image: bytes) -> Request:
        """Nobody sees an unpublished photo, so asking twice does no harm."""
        boundary = f"nhipcau-{key}"
        body = _multipart(boundary, {"published": "false"}, image)
        kind = f"multipart/form-data; boundary={boundary}"
        return replace(self._post(f"{self.page}/photos", body, kind), is_repeatable=True)

    def check(self) -> Step:
        fields = "id,name,followers_count,is_published"
        path = f"/{VERSION}/{self.page}?fields={fields}"
        request = Request("GET", path, headers=self.bearer, is_repeatable=True)
        return Step(request, {"at": "page"})

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        found, outcome = read_answer(response, self.page)
        if step.note["at"] == "subscribe":
            warnings = () if outcome is None else ("no-webhook",)
            return _finding(json.loads(step.note["facts"]), warnings)
        if outcome is not None:
            return Finding(is_working=False, error=outcome.error)
        facts = {name: str(found[name]) for name in FACTS if found.get(name) is not None}
        if facts.get("id") != self.page:
            return Finding(is_working=False, error="wrong-page", facts=facts)
        return self._subscribe(facts)

    def _subscribe(self, facts: dict[str, str]) -> Step:
        """Asked at every check: subscribing twice is once, and without it nothing comes in."""
        step = self._form_step(f"{self.page}/subscribed_apps", {"subscribed_fields": SUBSCRIBED})
        request = replace(step.request, is_repeatable=True)
        return Step(request, {"at": "subscribe", "facts": json.dumps(facts)})


SUBSCRIBED = "feed,messages"
FACTS = ("id", "name", "followers_count", "is_published")


def _finding(facts: dict[str, str], warnings: tuple[str, ...]) -> Finding:
    if facts.get("is_published") == "False":
        warnings = (*warnings, "unpublished")
    return Finding(is_working=True, warnings=warnings, facts=facts)


def _multipart(boundary: str, fields: dict[str, str], image: bytes) -> bytes:
    is_png = image.startswith(b"\x89PNG")
    name, kind = ("anh.png", "image/png") if is_png else ("anh.jpg", "image/jpeg")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="source"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    return "".join(parts).encode() + head.encode() + image + f"\r\n--{boundary}--\r\n".encode()


def _hidden(named: str, made: dict[str, Any]) -> Outcome:
    if made.get("success") is not True:
        return Outcome("unavailable", error="garbage")  # hiding again does no harm
    return Outcome("sent", reference=named[:80])


def _when(message: Message) -> dict[str, str] | None:
    """Fields of a post that Facebook publishes later by itself; None when it would refuse that."""
    given = message.job_note.get("publish_at", "")
    if not given:
        return {}
    if not given.isdecimal() or not SOONEST <= int(given) - message.at <= LATEST:
        return None
    return {"published": "false", "scheduled_publish_time": given}
