"""A person's voice for a notice: sent from a phone, made even in loudness, listened to by another
person, heard by residents. The file as it came (it may say where and when) is not kept."""

import hashlib
from datetime import date
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.tasks import wake_on_commit
from nhipcau.notices import tasks
from nhipcau.notices.audio import refresh_audio
from nhipcau.notices.heard import tongues
from nhipcau.notices.models import NoticeVersion, Recording
from nhipcau.notices.renditions import fingerprint
from nhipcau.notices.rights import WRITERS, must_be_of
from nhipcau.people.models import Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.sound.kinds import HEAD, kind_of
from nhipcau.text.fold import tidy

State = Recording.State
MOST_BYTES = 20 * 1024 * 1024
OPEN = (
    NoticeVersion.State.DRAFT,
    NoticeVersion.State.SUBMITTED,
    NoticeVersion.State.APPROVED,
    NoticeVersion.State.PUBLISHED,
)


def offer_recording(
    version: NoticeVersion,
    file: IO[bytes],
    *,
    language: str,
    recorded_by: str,
    recorded_on: date | None = None,
    said_twice: bool = False,
    by: Staff,
) -> Recording:
    """Keep the file and have it made; a newer one of the same language stands beside the older
    until somebody has listened to it."""
    must_record(by, version.locality_id)
    recorded_by = tidy(recorded_by)
    today = local(civil_now()).date()
    if language not in tongues():
        raise BadInput(_("Hãy chọn ngôn ngữ của bản ghi."), field="language")
    if not 2 <= len(recorded_by) <= 120:
        raise BadInput(_("Hãy ghi tên người đọc."), field="recorded_by")
    if recorded_on is not None and recorded_on > today:
        raise BadInput(_("Ngày ghi âm không thể ở tương lai."), field="recorded_on")
    _must_be_open(version)
    key = _keep_upload(version.locality_id, file)
    with transaction.atomic():
        row = Recording.objects.create(
            locality_id=version.locality_id,
            version=version,
            language=language,
            source=fingerprint(version),
            upload=key,
            said_twice=said_twice,
            recorded_by=recorded_by,
            recorded_on=recorded_on or today,
            uploaded_by=by,
            uploaded_at=civil_now(),
        )
        audit.record(by.actor, "recording.offered", row, after={"language": language})
        wake_on_commit(tasks.make_recording, row.locality_id, row.pk)
    return row


def check_recording(recording: Recording, *, by: Staff) -> None:
    """ "Tôi đã nghe, đúng nội dung": from now on residents hear it, and not the older one."""
    must_record(by, recording.locality_id)
    if by.pk == recording.uploaded_by_id:
        raise NotAllowed(_("Người gửi bản ghi không tự xác nhận. Cần một người khác nghe lại."))
    _must_be_open(recording.version)
    if recording.source != fingerprint(recording.version):
        raise WrongState(_("Nội dung thông báo đã đổi sau khi ghi âm. Hãy ghi lại bản mới."))
    with transaction.atomic():
        waiting = Recording.objects.filter(
            pk=recording.pk, state=State.MADE, checked_at__isnull=True
        )
        if not waiting.update(checked_by=by, checked_at=civil_now()):
            raise WrongState(_("Bản ghi này chưa nghe được, đã bỏ, hoặc đã có người xác nhận."))
        older = Recording.objects.filter(
            version=recording.version_id, language=recording.language, checked_at__isnull=False
        ).exclude(pk=recording.pk)
        replaced = older.exclude(state=State.REMOVED).update(state=State.REMOVED)
        audit.record(by.actor, "recording.checked", recording, after={"replaced": replaced})
        refresh_audio(recording.version, by=by.actor)


def remove_recording(recording: Recording, *, by: Staff) -> None:
    """Nobody hears it any more, from this moment; the row stays, with who had recorded it."""
    must_record(by, recording.locality_id)
    with transaction.atomic():
        there = Recording.objects.filter(pk=recording.pk).exclude(state=State.REMOVED)
        if not there.update(state=State.REMOVED):
            raise WrongState(_("Bản ghi này đã bỏ rồi."))
        audit.record(by.actor, "recording.removed", recording)
        refresh_audio(recording.version, by=by.actor)


def must_record(by: Staff, locality_id: int) -> None:
    """Whoever writes notices, and the people of the neighbourhoods: they speak the languages."""
    must_be_of(by, locality_id)
    if by.role not in WRITERS | PHONE_ROLES:
        raise NotAllowed(_("Vai trò của bạn không gửi, không xác nhận bản ghi âm."))


def _must_be_open(version: NoticeVersion) -> None:
    state = NoticeVersion.objects.values_list("state", flat=True).get(pk=version.pk)
    if state not in OPEN:
        raise WrongState(_("Bản thông báo này không còn dùng nên không nhận bản ghi âm."))


def _keep_upload(locality: int, file: IO[bytes]) -> str:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInput(_("Bản ghi lớn hơn 20 MB. Hãy ghi ngắn lại."), field="file")
    kind = kind_of(content[:HEAD])
    if not kind:
        raise BadInput(
            _("Tệp này không phải bản ghi âm (m4a, mp3, ogg, wav, webm). Hãy chọn tệp khác."),
            field="file",
        )
    key = f"voices/{locality}/{hashlib.sha256(content).hexdigest()}.as-it-came.{kind}"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(content))
    return key
