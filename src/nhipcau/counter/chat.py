"""“Đặt lịch hẹn” in a chat: what for, then one of the next times, by number. A taker of
config/wiring.py that stands before the inbox; the two rooms do not know each other.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.counter.arrange import live_kinds
from nhipcau.counter.book import Booking, book_appointment
from nhipcau.counter.models import Appointment, ChatOffer, HelpKind
from nhipcau.counter.paths import appointment_url, booking_path, say_code
from nhipcau.counter.slots import next_free, takes_appointments
from nhipcau.counter.tell import BEFORE
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.text.dates import say_exact
from nhipcau.text.fold import fold

AT_ONCE: Final = 8
HOLDS_FOR: Final = timedelta(hours=1)
TIMES: Final = 3
BY: Final = Actor("platform", "appointment")
ASKS: Final = re.compile(
    r"^#?((toi|em|chau|bac|minh|con) )?((muon|xin|can) )?(dat|dang ky|lay|xin)[- ](lich|hen)"
    r"([- ]hen)?( (voi|truoc|nhe|a|giup|phuong|xa|can bo|o|den))*$"
)


@dataclass(slots=True)
class Reply:
    """What is said, and what numbers mean from now on. No choices: they mean nothing any more."""

    text: str
    choices: dict[str, str] = field(default_factory=dict)
    kind: HelpKind | None = None


def take_appointments(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. Words that ask for an appointment, and numbers while an offer stands. Whatever else
    somebody writes ends their offer and is not ours."""
    taken = []
    for row in rows:
        if not _is_chat(row):
            continue
        with house_language():
            reply = _answer(row)
            if reply is not None:
                _keep(row, reply)
                _say(row, reply.text)
                taken.append(row.pk)
    return taken


def _is_chat(row: Incoming) -> bool:
    """Of one person with us, through an account that may answer."""
    account = row.account
    return (
        account.kind in BEFORE
        and bool(row.person)
        and not row.detail.get("group")
        and account.state != Account.State.CLOSED
        and account.settings.get("sender") != "none"
    )


def _answer(row: Incoming) -> Reply | None:
    payload = str(row.detail.get("payload", ""))
    words = (payload if payload.startswith("#") else row.text).strip()
    if len(words) <= 60 and ASKS.match(fold(words)):
        return _begin(row)
    offer = ChatOffer.objects.filter(account=row.account, person=row.person).first()
    if offer is None:
        return None
    if not words.isdecimal() or len(words) > 2 or civil_now() - offer.at > HOLDS_FOR:
        offer.delete()
        return None
    return _chosen(row, offer, str(int(words)))


def _begin(row: Incoming) -> Reply:
    kinds = [kind for kind in live_kinds() if takes_appointments(kind)]
    if not kinds:
        return Reply(_("Phường chưa nhận đặt lịch. Bác cứ đến trong giờ làm việc và lấy số ở cửa."))
    if len(kinds) == 1:
        return _times(row, kinds[0])
    lines = [f"{n} – {kind.name}" for n, kind in enumerate(kinds, 1)]
    held = _held(row)
    text = "\n".join(
        [*held, _("Bác muốn hẹn việc gì? Xin nhắn số:"), *lines, _("0 – Thôi, không đặt nữa")]
    )
    choices = {str(n): f"kind:{kind.pk}" for n, kind in enumerate(kinds, 1)}
    return Reply(text, {**choices, "0": "stop"})


def _chosen(row: Incoming, offer: ChatOffer, number: str) -> Reply:
    name, _colon, value = str(offer.choices.get(number, "")).partition(":")
    if name == "stop":
        return Reply(_("Vâng, chưa đặt lịch nào. Khi cần bác nhắn “đặt lịch hẹn”."))
    wanted = int(value) if name == "kind" else offer.kind_id
    kind = HelpKind.objects.filter(pk=wanted or 0).first()
    if not name or kind is None:
        said = _("Số này không có trong danh sách. Xin nhắn lại một số ở trên, hoặc 0 để thôi.")
        return Reply(said, offer.choices, offer.kind)
    if name == "kind":
        return _times(row, kind)
    return _booked(row, kind, datetime.fromisoformat(value))


def _times(row: Incoming, kind: HelpKind, before: str = "") -> Reply:
    url = f"{settings.BASE_URL}{booking_path(row.locality)}"
    times = next_free(kind, TIMES)
    if not times:
        return Reply(_("Hai tuần tới đã kín lịch. Bác cứ đến và lấy số ở cửa, hoặc gọi phường."))
    lines = [f"{n} – {say_exact(at)}" for n, at in enumerate(times, 1)]
    text = "\n".join(
        [
            *([before] if before else []),
            _("%(kind)s: giờ còn trống gần nhất, xin nhắn số:") % {"kind": kind.name},
            *lines,
            _("Giờ khác: %(url)s") % {"url": url},
            _("0 – Thôi, không đặt nữa"),
        ]
    )
    choices = {str(n): f"time:{at.isoformat()}" for n, at in enumerate(times, 1)}
    return Reply(text, {**choices, "0": "stop"}, kind)


def _booked(row: Incoming, kind: HelpKind, at: datetime) -> Reply:
    booking = Booking(
        source=Appointment.Source.CHAT,
        key=f"chat:{row.account_id}:{row.key}"[:64],
        account=row.account,
        person=row.person,
    )
    try:
        made = book_appointment(kind, at, booking, by=BY)
    except DomainError as fault:
        return _times(row, kind, before=fault.message)
    said = _(
        "Đã đặt: %(kind)s, %(when)s. Mã hẹn %(code)s; đến nơi bác đọc mã này để được gọi trước. "
        "Đổi hoặc huỷ: %(url)s"
    )
    return Reply(
        said
        % {
            "kind": kind.name,
            "when": say_exact(made.at),
            "code": say_code(made.code),
            "url": appointment_url(made),
        }
    )


def _held(row: Incoming) -> list[str]:
    """What they have booked already stands first, so that nobody books twice."""
    live = Appointment.objects.filter(
        account=row.account, person=row.person, state=Appointment.State.BOOKED
    ).select_related("kind", "locality")
    said = _("Bác đang có hẹn %(kind)s lúc %(when)s; đổi hoặc huỷ: %(url)s")
    return [
        said % {"kind": one.kind.name, "when": say_exact(one.at), "url": appointment_url(one)}
        for one in live.order_by("at")
    ]


def _keep(row: Incoming, reply: Reply) -> None:
    if not reply.choices:
        ChatOffer.objects.filter(account=row.account, person=row.person).delete()
        return
    ChatOffer.objects.update_or_create(
        account=row.account,
        person=row.person,
        defaults={
            "locality_id": row.locality_id,
            "kind": reply.kind,
            "choices": reply.choices,
            "at": civil_now(),
        },
    )


def _say(row: Incoming, text: str) -> None:
    """Through the ledger, inside the window that the message itself has just opened."""
    nobody = Cast(Value(None), BigIntegerField())
    to = Concat(Value(BEFORE[ChannelKind(row.account.kind)]), F("person"), output_field=CharField())
    thread = Value("", output_field=CharField())
    enqueue(
        row.account,
        key=f"offer:{row.pk}",
        text=text,
        recipients=Incoming.objects.filter(pk=row.pk).values_list("pk", nobody, nobody, to, thread),
        lane=URGENT,
        unit_vnd=0,
        by=BY,
    )
