"""The owner is told of a step by the first way that works; what was lost goes on by the next.

A try is a row. The sender's slot marks it lost (outcomes.py); every minute what was lost, and not
yet followed, is told again. The last way is a call on the clerk's list.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext_lazy
from django_scopes import scope, scopes_disabled

from nhipcau.channels.templates import filled_for_dossier, template_for_dossiers
from nhipcau.channels.transports.zalo_template import DATA, TEMPLATE
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, WrongState
from nhipcau.core.language import house_language
from nhipcau.counter.dossiers.ways import TellWay, tell_ways
from nhipcau.counter.dossiers.words import call_text, sms_text, template_values, whole_text
from nhipcau.counter.models import DossierMessage, DossierStep
from nhipcau.dispatch.enqueue import USUAL, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.places.hours import quiet_ends

Way, State = DossierMessage.Way, DossierMessage.State
PATIENCE = timedelta(hours=6)  # an account that stands still: then the next way
AT_ONCE = 50
# What a parameter of the template for dossiers may be filled from (words.template_values).
DOSSIER_FIELDS = {
    "issuer": gettext_lazy("Nơi giải quyết"),
    "number": gettext_lazy("Số hồ sơ"),
    "status": gettext_lazy("Tình trạng hồ sơ"),
    "says": gettext_lazy("Câu báo tin"),
    "details": gettext_lazy("Điều phải làm"),
    "due_at": gettext_lazy("Hẹn trả kết quả lúc"),
    "link": gettext_lazy("Đường dẫn tới hồ sơ"),
    "phone": gettext_lazy("Số điện thoại của phường"),
}


def tell(step: DossierStep, *, by: Actor) -> DossierMessage | None:
    """Part of a verb's transaction. None when the step need not be told, or no way is left."""
    now = civil_now()
    leaves_at = quiet_ends(step.locality, now)
    for way in tell_ways(step, leaves_at):
        try:
            with transaction.atomic(), house_language():
                return _by(way, step, now, leaves_at, by)
        except DomainError:
            continue  # closed at this very moment: the next one
    return None


def tell_again() -> int:
    """Every minute: what was lost and has no follower. Returns how many another way has told."""
    with scopes_disabled():  # looks over all localities for what is due
        lost = list(
            DossierMessage.objects.filter(state=State.LOST, followed_at=None)
            .select_related("step__dossier__locality", "step__locality")
            .order_by("id")[:AT_ONCE]
        )
    told = 0
    for message in lost:
        with scope(locality=message.locality_id), transaction.atomic():
            mine = DossierMessage.objects.filter(pk=message.pk, followed_at=None)
            if mine.update(followed_at=civil_now()):
                told += tell(message.step, by=SYSTEM) is not None
    return told


def _by(
    way: TellWay, step: DossierStep, now: datetime, leaves_at: datetime, by: Actor
) -> DossierMessage:
    text = _text(way, step)
    message = DossierMessage.objects.create(
        locality_id=step.locality_id,
        dossier=step.dossier,
        step=step,
        way=way.way,
        address=way.address,
        text=text,
        state=State.TO_CALL if way.way == Way.PHONE else State.SENT,
        account=way.account,
        at=now,
    )
    if way.account is not None:
        message.job = _send(message, way, leaves_at, by)
        message.save(update_fields=["job"])
    return message


def _send(message: DossierMessage, way: TellWay, leaves_at: datetime, by: Actor) -> Job:
    if way.account is None:
        raise ValueError(f"{way.way} is sent by nobody")
    return enqueue(
        way.account,
        key=f"dossier:{message.pk}",
        title=message.dossier.number,
        text=message.text,
        recipients=_row(message),
        note=_note(message, way) if way.way == Way.TEMPLATE else None,
        lane=USUAL,
        unit_vnd=way.vnd,
        not_before=leaves_at if leaves_at > message.at else None,
        not_after=leaves_at + PATIENCE,
        by=by,
    )


def _row(message: DossierMessage) -> QuerySet[Any, Any]:
    return DossierMessage.objects.filter(pk=message.pk).values_list(
        "pk",
        F("dossier__household_id"),
        F("dossier__household__neighbourhood_id"),
        Value(message.address, output_field=CharField()),
        Value("", output_field=CharField()),
    )


def _text(way: TellWay, step: DossierStep) -> str:
    if way.way == Way.PHONE:
        return call_text(step)
    if way.way == Way.SMS:
        return sms_text(step)
    return whole_text(step, to_owner=way.to_owner)


def _note(message: DossierMessage, way: TellWay) -> dict[str, str]:
    template = template_for_dossiers(way.account) if way.account else None
    if template is None:
        raise WrongState("")  # taken back at this very moment: the next way
    filled = filled_for_dossier(template, template_values(message.step))
    return {TEMPLATE: template.external_id, DATA: json.dumps(filled, ensure_ascii=False)}
