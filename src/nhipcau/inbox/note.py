"""What officers tell each other about a question; who asked never sees it."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.inbox.models import Note, Question
from nhipcau.inbox.rights import require_answerer
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy_lines
from nhipcau.text.mask import mask_ids

LONGEST = 4000


def add_note(question: Question, text: str, *, by: Staff) -> Note:
    """Verb."""
    require_answerer(by, question.locality_id)
    with transaction.atomic():
        note = write_note(question, Note.Kind.NOTE, noted(text), by=by)
        record(by.actor, "question.noted", question)
    return note


def noted(text: str) -> str:
    """As it is kept: an officer may paste a number too."""
    text = mask_ids(tidy_lines(text))
    if not text:
        raise BadInput(_("Hãy ghi nội dung ghi chú."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Ghi chú dài quá %(n)d ký tự.") % {"n": LONGEST}, field="text")
    return text


def write_note(question: Question, kind: str, text: str, *, by: Staff | None = None) -> Note:
    return Note.objects.create(
        locality_id=question.locality_id,
        question=question,
        kind=kind,
        text=text,
        by=by,
        at=civil_now(),
    )
