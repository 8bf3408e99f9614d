"""Questions that come from no chat: the portal's form and boxes, the desk, a leader's group."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor, resident
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.inbox.models import Conversation, Question
from nhipcau.inbox.paths import read_tracking
from nhipcau.inbox.receive import LONGEST, Said, receive_message
from nhipcau.inbox.rights import require_answerer
from nhipcau.people.models import Household, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.tries import may_try
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import fold, tidy, tidy_lines
from nhipcau.text.phones import is_mobile, to_e164

Source = Conversation.Source
A_DAY, AN_HOUR = 24 * 3600, 3600
FROM_ONE: Final = 10  # questions an hour from one visitor: a household may share an address
FROM_ALL: Final = 600  # an hour, of one locality


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form holds. `key` is made by the form once, so that sending the same words twice asks
    once."""

    text: str
    name: str = ""
    phone: str = ""
    about_path: str = ""
    key: str = ""


def ask_on_portal(
    locality: Locality,
    asked: Asked,
    *,
    visitor: str,
    household: Household | None = None,
    neighbourhood: Neighbourhood | None = None,
    is_own_link: bool = False,
) -> Question:
    """Verb without an account, inside the scope. `visitor` tells one browser from another, to limit
    the rate; it is not kept. The question's `tracking` is what they write down."""
    text = _text(asked.text)
    number = _phone(asked.phone)
    asked = _keyed(asked, text)
    known = _known(locality, asked.key)
    if known is not None:
        return known
    if not may_try(f"ask:{locality.pk}:{visitor}", FROM_ONE, AN_HOUR) or not may_try(
        f"ask:{locality.pk}", FROM_ALL, AN_HOUR
    ):
        raise NotAllowed(
            _("Hôm nay bác đã gửi nhiều câu hỏi. Xin chờ một giờ rồi gửi tiếp, hoặc gọi phường.")
        )
    source = Source.LINK if is_own_link else Source.PORTAL
    by = resident(household.pk if household else None)
    place = household.neighbourhood if household else neighbourhood
    return _receive(
        locality, asked, text, number, by, source=source, household=household, place=place
    )


def ask_at_desk(locality: Locality, asked: Asked, *, by: Staff) -> Question:
    """Verb. Typed by an officer for somebody who came or called."""
    require_answerer(by, locality.pk)
    text, number = _text(asked.text), _phone(asked.phone)
    asked = _keyed(asked, text)
    known = _known(locality, asked.key)
    if known is not None:
        return known
    return _receive(locality, asked, text, number, by.actor, source=Source.DESK, staff=by)


def pass_on(asked: Asked, *, by: Staff, household: Household | None = None) -> Question:
    """Verb. A leader passes on what was asked in the group or at the door; the answer comes to the
    leader's own page, and to the number when one was left."""
    if by.role not in PHONE_ROLES or not by.is_active:
        raise NotAllowed(_("Việc này dành cho tổ trưởng, tổ phó và thành viên tổ công nghệ số."))
    if household is not None and household.neighbourhood_id != by.neighbourhood_id:
        raise NotAllowed(_("Hộ này không thuộc tổ của bác."))
    text, number = _text(asked.text), _phone(asked.phone)
    asked = _keyed(asked, text)
    locality = Locality.objects.get(pk=by.locality_id)
    known = _known(locality, asked.key)
    if known is not None:
        return known
    return _receive(
        locality,
        asked,
        text,
        number,
        by.actor,
        source=Source.LEADER,
        household=household,
        staff=by,
    )


def find_question(locality: Locality, typed: str) -> Question | None:
    """By the number that was written down; capitals, spaces and hyphens do not count."""
    tracking = read_tracking(typed)
    found = Question.objects.filter(locality=locality, tracking=tracking)
    return found.select_related("conversation", "locality").first() if tracking else None


def _receive(  # noqa: PLR0913  one form in one place
    locality: Locality,
    asked: Asked,
    text: str,
    number: str,
    by: Actor,
    *,
    source: str,
    household: Household | None = None,
    staff: Staff | None = None,
    place: Neighbourhood | None = None,
) -> Question:
    if place is None:
        place = household.neighbourhood if household else (staff.neighbourhood if staff else None)
    key = asked.key or secrets.token_hex(16)
    said = Said(
        source=source,
        key=f"form:{key}"[:160],
        text=text,
        at=civil_now(),
        person=_person_of(key),
        name=asked.name,
        phone=number,
        about_path=asked.about_path if asked.about_path.startswith("/") else "",
        household=household,
        neighbourhood=place,
        passed_by=staff,
    )
    message = receive_message(locality, said, by=by)
    if message.question is None:
        raise BadInput(_("Hãy ghi rõ điều cần hỏi, ít nhất vài chữ."), field="text")
    return message.question


def _person_of(key: str) -> str:
    return f"form:{key}"[:64]


def _keyed(asked: Asked, text: str) -> Asked:
    """A browser brings a form that was sent back with its old key (the back button, a phone's
    memory): other words in it are another question, not one that is here already."""
    if not asked.key:
        return asked
    said = hashlib.sha256(text.encode()).hexdigest()[:16]
    return replace(asked, key=f"{asked.key[:40]}:{said}")


def _known(locality: Locality, key: str) -> Question | None:
    """The same form sent again: the question that it asked."""
    if not key:
        return None
    talks = Conversation.objects.filter(locality=locality, person=_person_of(key))
    return Question.objects.filter(conversation__in=talks).first()


def _text(text: str) -> str:
    if len(text) <= 4 * LONGEST:  # else it is too long however it is tidied, and that takes long
        text = tidy_lines(text)
    if len(text) > LONGEST:
        raise BadInput(
            _("Câu hỏi dài %(n)d ký tự; xin rút còn 4.000 ký tự. Lời bác viết vẫn còn ở đây.")
            % {"n": len(text)},
            field="text",
        )
    if not fold(text).strip(" .?!") or not any(sign.isalnum() for sign in text):
        raise BadInput(_("Hãy ghi rõ điều cần hỏi, ít nhất vài chữ."), field="text")
    return text


def _phone(given: str) -> str:
    """Empty, or a number that takes SMS: a wrong one is told, for the answer would be lost."""
    if not tidy(given):
        return ""
    number = to_e164(given)
    if number is None or not is_mobile(number):
        raise BadInput(
            _("Số điện thoại chưa đúng. Hãy ghi số di động mười chữ số, hoặc để trống."),
            field="phone",
        )
    return number
