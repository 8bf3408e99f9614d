"""The paths of the Graph API that the simulation knows."""

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.facebook import messenger, page
from nhipcau_sandbox.facebook.gate import gated

VERSION = r"/v\d{2}\.\d"
ID = r"[\w.]+"


def add_routes(box: Box) -> None:
    for pattern, handler, needs_page in (
        (rf"{VERSION}/{ID}/feed$", page.publish, True),
        (rf"{VERSION}/{ID}/photos$", page.photo, True),
        (rf"{VERSION}/{ID}/comments$", page.comments, True),
        (rf"{VERSION}/{ID}/messages$", messenger.send, True),
        (rf"{VERSION}/{ID}/subscribed_apps$", page.subscribe, True),
        (rf"{VERSION}/{ID}$", page.node, False),
    ):
        box.route("facebook", pattern, gated(handler, needs_page=needs_page))
