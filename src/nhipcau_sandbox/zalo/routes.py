"""Every path of the OA API that the simulation knows."""

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.zalo import broadcast, lists, messages, oauth
from nhipcau_sandbox.zalo.gate import gated


def add_routes(box: Box) -> None:
    oauth.add_routes(box)
    for pattern, permission, handler in (
        (r"/v3\.0/oa/message/cs$", "message", messages.send_v3),
        (r"/v2\.0/oa/message$", "", messages.send_v2),
        (
            r"/v3\.0/oa/message/(transaction|promotion|template)$",
            "message",
            messages.refused_since_march_2026,
        ),
        (r"/v2\.0/article/create$", "article", broadcast.create),
        (r"/v2\.0/article/verify$", "article", broadcast.verify),
        (r"/v2\.0/article/update$", "article", broadcast.update),
        (r"/v2\.0/article/remove$", "article", broadcast.remove),
        (r"/v2\.0/article/getdetail$", "article", broadcast.detail),
        (r"/v2\.0/article/getslice$", "article", broadcast.listing),
        (r"/v2\.0/oa/upload/(image|gif|file)$", "upload", lists.upload),
        (r"/v2\.0/oa/getoa$", "", lists.getoa),
        (r"/v3\.0/oa/user/getlist$", "user", lists.followers),
        (r"/v3\.0/oa/user/detail$", "user", lists.detail),
        (r"/v3\.0/oa/quota/message$", "", lists.quota),
        (r"/v2\.0/oa/(listrecentchat|conversation)$", "message", lists.recent),
    ):
        box.route("zalo", pattern, gated(permission, handler))
