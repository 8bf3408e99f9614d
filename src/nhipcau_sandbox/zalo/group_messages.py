"""A message into a group: no window, day and night, at no price; mentions become names."""

import re
from typing import Any

from nhipcau_sandbox.clock import milliseconds
from nhipcau_sandbox.world import Oa, OaGroup
from nhipcau_sandbox.zalo import group_events
from nhipcau_sandbox.zalo.errors import invalid
from nhipcau_sandbox.zalo.gate import Call
from nhipcau_sandbox.zalo.groups import enabled_group
from nhipcau_sandbox.zalo.messages import content_of

MENTION = re.compile(r"\[@([^\]]*)\]")
EVERYBODY = "Tất cả"


def send(call: Call) -> dict[str, Any]:
    asked = call.asked()
    recipient = asked.get("recipient")
    if not isinstance(recipient, dict):
        raise invalid("recipient")
    group = enabled_group(call, recipient.get("group_id"))
    content = content_of(call, asked.get("message"), is_v2=False)
    said = named(call, group, content["text"])
    box, oa = call.box, call.oa
    reference = f"{box.world.counter + 1:020x}"
    people = [oa.followers[uid].person for uid in group.members]
    item = box.accept(
        "zalo_oa",
        oa.id,
        f"group:{group.id}",
        text=content["text"],
        id=reference,
        sender=f"{group.name} · {oa.name}",
        link=content.get("link", ""),
        kind="group",
        said=said,
        members=people,
    )
    group_events.show(box, people, item, said)
    group.talk.append(group_events.talked(oa.id, group.id, reference, said, box.now()))
    group_events.echo(box, oa, group, reference, content)
    return {"message_id": reference, "group_id": group.id, "sent_time": milliseconds(box.now())}


def named(call: Call, group: OaGroup, text: str) -> str:
    """`[@user_id]` is a member's name, `[@group_id]` is everybody; anything else is no mention."""
    return MENTION.sub(lambda found: _name(call, call.oa, group, found[1]), text)


def _name(call: Call, oa: Oa, group: OaGroup, who: str) -> str:
    if who == group.id:
        return f"@{EVERYBODY}"
    if who not in group.members:
        raise invalid("text")
    return f"@{call.box.world.people[oa.followers[who].person].name}"
