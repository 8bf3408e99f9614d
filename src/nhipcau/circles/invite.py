"""The one-time link that lets a member in, and the browser that it makes theirs."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.circles.models import CircleDevice, CircleMember
from nhipcau.circles.rights import actor_of, must_lead
from nhipcau.core import audit
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.row_security import by_its_key
from nhipcau.text.fold import tidy
from nhipcau.text.phones import is_mobile, to_e164

LASTS = timedelta(days=3)
ENROLLED_FOR = timedelta(days=270)
READS_FOR = timedelta(days=60)


def invite_member(member: CircleMember, *, by: CircleMember) -> str:
    """Verb. A new one-time path; the former one stops working."""
    must_lead(by, member.circle_id)
    if member.staff_id is not None:
        raise WrongState(_("Người này vào bằng tài khoản hoặc điện thoại đã đăng ký của mình."))
    with transaction.atomic():
        path = new_invitation(member)
        audit.record(actor_of(by), "circle.member_invited", member)
    return path


def new_invitation(member: CircleMember) -> str:
    """Call inside a verb's transaction. Only the hash is kept."""
    token, token_hash = make_token()
    changed = (
        CircleMember.objects.unguarded("a new link for a member")
        .filter(pk=member.pk, left_at=None)
        .update(invite_hash=token_hash, invite_until=machine_now() + LASTS)
    )
    if not changed:
        raise WrongState(_("Người này không còn trong nhóm."))
    return f"/nhom-noi-bo/vao/{token}/"


def member_of_invitation(token: str) -> CircleMember:
    """Whom a live link is for, or WrongState that says what to do."""
    # Nobody is signed in yet: the link itself tells the locality.
    with by_its_key():
        member = (
            CircleMember.objects.unguarded("the link names its member")
            .select_related("circle", "locality")
            .filter(invite_hash=hash_token(token), left_at=None, circle__closed_at=None)
            .first()
        )
    if member is None:
        raise WrongState(_("Liên kết này không đúng hoặc đã được dùng. Hãy xin liên kết mới."))
    if member.invite_until is None or member.invite_until <= machine_now():
        raise WrongState(_("Liên kết này đã hết hạn. Hãy xin liên kết mới."))
    return member


def enter_as_staff(token: str, *, staff: Staff) -> CircleMember:
    """Verb. One of our staff takes the place that the link is for."""
    member = member_of_invitation(token)
    if staff.locality_id != member.locality_id or not staff.is_active:
        raise NotAllowed(_("Liên kết này của địa bàn khác."))
    with transaction.atomic(), scope(locality=member.locality_id):
        here = CircleMember.objects.unguarded("entering").filter(circle=member.circle_id)
        if here.filter(staff=staff, left_at=None).exists():
            raise WrongState(_("Bạn đã ở trong nhóm này rồi."))
        _use_up(member, staff=staff, phone="")
        audit.record(actor_of(member), "circle.entered", member)
        member.refresh_from_db()
    return member


def enter_by_phone(token: str, *, name: str = "", phone: str = "") -> tuple[CircleMember, str]:
    """Verb. Whoever is no staff: this browser is theirs from now on. A first head, of whom nothing
    is known, says name and telephone. Returns the member and the secret for the cookie."""
    member = member_of_invitation(token)
    said = {}
    if not member.phone:
        number = to_e164(phone)
        if not tidy(name):
            raise BadInput(_("Hãy ghi họ và tên."), field="name")
        if number is None or not is_mobile(number):
            raise BadInput(_("Số điện thoại di động chưa đúng."), field="phone")
        said = {"name": tidy(name), "phone": number}
    with transaction.atomic(), scope(locality=member.locality_id):
        _use_up(member, **said)
        secret = open_device(member, is_enrolled=True)
        audit.record(actor_of(member), "circle.entered", member)
        member.refresh_from_db()
    return member, secret


def open_device(member: CircleMember, *, is_enrolled: bool) -> str:
    """Call inside a verb's transaction."""
    secret, secret_hash = make_token()
    now = machine_now()
    CircleDevice.objects.unguarded("a new browser").create(
        locality_id=member.locality_id,
        member=member,
        token_hash=secret_hash,
        is_enrolled=is_enrolled,
        made_at=now,
        expires_at=now + (ENROLLED_FOR if is_enrolled else READS_FOR),
    )
    return secret


def live_devices(secrets: list[str]) -> list[CircleDevice]:
    """The browsers' rows behind a cookie, of whichever localities."""
    # The cookie tells who it is and where: this one look-up goes without a scope.
    with by_its_key():
        found = CircleDevice.objects.unguarded("the cookie names its members").filter(
            token_hash__in=[hash_token(secret) for secret in secrets],
            revoked_at=None,
            expires_at__gt=machine_now(),
            member__left_at=None,
            member__circle__closed_at=None,
        )
        return list(found.select_related("member__circle", "member__locality"))


def leave_browser(device: CircleDevice) -> None:
    """Verb. "This is not my telephone": by whoever holds it."""
    with transaction.atomic(), scope(locality=device.locality_id):
        CircleDevice.objects.unguarded("its own browser").filter(
            pk=device.pk, revoked_at=None
        ).update(revoked_at=civil_now())
        audit.record(actor_of(device.member), "circle.browser_left", device)


def _use_up(member: CircleMember, **said: object) -> None:
    used = CircleMember.objects.unguarded("entering").filter(
        pk=member.pk, invite_hash=member.invite_hash, left_at=None
    )
    if not used.update(invite_hash="", invite_until=None, **said):
        raise WrongState(_("Liên kết này đã được dùng. Mỗi liên kết chỉ dùng một lần."))
