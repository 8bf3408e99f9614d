"""Keys: made and shown once, taken on by whoever answers for them, used, taken back."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.api.models import ApiKey, Mode, Scope
from nhipcau.core import audit
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.rights import WRITERS, may_publish
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.people.tokens import hash_token
from nhipcau.places.models import Locality
from nhipcau.places.row_security import by_its_key
from nhipcau.text.fold import tidy

LONGEST_NAME = 80
LONGEST_TOKEN = 100
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeyInput:
    name: str
    mode: str = Mode.LIVE
    scopes: Collection[str] = ()
    responsible: Staff | None = None
    may_publish: bool = False


def make_key(locality: Locality, given: KeyInput, *, by: Staff) -> tuple[ApiKey, str]:
    """The key and its token. The token is shown now and never again."""
    require_admin(by.actor, locality.pk)
    _check(locality, given)
    token = f"nc_{given.mode}_{secrets.token_urlsafe(24)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            locality=locality,
            name=tidy(given.name),
            mode=given.mode,
            scopes=[scope for scope in Scope.values if scope in given.scopes],
            token_hash=hash_token(token),
            hint=token[-4:],
            responsible=given.responsible,
            may_publish=given.may_publish,
            made_by=by,
            made_at=machine_now(),
        )
        after = {"mode": key.mode, "scopes": key.scopes, "may_publish": key.may_publish}
        audit.record(by.actor, "api.key_made", key, after=after)
    return key, token


def accept_key(key: ApiKey, *, by: Staff) -> None:
    """The named person takes it on: from now on the key publishes what others approved."""
    if key.responsible_id != by.pk:
        raise NotAllowed(_("Chỉ người được ghi tên chịu trách nhiệm mới nhận được việc này."))
    if not may_publish(by):
        raise NotAllowed(_("Chỉ người soạn hoặc người duyệt được phát, thu hồi thông báo."))
    with transaction.atomic():
        waiting = ApiKey.objects.filter(
            pk=key.pk, may_publish=True, accepted_at=None, revoked_at=None, responsible=by
        )
        if not waiting.update(accepted_at=machine_now()):
            raise WrongState(_("Khoá này không chờ ai nhận, hoặc đã bị thu hồi."))
        audit.record(by.actor, "api.key_accepted", key)
    key.refresh_from_db()


def revoke_key(key: ApiKey, *, by: Staff) -> None:
    """From this moment it opens nothing. Whoever answers for it may do so too."""
    if key.responsible_id != by.pk or by.locality_id != key.locality_id:
        require_admin(by.actor, key.locality_id)
    with transaction.atomic():
        live = ApiKey.objects.filter(pk=key.pk, revoked_at=None)
        if not live.update(revoked_at=machine_now()):
            raise WrongState(_("Khoá này đã bị thu hồi trước đó."))
        audit.record(by.actor, "api.key_revoked", key)
    key.refresh_from_db()


def find_key(token: str) -> ApiKey | None:
    """The key that is not taken back, of whatever locality."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    # The locality is known only once the key is: this one look-up goes without a scope.
    with by_its_key():
        found = ApiKey.objects.select_related("locality", "responsible")
        return found.filter(token_hash=hash_token(token), revoked_at=None).first()


def note_used(key: ApiKey) -> None:
    """At most once a minute: a write at every call would cost more than it says."""
    now = machine_now()
    if key.last_used_at is None or now - key.last_used_at > NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def _check(locality: Locality, given: KeyInput) -> None:
    if not 2 <= len(tidy(given.name)) <= LONGEST_NAME:
        raise BadInput(_("Hãy ghi tên hệ thống sẽ dùng khoá, từ 2 đến 80 chữ."), field="name")
    if given.mode not in Mode.values:
        raise BadInput(_("Hãy chọn khoá chạy thật hay chạy thử."), field="mode")
    if not given.scopes or set(given.scopes) - set(Scope.values):
        raise BadInput(_("Hãy chọn ít nhất một quyền cho khoá."), field="scopes")
    if given.mode == Mode.LIVE:
        _check_responsible(locality, given)
    elif given.may_publish:
        raise BadInput(_("Khoá chạy thử không gửi cho ai, nên không cần quyền phát."),
                       field="may_publish")  # fmt: skip


def _check_responsible(locality: Locality, given: KeyInput) -> None:
    """Whoever the key writes for must be able to do by hand what it does."""
    person = given.responsible
    writes = Scope.NOTICES_WRITE in given.scopes
    if given.may_publish and not writes:
        raise BadInput(_("Muốn tự phát thì khoá cần có quyền “Gửi thông báo”."), field="scopes")
    if person is None:
        if writes:
            raise BadInput(
                _("Khoá gửi thông báo cần một cán bộ đứng tên chịu trách nhiệm."),
                field="responsible",
            )
        return
    if person.locality_id != locality.pk or not person.is_active:
        raise BadInput(_("Người này không làm việc ở địa bàn."), field="responsible")
    if writes and person.role not in WRITERS and not person.may_release_urgent:
        raise BadInput(_("Người này không có quyền soạn thông báo."), field="responsible")
    if given.may_publish and not may_publish(person):
        raise BadInput(_("Người này không có quyền phát thông báo."), field="responsible")
