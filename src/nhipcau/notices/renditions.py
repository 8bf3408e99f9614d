"""The rows of a version's forms: made from its fields, edited by people, kept and flagged when what
they were edited from has changed since."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import own_language, page_language
from nhipcau.notices.models import NoticeVersion, Rendition
from nhipcau.notices.rights import must_write
from nhipcau.notices.wording import (
    LINK,
    MAKERS,
    MOST_SMS_PARTS,
    OWN_ONLY,
    counted,
    said_by,
)
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy, tidy_lines
from nhipcau.text.mask import has_ids
from nhipcau.text.sms import sms_parts

Form = Rendition.Form
LONGEST = 6000


def make_renditions(version: NoticeVersion) -> list[Rendition]:
    """All forms in our own language, and in each that has a translated page. Forms that a person
    edited stay as they are. Part of the verb that writes the version: no event of its own."""
    found = {(row.form, row.language): row for row in version.renditions.all()}
    for made in made_for(version, _translations(found)):
        old = found.get((made.form, made.language))
        if old is None:
            made.save()
            found[made.form, made.language] = made
        elif not old.is_edited and (old.text, old.source) != (made.text, made.source):
            old.text, old.title, old.source = made.text, made.title, made.source
            old.save(update_fields=["text", "title", "source"])
    return sorted(found.values(), key=lambda row: (row.language, row.form))


def made_for(
    version: NoticeVersion, translations: dict[str, tuple[str, str]] | None = None
) -> Iterator[Rendition]:
    """The forms as they would be made, unsaved: `translations` is language → (title, text)."""
    source = fingerprint(version)
    for language, (title, text) in {own_language(): ("", ""), **(translations or {})}.items():
        with page_language(language):
            said = said_by(version, title=title, text=text)
            made = [
                Rendition(
                    locality_id=version.locality_id,
                    version=version,
                    form=form,
                    language=language,
                    title=said.title,
                    text=make(said),
                    source=source,
                )
                for form, make in MAKERS.items()
                if language == own_language() or form not in OWN_ONLY
            ]
        yield from made  # outside: what the caller says in between is in its own language


def edit_rendition(
    version: NoticeVersion, form: str, language: str, *, text: str, title: str = "", by: Staff
) -> Rendition:
    """A person's own words for one form. Saying again what stands there confirms it for the text
    as it is now."""
    must_write(by, version.locality_id)
    title, text = tidy(title) or version.title, tidy_lines(text)
    fault = find_fault(form, text)
    if fault or not language.isalpha() or len(title) > 160:
        raise BadInput(fault or _("Tiêu đề dài quá 160 ký tự."), field=f"{form}-{language}")
    with transaction.atomic():
        _take_the_pen(version, by)
        row, _is_new = Rendition.objects.update_or_create(
            version=version,
            form=form,
            language=language,
            defaults={
                "locality_id": version.locality_id, "title": title, "text": text,
                "is_edited": True, "source": fingerprint(version),
            },
        )  # fmt: skip
        if form == Form.WEB and language != own_language():
            make_renditions(version)
        audit.record(
            by.actor, "notice.rendition_edited", version,
            after={"form": form, "language": language},
        )  # fmt: skip
    return row


def remake_rendition(version: NoticeVersion, form: str, language: str, *, by: Staff) -> None:
    """Drop a person's words and make the form from the text again; a translated page goes away
    with the forms that were made from it."""
    must_write(by, version.locality_id)
    with transaction.atomic():
        _take_the_pen(version, by)
        rows = Rendition.objects.filter(version=version, language=language)
        if form != Form.WEB or language == own_language():
            rows = rows.filter(form=form)
        rows.delete()
        make_renditions(version)
        audit.record(
            by.actor, "notice.rendition_remade", version,
            after={"form": form, "language": language},
        )  # fmt: skip


def rendition_of(version: NoticeVersion, form: str, language: str = "") -> Rendition:
    """The form in the language, else in our own, else as it would be made."""
    rows = {
        row.language: row
        for row in version.renditions.filter(form=form, language__in={language, own_language()})
    }
    row = rows.get(language) or rows.get(own_language())
    return row or next(made for made in made_for(version) if made.form == form)


def sms_to_send(version: NoticeVersion, language: str = "") -> Rendition:
    """The SMS that the version chose: without marks, cheaper and sure to be shown, or with them."""
    plain = version.sms_without_marks and language in {"", own_language()}
    return rendition_of(version, Form.SMS_PLAIN if plain else Form.SMS, language)


def is_stale(row: Rendition, source: str) -> bool:
    """Edited by a person from a text that has changed since. `source` is the fingerprint now."""
    return row.is_edited and row.source != source


def find_fault(form: str, text: str) -> str:
    """What is wrong with one form, in words; empty when nothing is."""
    if form not in Form.values:
        return _("Không có loại bản này.")
    if not text:
        return _("Bản này đang trống.")
    if len(text) > LONGEST:
        return _("Bản này dài quá %(limit)d ký tự.") % {"limit": LONGEST}
    if has_ids(text):
        return _("Bản này có số căn cước hoặc số bảo hiểm của một người. Hãy bỏ số đó đi.")
    check = _CHECKS.get(form)
    return check(text) if check else ""


def _fault_of_group(text: str) -> str:
    if LINK in text:
        return ""
    return _("Tin cho nhóm phải có chữ %(link)s: chỗ đặt địa chỉ riêng của từng nhóm.") % {
        "link": LINK
    }


def _fault_of_loudspeaker(text: str) -> str:
    if LINK not in text and "http" not in text.lower():
        return ""
    return _("Bài đọc loa không đọc được địa chỉ trang. Hãy bỏ địa chỉ đi.")


def _fault_of_sms(text: str) -> str:
    parts = sms_parts(counted(text)).parts
    if parts <= MOST_SMS_PARTS:
        return ""
    return _("SMS này dài %(parts)d tin, nhà mạng nhận nhiều nhất %(most)d.") % {
        "parts": parts,
        "most": MOST_SMS_PARTS,
    }


_CHECKS: dict[str, Callable[[str], str]] = {
    Form.GROUP: _fault_of_group,
    Form.LOUDSPEAKER: _fault_of_loudspeaker,
    Form.SMS: _fault_of_sms,
    Form.SMS_PLAIN: _fault_of_sms,
}


def must_be_ready(version: NoticeVersion) -> None:
    """Nothing goes to approval with a form that is faulty or says what no longer holds."""
    labels = dict(Form.choices)
    for key, fault in find_unready(version).items():
        raise BadInput(f"{labels[key.partition('-')[0]]}: {fault}", field=key)


def find_unready(version: NoticeVersion) -> dict[str, str]:
    """What is wrong with each form, by form and language ("group-vi")."""
    source = fingerprint(version)
    faults = {}
    for row in make_renditions(version):
        fault = find_fault(row.form, row.text)
        if not fault and is_stale(row, source):
            fault = _("Đã sửa tay trước khi nội dung thay đổi. Hãy xem lại rồi giữ hoặc tạo lại.")
        if fault:
            faults[f"{row.form}-{row.language}"] = fault
    return faults


def fingerprint(version: NoticeVersion) -> str:
    """Of everything that the forms are made from."""
    notice = version.notice
    parts = [
        version.title, version.text, version.for_whom, version.place, version.bring,
        version.event_at, version.event_until, version.deadline, version.correction,
        notice.kind, notice.urgency, notice.issued_by_group_id, version.locality.issuer,
    ]  # fmt: skip
    written = [str(p.timestamp() if isinstance(p, datetime) else p) for p in parts]  # of any zone
    return hashlib.sha256("\x1f".join(written).encode()).hexdigest()[:16]


def _translations(found: dict[tuple[str, str], Rendition]) -> dict[str, tuple[str, str]]:
    return {
        language: (row.title, row.text)
        for (form, language), row in found.items()
        if form == Form.WEB and language != own_language()
    }


def _take_the_pen(version: NoticeVersion, by: Staff) -> None:
    """Whoever edits a form wrote last, and so may not approve."""
    changed = NoticeVersion.objects.filter(pk=version.pk, state=NoticeVersion.State.DRAFT).update(
        written_by=by, written_at=civil_now()
    )
    if not changed:
        raise WrongState(_("Chỉ sửa được các bản khi thông báo còn là bản nháp."))
    version.written_by = by
