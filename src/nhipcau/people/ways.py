"""The ways one of ours is told by: offered, tested, confirmed by their own tap, put in order.

Whoever brings a channel offers a way here and sends nothing to leaders itself: outreach/remind.py
uses what is confirmed, in the leader's order.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Role, Staff, StaffWay
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.row_security import by_its_key
from nhipcau.text.phones import is_mobile, to_e164

LONGEST = 500
TEST_LASTS = timedelta(hours=24)
BY_NUMBER = frozenset({"sms", "zalo_template"})  # the value is a telephone number
NOT_FOR_STAFF = frozenset(
    {
        ChannelKind.PORTAL,
        ChannelKind.FACEBOOK_PAGE,
        ChannelKind.RELAY,
        ChannelKind.SHEET,
        ChannelKind.BOARD,
        ChannelKind.LOUDSPEAKER,
        ChannelKind.VISIT,
    }
)


def offer_way(
    staff: Staff,
    *,
    kind: str,
    value: str,
    by: Actor,
    account: Account | None = None,
    detail: dict[str, Any] | None = None,
) -> StaffWay:
    """Verb. The same way again is the same row; it counts once its owner has confirmed it."""
    must_own(staff, by)
    value = _checked(staff, kind, value, account)
    with transaction.atomic(), scope(locality=staff.locality_id):
        way, is_new = StaffWay.objects.get_or_create(
            locality_id=staff.locality_id,
            staff=staff,
            kind=kind,
            account=account,
            value=value,
            defaults={
                "detail": detail or {},
                "position": _last_position(staff) + 1,
                "offered_at": civil_now(),
            },
        )
        if not is_new:
            StaffWay.objects.filter(pk=way.pk).update(
                failed_at=None, detail=way.detail if detail is None else detail
            )
            way.refresh_from_db()
        audit.record(by, "way.offered", way, after={"kind": kind, "is_new": is_new})
    return way


def confirm_way(way: StaffWay, *, by: Actor) -> bool:
    """Verb. It reached them: they tapped what came by it. True when that was news."""
    must_own(way.staff, by)
    with transaction.atomic():
        waiting = StaffWay.objects.filter(pk=way.pk, confirmed_at__isnull=True)
        is_news = waiting.update(confirmed_at=civil_now(), failed_at=None) == 1
        StaffWay.objects.filter(pk=way.pk, failed_at__isnull=False).update(failed_at=None)
        if is_news:
            audit.record(by, "way.confirmed", way, after={"kind": way.kind})
    way.refresh_from_db()
    return is_news


def fail_way(way: StaffWay, *, by: Actor) -> None:
    """Verb. The platform refused it for good, or they left it: it no longer counts."""
    with transaction.atomic():
        working = StaffWay.objects.filter(pk=way.pk, failed_at__isnull=True)
        if working.update(failed_at=civil_now(), confirmed_at=None):
            audit.record(by, "way.failed", way, after={"kind": way.kind})
    way.refresh_from_db()


def drop_way(way: StaffWay, *, by: Actor) -> None:
    """Verb. Not by this one any more."""
    must_own(way.staff, by)
    with transaction.atomic():
        audit.record(by, "way.dropped", way, after={"kind": way.kind})
        deleted, _kinds = StaffWay.objects.filter(pk=way.pk).delete()
        if not deleted:
            raise WrongState(_("Cách báo này đã được bỏ rồi."))


def ways_of(staff: Staff) -> list[StaffWay]:
    """In the person's own order; failed ones too, so that a page can say so."""
    return list(StaffWay.objects.filter(staff=staff).select_related("account"))


def is_usable(way: StaffWay) -> bool:
    """Confirmed, not refused since, and its account works today."""
    return way.confirmed_at is not None and may_try(way)


def may_try(way: StaffWay) -> bool:
    if way.failed_at is not None:
        return False
    return way.account is None or way.account.state == Account.State.WORKING


def arrange_ways(staff: Staff, order: Sequence[int], *, by: Actor) -> None:
    """Verb. `order`: keys of the ways, first choice first; what is not named comes after."""
    must_own(staff, by)
    with transaction.atomic():
        known = {way.pk: way for way in StaffWay.objects.filter(staff=staff)}
        if set(order) - set(known):
            raise BadInput(_("Danh sách cách báo vừa thay đổi. Hãy xem lại."))
        wanted = [*dict.fromkeys(order), *(pk for pk in known if pk not in order)]
        for position, pk in enumerate(wanted, start=1):
            StaffWay.objects.filter(pk=pk).exclude(position=position).update(position=position)
        audit.record(by, "ways.arranged", staff, after={"ways": wanted})


def begin_test(way: StaffWay, *, by: Actor) -> str:
    """Verb. A one-time path for the test message of this way; the former one stops working."""
    must_own(way.staff, by)
    token, token_hash = make_token()
    with transaction.atomic():
        found = StaffWay.objects.filter(pk=way.pk)
        if not found.update(
            test_hash=token_hash, test_until=machine_now() + TEST_LASTS, tested_at=civil_now()
        ):
            raise WrongState(_("Cách báo này đã được bỏ rồi."))
        audit.record(by, "way.tested", way, after={"kind": way.kind})
    way.refresh_from_db()
    return f"/da-nhan/{token}/"


def way_of_test(token: str) -> StaffWay:
    """The way behind a live test link, or WrongState that says what to do."""
    # Whoever opens it need not be signed in there: the link itself tells the locality.
    with by_its_key():
        way = (
            StaffWay.objects.select_related("staff__locality", "account")
            .filter(test_hash=hash_token(token))
            .first()
        )
    if way is None or not way.staff.is_active:
        raise WrongState(_("Liên kết này không đúng hoặc đã dùng. Hãy bấm “Gửi thử” lần nữa."))
    if way.test_until is None or way.test_until <= machine_now():
        raise WrongState(_("Liên kết này đã hết hạn. Hãy bấm “Gửi thử” lần nữa."))
    return way


def confirm_test(token: str) -> StaffWay:
    """Verb. "Tôi đã nhận": the link came by this way, so the way works. Once."""
    way = way_of_test(token)
    with scope(locality=way.staff.locality_id), transaction.atomic():
        used = StaffWay.objects.filter(pk=way.pk, test_hash=way.test_hash)
        if not used.update(test_hash="", test_until=None):
            raise WrongState(_("Liên kết này đã được dùng rồi."))
        confirm_way(way, by=way.staff.actor)
    return way


def keep_numbers(people: Iterable[Staff]) -> int:
    """Verb. Everybody's telephone is a way by SMS; a number that changed takes the former's place.

    Returns how many rows changed; nothing is written when all is as it should be.
    """
    people = list(people)
    known: dict[int, set[str]] = {}
    for way in StaffWay.objects.filter(staff__in=people, kind=ChannelKind.SMS):
        known.setdefault(way.staff_id, set()).add(way.value)
    changed = 0
    for person in people:
        number = person.phone if is_mobile(person.phone) else ""
        if known.get(person.pk, set()) != ({number} if number else set()):
            changed += _change_number(person, number)
    return changed


def _change_number(person: Staff, number: str) -> int:
    with transaction.atomic():
        former = StaffWay.objects.filter(staff=person, kind=ChannelKind.SMS)
        former.exclude(value=number).delete()
        if number:
            offer_way(person, kind=ChannelKind.SMS, value=number, by=SYSTEM)
    return 1


def must_own(staff: Staff, by: Actor) -> None:
    """The person, an admin of the same locality, or the house itself (a platform told us)."""
    if by.kind in {"system", "platform"} or by == staff.actor:
        return
    is_admin = (
        by.kind == "staff"
        and Staff.objects.filter(
            pk=by.id, locality=staff.locality_id, role=Role.ADMIN, is_active=True
        ).exists()
    )
    if not is_admin:
        raise NotAllowed(_("Chỉ chính người đó hoặc quản trị của địa bàn mới sửa được cách báo."))


def _last_position(staff: Staff) -> int:
    found = StaffWay.objects.filter(staff=staff).aggregate(last=Max("position"))["last"]
    return int(found or 0)


def _checked(staff: Staff, kind: str, value: str, account: Account | None) -> str:
    if kind not in ChannelKind.values or kind in NOT_FOR_STAFF:
        raise BadInput(_("Kênh này không báo được cho từng người."), field="kind")
    if account is not None and account.locality_id != staff.locality_id:
        raise NotAllowed(_("Tài khoản này không thuộc địa bàn."))
    if account is not None and account.kind != kind:
        raise BadInput(_("Tài khoản này không thuộc kênh đó."), field="account")
    if kind in BY_NUMBER:
        number = to_e164(value)
        if number is None or not is_mobile(number):
            raise BadInput(_("Số điện thoại này không nhận được tin nhắn."), field="value")
        return number
    if not 0 < len(value) <= LONGEST or account is None:
        raise BadInput(_("Địa chỉ không đúng."), field="value")
    return value
