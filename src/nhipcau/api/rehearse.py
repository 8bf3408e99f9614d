"""What a test key sends: checked as strictly as the real thing, kept in a table of its own, sent to
nobody. Simulated recipients answer by their address, always the same."""

import re
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.api.happened import tell
from nhipcau.api.models import ApiKey, Event, Mode, Rehearsal
from nhipcau.api.send import input_of
from nhipcau.api.shapes import NoticeIn
from nhipcau.audiences.resolve import check_selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.notices.given import must_be_sound, tidied

# ".invalid" belongs to nobody for ever (RFC 2606): even a mistake of ours would reach no one.
ADDRESS: Final = re.compile(r"(delivered|seen|refused|unknown)(\+[a-z0-9-]{1,40})?@test\.invalid")
EACH_ONE: Final = [f"{outcome}@test.invalid" for outcome in
                   ("delivered", "seen", "refused", "unknown")]  # fmt: skip


def rehearse(key: ApiKey, given: NoticeIn) -> Rehearsal:
    """Verb of a test key. Refuses what the real call would refuse for its content."""
    written = tidied(input_of(given))
    must_be_sound(written, now=civil_now())
    check_selection(key.locality, written.selection)
    strange = [address for address in given.test_recipients if not ADDRESS.fullmatch(address)]
    if strange:
        said = _("Địa chỉ thử chỉ có delivered@, seen@, refused@, unknown@test.invalid; thêm dấu "
                 "+ để có nhiều người.")  # fmt: skip
        raise BadInput(said, field="test_recipients")
    with transaction.atomic():
        made = Rehearsal.objects.create(
            locality_id=key.locality_id,
            key=key,
            given=given.model_dump(mode="json"),
            recipients=list(dict.fromkeys(given.test_recipients)) or EACH_ONE,
            reference=given.reference,
            made_at=civil_now(),
        )
        audit.record(key.actor, "api.rehearsed", made, after={"recipients": len(made.recipients)})
        tell(key.locality, Mode.TEST, Event.PUBLISHED, f"notice:{made.pk}", data_of(made))
        tell(key.locality, Mode.TEST, Event.REACH, f"notice:{made.pk}", counts(made))
    return made


def outcome_of(address: str) -> str:
    return address.partition("@")[0].partition("+")[0]


def outcomes(made: Rehearsal) -> dict[str, int]:
    found: dict[str, int] = {}
    for address in made.recipients:
        found[outcome_of(address)] = found.get(outcome_of(address), 0) + 1
    return found


def counts(made: Rehearsal) -> dict[str, object]:
    """As reach counts: a simulated recipient stands for one household."""
    told = outcomes(made)
    informed = told.get("seen", 0)
    return {
        "notice": str(made.pk),
        "version": 1,
        "households": len(made.recipients),
        "covered": informed + told.get("delivered", 0),
        "informed": informed,
        "accounted": informed,
    }


def data_of(made: Rehearsal) -> dict[str, object]:
    return {
        "notice": str(made.pk),
        "version": 1,
        "title": made.given["title"],
        "deadline": made.given["deadline"],
        "reference": made.reference,
    }
