"""What a household answers to a call: will come, excused, done. The latest answer stands."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor, resident
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.papers import check_photo, store_photo
from nhipcau.outreach.models import Reply
from nhipcau.outreach.rights import must_be_out
from nhipcau.outreach.seen import acknowledge
from nhipcau.people.models import Household


def check_reply(
    version: NoticeVersion, answer: str, photo: "UploadedFile[bytes] | None" = None
) -> None:
    """Whether this can be answered at all, by anybody: asked before anybody knows by whom."""
    must_be_out(version)
    if answer and (answer not in version.notice.answers or answer not in Reply.Answer.values):
        raise BadInput(_("Thông báo này không hỏi câu trả lời đó."), field="answer")
    if photo is not None and "photo" not in version.notice.answers:
        raise BadInput(_("Thông báo này không nhận ảnh."), field="photo")
    if photo is not None:
        check_photo(photo)


def reply(
    version: NoticeVersion,
    household: Household,
    answer: str,
    *,
    link: Link | None = None,
    photo: "UploadedFile[bytes] | None" = None,
    by: Actor | None = None,
) -> Reply:
    """Keep the answer; whoever answers has read, so it acknowledges as well."""
    if not answer:
        raise BadInput(_("Thông báo này không hỏi câu trả lời đó."), field="answer")
    check_reply(version, answer, photo)
    by = by or resident(household.pk)
    given: dict[str, object] = {"answer": answer, "at": civil_now(), "actor": str(by)}
    if photo is not None:
        given["photo"] = store_photo(version.locality_id, photo, "replies")
    with transaction.atomic():
        acknowledge(version, household, link=link, by=by)
        kept, _new = Reply.objects.update_or_create(
            notice=version.notice,
            household=household,
            defaults=given,
            create_defaults={**given, "locality_id": version.locality_id},
        )
        audit.record(by, "notice.replied", kept, after={"answer": answer})
    return kept
