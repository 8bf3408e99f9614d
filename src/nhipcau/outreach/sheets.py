"""Papers that hang or lie somewhere: to hang, hangs, to remove, removed."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.links.models import Link
from nhipcau.links.shorten import make_link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.budget import take_money
from nhipcau.outreach.models import Sheet
from nhipcau.outreach.rights import must_be_out, must_serve
from nhipcau.people.models import Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.text.fold import tidy

CHANNEL: dict[str, str] = {
    Sheet.Form.SHEET: ChannelKind.SHEET,
    Sheet.Form.A5: ChannelKind.SHEET,
    Sheet.Form.BOARD: ChannelKind.BOARD,
}
HANGING = frozenset(CHANNEL)


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


def add_place(
    version: NoticeVersion, *, place: str, form: str, neighbourhood: Neighbourhood | None, by: Staff
) -> Sheet:
    """Somebody hangs one more, with its own link so that it is counted by where it hangs."""
    must_serve(by, version.locality_id, neighbourhood.pk if neighbourhood else None)
    must_be_out(version)
    place = tidy(place)
    if not 2 <= len(place) <= 120:
        raise BadInput(_("Hãy ghi nơi treo, ví dụ “Cổng chợ”, “Trạm Y tế”."), field="place")
    if form not in HANGING:
        raise BadInput(_("Hãy chọn loại tờ."), field="form")
    put: dict[str, object] = {"channel": CHANNEL[form]}
    if neighbourhood is not None:
        put["neighbourhood"] = neighbourhood.pk
    path = f"/{version.locality.slug}/thong-bao/{version.notice_id}/"
    with transaction.atomic():
        link = make_link(version.locality, path, place=put, by=by.actor)
        return plan_sheet(
            version, place=place, neighbourhood=neighbourhood, form=form, link=link, by=by.actor
        )


def whats_where(neighbourhood: int | None = None) -> QuerySet[Sheet]:
    """What hangs or lies somewhere in the ward, or must come down: by place."""
    rows = Sheet.objects.filter(state__in=[Sheet.State.HANGS, Sheet.State.TO_REMOVE])
    if neighbourhood is not None:
        rows = rows.filter(neighbourhood=neighbourhood)
    return rows.select_related("version__notice", "neighbourhood", "hung_by").order_by(
        "neighbourhood__position", "place", "pk"
    )


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


def pay_paper(version: NoticeVersion, sheets: int, *, by: Actor) -> None:
    """Part of the route's start: out of the budget, when the ward has said what paper costs."""
    each = price_at(ChannelKind.SHEET, civil_now())
    if sheets * each:
        key = f"v{version.pk}:paper"
        take_money(version, None, sheets * each, by, key=key, kind=ChannelKind.SHEET)
