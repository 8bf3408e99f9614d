"""What our people are told about the roster, in words without names: they open the page."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from nhipcau.core.language import house_language
from nhipcau.dispatch.tell import tell_staff
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.coverage import Gap
from nhipcau.rosters.models import Ask, Post, Shift, Swap
from nhipcau.rosters.rights import ARRANGES
from nhipcau.text.dates import say_exact_span


def tell_asked(ask: Ask) -> bool:
    """Whether a message goes; else somebody has to telephone."""
    with house_language():
        text = _("Nhờ trực %(post)s %(when)s, ca này chưa có người. Mở Lịch trực để trả lời.") % {
            "post": Post(ask.post).label,
            "when": say_exact_span(ask.starts_at, ask.ends_at),
        }
        key = f"roster-ask:{ask.pk}:{ask.asked_at:%Y%m%d%H%M}"
        told = tell_staff([ask.staff_id], key=key, title=_("Nhờ trực giúp"), text=text)
    return bool(told)


def tell_nobody_left(locality: Locality, gap: Gap) -> None:
    """Those who arrange: everybody was asked. Once a gap."""
    leading = Staff.objects.filter(locality=locality, role__in=ARRANGES, is_active=True)
    moment = f"{gap.post}:{gap.starts_at:%Y%m%d%H%M}:{gap.shift or 0}"
    with house_language():
        text = _("Không còn ai để hỏi cho ca %(post)s %(when)s. Mở Lịch trực để xếp người.") % {
            "post": Post(gap.post).label,
            "when": say_exact_span(gap.starts_at, gap.ends_at),
        }
        tell_staff(
            list(leading.values_list("pk", flat=True)),
            key=f"roster-gap:{moment}",
            title=_("Ca trực còn trống"),
            text=text,
        )


def tell_swap(swap: Swap) -> bool:
    """To whoever was asked, or, once it is settled, to whoever asked."""
    is_waiting = swap.state == Swap.State.WAITING
    with house_language():
        words = {
            Swap.State.WAITING: _("Có người nhờ đổi ca trực với bạn. Mở Lịch trực để trả lời."),
            Swap.State.ACCEPTED: _("Lời nhờ đổi ca của bạn đã được nhận. Mở Lịch trực để xem."),
        }
        usual = _("Lời nhờ đổi ca của bạn không được nhận. Mở Lịch trực để hỏi người khác.")
        return bool(
            tell_staff(
                [swap.to_id if is_waiting else swap.asker_id],
                key=f"roster-swap:{swap.pk}:{swap.state}",
                title=_("Đổi ca trực"),
                text=words.get(Swap.State(swap.state), usual),
            )
        )


def tell_freed(shifts: Iterable[Shift], now: datetime) -> set[int]:
    """Whose shift is no more, because the day is a holiday."""
    people = {shift.staff_id: shift for shift in shifts if shift.staff_id}
    told: set[int] = set()
    with house_language():
        for staff_id, shift in people.items():
            text = _("Ngày %(day)s là ngày nghỉ: ca trực của bạn hôm đó không còn.") % {
                "day": f"{shift.on.day}/{shift.on.month}"
            }
            key = f"roster-freed:{staff_id}:{shift.on.isoformat()}:{now:%Y%m%d%H}"
            told |= tell_staff([staff_id], key=key, title=_("Được nghỉ ca trực"), text=text)
    return told
