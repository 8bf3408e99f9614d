"""What people do: follow, write, tap, read, block, comment, post into a group of their own."""

from collections.abc import Callable
from typing import Any

from nhipcau_sandbox.bot import acts as bot_acts
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.facebook import messenger, page
from nhipcau_sandbox.group_acts import GROUP_ACTS
from nhipcau_sandbox.hand_acts import HAND_ACTS
from nhipcau_sandbox.make import Unknown, follower_of
from nhipcau_sandbox.world import Follower, Oa, Page, Shown, long_id
from nhipcau_sandbox.zalo import events, windows

Act = dict[str, Any]


def act(box: Box, asked: Act) -> dict[str, Any]:
    """One act, or a list of them under `acts`."""
    done = [_one(box, one) for one in asked.get("acts", [asked])]
    return done[0] if "acts" not in asked else {"done": len(done)}


def _one(box: Box, asked: Act) -> dict[str, Any]:
    doing = ACTS.get(str(asked.get("what")))
    if doing is None:
        raise Unknown(f"mô phỏng: không có việc {asked.get('what')!r}")
    return doing(box, asked) or {}


def _pair(box: Box, asked: Act) -> tuple[Oa, Follower]:
    oa = box.world.oas.get(str(asked["oa"]))
    if oa is None:
        raise Unknown(f"mô phỏng: không có OA {asked['oa']!r}")
    return oa, follower_of(box, oa, str(asked["person"]))


def follow(box: Box, asked: Act) -> dict[str, Any]:
    oa, follower = _pair(box, asked)
    follower.follows, follower.blocked = True, False
    windows.act(follower, box.now())
    _followed(box, oa, follower, "follow")
    return {"user_id": follower.uid}


def unfollow(box: Box, asked: Act) -> None:
    oa, follower = _pair(box, asked)
    follower.follows = False
    _followed(box, oa, follower, "unfollow")


def _followed(box: Box, oa: Oa, follower: Follower, name: str) -> None:
    event: Act = {"oa_id": oa.id, "follower": {"id": follower.uid}, "event_name": name}
    event |= {"user_id_by_app": events.user_id_by_app(oa, follower), "source": "oa_profile"}
    events.emit(box, oa, event)


def writes(box: Box, asked: Act) -> dict[str, Any]:
    """Free text, or the payload of an `oa.query.*` button: both arrive as user_send_text."""
    oa, follower = _pair(box, asked)
    windows.act(follower, box.now())
    reference, text = f"{box.world.number():020x}", str(asked["text"])
    talked = {"src": 1, "time": int(box.now() * 1000), "type": "text", "message": text}
    oa.talk.append({**talked, "message_id": reference, "from_id": follower.uid, "to_id": oa.id})
    message = {"text": text, "msg_id": reference}
    events.emit(box, oa, _from_user(oa, follower, "user_send_text", message=message))
    return {"msg_id": reference, "user_id": follower.uid}


def opens_chat(box: Box, asked: Act) -> None:
    """Pressing "Nhắn tin" opens the window; the event comes once per person."""
    oa, follower = _pair(box, asked)
    windows.act(follower, box.now())
    if not follower.clicked_chat:
        follower.clicked_chat = True
        event = {"event_name": "user_click_chatnow", "oa_id": oa.id, "user_id": follower.uid}
        events.emit(box, oa, event)


def withdraws(box: Box, asked: Act) -> None:
    oa, follower = _pair(box, asked)
    follower.follows = False
    events.emit(box, oa, _from_user(oa, follower, "user_withdraw"))


def shares_info(box: Box, asked: Act) -> None:
    oa, follower = _pair(box, asked)
    person = box.world.people[follower.person]
    address = {"user_city": "Bắc Kạn", "user_ward": "Sông Cầu", "user_address": person.place}
    info = {"name": person.name, "phone": person.phone, "full_address": address}
    events.emit(box, oa, _from_user(oa, follower, "user_submit_info", info=info))


def revokes(box: Box, asked: Act) -> None:
    """The OA takes the app's permission back: its tokens die."""
    oa = box.world.oas[str(asked["oa"])]
    for one in box.world.tokens.values():
        if one.owner == oa.id:
            one.dead = True
    events.emit(box, oa, {"event_name": "permission_revoked", "oa_id": oa.id})


def _from_user(oa: Oa, follower: Follower, name: str, **more: Any) -> Act:
    both = {"sender": {"id": follower.uid}, "recipient": {"id": oa.id}}
    by_app = events.user_id_by_app(oa, follower)
    return {**both, "user_id_by_app": by_app, "event_name": name, **more}


def opens(box: Box, asked: Act) -> dict[str, Any]:
    """Reads one thing on the phone; a Zalo message says so to the OA, an article counts a view."""
    item = box.world.shown[int(asked["n"]) - 1]
    if item.opened_at is None:
        item.opened_at = box.now()
        oa = box.world.oas.get(item.account)
        if oa and item.channel == "zalo_oa":
            follower = follower_of(box, oa, item.person)
            events.seen(box, oa, follower, [item.reference])
        if oa and item.channel == "zalo_article" and item.reference in oa.articles:
            oa.articles[item.reference].views += 1
    return {"link": item.link, "text": item.text}


def posts_in_group(box: Box, asked: Act) -> dict[str, Any]:
    """A group that people made themselves: no API reaches it, a person pastes the text."""
    members = box.world.groups.get(str(asked["group"]))
    if members is None:
        raise Unknown(f"mô phỏng: không có nhóm {asked['group']!r}")
    author = box.world.people.get(str(asked.get("person", "")))
    for member in members:
        box.world.show(
            Shown(
                n=0,
                person=member,
                phone="",
                channel="group",
                sender=author.name if author else "Tổ trưởng",
                text=str(asked["text"]),
                at=box.now(),
                link=str(asked.get("link", "")),
                account=str(asked["group"]),
            )
        )
    return {"members": len(members)}


def _page(box: Box, asked: Act) -> Page:
    found = box.world.pages.get(str(asked["page"]))
    if found is None:
        raise Unknown(f"mô phỏng: không có trang {asked['page']!r}")
    return found


def comments(box: Box, asked: Act) -> dict[str, Any]:
    there = _page(box, asked)
    psid = there.psids.setdefault(str(asked["person"]), _psid(there, str(asked["person"])))
    if "post" not in asked and not there.posts:
        raise Unknown("mô phỏng: trang chưa có bài nào")
    post = there.posts[str(asked.get("post") or next(reversed(there.posts)))]
    return {"id": page.add_comment(box, there, post, psid, str(asked["text"])).id}


def reads_post(box: Box, asked: Act) -> None:
    there = _page(box, asked)
    page.read_by(box, there, str(asked["person"]), there.posts[str(asked["post"])])


def writes_to_page(box: Box, asked: Act) -> None:
    messenger.person_writes(box, _page(box, asked), str(asked["person"]), str(asked["text"]))


def _psid(there: Page, person: str) -> str:
    return long_id("psid", there.id, person)[:16]


ACTS: dict[str, Callable[[Box, Act], dict[str, Any] | None]] = {
    "follow": follow,
    "unfollow": unfollow,
    "text": writes,
    "menu": writes,
    "open_chat": opens_chat,
    "withdraw": withdraws,
    "submit_info": shares_info,
    "revoke": revokes,
    "open": opens,
    "group_post": posts_in_group,
    "comment": comments,
    "read_post": reads_post,
    "messenger": writes_to_page,
    **GROUP_ACTS,
    **HAND_ACTS,
    "bot_text": bot_acts.writes,
    "bot_join": bot_acts.joins,
    "bot_group_text": bot_acts.writes_in_group,
}
