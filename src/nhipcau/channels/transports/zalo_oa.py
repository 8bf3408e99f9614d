"""Zalo Official Account: a message to one person or into its own group, an article to followers.

The address tells them apart: FOLLOWERS is the broadcast (one row, its article made in the job's
prepare stage); GROUP and an id is a group that the OA owns (no window, day and night, whatever the
sender); anything else is a Zalo user id of this OA. The sender is pinned per account in
settings["sender"]: "v3", "v2" (government OAs are refused on v3 with -235) or "none" (not served).
"""

import html
import json
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from nhipcau.channels.answers.zalo import GARBAGE
from nhipcau.channels.answers.zalo_oa import (
    BROADCAST_ONLY,
    GROUP_ONLY,
    IN_PROGRESS,
    of_one_kind,
    read,
)
from nhipcau.channels.transport import (
    Finding,
    Message,
    Outcome,
    Request,
    Response,
    Step,
)

FOLLOWERS: Final = "followers"
GROUP: Final = "group:"
GROUP_MESSAGE: Final = "/v3.0/oa/group/message"
TEXT_LIMIT, TITLE_LIMIT, AUTHOR_LIMIT, DESCRIPTION_LIMIT = 2000, 150, 50, 300
POLL_SECONDS, POLLS = 2.0, 30
SENDERS = {"v3": "/v3.0/oa/message/cs", "v2": "/v2.0/oa/message"}

ONLY = {"broadcast": BROADCAST_ONLY, "group": GROUP_ONLY}


class ZaloOA:
    kind: ClassVar[str] = "zalo_oa"
    app_per_minute: ClassVar[int] = 4000  # of all accounts together, beside each account's own
    takes_key: ClassVar[bool] = False  # no answer after a send is `unknown`
    token_errors: ClassVar[frozenset[str]] = frozenset({"-216", "-220", "http-401"})
    gone_errors: ClassVar[frozenset[str]] = frozenset({"-213", "-227"})  # left the OA; banned

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.token = secrets.get("access_token", "")
        self.sender = str(settings.get("sender", "v3"))
        self.author = str(settings.get("author", ""))
        self.cover_url = str(settings.get("cover_url", ""))

    # --- one message

    def start(self, message: Message) -> Step | Outcome:
        if message.address == FOLLOWERS:
            return self._broadcast(message)
        is_group = message.address.startswith(GROUP)
        if self.sender not in SENDERS and not is_group:
            return Outcome("refused", error="not-served")
        text = _say(message)
        if len(text) > TEXT_LIMIT:
            return Outcome("refused", error="too-long")
        content: dict[str, Any] = {"text": text}
        if message.thread:
            content["quote_message_id"] = message.thread
        if image := message.job_note.get("prepared"):
            content["attachment"] = _media("image", image)
        if is_group:
            into = {"group_id": message.address.removeprefix(GROUP)}
            body = {"recipient": into, "message": content}
            return Step(self._post(GROUP_MESSAGE, body), {"at": "group"})
        body = {"recipient": {"user_id": message.address}, "message": content}
        return Step(self._post(SENDERS[self.sender], body), {"at": "send"})

    def _broadcast(self, message: Message) -> Step | Outcome:
        article = message.job_note.get("prepared")
        if not article:
            return Outcome("refused", error="no-article")
        body = {
            "recipient": {"target": {"gender": "0"}},
            "message": {"attachment": _media("article", article)},
        }
        return Step(self._post(SENDERS["v2"], body), {"at": "broadcast"})

    def next(self, step: Step, response: Response) -> Step | Outcome:
        data, outcome = read(response)
        if outcome is not None:
            return of_one_kind(outcome, ONLY.get(step.note["at"], frozenset()))
        return Outcome("sent", reference=str(data.get("message_id", ""))[:80])

    # --- once per job

    def prepare(self, content: Message) -> Step | Outcome:
        if content.address == FOLLOWERS:
            return self._create_article(content)
        if content.image:
            return Step(self._upload(content.image, content.key), {"at": "upload"})
        return Outcome("sent")

    def _create_article(self, content: Message) -> Step | Outcome:
        if not self.cover_url:
            return Outcome("refused", error="no-cover")
        text = unicodedata.normalize("NFC", content.text)
        title = unicodedata.normalize("NFC", content.title) or text.split("\n", 1)[0]
        body = {
            "type": "normal",
            "title": title[:TITLE_LIMIT],
            "author": self.author[:AUTHOR_LIMIT],
            "description": " ".join(text.split())[:DESCRIPTION_LIMIT],
            "cover": {"cover_type": "photo", "photo_url": self.cover_url, "status": "show"},
            "body": [{"type": "text", "content": _paragraphs(text, content.link)}],
            "status": "show",
            "comment": "hide",
        }
        # Not repeatable, and harmless: an article made twice is seen by nobody until broadcast.
        return Step(self._post("/v2.0/article/create", body, is_repeatable=True), {"at": "create"})

    def prepare_next(self, step: Step, response: Response) -> Step | Outcome:
        at = step.note["at"]
        data, outcome = read(response)
        if outcome is not None:
            if outcome.error == IN_PROGRESS and at == "verify":
                return self._poll_again(step)
            outcome = outcome if at == "upload" else of_one_kind(outcome, BROADCAST_ONLY)
            return outcome if outcome.state != "unknown" else _ask_again(outcome)
        if at == "create":
            return self._verify(str(data.get("token", "")), polls=0)
        made = str(data.get("id") or data.get("attachment_id") or "")
        return Outcome("sent", reference=made) if made else _ask_again(GARBAGE)

    def _poll_again(self, step: Step) -> Step | Outcome:
        polls = int(step.note["polls"]) + 1
        if polls > POLLS:
            return Outcome("unavailable", error=IN_PROGRESS, retry_after=60)
        return self._verify(step.note["token"], polls=polls)

    # --- does the account work

    def check(self) -> Step:
        request = Request(
            "GET", "/v2.0/oa/getoa", headers=(("access_token", self.token),), is_repeatable=True
        )
        return Step(request, {"at": "getoa"})

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        data, outcome = read(response)
        if outcome is not None:
            return Finding(is_working=False, error=outcome.error)
        facts = {name: str(data[name]) for name in FACTS if data.get(name) is not None}
        return Finding(is_working=True, warnings=self._warnings(facts), facts=facts)

    def _warnings(self, facts: dict[str, str]) -> tuple[str, ...]:
        found = []
        if facts.get("is_verified", "").lower() in {"false", "0"}:
            found.append("-221")
        if facts.get("oa_type") == GOVERNMENT and self.sender == "v3":
            found.append("-235")
        if facts.get("oa_type") == BUSINESS and self.sender == "v2":
            found.append("-240")
        if not self.cover_url:
            found.append("no-cover")
        return tuple(found)

    # --- requests

    def _verify(self, token: str, *, polls: int) -> Step | Outcome:
        if not token:
            return _ask_again(GARBAGE)
        request = self._post("/v2.0/article/verify", {"token": token}, is_repeatable=True)
        wait = POLL_SECONDS if polls else 0.0
        return Step(request, {"at": "verify", "token": token, "polls": str(polls)}, wait)

    def _post(self, path: str, body: dict[str, Any], *, is_repeatable: bool = False) -> Request:
        return Request(
            "POST",
            path,
            json.dumps(body, ensure_ascii=False).encode(),
            (("access_token", self.token), ("Content-Type", "application/json")),
            is_repeatable=is_repeatable,
        )

    def _upload(self, image: bytes, key: str) -> Request:
        boundary = f"nhipcau-{key}"
        is_png = image.startswith(b"\x89PNG")
        name, kind = ("anh.png", "image/png") if is_png else ("anh.jpg", "image/jpeg")
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        return Request(
            "POST",
            "/v2.0/oa/upload/image",
            head.encode() + image + f"\r\n--{boundary}--\r\n".encode(),
            (
                ("access_token", self.token),
                ("Content-Type", f"multipart/form-data; boundary={boundary}"),
            ),
            is_repeatable=True,
        )


GOVERNMENT, BUSINESS = "4", "2"
FACTS = (
    "oa_id",
    "oaid",
    "name",
    "oa_type",
    "is_verified",
    "num_follower",
    "package_name",
    "package_valid_through_date",
)


def _say(message: Message) -> str:
    text = unicodedata.normalize("NFC", message.text)
    has_link = not message.link or message.link in text
    return text if has_link else f"{text}\n{message.link}"


def _paragraphs(text: str, link: str) -> str:
    lines = [f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip()]
    if link:
        address = html.escape(link)
        lines.append(f'<p><a href="{address}">{address}</a></p>')
    return "".join(lines)


def _media(media_type: str, attachment_id: str) -> dict[str, Any]:
    element = {"media_type": media_type, "attachment_id": attachment_id}
    return {
        "type": "template",
        "payload": {"template_type": "media", "elements": [element]},
    }


def _ask_again(outcome: Outcome) -> Outcome:
    """A step of the prepare stage reaches nobody, so it may always be asked again."""
    return Outcome("unavailable", error=outcome.error, retry_after=60)
