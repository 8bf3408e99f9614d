"""The envelope of both of Zalo's hosts, the OA's and the templates': a number, and what it holds.

Errors come with HTTP 200. What a number means, each host says for itself.
"""

import json
from typing import Any, Final

from nhipcau.channels.transport import Outcome, Response

GARBAGE: Final = Outcome("unknown", error="garbage")


def envelope_of(response: Response) -> tuple[dict[str, Any], str]:
    """The envelope and its number, "0" for success; no number when it cannot be read."""
    try:
        envelope = json.loads(response.body)
        return envelope, str(int(envelope["error"]))  # a number, and never an answer's text
    except (ValueError, KeyError, TypeError, OverflowError):
        return {}, ""
