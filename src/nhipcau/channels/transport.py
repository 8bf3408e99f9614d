"""What a channel is: values in, steps and outcomes out. No Django, no I/O, no clock, no retry.

`start(message)` gives the first Step (a request) or at once an Outcome; `next(step, response)`
gives the next Step or an Outcome. A Step's `note` is small, kept on the row, and handed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

# In a header's value or in the body of a Request: the wire puts the account's secret of that name
# there, at the last moment. A transport never sees a secret, so it cannot leak one.
TOKEN = "{{access_token}}"  # noqa: S105  a placeholder

State = Literal["sent", "refused", "unavailable", "unknown"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. `key` is the delivery's idempotency key."""

    key: str
    address: str
    text: str
    title: str = ""
    link: str = ""
    thread: str = ""
    job_note: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request. `path` is added to the account's base URL; `base` names which of them.

    `is_repeatable`: asking twice does no harm (an upload, a poll). No answer is then `unavailable`,
    otherwise `unknown`.
    """

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    base: str = "api"
    needs_token: bool = True
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    request: Request
    note: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is a code of the provider or of ours; `retry_after` in seconds for unavailable.

    `scope` says how far it holds: the row, or the whole account (token dead, package missing,
    rate limit): the account is then paused or marked as needing attention.
    """

    state: State
    reference: str = ""
    error: str = ""
    retry_after: float | None = None
    scope: Literal["row", "account"] = "row"


class Transport(Protocol):
    """One file per channel in channels/transports/, one line in channels/registry.py.

    `token_errors`: error codes that mean "this access token is dead": the token is refreshed
    (credentials.token_refused) and the row goes again.
    """

    kind: str
    takes_key: bool
    token_errors: frozenset[str]

    def __init__(self, settings: Mapping[str, object], external_id: str) -> None: ...

    def start(self, message: Message) -> Step | Outcome: ...

    def next(self, step: Step, response: Response) -> Step | Outcome: ...


class Prepares(Protocol):
    """What is done once per job (upload, article): the job's prepare stage.

    It ends in an Outcome `sent` whose `reference` is kept as the job's note "prepared" and given
    back in `Message.job_note`. Nothing to prepare for this content: `sent` at once, no reference.
    """

    def prepare(self, content: Message) -> Step | Outcome: ...

    def prepare_next(self, step: Step, response: Response) -> Step | Outcome: ...


class Checks(Protocol):
    """Asks the platform whether the account works, for the connection page and `doctor`."""

    def check(self) -> Step: ...

    def read_check(self, response: Response) -> tuple[bool, str]:
        """True and what was found, or False and the error code; words are made above."""
        ...
