"""How the ward's desk is set up: what people come for, and its windows."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language
from nhipcau.counter.models import DeskWindow, HelpKind, Ticket
from nhipcau.counter.rights import require_server
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_officer
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy

MOST_WINDOWS: Final = 40


@dataclass(frozen=True, slots=True)
class KindInput:
    name: str
    letter: str
    minutes: int = 10
    per_slot: int = 0
    slot_minutes: int = 30


def set_up(locality: Locality, *, windows: int = 2, by: Staff) -> None:
    """Verb. A desk that can begin: the usual kinds of help unless a playbook brought its own, and
    a few windows, once."""
    require_officer(by.actor, locality.pk)
    has_kinds = HelpKind.objects.filter(ended_at=None).exists()
    if has_kinds and DeskWindow.objects.filter(ended_at=None).exists():
        raise WrongState(_("Quầy đã có danh mục việc."))
    with transaction.atomic(), house_language():
        for given in [] if has_kinds else _usual():
            save_kind(locality, None, given, by=by)
        for number in range(1, windows + 1):
            add_window(locality, number=number, by=by)


def save_kind(
    locality: Locality, kind: HelpKind | None, given: KindInput, *, by: Staff
) -> HelpKind:
    """Verb. `kind`: the one to change; without it a new one."""
    require_officer(by.actor, locality.pk)
    values = _checked(given)
    try:
        with transaction.atomic():
            if kind is None:
                position = HelpKind.objects.filter(locality=locality).count()
                kind = HelpKind.objects.create(locality=locality, position=position, **values)
            elif not HelpKind.objects.filter(pk=kind.pk, ended_at=None).update(**values):
                raise WrongState(_("Việc này đã bỏ khỏi danh mục."))
            audit.record(by.actor, "help_kind.saved", kind, after=values)
    except IntegrityError as fault:
        said = _("Chữ “%(letter)s” đã dùng cho việc khác.") % {"letter": values["letter"]}
        raise BadInput(said, field="letter") from fault
    kind.refresh_from_db()
    return kind


def end_kind(kind: HelpKind, *, by: Staff) -> None:
    """Verb. Nobody can take a number for it any more; who waits is still called."""
    require_officer(by.actor, kind.locality_id)
    with transaction.atomic():
        live = HelpKind.objects.filter(pk=kind.pk, ended_at=None)
        if not live.update(ended_at=civil_now()):
            raise WrongState(_("Việc này đã bỏ khỏi danh mục."))
        audit.record(by.actor, "help_kind.ended", kind)


def add_window(
    locality: Locality, *, number: int, name: str = "", kinds: list[int] | None = None, by: Staff
) -> DeskWindow:
    """Verb. `kinds`: what it serves; empty is everything."""
    require_officer(by.actor, locality.pk)
    if not 1 <= number <= MOST_WINDOWS:
        raise BadInput(_("Số quầy từ 1 đến %(most)d.") % {"most": MOST_WINDOWS}, field="number")
    try:
        with transaction.atomic():
            window = DeskWindow.objects.create(
                locality=locality, number=number, name=tidy(name)[:60], kinds=_known(kinds or [])
            )
            audit.record(by.actor, "desk_window.added", window, after={"number": number})
    except IntegrityError as fault:
        said = _("Đã có quầy số %(n)d.") % {"n": number}
        raise BadInput(said, field="number") from fault
    return window


def end_window(window: DeskWindow, *, by: Staff) -> None:
    """Verb. Whoever stands there must be done first."""
    require_officer(by.actor, window.locality_id)
    with transaction.atomic():
        _require_empty(window)
        live = DeskWindow.objects.filter(pk=window.pk, ended_at=None)
        if not live.update(ended_at=civil_now(), staff=None, since=None):
            raise WrongState(_("Quầy này đã bỏ."))
        audit.record(by.actor, "desk_window.ended", window)


def open_window(window: DeskWindow, *, by: Staff) -> None:
    """Verb. From now on it counts when waiting times are guessed."""
    require_server(by, window.locality_id)
    with transaction.atomic():
        live = DeskWindow.objects.filter(pk=window.pk, ended_at=None)
        if not live.update(staff=by, since=civil_now()):
            raise WrongState(_("Quầy này đã bỏ."))
        audit.record(by.actor, "desk_window.opened", window)


def close_window(window: DeskWindow, *, by: Staff) -> None:
    """Verb. A break, or the end of the shift."""
    require_server(by, window.locality_id)
    with transaction.atomic():
        _require_empty(window)
        DeskWindow.objects.filter(pk=window.pk).update(staff=None, since=None)
        audit.record(by.actor, "desk_window.closed", window)


def live_kinds() -> list[HelpKind]:
    return list(HelpKind.objects.filter(ended_at=None).select_related("locality"))


def _usual() -> list[KindInput]:
    return [
        KindInput(_("Nộp hồ sơ"), "A", 12, per_slot=2),
        KindInput(_("Nhận kết quả"), "B", 5),
        KindInput(_("Hỗ trợ nộp trực tuyến"), "C", 20, per_slot=2),
        KindInput(_("Hỏi, việc khác"), "D", 8),
    ]


def _checked(given: KindInput) -> dict[str, Any]:
    name, letter = tidy(given.name)[:60], tidy(given.letter).upper()
    if len(name) < 2:
        raise BadInput(_("Hãy ghi tên việc, ví dụ “Nộp hồ sơ”."), field="name")
    if not (1 <= len(letter) <= 2 and letter.isalpha()):
        raise BadInput(_("Hãy ghi một hoặc hai chữ cái, ví dụ A."), field="letter")
    if not 1 <= given.minutes <= 240:
        raise BadInput(_("Số phút từ 1 đến 240."), field="minutes")
    if not 0 <= given.per_slot <= 50:
        raise BadInput(_("Số người một giờ hẹn từ 0 đến 50."), field="per_slot")
    if given.slot_minutes not in {10, 15, 20, 30, 60}:
        raise BadInput(
            _("Mỗi giờ hẹn cách nhau 10, 15, 20, 30 hoặc 60 phút."), field="slot_minutes"
        )
    return {
        "name": name,
        "letter": letter,
        "minutes": given.minutes,
        "per_slot": given.per_slot,
        "slot_minutes": given.slot_minutes,
    }


def _known(kinds: list[int]) -> list[int]:
    """Kinds of this locality only, in order."""
    return list(HelpKind.objects.filter(pk__in=kinds, ended_at=None).values_list("pk", flat=True))


def _require_empty(window: DeskWindow) -> None:
    if Ticket.objects.filter(window=window, state=Ticket.State.CALLED).exists():
        raise WrongState(_("Quầy còn một số đang gọi. Hãy bấm Xong hoặc Vắng trước."))
