"""Papers that hang or lie somewhere: to hang, hangs, to remove, removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Sheet
from nhipcau.outreach.rights import must_be_out, must_serve
from nhipcau.people.models import Staff
from nhipcau.places.models import Neighbourhood


def plan_sheet(
    version: NoticeVersion,
    *,
    place: str,
    by: Actor,
    neighbourhood: Neighbourhood | None = None,
    form: str = "sheet",
    link: Link | None = None,
) -> Sheet:
    """A place where one copy is to hang; the same place twice is one sheet."""
    with transaction.atomic():
        sheet, is_new = Sheet.objects.get_or_create(
            version=version,
            neighbourhood=neighbourhood,
            form=form,
            place=place,
            defaults={"locality_id": version.locality_id, "link": link},
        )
        if is_new:
            audit.record(by, "sheet.planned", sheet, after={"form": form})
    return sheet


def mark_hung(sheet: Sheet, *, by: Staff) -> None:
    must_serve(by, sheet.locality_id, sheet.neighbourhood_id)
    must_be_out(sheet.version)
    _move(sheet, Sheet.State.TO_HANG, Sheet.State.HANGS, by, hung_at=civil_now(), hung_by=by)


def unmark_hung(sheet: Sheet, *, by: Staff) -> None:
    must_serve(by, sheet.locality_id, sheet.neighbourhood_id)
    _move(sheet, Sheet.State.HANGS, Sheet.State.TO_HANG, by, hung_at=None, hung_by=None)


def mark_removed(sheet: Sheet, *, by: Staff) -> None:
    must_serve(by, sheet.locality_id, sheet.neighbourhood_id)
    _move(sheet, Sheet.State.TO_REMOVE, Sheet.State.REMOVED, by, removed_at=civil_now())


def ask_removal(version: NoticeVersion, *, by: Actor) -> int:
    """What hangs must come down; what never hung need not. Returns how many hang."""
    with transaction.atomic():
        sheets = Sheet.objects.filter(version=version)
        hanging = sheets.filter(state=Sheet.State.HANGS).update(state=Sheet.State.TO_REMOVE)
        sheets.filter(state=Sheet.State.TO_HANG).update(state=Sheet.State.REMOVED)
        audit.record(by, "sheets.to_remove", version, after={"sheets": hanging})
    return hanging


def _move(sheet: Sheet, before: str, after: str, by: Staff, **fields: object) -> None:
    with transaction.atomic():
        there = Sheet.objects.filter(pk=sheet.pk, state=before)
        if not there.update(state=after, **fields):
            raise WrongState(_("Tờ này đã được người khác cập nhật. Hãy tải lại trang."))
        audit.record(by.actor, f"sheet.{after}", sheet, before={"state": before})
