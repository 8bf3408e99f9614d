"""Routes of callbacks: where a system wants to hear of events, and what became of each."""

from typing import Any, cast

from django.utils.translation import gettext_lazy

from nhipcau.api.cursors import make_cursor, open_cursor
from nhipcau.api.endpoints import add_endpoint, change_endpoint, remove_endpoint, renew_secret
from nhipcau.api.models import Callback, Endpoint, Scope
from nhipcau.api.problems import known_id, not_found
from nhipcau.api.routes import Call, route
from nhipcau.api.shapes import (
    CallbackList,
    CallbackOut,
    EndpointIn,
    EndpointList,
    EndpointMade,
    EndpointOut,
    EndpointPatch,
    Paging,
    said_at,
)

SCOPE = Scope.CALLBACKS_WRITE


@route(
    "POST", "/callbacks", scope=SCOPE, status=201, location="/callbacks/{id}", also={409, 422},
    summary=gettext_lazy("Thêm địa chỉ nhận sự kiện"),
)  # fmt: skip
def add_callback(call: Call, body: EndpointIn) -> EndpointMade:
    made, secret = add_endpoint(call.key, url=body.url, events=body.events, by=call.key.actor)
    return EndpointMade(**_facts(made), secret=secret)


@route("GET", "/callbacks", scope=SCOPE, summary=gettext_lazy("Các địa chỉ của khoá này"))
def list_callbacks(call: Call) -> EndpointList:
    rows = Endpoint.objects.filter(key=call.key, removed_at=None).order_by("pk")
    return EndpointList(data=[EndpointOut(**_facts(row)) for row in rows])


@route("GET", "/callbacks/{id}", scope=SCOPE, summary=gettext_lazy("Một địa chỉ nhận sự kiện"))
def read_callback(call: Call, id: str) -> EndpointOut:
    return EndpointOut(**_facts(_endpoint(call, id)))


@route(
    "PATCH", "/callbacks/{id}", scope=SCOPE, also={409, 422},
    summary=gettext_lazy("Đổi địa chỉ, đổi sự kiện, ngừng hoặc gửi lại"),
)  # fmt: skip
def change_callback(call: Call, id: str, body: EndpointPatch) -> EndpointOut:
    changed = change_endpoint(
        _endpoint(call, id),
        url=body.url,
        events=body.events,
        is_active=body.is_active,
        by=call.key.actor,
    )
    return EndpointOut(**_facts(changed))


@route(
    "DELETE", "/callbacks/{id}", scope=SCOPE, status=204, also={409},
    summary=gettext_lazy("Gỡ địa chỉ"),
)  # fmt: skip
def remove_callback(call: Call, id: str) -> None:
    remove_endpoint(_endpoint(call, id), by=call.key.actor)


@route(
    "POST", "/callbacks/{id}/secret", scope=SCOPE, also={409},
    summary=gettext_lazy("Đổi bí mật: trong 24 giờ cả hai cùng ký"),
)  # fmt: skip
def renew_callback_secret(call: Call, id: str) -> EndpointMade:
    endpoint = _endpoint(call, id)
    secret = renew_secret(endpoint, by=call.key.actor)
    return EndpointMade(**_facts(endpoint), secret=secret)


@route(
    "GET", "/callbacks/{id}/deliveries", scope=SCOPE,
    summary=gettext_lazy("Nhật ký gửi của một địa chỉ, mới nhất trước"),
)  # fmt: skip
def list_deliveries(call: Call, id: str, query: Paging) -> CallbackList:
    endpoint = _endpoint(call, id)
    of = f"deliveries {endpoint.pk}"
    rows = Callback.objects.filter(endpoint=endpoint).select_related("happened")
    if query.cursor:
        rows = rows.filter(pk__lt=open_cursor(of, query.cursor))
    page = list(rows.order_by("-pk")[: query.limit + 1])
    shown, is_more = page[: query.limit], len(page) > query.limit
    return CallbackList(
        data=[_delivery(row) for row in shown],
        next_cursor=make_cursor(of, shown[-1].pk) if is_more else None,
    )


def _endpoint(call: Call, id: str) -> Endpoint:
    mine = Endpoint.objects.filter(key=call.key, removed_at=None)
    found = mine.filter(pk=known_id(id)).first()
    if found is None:
        raise not_found()
    return found


def _facts(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "id": str(endpoint.pk),
        "url": endpoint.url,
        "events": endpoint.events,
        "is_active": endpoint.state == Endpoint.State.ACTIVE,
        "failing_since": said_at(endpoint.failing_since),
    }


def _delivery(row: Callback) -> CallbackOut:
    is_waiting = row.state == Callback.State.WAITING
    return CallbackOut(
        id=row.happened.uid,
        event=row.happened.kind,
        at=row.happened.at.isoformat(),
        state=cast(Any, row.state),
        attempts=row.attempts,
        next_at=said_at(row.next_at) if is_waiting else None,
        last_status=row.last_status,
        last_error=row.last_error,
    )
