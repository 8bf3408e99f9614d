"""A published notice that has to say something else: a new version, never a changed old one."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import own_language
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.notices.rights import must_write
from nhipcau.people.models import Staff

COPIED = (
    "title", "text", "for_whom", "place", "bring", "event_at", "event_until", "deadline",
    "sms_without_marks",
)  # fmt: skip


def correct_notice(notice: Notice, *, by: Staff) -> NoticeVersion:
    """A draft of the next version, copied from what is published. What a person wrote into a
    rendition comes along and is marked as older than the text once the text changes."""
    must_write(by, notice.locality_id)
    try:
        with transaction.atomic():
            current = _published(notice)
            version = NoticeVersion.objects.create(
                locality_id=notice.locality_id,
                notice=notice,
                number=_next_number(notice),
                written_by=by,
                written_at=civil_now(),
                **{name: getattr(current, name) for name in COPIED},
            )
            _copy_renditions(current, version)
            audit.record(
                by.actor, "notice.correction_begun", version, after={"number": version.number}
            )
    except IntegrityError:
        raise WrongState(
            _("Đã có một bản đính chính đang soạn hoặc chờ duyệt. Hãy mở bản đó.")
        ) from None
    return version


def _published(notice: Notice) -> NoticeVersion:
    found = NoticeVersion.objects.filter(notice=notice, state=NoticeVersion.State.PUBLISHED).first()
    if found is None:
        raise WrongState(_("Chỉ đính chính được thông báo đang phát."))
    return found


def _next_number(notice: Notice) -> int:
    return max(NoticeVersion.objects.filter(notice=notice).values_list("number", flat=True)) + 1


def _copy_renditions(current: NoticeVersion, version: NoticeVersion) -> None:
    kept = Rendition.objects.filter(version=current).exclude(
        is_edited=False, language=own_language()
    )
    Rendition.objects.bulk_create(
        Rendition(
            locality_id=version.locality_id,
            version=version,
            form=old.form,
            language=old.language,
            title=old.title,
            text=old.text,
            is_edited=old.is_edited,
            source=old.source,
        )
        for old in kept
    )
