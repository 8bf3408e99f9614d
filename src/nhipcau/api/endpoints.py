"""Where a system wants to hear of events: added, changed, given a new secret, removed."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.api.emit import end_of_trail
from nhipcau.api.models import HEARD_WITH, ApiKey, Callback, Endpoint, Event
from nhipcau.api.signing import new_secret
from nhipcau.channels.fetch import NotFetched, check_address, public_address
from nhipcau.channels.seal import seal, unseal
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput, WrongState

MOST: Final = 10
BOTH_SIGN: Final = timedelta(hours=24)


def add_endpoint(
    key: ApiKey, *, url: str, events: Collection[str], by: Actor
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is told now and never again."""
    _check(key, url, events)
    if Endpoint.objects.filter(mode=key.mode, removed_at=None).count() >= MOST:
        said = _("Đã có %(most)d địa chỉ nhận sự kiện. Hãy bỏ bớt trước khi thêm.")
        raise BadInput(said % {"most": MOST}, field="url")
    secret = new_secret()
    with transaction.atomic():
        made = Endpoint.objects.create(
            locality_id=key.locality_id,
            key=key,
            mode=key.mode,
            url=url,
            events=_in_order(events),
            sealed=seal({"secret": secret}),
            read_to=end_of_trail(key.locality_id),
            made_at=civil_now(),
        )
        audit.record(by, "api.endpoint_added", made, after={"events": made.events})
    return made, secret


def change_endpoint(
    endpoint: Endpoint,
    *,
    by: Actor,
    url: str | None = None,
    events: Collection[str] | None = None,
    is_active: bool | None = None,
) -> Endpoint:
    """What is None stays. Beginning again forgets the failures and what happened meanwhile."""
    url = endpoint.url if url is None else url
    events = endpoint.events if events is None else events
    _check(endpoint.key, url, events)
    changes: dict[str, object] = {"url": url, "events": _in_order(events)}
    was_off = endpoint.state == Endpoint.State.DISABLED
    if is_active and was_off:
        changes |= {
            "state": Endpoint.State.ACTIVE,
            "disabled_at": None,
            "failing_since": None,
            "read_to": end_of_trail(endpoint.locality_id),
            "made_at": civil_now(),
        }
    elif is_active is False and not was_off:
        changes |= {"state": Endpoint.State.DISABLED, "disabled_at": civil_now()}
    with transaction.atomic():
        _update(endpoint, **changes)
        if is_active is False:
            _stop_waiting(endpoint)
        audit.record(by, "api.endpoint_changed", endpoint, after={"is_active": is_active})
    endpoint.refresh_from_db()
    return endpoint


def renew_secret(endpoint: Endpoint, *, by: Actor) -> str:
    """The new secret, told once. For a day both sign, so that the receiver can change over."""
    secret = new_secret()
    with transaction.atomic():
        _update(
            endpoint,
            sealed=seal({"secret": secret}),
            former_sealed=endpoint.sealed,
            former_until=machine_now() + BOTH_SIGN,
        )
        audit.record(by, "api.endpoint_secret_renewed", endpoint)
    endpoint.refresh_from_db()
    return secret


def remove_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    with transaction.atomic():
        _update(endpoint, removed_at=machine_now(), sealed="", former_sealed="")
        _stop_waiting(endpoint)
        audit.record(by, "api.endpoint_removed", endpoint)


def secrets_of(endpoint: Endpoint) -> list[str]:
    """The ones that sign now, the newest first."""
    sealed = [endpoint.sealed]
    if endpoint.former_sealed and endpoint.former_until and endpoint.former_until > machine_now():
        sealed.append(endpoint.former_sealed)
    return [unseal(one)["secret"] for one in sealed]


def _update(endpoint: Endpoint, **changes: object) -> None:
    there = Endpoint.objects.filter(
        pk=endpoint.pk, removed_at=None, sealed=endpoint.sealed, state=endpoint.state
    )
    if not there.update(**changes):
        raise WrongState(_("Địa chỉ này vừa được người khác thay đổi hoặc gỡ bỏ. Hãy đọc lại."))


def _stop_waiting(endpoint: Endpoint) -> None:
    waiting = Callback.objects.filter(endpoint=endpoint, state=Callback.State.WAITING)
    waiting.update(state=Callback.State.FAILED, last_error="stopped", done_at=civil_now())


def _check(key: ApiKey, url: str, events: Collection[str]) -> None:
    try:
        host, port = check_address(url)
        if host.replace(".", "").isdecimal() or ":" in host:
            public_address(host, port)  # a number asks nobody; names are looked up at each sending
    except NotFetched:
        said = _("Địa chỉ nhận phải là https trên Internet, cổng 443 hoặc 8443, không kèm tên và "
                 "mật khẩu.")  # fmt: skip
        raise BadInput(said, field="url") from None
    if not events or set(events) - set(Event.values):
        raise BadInput(_("Hãy chọn ít nhất một sự kiện có trong danh sách."), field="events")
    for event in _in_order(events):
        needed = HEARD_WITH[Event(event)]
        if needed not in key.scopes:
            said = _("Khoá này chưa có quyền %(scope)s nên không nghe được %(event)s.")
            raise BadInput(said % {"scope": needed.value, "event": event}, field="events")


def _in_order(events: Collection[str]) -> list[str]:
    return [event for event in Event.values if event in events]
