"""Every channel with a transport: one line each. No decorators, no entry points."""

from nhipcau.channels.transport import Transport

TRANSPORTS: dict[str, type[Transport]] = {each.kind: each for each in ()}
