"""The simulated Zalo in this process, behind the product's own way of asking: groups without a
socket. People of it are linked to the cast's households as the test wants."""

from typing import Any

from nhipcau.channels.ask import NoAnswer
from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.load import _keep
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.transport import Response
from nhipcau.channels.webhooks import zalo
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau_sandbox.admin import REPLAYED
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.server import build
from nhipcau_sandbox.wire import Request
from nhipcau_sandbox.world import long_id

OA = "4318657068771012646"
SEED: dict[str, Any] = {
    "apps": [{"id": "app", "secret": "s", "oa_secret": "o"}],
    "oas": [{"id": OA, "name": "UBND phường Sông Cầu", "app": "app", "oa_type": 4}],
    "people": [
        {"id": "quan", "name": "Đinh Văn Quân", "phone": "0911000001", "admin_of": [OA]},
        {"id": "tung", "name": "Hoàng Văn Tùng", "phone": "0987654321", "follows": [OA]},
        {"id": "yen", "name": "Phạm Thị Yến", "phone": "0355666777", "follows": [OA]},
        {"id": "khanh", "name": "Nông Văn Khánh", "phone": "0966333444", "known_to": [OA]},
    ],
    "assets": [
        {"oa": OA, "id": "a100", "product": "gmf100", "days": 365},
        {"oa": OA, "id": "a10", "product": "gmf10", "days": 365},
    ],
}


class Gmf:
    def __init__(self, locality, monkeypatch) -> None:
        self.box = build(Box())
        self.is_down = False
        self.calls: list[str] = []
        self.box.outbox.post = lambda hook, when=None: None
        self.change("make", SEED)
        self.account = Account.objects.create(
            locality=locality,
            kind=ChannelKind.ZALO_OA,
            name="Zalo của phường",
            external_id=OA,
            state=Account.State.WORKING,
            settings={"sender": "v2", "app_id": "app"},
        )
        token = self.change("token", {"oa": OA})["access_token"]
        keep_secrets(self.account, {"access_token": token}, by=SYSTEM)
        monkeypatch.setattr("nhipcau.channels.oa_groups.ask", self.ask)

    def change(self, name: str, asked: dict[str, Any]) -> Any:
        return REPLAYED[name](self.box, asked)

    def act(self, what: str, **asked: Any) -> Any:
        return self.change("act", {"what": what, "oa": OA, **asked})

    def set(self, what: str, identity: str, **fields: Any) -> None:
        self.change("set", {"what": what, "id": identity, "oa": OA, "fields": fields})

    def ask(self, kind: str, request: Any) -> Response:
        """In the place of channels.ask: the same values, no wire."""
        self.calls.append(request.path.partition("?")[0])
        if self.is_down:
            raise NoAnswer("connect")
        path, _, query = request.path.partition("?")
        headers = {name.lower(): value for name, value in request.headers}
        answer = self.box.answer(Request(request.method, path, query, headers, request.body))
        return Response(answer.status, answer.body)

    def uid(self, person: str) -> str:
        return long_id("uid", OA, person)

    def hear(self, **event: Any) -> None:
        """A webhook, signed and parsed already."""
        event = {"oa_id": OA, "timestamp": str(int(civil_now().timestamp() * 1000)), **event}
        _keep(self.account, zalo.read(event, oa_id=OA, received_at=civil_now()), "")

    def says(self, person: str, text: str, msg_id: str = "m1") -> None:
        both = {"sender": {"id": self.uid(person)}, "recipient": {"id": OA}}
        message = {"text": text, "msg_id": msg_id}
        self.hear(event_name="user_send_text", message=message, **both)
