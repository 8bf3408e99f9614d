"""`/sandbox/…`: the JSON API with which drivers and tests make a world, act in it and look at it.

docs/sandbox.md lists the calls. Whatever changes the world is journaled and replayed at start.
"""

from dataclasses import asdict
from typing import Any

from nhipcau_sandbox.acts import act
from nhipcau_sandbox.audit import accepted_rows
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.facebook import events as facebook_events
from nhipcau_sandbox.faults import Mode
from nhipcau_sandbox.journal import MARK
from nhipcau_sandbox.make import CHANGES, Unknown
from nhipcau_sandbox.push.service import BROWSERS
from nhipcau_sandbox.wire import Request, Response, as_json
from nhipcau_sandbox.world import App
from nhipcau_sandbox.zalo import events as zalo_events

REPLAYED = {**CHANGES, **BROWSERS, "act": act}


def change(box: Box, request: Request) -> Response:
    name = request.path.rsplit("/", 1)[-1]
    asked = request.json()
    at = box.now()
    try:
        if name == "token" and "page" in asked and "token" not in asked:
            found = REPLAYED[name](box, asked)
            asked = {**asked, "token": found["access_token"]}
        else:
            found = REPLAYED[name](box, asked)
    except (Unknown, KeyError, TypeError, ValueError, IndexError) as error:
        return _wrong(error)
    _keep(box, name, asked, at)
    return as_json({"mark": MARK, **found})


def _keep(box: Box, name: str, asked: dict[str, Any], at: float) -> None:
    """Token pairs are journaled where they are made; what people read changes no platform."""
    if name == "token" and "oa" in asked:
        return
    if name == "act":
        acts = [one for one in asked.get("acts", [asked]) if one.get("what") != "open"]
        if not acts:
            return
        asked = {"acts": acts}
    box.journal.write("change", {"name": name, "asked": asked, "at": at})


def mode(box: Box, request: Request) -> Response:
    asked = request.json()
    try:
        chosen = Mode(
            str(asked.get("mode", "")),
            float(asked.get("share", 1)),
            int(asked.get("times", 0)),
            float(asked.get("seconds", 1)),
        )
        box.faults.set(str(asked["platform"]), chosen)
    except (KeyError, ValueError) as error:
        return _wrong(error)
    return as_json({"mark": MARK})


def hook(box: Box, request: Request) -> Response:
    """Where an app's webhooks go (the platform probes it first), and how they are spoilt."""
    asked = request.json()
    app = box.world.apps.get(str(asked.get("app", "")))
    if app is None:
        return _wrong(Unknown(f"mô phỏng: không có ứng dụng {asked.get('app')!r}"))
    if "mode" in asked:
        app.hook.mode = str(asked["mode"])
    if "enabled" in asked:
        app.hook.enabled = bool(asked["enabled"])
    if "url" not in asked:
        return as_json({"mark": MARK, "enabled": app.hook.enabled})
    return Response(later=_save(box, app, asked))


async def _save(box: Box, app: App, asked: dict[str, Any]) -> Response:
    url = str(asked["url"])
    if app.platform == "facebook":
        kept = await facebook_events.save_url(box, app, url, str(asked.get("verify_token", "")))
    else:
        kept = await zalo_events.save_url(box, app, url)
    box.journal.write("hook", {"app": app.id, "url": url, "enabled": kept})
    return as_json({"mark": MARK, "enabled": kept}, 200 if kept else 400)


def idle(box: Box, _request: Request) -> Response:
    box.outbox.run_due()
    found = {"idle": box.outbox.is_idle(), "next": box.outbox.next_due(), "now": box.now()}
    return as_json({"mark": MARK, **found})


def shown(box: Box, request: Request) -> Response:
    """What phones show, in order of arrival, from number `after` on."""
    asked = request.params
    first, limit = int(asked.get("after", 0)), min(int(asked.get("limit", 1000)), 20_000)
    if "person" in asked:
        numbers = box.world.of_person.get(asked["person"], [])
        items = [box.world.shown[one] for one in numbers]
    else:
        items = box.world.shown[first : first + limit]
    if "channel" in asked:
        items = [one for one in items if one.channel == asked["channel"]]
    last = min(len(box.world.shown), first + limit)
    return as_json({"mark": MARK, "shown": [asdict(one) for one in items], "last": last})


def accepted(box: Box, _request: Request) -> Response:
    rows = list(accepted_rows(box.journal.path)) if box.journal.path else []
    return as_json({"mark": MARK, "accepted": rows})


def state(box: Box, _request: Request) -> Response:
    world = box.world
    return as_json(
        {
            "mark": MARK,
            "now": box.now(),
            "accepted": world.accepted,
            "shown": len(world.shown),
            "people": len(world.people),
            "limits_lifted": world.limits_lifted,
            "oas": {one.id: _about_oa(box, one.id) for one in world.oas.values()},
            "pages": {
                one.id: {"posts": len(one.posts), "subscribed": one.subscribed}
                for one in world.pages.values()
            },
            "sms": {key: {"balance": one.balance} for key, one in world.sms.items()},
            "hooks": {one.id: one.hook.enabled for one in world.apps.values()},
        }
    )


def _about_oa(box: Box, oa_id: str) -> dict[str, Any]:
    oa = box.world.oas[oa_id]
    return {
        "followers": {one.person: one.uid for one in oa.followers.values()},
        "articles": [one.id for one in oa.articles.values()],
        "groups": {
            one.id: {"name": one.name, "members": one.members, "pending": one.pending}
            for one in oa.groups.values()
            if not one.deleted
        },
        "used": oa.used,
        "money": oa.money,
    }


def _wrong(error: Exception) -> Response:
    return as_json({"mark": MARK, "error": f"{type(error).__name__}: {error}"}, 400)


def add_routes(box: Box) -> None:
    for name in REPLAYED:
        box.route("sandbox", rf"/sandbox/{name}$", change)
    for name, handler in (
        ("mode", mode),
        ("hook", hook),
        ("idle", idle),
        ("shown", shown),
        ("accepted", accepted),
        ("state", state),
    ):
        box.route("sandbox", rf"/sandbox/{name}$", handler)
