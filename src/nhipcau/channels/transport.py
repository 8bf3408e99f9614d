"""What a channel is: values in, steps and outcomes out. No Django, no I/O, no clock, no retry.

`start(message)` gives the first Step (a request) or at once an Outcome; `next(step, response)`
gives the next Step or an Outcome. A Step's `note` is small, kept on the row, and handed back;
`later` are requests already made for the steps that follow, in memory only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

State = Literal["sent", "refused", "unavailable", "unknown"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. `key` is the delivery's idempotency key.

    `image` is a JPEG or PNG, given to the prepare stage and to a place (a page), never to a row
    of many. In the prepare stage `address` is that of the job's first row. `at` is when it goes, in
    civil seconds: a transport never asks a clock. `images`: several, for the prepare stage alone.
    """

    key: str
    address: str
    text: str
    title: str = ""
    link: str = ""
    thread: str = ""
    image: bytes = b""
    job_note: dict[str, str] = field(default_factory=dict)
    at: float = 0.0
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request. `path` is added to the account's base URL; `base` names which of them.

    `is_repeatable`: asking twice does no harm (an upload, a poll). No answer is then `unavailable`,
    otherwise `unknown`. `one_of_many`: the account speaks to many hosts, so one of them that cannot
    be reached holds up its own rows only. `hidden` stands where the path says `{hidden}`: a token
    that a platform wants in its address, and that nobody may read there.
    """

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    base: str = "api"
    needs_token: bool = True
    is_repeatable: bool = False
    one_of_many: bool = False
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    request: Request
    note: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0
    later: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    headers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A server that is not spoken to in HTTP: who carries it is engine two (channels/lines/).

    Its requests are Requests with `base` "line": SMTP's MAIL (path is the recipient, the header
    "sender" the envelope, the body the letter), SMPP's SUBMIT (the body of a submit_sm). Its
    answers are Responses: the server's number, and in the header "stage" what it answered to.
    `limit`: how many may be asked at once, `options` what the protocol needs besides.
    """

    protocol: Literal["smtp", "smpp"]
    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    user: str = ""
    password: str = field(default="", repr=False)
    limit: int = 10
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is a code of the provider or of ours; `retry_after` in seconds for unavailable.

    `sent` with `retry_after` and scope `account` means: it went, but pause the account.

    `scope` says how far it holds: the row, or the whole account. For the account: with
    `retry_after` it is a rate limit (429, -32) and the account is paused; without it the account
    needs attention (token dead, package missing, no money), it is marked and its jobs are held.
    Either way the row goes back to the queue.

    `parts`: what the platform calls each part of a message that it reports on part by part.
    """

    state: State
    reference: str = ""
    error: str = ""
    retry_after: float | None = None
    scope: Literal["row", "account"] = "row"
    parts: tuple[str, ...] = ()


class Transport(Protocol):
    """One file per channel in channels/transports/, one line in channels/registry.py.

    Made from the account's settings and opened secrets, anew whenever the credential changes.
    `token_errors`: error codes that mean "this access token is dead": the token is refreshed
    (credentials.token_refused) and the row goes again. `gone_errors`: codes that say of one address
    that it takes nothing any more, whatever the content.
    """

    kind: ClassVar[str]
    takes_key: ClassVar[bool]
    token_errors: ClassVar[frozenset[str]]
    gone_errors: ClassVar[frozenset[str]]

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None: ...

    def start(self, message: Message) -> Step | Outcome: ...

    def next(self, step: Step, response: Response) -> Step | Outcome: ...


@runtime_checkable
class Prepares(Protocol):
    """What is done once per job (upload, article): the job's prepare stage.

    It ends in an Outcome `sent` whose `reference` is kept as the job's note "prepared" and given
    back in `Message.job_note`. Nothing to prepare for this content: `sent` at once, no reference.
    """

    def prepare(self, content: Message) -> Step | Outcome: ...

    def prepare_next(self, step: Step, response: Response) -> Step | Outcome: ...


@runtime_checkable
class SharesLimit(Protocol):
    """A platform that limits the app as well as the account. Calls a minute of the whole app."""

    app_per_minute: ClassVar[int]


@runtime_checkable
class OnLine(Protocol):
    """A transport whose requests go over a line, not over HTTP."""

    line: Line


@runtime_checkable
class SurelyNotSent(Protocol):
    """Codes after which a message may go through another gateway: the platform did not take it.
    Without them only the wire's own (nothing went out) count."""

    not_taken: ClassVar[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `error` is a code (words are made in channels/words.py), `warnings` are
    codes of things that work but limit us, `facts` are the platform's own words about the account.
    """

    is_working: bool
    error: str = ""
    warnings: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


@runtime_checkable
class Checks(Protocol):
    """Asks the platform whether the account works, for the connection page and `doctor`."""

    def check(self) -> Step: ...

    def check_next(self, step: Step, response: Response) -> Step | Finding: ...
