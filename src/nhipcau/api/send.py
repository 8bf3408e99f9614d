"""A notice of another system: written in the name of the key's person, submitted at once. From
there it is a notice like any other: a second person approves it (docs/decisions)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.api.models import ApiKey, Publish, SentNotice
from nhipcau.api.shapes import NoticeIn, PaperIn, moment
from nhipcau.api.tasks import publish_waiting_ones
from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.core.tasks import wake_on_commit
from nhipcau.notices.approve import release_urgently, submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput, PaperInput
from nhipcau.outreach.ask import ask_approvers
from nhipcau.people.models import Staff


def send_for(key: ApiKey, given: NoticeIn) -> SentNotice:
    """Verb of a live key. Everything or nothing; of several words about one fault the first."""
    person = _person_of(key)
    if given.test_recipients:
        said = _("Địa chỉ thử chỉ dùng với khoá chạy thử.")
        raise BadInput(said, field="test_recipients")
    publish = Publish(given.publish)
    if publish != Publish.NEVER and not key.publishes:
        raise NotAllowed(_("Khoá này không được tự phát. Quản trị cho phép ở trang API của phường, "
                           "người chịu trách nhiệm nhận việc."))  # fmt: skip
    written = input_of(given)
    with transaction.atomic():
        version = draft_notice(key.locality, written, by=person)
        version = submit_notice(version, by=person)
        if publish == Publish.NOW:
            version = release_urgently(version, by=person)
        else:
            ask_approvers(version)
        sent = SentNotice.objects.create(
            locality_id=key.locality_id,
            key=key,
            notice=version.notice,
            version=version,
            reference=given.reference,
            publish=publish,
            submitted_at=version.submitted_at or civil_now(),
            waits=publish != Publish.NEVER,
        )
        after = {"key": key.pk, "publish": str(publish)}
        audit.record(key.actor, "api.notice_sent", version, after=after)
        if publish == Publish.NOW:
            wake_on_commit(publish_waiting_ones, key.locality_id)
    return sent


def input_of(given: NoticeIn) -> NoticeInput:
    """As an officer's form would give it. Raises BadInput for a time that is none."""
    return NoticeInput(
        title=given.title,
        text=given.text,
        deadline=moment(given.deadline, "deadline"),
        kind=given.kind,
        urgency=given.urgency,
        for_whom=given.for_whom,
        place=given.place,
        bring=given.bring,
        event_at=moment(given.event_at, "event_at"),
        event_until=moment(given.event_until, "event_until"),
        answers=tuple(given.answers),
        selection=Selection(
            neighbourhoods=tuple({int(pk): None for pk in given.to.neighbourhoods}),
            min_age=given.to.min_age,
            max_age=given.to.max_age,
            without_smartphone=given.to.without_smartphone,
        ),
        paper=_paper(given.paper) if given.paper else None,
    )


def _paper(given: PaperIn) -> PaperInput:
    return PaperInput(
        issuer=given.issuer,
        number=given.number,
        signer=given.signer,
        signed_on=_day(given.signed_on),
        received_at=moment(given.received_at, "received_at"),
    )


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        found = date.fromisoformat(given)
    except ValueError:
        raise BadInput(_("Ngày phải viết như 2026-05-26."), field="signed_on") from None
    if not 1900 < found.year < 9000:
        raise BadInput(_("Ngày ký ở xa quá. Hãy xem lại năm."), field="signed_on")
    return found


def _person_of(key: ApiKey) -> Staff:
    person = key.responsible
    if person is None or not person.is_active:
        raise NotAllowed(_("Người chịu trách nhiệm của khoá này không còn làm việc. "
                           "Hãy xin khoá mới."))  # fmt: skip
    return person
