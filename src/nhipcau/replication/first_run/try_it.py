"""A test message to oneself: by every way that works for this person, and a code to scan."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.links.models import Link, LinkDay
from nhipcau.links.shorten import make_link, short_url
from nhipcau.outreach.our_people import can_test
from nhipcau.outreach.try_way import send_test
from nhipcau.people.models import Staff, StaffWay
from nhipcau.people.ways import keep_numbers, ways_of
from nhipcau.printing.qr import qr_svg
from nhipcau.replication.first_run.steps import DONE, note, noted, settle_step

STEP = "tin-thu"


@dataclass(frozen=True, slots=True)
class Trial:
    """What went out and what of it came back. `opened`: somebody's device opened the code."""

    address: str
    qr: str
    sent: tuple[StaffWay, ...]
    opened: int

    @property
    def has_arrived(self) -> bool:
        return bool(self.opened) or any(way.confirmed_at for way in self.sent)


def try_it(staff: Staff) -> list[str]:
    """Verb. Returns what could not be sent, in words; the code to scan is always there."""
    locality, now = staff.locality, civil_now()
    keep_numbers([staff])
    faults, sent = [], []
    for way in ways_of(staff):
        if can_test(way, now):
            try:
                send_test(way, by=staff.actor)
            except DomainError as fault:
                faults.append(f"{ChannelKind(way.kind).label}: {fault.message}")
            else:
                sent.append(way.pk)
    said = noted(locality, STEP)
    if not Link.objects.filter(code=said.get("code", ""), closed_at=None).exists():
        link = make_link(
            locality, f"/{locality.slug}/", place={"channel": "first_run"}, by=staff.actor
        )
        said = {**said, "code": link.code}
    note(locality, STEP, {"code": said["code"], "ways": sent or said.get("ways", [])})
    return faults


def trial_of(staff: Staff) -> Trial | None:
    """None before the first try."""
    said = noted(staff.locality, STEP)
    link = Link.objects.filter(code=said.get("code", "")).first()
    if link is None:
        return None
    opened = sum(LinkDay.objects.filter(link=link).values_list("people", flat=True))
    ways = StaffWay.objects.filter(staff=staff, pk__in=said.get("ways", []))
    address = short_url(link)
    return Trial(address, qr_svg(address), tuple(ways), opened)


def arrived(staff: Staff, trial: Trial) -> None:
    """Verb. It came: the step is done."""
    if noted(staff.locality, STEP).get("state") != DONE and trial.has_arrived:
        settle_step(staff.locality, STEP, DONE, by=staff)


def no_way(staff: Staff) -> str:
    """Why only the code is there, in words; empty when a message can be sent as well."""
    now = civil_now()
    if any(can_test(way, now) for way in ways_of(staff)):
        return ""
    if not staff.phone:
        return _("Chưa có số điện thoại của bạn, nên chỉ thử được bằng mã QR.")
    return _("Chưa nối kênh nào gửi được cho từng người, nên chỉ thử được bằng mã QR.")
