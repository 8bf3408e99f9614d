"""What goes over the wire: one model a thing, strict. The description is made of these classes."""

import re
from datetime import datetime
from typing import Annotated, Final, Literal

from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from nhipcau.core.errors import BadInput

RFC_3339: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
# Where a verb's own field names stand in the body.
POINTERS: Final = {
    "selection": "#/to", "audience": "#/to", "scope": "#/to",
    "neighbourhoods": "#/to/neighbourhoods", "min_age": "#/to/min_age", "max_age": "#/to/max_age",
    "issuer": "#/paper/issuer", "number": "#/paper/number", "signer": "#/paper/signer",
    "signed_on": "#/paper/signed_on", "received_at": "#/paper/received_at",
}  # fmt: skip

NO_NUL: Final = r"^[^\x00]*$"  # which PostgreSQL does not keep
Line = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Id = Annotated[str, Field(pattern=r"^[0-9]{1,18}$", examples=["42"])]
Moment = Annotated[
    str,
    StringConstraints(max_length=40, pattern=NO_NUL),
    WithJsonSchema({"type": "string", "format": "date-time", "maxLength": 40}),
]
Day = Annotated[
    str,
    StringConstraints(max_length=10, pattern=NO_NUL),
    WithJsonSchema({"type": "string", "format": "date", "maxLength": 10}),
]
Reference = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,80}$")]


def _plain_number(given: object) -> object:
    """A query holds text; "1.0", " 1" and "1_0" are no numbers here."""
    is_plain = isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 9
    return int(str(given)) if is_plain else given if isinstance(given, int) else None


def _whole(given: object) -> object:
    """In JSON 5.0 is a whole number as good as 5."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(_plain_number)]
Age = Annotated[int, Field(ge=0, le=130), BeforeValidator(_whole)]
Status = Annotated[int, Field(ge=1, le=10), BeforeValidator(_whole)]


class Shape(BaseModel):
    """Nothing that is not described is taken."""

    model_config = ConfigDict(extra="forbid")


class Paging(Shape):
    limit: Limit = 20
    cursor: Annotated[str, StringConstraints(max_length=200)] = ""


class Audience(Shape):
    """Nobody named is everybody."""

    neighbourhoods: list[Id] = Field(default=[], max_length=500)
    min_age: Age | None = None
    max_age: Age | None = None
    without_smartphone: bool = False


class PaperIn(Shape):
    issuer: Line
    number: Line = ""
    signer: Line = ""
    signed_on: Day | None = None
    received_at: Moment | None = None


class NoticeIn(Shape):
    """Lengths beyond these are the ward's rules and answer 422 with a sentence."""

    title: Annotated[str, StringConstraints(min_length=5, max_length=160, pattern=NO_NUL)]
    text: Annotated[str, StringConstraints(min_length=10, max_length=6000, pattern=NO_NUL)]
    deadline: Moment
    kind: Literal["announcement", "call"] = "announcement"
    urgency: Literal["usual", "urgent"] = "usual"
    for_whom: Line = ""
    place: Line = ""
    bring: Line = ""
    event_at: Moment | None = None
    event_until: Moment | None = None
    answers: list[Literal["will_come", "excused", "done", "photo"]] = Field(
        default=[], max_length=4
    )
    to: Audience = Audience()
    paper: PaperIn | None = None
    publish: Literal["never", "when_approved", "now"] = "never"
    reference: Reference = ""
    test_recipients: list[Line] = Field(default=[], max_length=1000)


class Simulated(Shape):
    address: str
    outcome: Literal["delivered", "seen", "refused", "unknown"]


class NoticeOut(Shape):
    id: str
    mode: Literal["live", "test"]
    title: str
    state: Literal["draft", "submitted", "approved", "published", "superseded", "withdrawn"]
    version: int
    kind: str
    urgency: str
    deadline: str
    published_at: str | None
    withdrawn_at: str | None
    publish: Literal["never", "when_approved", "now"]
    problem: str
    reference: str
    url: str | None
    simulated: list[Simulated]


class NoticeList(Shape):
    data: list[NoticeOut]
    next_cursor: str | None


class ReachPart(Shape):
    neighbourhood: str
    name: str
    households: int
    covered: int
    informed: int
    accounted: int


class ReachOut(Shape):
    """Three numbers that are never added together; counts only, never a household."""

    notice: str
    version: int
    deadline: str
    as_of: str
    households: int
    covered: int
    informed: int
    accounted: int
    deliveries: dict[str, int]
    neighbourhoods: list[ReachPart]


class NeighbourhoodOut(Shape):
    id: str
    name: str


class NeighbourhoodList(Shape):
    data: list[NeighbourhoodOut]


class ProcedureOut(Shape):
    code: str
    name: str
    sector: str
    level: str
    version: int
    in_force_since: str | None
    url: str


class ProcedureList(Shape):
    data: list[ProcedureOut]
    next_cursor: str | None


EventName = Literal[
    "notice.published",
    "notice.deadline_reached",
    "notice.withdrawn",
    "reach.changed",
    "dossier.status_changed",
]
Url = Annotated[str, StringConstraints(min_length=12, max_length=500, pattern=r"^https://[!-~]+$")]


class EndpointIn(Shape):
    url: Url
    events: list[EventName] = Field(min_length=1, max_length=5)


class EndpointPatch(Shape):
    """What is left out stays as it is."""

    url: Url | None = None
    events: list[EventName] | None = Field(default=None, min_length=1, max_length=5)
    is_active: bool | None = None


class EndpointOut(Shape):
    id: str
    url: str
    events: list[str]
    is_active: bool
    failing_since: str | None


class EndpointMade(EndpointOut):
    """The secret is told now and never again."""

    secret: str


class EndpointList(Shape):
    data: list[EndpointOut]


class CallbackOut(Shape):
    id: str
    event: str
    at: str
    state: Literal["waiting", "done", "failed"]
    attempts: int
    next_at: str | None
    last_status: int | None
    last_error: str


class CallbackList(Shape):
    data: list[CallbackOut]
    next_cursor: str | None


class DossierLine(Shape):
    """The fields of the national exchange; `status` is one of its ten."""

    number: Annotated[str, StringConstraints(min_length=3, max_length=60, pattern=NO_NUL)]
    status: Status
    procedure: Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)] = ""
    name: Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)] = ""
    phone: Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)] = ""
    received_at: Moment | None = None
    due_at: Moment | None = None
    new_due_at: Moment | None = None
    finished_at: Moment | None = None
    ended_at: Moment | None = None
    handled_by: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)] = ""
    papers: list[Line] = Field(default=[], max_length=20)
    result: Line = ""


class DossierStatuses(Shape):
    dossiers: list[DossierLine] = Field(min_length=1, max_length=200)


class DossierResult(Shape):
    number: str
    verdict: Literal["new", "changed", "same", "backwards", "refused"]
    reason: str


class DossierVerdicts(Shape):
    """`counts` by verdict; what was refused or goes backwards changed nothing."""

    counts: dict[str, int]
    dossiers: list[DossierResult]


class ProblemPlace(BaseModel):
    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemPlace] = []


def moment(given: str | None, field: str) -> datetime | None:
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(given.upper()) if RFC_3339.fullmatch(given) else None
        in_range = found is not None and 1900 < found.year < 9000
    except ValueError:
        found, in_range = None, False
    if found is None or not in_range:
        said = _("Ngày giờ phải theo RFC 3339, có múi giờ: 2026-05-26T16:30:00+07:00.")
        raise BadInput(said, field=field)
    return found


def said_at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
