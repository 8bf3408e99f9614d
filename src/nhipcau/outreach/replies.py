"""What a household answers to a call: will come, excused, done. The latest answer stands.

A leader who saw it writes it down for a household: that it knows was observed, not said by itself.
"""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor, resident
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.papers import check_photo
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level, Reply, Standing
from nhipcau.outreach.photos import keep_photo
from nhipcau.outreach.rights import must_be_out, must_serve
from nhipcau.outreach.seen import acknowledge
from nhipcau.people.models import Household, Staff


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
    _must_be_an_answer(answer)
    check_reply(version, answer, photo)
    by = by or resident(household.pk)
    with transaction.atomic():
        acknowledge(version, household, link=link, by=by)
        kept = _keep(version, household, answer, by)
        if photo is not None:
            keep_photo(version, photo, household=household, by=by)
    return kept


def answer_for(
    version: NoticeVersion,
    household: Household,
    answer: str,
    *,
    photo: "UploadedFile[bytes] | None" = None,
    by: Staff,
) -> Reply:
    """Verb. The leader saw it, or was told at the door."""
    must_serve(by, household.locality_id, household.neighbourhood_id)
    _must_be_an_answer(answer)
    check_reply(version, answer, photo)
    if not Standing.objects.filter(version=version, household=household).exists():
        raise BadInput(_("Thông báo này không gửi cho hộ đó."), field="household")
    seen = Observation(
        household.pk, Level.OBSERVED, ChannelKind.RELAY, civil_now(), f"answered:{household.pk}"
    )
    with transaction.atomic():
        record_evidence(version, [seen], by=by.actor)
        kept = _keep(version, household, answer, by.actor)
        if photo is not None:
            keep_photo(version, photo, household=household, by=by.actor)
    return kept


def take_answer_back(version: NoticeVersion, household: Household, *, by: Staff) -> None:
    """Verb. A slip: the leader takes back what the leader wrote; a household's own word stays."""
    must_serve(by, household.locality_id, household.neighbourhood_id)
    with transaction.atomic():
        rows = Reply.objects.filter(
            notice=version.notice_id, household=household, actor__startswith="staff:"
        )
        gone, _kinds = rows.delete()
        if not gone:
            raise BadInput(_("Hộ này tự trả lời, hoặc chưa có câu trả lời nào để bỏ."))
        audit.record(by.actor, "notice.reply_taken_back", household)


def _must_be_an_answer(answer: str) -> None:
    if not answer:
        raise BadInput(_("Thông báo này không hỏi câu trả lời đó."), field="answer")


def _keep(version: NoticeVersion, household: Household, answer: str, by: Actor) -> Reply:
    given: dict[str, object] = {"answer": answer, "at": civil_now(), "actor": str(by)}
    kept, _new = Reply.objects.update_or_create(
        notice=version.notice,
        household=household,
        defaults=given,
        create_defaults={**given, "locality_id": version.locality_id},
    )
    audit.record(by, "notice.replied", kept, after={"answer": answer})
    return kept
