"""A procedure comes into the catalogue, or says something else from now on."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality
from nhipcau.procedures.codes import is_code, tidy_code
from nhipcau.procedures.content import Content, new_version, too_long, version_rows
from nhipcau.procedures.models import Paper, Procedure, ProcedureVersion, Way
from nhipcau.procedures.rights import require_editor
from nhipcau.procedures.titles import TITLES

REPEATED = ("name", "level", "sector", "audience")


def add_procedure(locality: Locality, code: str, content: Content, *, by: Actor) -> Procedure:
    """A new code with its first version."""
    require_editor(by, locality.pk)
    code = tidy_code(code)
    check(code, content)
    taken = BadInput(_("Mã %(code)s đã có trong danh mục.") % {"code": code}, field="code")
    if Procedure.objects.filter(code=code).exists():
        raise taken
    try:
        with transaction.atomic():
            procedure = Procedure.objects.create(
                locality=locality, code=code, created_at=civil_now(), **repeated(content)
            )
            version = _write(procedure, content, 1, by)
            Procedure.objects.filter(pk=procedure.pk).update(current=version)
            audit.record(by, "procedure.added", procedure, after={"version": version.pk})
    except IntegrityError:
        raise taken from None
    procedure.current = version
    return procedure


def change_procedure(
    procedure: Procedure, content: Content, *, seen: int, by: Actor
) -> ProcedureVersion:
    """A new version, current at once; the old one stays. The same content makes none.

    `seen` is the version the change was written over: whoever was faster is not overwritten.
    """
    require_editor(by, procedure.locality_id)
    check(procedure.code, content)
    now = ProcedureVersion.objects.filter(pk=seen, procedure=procedure).first()
    if now is not None and now.digest == content.digest() and procedure.current_id == now.pk:
        return now
    overtaken = WrongState(
        _("Thủ tục này vừa có bản mới do người khác lưu. Hãy xem bản đó rồi sửa lại.")
    )
    try:
        with transaction.atomic():
            version = _write(procedure, content, next_number(procedure), by)
            moved = Procedure.objects.filter(pk=procedure.pk, current=seen, retired_at=None).update(
                current=version, **repeated(content)
            )
            if not moved:
                raise (
                    overtaken
                    if procedure.retired_at is None
                    else WrongState(_("Thủ tục đã ngừng áp dụng, không sửa được."))
                )
            audit.record(
                by,
                "procedure.changed",
                procedure,
                before={"version": seen},
                after={"version": version.pk, "number": version.number},
            )
    except IntegrityError:
        raise overtaken from None
    procedure.current = version
    return version


def check(code: str, content: Content) -> None:
    if not is_code(code):
        raise BadInput(
            _("Mã thủ tục phải có dạng 1.004222 (hoặc dài hơn, như 1.004222.000.00.00.H03)."),
            field="code",
        )
    if not content.name.strip():
        raise BadInput(_("Chưa có tên thủ tục."), field="name")
    if name := too_long(content):
        raise BadInput(say_too_long(name), field=name)


def say_too_long(name: str) -> str:
    return _("Mục “%(title)s” dài quá mức lưu được.") % {"title": TITLES[name]}


def repeated(content: Content) -> dict[str, str]:
    """What the procedure repeats of its current version."""
    return {name: getattr(content, name) for name in REPEATED}


def next_number(procedure: Procedure) -> int:
    newest = ProcedureVersion.objects.filter(procedure=procedure).aggregate(n=Max("number"))["n"]
    return (newest or 0) + 1


def _write(procedure: Procedure, content: Content, number: int, by: Actor) -> ProcedureVersion:
    now = civil_now()
    version = ProcedureVersion.objects.create(
        locality_id=procedure.locality_id,
        procedure=procedure,
        number=number,
        written_at=now,
        written_by=str(by),
        current_since=now,
        **new_version(content),
    )
    ways, papers = version_rows(content, version)
    Way.objects.bulk_create(ways)
    Paper.objects.bulk_create(papers)
    return version
