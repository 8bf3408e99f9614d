"""My shift for yours, or stand in for me: asked, and done only when the other says yes.

Two conditional updates in one transaction: a shift is with the one or with the other, never with
nobody, and neither ends up at two places.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.rosters.hold import hold_people, refuse_clash
from nhipcau.rosters.models import Shift, Swap
from nhipcau.rosters.rights import check_post
from nhipcau.rosters.shifts import refuse_away, rewrite, void_swaps
from nhipcau.text.dates import say_exact_span
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

State = Swap.State


def ask_swap(
    shift: Shift, *, to: Staff, by: Staff, in_return: Shift | None = None, words: str = ""
) -> Swap:
    """Verb. Nothing moves yet. `in_return`: a shift of theirs; without it they stand in."""
    if shift.staff_id != by.pk or not by.is_active:
        raise NotAllowed(_("Đây không phải ca trực của bạn."))
    if to.pk == by.pk:
        raise BadInput(_("Hãy chọn một đồng nghiệp."), field="to")
    if in_return is not None and in_return.staff_id != to.pk:
        raise BadInput(
            _("Ca muốn nhận lại không phải của %(who)s.") % {"who": to.name}, field="in_return"
        )
    _check(shift, in_return, asker=by, to=to)
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                locality_id=shift.locality_id,
                shift=shift,
                asker=by,
                to=to,
                in_return=in_return,
                words=mask_ids(tidy(words))[:200],
                asked_at=civil_now(),
            )
            record(
                by.actor,
                "swap.asked",
                swap,
                after={"shift": shift.pk, "to": to.pk, "in_return": swap.in_return_id},
            )
    except IntegrityError:
        raise WrongState(
            _("Ca này đang chờ một người trả lời. Rút lời hỏi cũ rồi hỏi người khác.")
        ) from None
    return swap


def accept_swap(swap: Swap, *, by: Staff) -> None:
    """Verb. Only whoever was asked."""
    _must_be_asked(swap, by)
    with transaction.atomic():
        hold_people(swap.asker_id, swap.to_id)
        shift = Shift.objects.get(pk=swap.shift_id)
        back = Shift.objects.get(pk=swap.in_return_id) if swap.in_return_id else None
        asker = Staff.objects.get(pk=swap.asker_id)
        by = Staff.objects.get(pk=by.pk)  # they might have left while we waited
        _must_still_be(shift, asker)
        if back is not None:
            _must_still_be(back, by)
        _check(shift, back, asker=asker, to=by)
        _settle(swap, State.ACCEPTED)
        _pass(shift, asker, by)
        if back is not None:
            _pass(back, by, asker)
        void_swaps([one.pk for one in (shift, back) if one is not None])
        record(by.actor, "swap.accepted", swap, after={"shift": shift.pk, "to": by.pk})
    swap.refresh_from_db()


def refuse_swap(swap: Swap, *, by: Staff) -> None:
    """Verb. The shift stays with whoever asked."""
    _must_be_asked(swap, by)
    with transaction.atomic():
        _settle(swap, State.REFUSED)
        record(by.actor, "swap.refused", swap, after={"shift": swap.shift_id})
    swap.refresh_from_db()


def withdraw_swap(swap: Swap, *, by: Staff) -> None:
    """Verb."""
    if swap.asker_id != by.pk:
        raise NotAllowed(_("Chỉ người hỏi mới rút lại được."))
    with transaction.atomic():
        _settle(swap, State.WITHDRAWN)
        record(by.actor, "swap.withdrawn", swap, after={"shift": swap.shift_id})
    swap.refresh_from_db()


def _must_be_asked(swap: Swap, by: Staff) -> None:
    if swap.to_id != by.pk or not by.is_active:
        raise NotAllowed(_("Lời hỏi này không gửi cho bạn."))


def _must_still_be(shift: Shift, staff: Staff) -> None:
    if shift.staff_id != staff.pk:
        raise WrongState(
            _("Ca %(when)s không còn của %(who)s.")
            % {"when": say_exact_span(shift.starts_at, shift.ends_at), "who": staff.name}
        )


def _check(shift: Shift, back: Shift | None, *, asker: Staff, to: Staff) -> None:
    """That both could go there and neither would stand twice. What one gives away does not count
    against what one gets."""
    given = [one.pk for one in (shift, back) if one is not None]
    for one, staff in ((shift, to), (back, asker)):
        if one is None:
            continue
        if one.state != Shift.State.STANDING:
            raise WrongState(_("Ca này không còn trong lịch trực."))
        if one.starts_at <= civil_now():
            raise WrongState(_("Ca này đã bắt đầu hoặc đã qua, không đổi được nữa."))
        check_post(staff, one.post, one.locality_id)
        refuse_away(one.locality, staff, one.starts_at)
        refuse_clash(staff, one.starts_at, one.ends_at, besides=given)


def _pass(shift: Shift, giver: Staff, taker: Staff) -> None:
    there = Shift.objects.filter(pk=shift.pk, state=Shift.State.STANDING, staff=giver)
    if not rewrite(there, staff=taker, was=giver, why=""):
        raise WrongState(_("Ca này vừa có thay đổi. Hãy xem lại lịch trực."))


def _settle(swap: Swap, state: str) -> None:
    waiting = Swap.objects.filter(pk=swap.pk, state=State.WAITING)
    if not waiting.update(state=state, settled_at=civil_now()):
        swap.refresh_from_db()
        raise WrongState(
            _("Lời hỏi đổi ca này đã xong: %(state)s.")
            % {"state": swap.get_state_display().lower()}
        )
