"""What the province gives, and how a ward would have written it, had it come by paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from nhipcau.notices.given import NoticeInput, PaperInput
from nhipcau.notices.models import Notice
from nhipcau.replication.models import Issued


@dataclass(frozen=True, slots=True)
class IssueInput:
    """`wards`: ids; empty is all of them."""

    title: str
    text: str
    deadline: datetime | None
    reply_by: datetime | None
    audience: str = ""
    place: str = ""
    bring: str = ""
    event_at: datetime | None = None
    urgency: str = Notice.Urgency.USUAL
    number: str = ""
    signer: str = ""
    signed_on: date | None = None
    wards: Collection[int] = ()


def as_notice(
    given: IssueInput | Issued,
    issuer: str,
    received_at: datetime,
    *,
    file: str = "",
    file_name: str = "",
) -> NoticeInput:
    """`file`: the paper's, as this very ward keeps it."""
    return NoticeInput(
        title=given.title,
        text=given.text,
        deadline=given.deadline,
        urgency=given.urgency,
        for_whom=given.audience,
        place=given.place,
        bring=given.bring,
        event_at=given.event_at,
        paper=PaperInput(
            issuer=issuer,
            number=given.number,
            signer=given.signer,
            signed_on=given.signed_on,
            received_at=received_at,
            file=file,
            file_name=file_name,
        ),
    )
