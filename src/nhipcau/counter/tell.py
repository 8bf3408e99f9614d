"""One word to whoever booked: in the chat they booked in while its window is open, else by SMS."""

from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import Cast

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.windows import price_of
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.counter.models import Appointment
from nhipcau.dispatch.enqueue import USUAL, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.text.sms import strip_diacritics

BEFORE = {ChannelKind.ZALO_OA: "", ChannelKind.FACEBOOK_PAGE: "psid:"}


def tell(appointment: Appointment, what: str, text: str) -> Job | None:
    """`what` names the message for ever: it goes once. None: there is no way to them, and their
    own page says it."""
    chat = _chat(appointment)
    if chat is not None:
        address = f"{BEFORE[ChannelKind(chat.kind)]}{appointment.person}"
        return _send(appointment, chat, what, text, address, 0)
    sms = _sms() if appointment.phone else None
    if sms is None:
        return None
    price = price_at(sms, civil_now())
    return _send(appointment, sms, what, strip_diacritics(text), appointment.phone, price)


def job_key(appointment_id: int) -> str:
    """What the keys of all messages about it begin with."""
    return f"appointment:{appointment_id}:"


def _chat(appointment: Appointment) -> Account | None:
    account = appointment.account
    if account is None or account.kind not in BEFORE or not appointment.person:
        return None
    if account.state != Account.State.WORKING or account.settings.get("sender") == "none":
        return None
    is_free = price_of(account, appointment.person, at=civil_now()) == "free"
    return account if is_free else None


def _sms() -> Account | None:
    ours = Account.objects.filter(kind=ChannelKind.SMS, state=Account.State.WORKING)
    return next((one for one in ours.order_by("rank", "pk") if one.speaks in TRANSPORTS), None)


def _send(
    appointment: Appointment, account: Account, what: str, text: str, address: str, vnd: int
) -> Job:
    nobody = Cast(Value(None), BigIntegerField())
    to = Value(address, output_field=CharField())
    rows = Appointment.objects.filter(pk=appointment.pk)
    return enqueue(
        account,
        key=f"{job_key(appointment.pk)}{what}",
        text=text,
        recipients=rows.values_list("pk", nobody, nobody, to, Value("", output_field=CharField())),
        lane=USUAL,
        unit_vnd=vnd,
        by=SYSTEM,
    )
