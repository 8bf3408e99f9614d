"""A playbook that an admin sent as a zip: kept, as it came, while its difference is looked at.

One a person: the next one takes its place, and applying it takes it away.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.people.models import Role, Staff
from nhipcau.replication.playbook.faults import Broken
from nhipcau.replication.playbook.files import LARGEST_ALL, open_zip
from nhipcau.replication.playbook.read import Playbook, read_playbook


@dataclass(frozen=True, slots=True)
class Sent:
    """`digest` says which file was looked at."""

    playbook: Playbook
    digest: str


def keep_sent(file: BinaryIO, *, by: Staff) -> Playbook:
    """Verb. Read through and judged before it is kept. Raises Broken, and keeps what was there."""
    if by.role != Role.ADMIN or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị của địa bàn mới áp dụng được bộ mẫu."))
    if file.seek(0, io.SEEK_END) > LARGEST_ALL:
        raise Broken(_("Tệp quá lớn: bộ mẫu nhiều nhất 32 MB."))
    file.seek(0)
    if not zipfile.is_zipfile(file):
        raise Broken(
            _("Đây không phải tệp .zip. Hãy nén cả thư mục bộ mẫu thành một tệp .zip rồi gửi lại.")
        )
    file.seek(0)
    raw = file.read()
    playbook = _read(raw)
    drop_sent(by)
    default_storage.save(_path(by), ContentFile(raw))
    said = {"name": playbook.manifest.name, "version": playbook.manifest.version}
    audit.record(by.actor, "playbook.sent", by.locality, locality=by.locality_id, after=said)
    return playbook


def sent_by(staff: Staff) -> Sent:
    """Raises WrongState where nothing is kept (any more)."""
    try:
        with default_storage.open(_path(staff)) as opened:
            raw = opened.read()
    except FileNotFoundError:
        raise WrongState(_("Tệp đã gửi không còn trên máy. Hãy gửi lại.")) from None
    return Sent(_read(raw), hashlib.sha256(raw).hexdigest())


def drop_sent(staff: Staff) -> None:
    default_storage.delete(_path(staff))


def _read(raw: bytes) -> Playbook:
    return read_playbook(open_zip(io.BytesIO(raw)))


def _path(staff: Staff) -> str:
    return f"playbooks/{staff.locality_id}/gui-{staff.pk}.zip"
