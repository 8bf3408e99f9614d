"""A dossier comes to the desk: filed elsewhere and waiting (1), or received with a date of return
(2). A number of another province is refused until somebody says that it is right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.dossiers.ask_for_papers import still_missing
from nhipcau.counter.dossiers.due import Term, first_due
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.numbers import (
    LONGEST,
    is_of_another_province,
    key_of,
    new_number,
    own_provinces,
    province_of,
    tidy_number,
)
from nhipcau.counter.dossiers.owner import owner_of
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.links.shorten import new_code
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import current_version
from nhipcau.text.fold import tidy
from nhipcau.text.phones import to_e164

S, Kind = Dossier.Status, DossierStep.Kind


@dataclass(frozen=True, slots=True)
class Filing:
    """What is written down of a dossier. `number`: the province's; empty, and we give one."""

    procedure: ProcedureVersion | None = None
    number: str = ""
    name: str = ""
    phone: str = ""
    applicant: int = Dossier.Applicant.CITIZEN
    filed: int = Dossier.Filed.DIRECT
    filed_at: datetime | None = None
    receipt: str = ""
    is_digitised: bool | None = None
    takes_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """When the result is due: so long after receipt, or a moment that somebody named."""

    term: Term | None = None
    due_at: datetime | None = None


def open_dossier(locality: Locality, filing: Filing, promise: Promise, *, by: Staff) -> Dossier:
    """Verb. Filed at the desk and received at once."""
    with transaction.atomic():
        dossier, _step = _register(locality, filing, by)
        receive_dossier(dossier, promise, by=by)
    return dossier


def register_dossier(locality: Locality, filing: Filing, *, by: Staff) -> Dossier:
    """Verb. Filed online or by post, not yet looked at."""
    with transaction.atomic():
        dossier, step = _register(locality, filing, by)
        tell(step, by=by.actor)
    return dossier


def receive_dossier(dossier: Dossier, promise: Promise, *, by: Staff) -> DossierStep:
    """Verb. From now on the clock runs; the receipt with the date of return can be printed."""
    require_keeper(by, dossier.locality_id)
    if missing := still_missing(dossier):
        raise WrongState(
            _("Còn thiếu %(n)d giấy tờ đã yêu cầu. Hãy ghi đã nộp đủ trước.") % {"n": len(missing)}
        )
    now = civil_now()
    due = promised(dossier.locality, now, promise)
    fields: dict[str, Any] = {
        "received_at": now,
        "promised_at": due,
        "due_at": due,
        "officer": by,
        "term_amount": promise.term.amount if promise.term and promise.due_at is None else None,
        "term_unit": promise.term.unit if promise.term and promise.due_at is None else "",
    }
    with transaction.atomic():
        step = move(dossier, S.RECEIVED, Why(Kind.RECEIVED), by=by, **fields)
        tell(step, by=by.actor)
    return step


def start_work(dossier: Dossier, *, by: Staff) -> DossierStep:
    """Verb. The officer who decides has it."""
    require_keeper(by, dossier.locality_id)
    with transaction.atomic():
        step = move(dossier, S.IN_WORK, Why(Kind.IN_WORK), by=by, officer=by)
        tell(step, by=by.actor)
    return step


def promised(locality: Locality, at: datetime, promise: Promise) -> datetime:
    if promise.due_at is not None:
        if promise.due_at <= at:
            raise BadInput(_("Ngày hẹn trả phải sau lúc tiếp nhận."), field="due_at")
        return promise.due_at
    if promise.term is None or promise.term.amount <= 0:
        raise BadInput(_("Hãy chọn thời hạn giải quyết, hoặc ghi ngày hẹn trả."), field="due_at")
    return first_due(office_of(locality), at, promise.term)


def new_secret() -> str:
    """What leads to the dossier's page: 12 signs of 31, so that nobody can guess one."""
    return f"{new_code()}{new_code()[:3]}"


def _register(locality: Locality, filing: Filing, by: Staff) -> tuple[Dossier, DossierStep]:
    """Part of a verb: what is received in the same breath is told once."""
    require_keeper(by, locality.pk)
    now = civil_now()
    number = tidy_number(filing.number) or new_number(locality, local(now).date())
    is_elsewhere = _check(locality, filing, number)
    phone = _phone(filing.phone)
    household, resident = owner_of(phone)
    version = filing.procedure
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(
                locality=locality,
                number=number,
                key=key_of(number),
                code=new_secret(),
                receipt=tidy(filing.receipt)[:60],
                is_elsewhere=is_elsewhere,
                procedure_version=version,
                procedure_code=version.procedure.code if version else "",
                sector=version.sector if version else "",
                name=tidy(filing.name)[:120],
                phone=phone,
                applicant=filing.applicant,
                household=household,
                resident=resident,
                filed=filing.filed,
                is_digitised=filing.is_digitised,
                status=S.REGISTERED,
                filed_at=min(filing.filed_at or now, now),
                created_at=now,
            )
            step = _begin(dossier, by)
    except IntegrityError:
        said = _("Số hồ sơ %(number)s đã có. Hãy tìm và mở hồ sơ đó.")
        raise BadInput(said % {"number": number}, field="number") from None
    return dossier, step


def _check(locality: Locality, filing: Filing, number: str) -> bool:
    """Whether it is another province's, and somebody has said that it is right all the same."""
    if len(number) > LONGEST or not key_of(number):
        raise BadInput(_("Số hồ sơ dài quá hoặc không có chữ số."), field="number")
    version = filing.procedure
    if version is not None and version.locality_id != locality.pk:
        raise NotAllowed(_("Thủ tục này không thuộc địa bàn."))
    if version is not None and current_version(version.procedure.code) is None:
        raise BadInput(_("Thủ tục này đã ngừng áp dụng ở đây."), field="procedure")
    if version is None and not filing.number:
        raise BadInput(_("Hãy chọn thủ tục."), field="procedure")
    if filing.filed not in Dossier.Filed.values:
        raise BadInput(_("Hãy chọn cách nộp."), field="filed")
    is_elsewhere = is_of_another_province(number, own_provinces())
    if is_elsewhere and not filing.takes_elsewhere:
        said = {"number": number, "code": province_of(number)}
        raise BadInput(
            _(
                "Số %(number)s mang mã %(code)s, không phải mã của địa bàn. Hãy xem lại số; "
                "nếu đúng là hồ sơ nơi khác nộp tại đây thì đánh dấu ô xác nhận."
            )
            % said,
            field="number",
        )
    return is_elsewhere


def _phone(typed: str) -> str:
    if not typed.strip():
        return ""
    phone = to_e164(typed)
    if phone is None:
        raise BadInput(_("Số điện thoại này không đúng. Hãy kiểm tra lại."), field="phone")
    return phone


def _begin(dossier: Dossier, by: Staff) -> DossierStep:
    return DossierStep.objects.create(
        locality_id=dossier.locality_id,
        dossier=dossier,
        kind=Kind.REGISTERED,
        after=S.REGISTERED,
        at=dossier.filed_at,
        by=by,
    )
