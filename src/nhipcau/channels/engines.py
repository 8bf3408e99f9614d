"""Both engines as one: what is HTTP goes by the wire, what is not by the lines."""

from collections.abc import Mapping
from typing import Any, Final

from nhipcau.channels.exchange import Advance
from nhipcau.channels.lines.engine import Hear, Lines
from nhipcau.channels.transport import Line, Message, Outcome, Step
from nhipcau.channels.wire import Remote, Wire

TAKE_TURNS: Final = 0.005  # while both have something on the way


class Engines:
    """Not for two threads. The same verbs as the wire's."""

    def __init__(self, ca_file: str, *, hear: Hear | None = None) -> None:
        self.wire = Wire(ca_file)
        self.lines = Lines(ca_file, hear=hear)

    @property
    def busy(self) -> int:
        return self.wire.busy + self.lines.busy

    def send(self, remote: Remote, message: Message, token: Any) -> None:
        if remote.line is None:
            self.wire.send(remote, message, token)
            return
        transport = remote.transport
        self.lines.begin(
            remote.account, remote.line, transport.start(message), transport.next, token
        )

    def begin(
        self, bases: Mapping[str, str], first: Step | Outcome, advance: Advance, token: Any
    ) -> None:
        """What is done once per job is HTTP."""
        self.wire.begin(bases, first, advance, token)

    def run(self, seconds: float) -> list[tuple[Any, Outcome | Step]]:
        if not self.lines.busy:
            return self.wire.run(seconds)
        if not self.wire.busy:
            return self.lines.run(seconds)
        return self.wire.run(min(seconds, TAKE_TURNS)) + self.lines.run(0)

    def attend(self, lines: Mapping[int, Line]) -> None:
        self.lines.attend(lines)

    def close(self) -> None:
        self.wire.close()
        self.lines.close()
