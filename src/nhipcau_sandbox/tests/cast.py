"""A small simulation for the tests: one OA, one page, one gateway account, three people."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import ZONE, Clock
from nhipcau_sandbox.server import build
from nhipcau_sandbox.wire import Request
from nhipcau_sandbox.world import long_id

EVENING = datetime(2023, 5, 26, 16, 35, tzinfo=ZONE).timestamp()
SMS = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
HOUR, DAY = 3600, 86400
SEED = {
    "apps": [
        {"id": "app", "secret": "app-secret", "oa_secret": "oa-secret"},
        {"id": "fb", "secret": "fb-secret", "platform": "facebook"},
    ],
    "oas": [{"id": "oa", "name": "UBND phường Sông Cầu", "app": "app", "oa_type": 2}],
    "pages": [{"id": "page", "name": "Phường Sông Cầu", "app": "fb"}],
    "sms": [{"api_key": "key", "secret": "sms-secret", "brandnames": ["UBND.SCAU"]}],
    "people": [
        {"id": "binh", "name": "Nông Văn Bình", "phone": "0912 345 678", "place": "Tổ 13"},
        {"id": "thu", "name": "Hà Thị Thu", "phone": "0987 654 321"},
        {"id": "son", "name": "Triệu Văn Sơn", "phone": "0356 111 222"},
    ],
}
ARTICLE = {
    "type": "normal",
    "title": "Khám sàng lọc đái tháo đường miễn phí",
    "author": "UBND phường",
    "description": "7 giờ sáng mai, nhà văn hóa phường",
    "cover": {"cover_type": "photo", "photo_url": "https://example.org/a.jpg", "status": "show"},
    "body": [{"type": "text", "content": '<p><a href="http://phuong.test/t/abc">Xem</a></p>'}],
    "status": "show",
}


class Stage:
    """The box with a clock that the test moves, and every webhook kept instead of sent."""

    def __init__(self, folder: Path | None = None) -> None:
        clock = Clock("")
        clock.held = EVENING
        self.box = build(Box(folder, clock))
        self.hooks: list[Any] = []
        self.box.outbox.post = lambda hook, when=None: self.hooks.append(hook)
        self.admin("make", SEED)
        self.token = self.admin("token", {"oa": "oa"})["access_token"]
        self.page_token = self.admin("token", {"page": "page"})["access_token"]

    def move(self, seconds: float) -> None:
        self.box.clock.held += seconds
        self.box.outbox.run_due()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        path, _, query = path.partition("?")
        if isinstance(body, bytes):
            raw = body
        else:
            raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        names = {name.replace("__", "-"): value for name, value in headers.items()}
        return self.box.answer(Request(method, path, query, names, raw))

    def admin(self, name: str, asked: dict[str, Any]) -> Any:
        return json.loads(self.ask("POST", f"/sandbox/{name}", asked).body)

    def act(self, what: str, **asked: Any) -> Any:
        return self.admin("act", {"what": what, **asked})

    def set(self, what: str, identity: str, *, oa: str = "", **fields: Any) -> Any:
        return self.admin("set", {"what": what, "id": identity, "oa": oa, "fields": fields})

    def zalo(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.ask(method, path, body, **({"access_token": self.token} | headers))
        assert answer.status == 200
        return json.loads(answer.body)

    def uid(self, person: str) -> str:
        return long_id("uid", "oa", person)

    def say(self, person: str, text: str = "Chào bà con", version: str = "v3.0") -> Any:
        path = "/v3.0/oa/message/cs" if version == "v3.0" else "/v2.0/oa/message"
        message = {"recipient": {"user_id": self.uid(person)}, "message": {"text": text}}
        return self.zalo("POST", path, message)

    def article(self) -> str:
        token = self.zalo("POST", "/v2.0/article/create", ARTICLE)["data"]["token"]
        self.move(4)
        return self.zalo("POST", "/v2.0/article/verify", {"token": token})["data"]["id"]

    def broadcast(self, article: str) -> Any:
        return self.zalo("POST", "/v2.0/oa/message", broadcast_body(article))

    def sms(self, phone: str = "0912345678", **fields: Any) -> Any:
        asked = {"ApiKey": "key", "SecretKey": "sms-secret", "Brandname": "UBND.SCAU"}
        asked |= {"Phone": phone, "Content": "Moi ba con xem thong bao", "SmsType": "2", **fields}
        return json.loads(self.ask("POST", SMS, asked).body)

    def graph(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        headers = {"content__type": "application/json"} if body is not None else {}
        headers["authorization"] = f"Bearer {token or self.page_token}"
        named = {name.replace("__", "-"): value for name, value in headers.items()}
        answer = self.ask(method, f"/v25.0{path}", body, **named)
        return answer.status, json.loads(answer.body)

    def shown(self, person: str) -> list[Any]:
        asked = self.ask("GET", f"/sandbox/shown?person={person}")
        return json.loads(asked.body)["shown"]


def broadcast_body(article: str) -> dict[str, Any]:
    element = {"media_type": "article", "attachment_id": article}
    payload = {"template_type": "media", "elements": [element]}
    attachment = {"type": "template", "payload": payload}
    return {"recipient": {"target": {}}, "message": {"attachment": attachment}}
