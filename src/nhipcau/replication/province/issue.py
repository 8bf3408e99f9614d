"""The province issues a notice to its wards; each gets it as a draft of its own (deliver.py)."""

from collections.abc import Collection
from datetime import datetime
from typing import IO, cast

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.tasks import wake_on_commit
from nhipcau.notices.given import must_be_sound, tidied
from nhipcau.notices.papers import store_file
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.oversee import wards_of
from nhipcau.replication.models import Issued, IssuedTo
from nhipcau.replication.province.given import IssueInput, as_notice
from nhipcau.replication.province.rights import require_overseer
from nhipcau.replication.tasks import deliver_now, follow_now


def issue_notice(
    office: Locality,
    given: IssueInput,
    *,
    by: Staff,
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> Issued:
    """Verb. The wards' drafts are made right afterwards, each in a transaction of its own."""
    require_overseer(by, office)
    now = civil_now()
    sound = tidied(as_notice(given, office.issuer, now))
    must_be_sound(sound, now=now)
    reply_by = _sound_reply_by(given, now)
    wards = _chosen(office, given.wards)
    key, name = store_file(office, file, file_name) if file is not None else ("", "")
    paper = sound.paper
    with transaction.atomic():
        issued = Issued.objects.create(
            locality=office,
            title=sound.title,
            text=sound.text,
            audience=sound.for_whom,
            place=sound.place,
            bring=sound.bring,
            event_at=sound.event_at,
            deadline=cast(datetime, sound.deadline),
            reply_by=reply_by,
            urgency=sound.urgency,
            number=paper.number if paper else "",
            signer=paper.signer if paper else "",
            signed_on=given.signed_on,
            file=key,
            file_name=name,
            issued_by=by,
            issued_at=now,
        )
        IssuedTo.objects.bulk_create(
            IssuedTo(locality=office, issued=issued, ward=ward) for ward in wards
        )
        audit.record(by.actor, "province.issued", issued, after={"wards": len(wards)})
        wake_on_commit(deliver_now)
    return issued


def end_issued(issued: Issued, *, by: Staff) -> None:
    """Verb. The province takes it back: wards that have not published it are told not to. What a
    ward has published is the ward's own, to be corrected or withdrawn there."""
    require_overseer(by, issued.locality)
    now = civil_now()
    with transaction.atomic():
        if not Issued.objects.filter(pk=issued.pk, ended_at=None).update(ended_at=now):
            raise WrongState(_("Thông báo này đã được thu lại trước đó."))
        audit.record(by.actor, "province.issue_ended", issued)
        wake_on_commit(follow_now)
    issued.refresh_from_db()


def _sound_reply_by(given: IssueInput, now: datetime) -> datetime:
    if given.reply_by is None:
        raise BadInput(_("Hãy cho biết các địa bàn phải đăng trước lúc nào."), field="reply_by")
    if given.reply_by <= now:
        raise BadInput(_("Hạn đăng đã qua. Hãy chọn một giờ còn kịp làm."), field="reply_by")
    if given.deadline is not None and given.reply_by >= given.deadline:
        raise BadInput(
            _("Hạn đăng phải trước hạn báo tin: địa bàn còn phải đưa tin tới từng hộ."),
            field="reply_by",
        )
    return given.reply_by


def _chosen(office: Locality, wanted: Collection[int]) -> list[Locality]:
    wards = list(wards_of(office))
    chosen = [ward for ward in wards if not wanted or ward.pk in wanted]
    if not chosen or len(chosen) < len(set(wanted)):
        raise BadInput(_("Hãy chọn ít nhất một địa bàn đang thuộc tỉnh."), field="wards")
    return chosen
