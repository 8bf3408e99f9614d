"""The paper behind a notice: its file checked by content, kept by content, and how late it came."""

import hashlib
import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from nhipcau.core.clock import local
from nhipcau.core.errors import BadInput
from nhipcau.notices.given import PaperInput
from nhipcau.notices.models import Notice, NoticeVersion, Paper
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_date, say_left, say_when
from nhipcau.text.fold import tidy

CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def store_file(locality: Locality, file: IO[bytes], name: str) -> tuple[str, str]:
    """Keep an uploaded file: its storage key and tidy name. The same content is kept once."""
    content = file.read(settings.UPLOAD_LIMIT_BYTES + 1)
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise BadInput(_("Tệp lớn hơn 20 MB. Hãy chụp lại nhỏ hơn hoặc nén lại."), field="file")
    kind = _kind_of(content)
    digest = hashlib.sha256(content).hexdigest()
    key = f"papers/{locality.pk}/{digest[:2]}/{digest}.{kind}"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(content))
    return key, _tidy_name(name, kind)


def check_photo(file: IO[bytes]) -> str:
    """What kind of picture it is, by what is in it. BadInput when it is none, or too big."""
    content = file.read(settings.PHOTO_LIMIT_BYTES + 1)
    file.seek(0)
    if len(content) > settings.PHOTO_LIMIT_BYTES:
        raise BadInput(_("Ảnh lớn hơn 10 MB. Hãy chụp lại nhỏ hơn."), field="photo")
    try:
        kind = _kind_of(content)
    except BadInput:
        kind = "pdf"
    if kind == "pdf":
        raise BadInput(_("Tệp này không phải là ảnh JPG hay PNG đọc được."), field="photo")
    return kind


def store_photo(locality: int, file: IO[bytes], folder: str) -> str:
    """Keep a photo under its content's name, never under the name it came with."""
    kind = check_photo(file)
    content = file.read()
    key = f"{folder}/{locality}/{hashlib.sha256(content).hexdigest()}.{kind}"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(content))
    return key


def content_type(paper: Paper) -> str:
    return CONTENT_TYPES[PurePath(paper.file.name or "").suffix[1:]]


def keep_paper(notice: Notice, given: PaperInput | None) -> Paper | None:
    """The row of the paper: made, changed, or none. Part of the verb that writes the notice."""
    if given is None:
        return None
    if given.file and not _is_kept(given.file, notice.locality_id):
        raise BadInput(_("Không thấy tệp đã gửi. Hãy chọn lại tệp."), field="file")
    paper = notice.paper or Paper(locality_id=notice.locality_id)
    paper.issuer, paper.number, paper.signer = given.issuer, given.number, given.signer
    paper.signed_on, paper.received_at = given.signed_on, given.received_at
    if given.file:
        paper.file.name, paper.file_name = given.file, given.file_name
    paper.save()
    return paper


def _is_kept(key: str, locality: int) -> bool:
    """The form brings the key back: one that store_file made here, and no path from a hand."""
    made = rf"papers/{locality}/[0-9a-f]{{2}}/[0-9a-f]{{64}}\.(pdf|jpg|png)"
    return bool(re.fullmatch(made, key)) and default_storage.exists(key)


def paper_input(paper: Paper | None) -> PaperInput | None:
    if paper is None:
        return None
    return PaperInput(
        issuer=paper.issuer,
        number=paper.number,
        signer=paper.signer,
        signed_on=paper.signed_on,
        received_at=paper.received_at,
        file=paper.file.name or "",
        file_name=paper.file_name,
    )


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a late paper left: from signing to receipt, from receipt to the deadline and event."""

    paper: Paper
    days_on_the_way: int | None
    left_to_deadline: timedelta
    left_to_event: timedelta | None

    @property
    def is_late(self) -> bool:
        """Less than a day for every household to be told: what is reported upwards."""
        return self.left_to_deadline < timedelta(hours=24)


def lateness(version: NoticeVersion) -> Lateness | None:
    """None when there is no paper, or nobody noted when it was received."""
    paper = version.notice.paper
    if paper is None or paper.received_at is None:
        return None
    received = paper.received_at
    return Lateness(
        paper=paper,
        days_on_the_way=(local(received).date() - paper.signed_on).days
        if paper.signed_on
        else None,
        left_to_deadline=version.deadline - received,
        left_to_event=version.event_at - received if version.event_at else None,
    )


def say_lateness(late: Lateness, now: datetime) -> str:
    """One sentence that can be read to the sender of the paper."""
    paper = late.paper
    said = _("Văn bản đến phường lúc %(when)s") % {"when": say_when(paper.received_at or now, now)}
    if paper.signed_on and late.days_on_the_way:
        said += _(", %(days)d ngày sau khi ký (%(signed)s)") % {
            "days": late.days_on_the_way,
            "signed": say_date(paper.signed_on),
        }
    if late.left_to_deadline <= timedelta(0):
        return said + _(", khi đã quá hạn báo tin.")
    said += _(": còn %(left)s đến hạn báo tin") % {"left": say_left(late.left_to_deadline)}
    if late.left_to_event and late.left_to_event > timedelta(0):
        said += _(", %(left)s đến lúc diễn ra") % {"left": say_left(late.left_to_event)}
    return said + "."


def _kind_of(content: bytes) -> str:
    """By what is in it: a name proves nothing."""
    if content[:1024].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    try:
        with Image.open(io.BytesIO(content)) as picture:
            kind = {"JPEG": "jpg", "PNG": "png"}.get(picture.format or "")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        kind = None
    if kind:
        return kind
    raise BadInput(
        _("Tệp không phải là PDF, ảnh JPG hay PNG đọc được. Hãy chọn tệp khác hoặc chụp lại."),
        field="file",
    )


def _tidy_name(name: str, kind: str) -> str:
    stem = tidy(PurePath(name.replace("\\", "/")).stem)[:100] or _("van-ban")
    return f"{stem}.{kind}"
