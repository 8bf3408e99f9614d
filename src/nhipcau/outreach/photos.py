"""Photos as proof of a call: few, small, seen by the leader and the ward until somebody agrees to
more. They come here without place and time in them (pages/photos.py)."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.papers import store_photo
from nhipcau.outreach.models import CallPhoto, Counter
from nhipcau.outreach.rights import WARD_HANDS, may_serve, must_be_out, must_serve
from nhipcau.people.models import Consent, Household, Staff
from nhipcau.places.models import Neighbourhood

OF_A_HOME, OF_A_PLACE = 4, 20
KEPT = timedelta(days=180)
BY_NAME, BY_PHOTO = "thanks_name", "thanks_photo"  # purposes of consent, each apart
WORDING = "thanks-1"  # of the sentences under the answers; a new sentence gets a new name


def keep_photo(
    version: NoticeVersion, photo: "UploadedFile[bytes]", *, household: Household, by: Actor
) -> CallPhoto:
    """Part of an answer. The same picture twice is one."""
    mine = CallPhoto.objects.filter(
        notice=version.notice_id, household=household, removed_at__isnull=True
    )
    return _keep(version, household.neighbourhood_id, photo, mine, OF_A_HOME, by, household)


def add_photo(
    version: NoticeVersion, photo: "UploadedFile[bytes]", *, neighbourhood: Neighbourhood, by: Staff
) -> CallPhoto:
    """Verb. Of the whole alley, by its leader: of no household in particular."""
    must_serve(by, version.locality_id, neighbourhood.pk)
    must_be_out(version)
    if "photo" not in version.notice.answers:
        raise BadInput(_("Thông báo này không nhận ảnh."), field="photo")
    if not Counter.objects.filter(version=version, neighbourhood=neighbourhood).exists():
        raise NotAllowed(_("Thông báo này không gửi cho tổ đó."))
    with transaction.atomic():
        Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
        whole = CallPhoto.objects.filter(
            notice=version.notice_id,
            neighbourhood=neighbourhood,
            household__isnull=True,
            removed_at__isnull=True,
        )
        return _keep(version, neighbourhood.pk, photo, whole, OF_A_PLACE, by.actor, None)


def remove_photo(photo: CallPhoto, *, by: Staff) -> None:
    """Verb. Nobody sees it any more; its file goes too."""
    must_serve(by, photo.locality_id, photo.neighbourhood_id)
    with transaction.atomic():
        there = CallPhoto.objects.filter(pk=photo.pk, removed_at__isnull=True)
        if not there.update(removed_at=civil_now(), shown_at=None):
            raise WrongState(_("Ảnh này đã bỏ rồi."))
        audit.record(by.actor, "photo.removed", photo)
        name = photo.file.name or ""
        transaction.on_commit(lambda: drop_file(name))


def show_photo(photo: CallPhoto, *, by: Staff) -> None:
    """Verb. On the page of thanks; of a household only while it agrees."""
    _must_be_officer(by, photo)
    if photo.household_id is not None and not agreed(BY_PHOTO, [photo.household_id]):
        raise NotAllowed(_("Nhà này chưa đồng ý cho đăng ảnh."))
    with transaction.atomic():
        hidden = CallPhoto.objects.filter(
            pk=photo.pk, shown_at__isnull=True, removed_at__isnull=True
        )
        if not hidden.update(shown_at=civil_now(), shown_by=by):
            raise WrongState(_("Ảnh này đang hiện, hoặc đã bỏ."))
        audit.record(by.actor, "photo.shown", photo)


def hide_photo(photo: CallPhoto, *, by: Staff) -> None:
    """Verb."""
    _must_be_officer(by, photo)
    with transaction.atomic():
        shown = CallPhoto.objects.filter(pk=photo.pk, shown_at__isnull=False)
        if not shown.update(shown_at=None, shown_by=None):
            raise WrongState(_("Ảnh này không hiện ở trang cảm ơn."))
        audit.record(by.actor, "photo.hidden", photo)


def may_see(staff: Staff, photo: CallPhoto) -> bool:
    """The leader of that place, and officers."""
    return may_serve(staff, photo.locality_id, photo.neighbourhood_id)


def send_photo(photo: CallPhoto, *, seconds: int) -> FileResponse:
    """Kept by the browser alone, shortly: who may see it can change. Gone with its file."""
    try:
        response = FileResponse(photo.file.open("rb"), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404(_("Không có ảnh này.")) from None
    response["Cache-Control"] = f"private, max-age={seconds}"
    return response


def public_photos() -> QuerySet[CallPhoto]:
    """What everybody may see now: an agreement taken back counts at once."""
    agree = Consent.objects.filter(purpose=BY_PHOTO, withdrawn_at__isnull=True)
    return CallPhoto.objects.filter(
        Q(household__isnull=True) | Q(household__in=agree.values("household")),
        shown_at__isnull=False,
        removed_at__isnull=True,
        notice__thanks__taken_back_at__isnull=True,
        notice__thanks__isnull=False,
    )


def agreed(purpose: str, households: list[int]) -> set[int]:
    """Which of them agree now."""
    rows = Consent.objects.filter(
        purpose=purpose, household__in=households, withdrawn_at__isnull=True
    )
    return set(rows.values_list("household_id", flat=True))


def forget_photos() -> int:
    """Daily: half a year after the notice's deadline nobody needs the proof any more."""
    over = civil_now() - KEPT
    with scopes_disabled():  # of every locality alike
        old = CallPhoto.objects.filter(notice__current__deadline__lt=over)
        names = set(old.values_list("file", flat=True))
        gone, _kinds = old.delete()
        drop_files(names)
    return gone


def _keep(
    version: NoticeVersion,
    neighbourhood: int,
    photo: "UploadedFile[bytes]",
    there: QuerySet[CallPhoto],
    most: int,
    by: Actor,
    household: Household | None,
) -> CallPhoto:
    name = store_photo(version.locality_id, photo, "calls")
    same = there.filter(file=name).first()
    if same is not None:
        return same
    if there.count() >= most:
        raise BadInput(
            _("Đã có %(most)d ảnh. Hãy bỏ bớt ảnh cũ rồi gửi ảnh mới.") % {"most": most},
            field="photo",
        )
    kept = CallPhoto.objects.create(
        locality_id=version.locality_id,
        notice_id=version.notice_id,
        neighbourhood_id=neighbourhood,
        household=household,
        file=name,
        at=civil_now(),
        actor=str(by),
    )
    audit.record(by, "photo.kept", kept, after={"of_household": household is not None})
    return kept


def drop_files(names: Iterable[str]) -> None:
    """Part of a verb, once it holds."""
    for name in names:
        drop_file(name)


def drop_file(name: str) -> None:
    """Part of a verb. Content is kept once: another row may have the same picture."""
    with scopes_disabled():  # the key holds the locality, and whoever else has it is of the same
        if CallPhoto.objects.filter(file=name, removed_at__isnull=True).exists():
            return
    if name:
        default_storage.delete(name)


def _must_be_officer(by: Staff, photo: CallPhoto) -> None:
    must_serve(by, photo.locality_id, photo.neighbourhood_id)
    if by.role not in WARD_HANDS:
        raise NotAllowed(_("Chỉ cán bộ của phường quyết định ảnh nào hiện ở trang cảm ơn."))
