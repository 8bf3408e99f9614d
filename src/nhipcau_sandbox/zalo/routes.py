"""Every path of the OA API that the simulation knows."""

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.zalo import (
    broadcast,
    group_list,
    group_messages,
    groups,
    lists,
    messages,
    oauth,
)
from nhipcau_sandbox.zalo.gate import gated


def add_routes(box: Box) -> None:
    oauth.add_routes(box)
    for pattern, permission, handler in (
        (r"/v3\.0/oa/message/cs$", "message", messages.send_v3),
        (r"/v2\.0/oa/message$", "", messages.send_v2),
        (
            r"/v3\.0/oa/message/(transaction|promotion)$",
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
        (r"/v3\.0/oa/quota/group$", "group", group_list.quota),
        (r"/v3\.0/oa/group/creategroupwithoa$", "group", groups.create),
        (r"/v3\.0/oa/group/updateinfo$", "group", groups.update_info),
        (r"/v3\.0/oa/group/updateasset$", "group", groups.update_asset),
        (r"/v3\.0/oa/group/invite$", "group", groups.invite),
        (r"/v3\.0/oa/group/(accept|reject)pendinginvite$", "group", groups.settle_pending),
        (r"/v3\.0/oa/group/(add|remove)admins$", "group", groups.change_admins),
        (r"/v3\.0/oa/group/removemembers$", "group", groups.remove_members),
        (r"/v3\.0/oa/group/delete$", "group", groups.delete),
        (r"/v3\.0/oa/group/getgroupsofoa$", "group", group_list.groups_of),
        (r"/v3\.0/oa/group/getgroup$", "group", group_list.info),
        (r"/v3\.0/oa/group/listmember$", "group", group_list.members),
        (r"/v3\.0/oa/group/listpendinginvite$", "group", group_list.pending),
        (r"/v3\.0/oa/group/(listrecentchat|conversation)$", "group", group_list.talk),
        (r"/v3\.0/oa/group/message$", "message", group_messages.send),
        (r"/v2\.0/oa/(listrecentchat|conversation)$", "message", lists.recent),
    ):
        box.route("zalo", pattern, gated(permission, handler))
