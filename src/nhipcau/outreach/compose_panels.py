"""The forms of a notice as the compose page shows them: made live from what is typed, with what a
person wrote over one of them kept, and flagged when the text beside it has changed since."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.approve import input_of
from nhipcau.notices.draft import suggest_deadline
from nhipcau.notices.given import NoticeInput, tidied
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.notices.renditions import fingerprint, is_stale, made_for
from nhipcau.notices.wording import counted
from nhipcau.places.models import Locality
from nhipcau.text.sms import SmsSize, sms_parts
from nhipcau.text.speech import speech_seconds

Form = Rendition.Form
Typed = Mapping[str, list[str]]
# In the order of the tabs. The Vietnamese page is the text itself, so it has no tab of its own.
SHOWN = (
    Form.WEB, Form.GROUP, Form.SMS_PLAIN, Form.SMS, Form.LOUDSPEAKER, Form.SHEET, Form.BOARD,
    Form.POST, Form.ARTICLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One form in one language on the page. `was` proves whether a person touched the text."""

    form: str
    language: str
    label: str
    title: str
    text: str
    was: str
    is_edited: bool
    is_stale: bool
    fault: str = ""

    @property
    def key(self) -> str:
        return f"{self.form}-{self.language}"

    @property
    def sms(self) -> SmsSize | None:
        return sms_parts(counted(self.text)) if self.form in {Form.SMS, Form.SMS_PLAIN} else None

    @property
    def seconds(self) -> int:
        return speech_seconds(self.text) if self.form == Form.LOUDSPEAKER else 0

    @property
    def is_translated_page(self) -> bool:
        return self.form == Form.WEB


def panels(
    locality: Locality,
    version: NoticeVersion | None,
    given: NoticeInput,
    typed: Typed,
    faults: Mapping[str, str],
) -> list[Panel]:
    """Every form in every language that is in use, with what was typed over it."""
    given = tidied(given)
    saved = saved_forms(version)
    source = fingerprint(as_version(locality, version, given))
    made = {(row.form, row.language): row for row in made_of(locality, version, given, typed)}
    return [
        _panel(
            (form, language), made.get((form, language)), saved.get((form, language)), typed,
            source, faults.get(f"{form}-{language}", ""),
        )
        for language in languages_of(saved, typed)
        for form in SHOWN
        if form != (Form.WEB if language == own_language() else Form.SMS_PLAIN)
    ]  # fmt: skip


def saved_panels(version: NoticeVersion, *, hidden: set[str]) -> list[Panel]:
    """The forms of a version as they will go out, in the order of the tabs."""
    saved, source = saved_forms(version), fingerprint(version)
    return [
        _panel(which, None, row, {}, source, "")
        for which, row in sorted(saved.items(), key=_in_order)
        if row.form not in hidden
    ]


def _in_order(item: tuple[tuple[str, str], Rendition]) -> tuple[int, int]:
    (form, language), _row = item
    known = list(country().written)
    return known.index(language) if language in known else 99, SHOWN.index(Form(form))


def languages_of(saved: Mapping[tuple[str, str], Rendition], typed: Typed) -> list[str]:
    used = {language for _form, language in saved}
    used |= {name.rsplit("-", 1)[1] for name in typed if name.startswith("r-web-")}
    used |= set(typed.get("add_language", ())) & set(country().written)
    own = own_language()
    return [own, *(code for code in country().written if code in used and code != own)]


def posted_forms(typed: Typed) -> Iterator[tuple[str, str, str, str]]:
    """Form, language, text, digest of the text as the page showed it. Translated pages come first:
    the other forms of their language are made from them."""
    names = [name for name in typed if name.startswith("r-") and name.count("-") == 2]
    for name in sorted(names, key=lambda name: not name.startswith("r-web-")):
        _r, form, language = name.split("-")
        if form in Form.values and language in country().written:
            text = typed[name][0].replace("\r\n", "\n")
            yield form, language, text, (typed.get(f"w-{form}-{language}") or [""])[0]


def made_of(
    locality: Locality,
    version: NoticeVersion | None,
    given: NoticeInput,
    typed: Typed | None = None,
) -> Iterator[Rendition]:
    pages = {
        language: (row.title, row.text)
        for (form, language), row in saved_forms(version).items()
        if form == Form.WEB and language != own_language()
    }
    for form, language, text, _was in posted_forms(typed or {}):
        if form == Form.WEB and language != own_language() and text.strip():
            pages[language] = ((typed or {}).get(f"t-web-{language}", [""])[0], text)
    yield from made_for(as_version(locality, version, given), pages)


def as_version(
    locality: Locality, version: NoticeVersion | None, given: NoticeInput
) -> NoticeVersion:
    """What is typed as a version that is never saved, so that the forms can be made of it."""
    if version is not None and version.is_correction:
        given = with_fixed_parts(given, version)
    notice = Notice(
        locality=locality, kind=given.kind, urgency=given.urgency, answers=list(given.answers),
        issued_by_group_id=given.issued_by_group,
    )  # fmt: skip
    return NoticeVersion(
        locality=locality, notice=notice, number=version.number if version else 1,
        title=given.title or _("(tiêu đề)"), text=given.text or _("(nội dung)"),
        for_whom=given.for_whom, place=given.place, bring=given.bring,
        event_at=given.event_at, event_until=given.event_until,
        deadline=given.deadline or suggest_deadline(given.event_at, civil_now()),
        correction=given.correction,
    )  # fmt: skip


def with_fixed_parts(given: NoticeInput, version: NoticeVersion) -> NoticeInput:
    """A correction keeps the kind, answers, audience, paper and issuer of its notice."""
    kept = input_of(version)
    return replace(
        given, kind=kept.kind, answers=kept.answers, selection=kept.selection, paper=kept.paper,
        issued_by_group=kept.issued_by_group,
    )  # fmt: skip


def saved_forms(version: NoticeVersion | None) -> dict[tuple[str, str], Rendition]:
    if version is None:
        return {}
    return {(row.form, row.language): row for row in version.renditions.all()}


def digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def _panel(
    which: tuple[str, str],
    made: Rendition | None,
    old: Rendition | None,
    typed: Typed,
    source: str,
    fault: str,
) -> Panel:
    form, language = which
    key = f"{form}-{language}"
    base = old if old is not None and old.is_edited else made or old
    text, title = (base.text, base.title) if base else ("", "")
    written = (typed.get(f"r-{key}") or [""])[0].replace("\r\n", "\n")
    was = (typed.get(f"w-{key}") or [""])[0]
    touched = bool(written) and digest(written) != was
    return Panel(
        form=form,
        language=language,
        label=str(Form(form).label),
        title=(typed.get(f"t-{key}") or [title])[0],
        text=written if touched else text,
        was=was if touched else digest(text),
        is_edited=touched or bool(old and old.is_edited),
        is_stale=not touched and bool(old and is_stale(old, source)),
        fault=fault,
    )
