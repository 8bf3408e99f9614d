"""A resident asks for notifications, one comes, and a tap counts as theirs.

Chromium's own push service cannot be reached here. The page therefore subscribes with keys that the
simulated service made; what goes over the wire is encrypted for them, opened by that service, and
handed to the registered worker by the DevTools protocol. Worker, notification and report are real.
"""

import json
from datetime import timedelta
from urllib.parse import quote

from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Incoming
from nhipcau.channels.vapid import own_settings
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.dispatch.send import Sender
from nhipcau.outreach.models import Evidence, Level, Standing
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.people.models import ContactPoint
from nhipcau.people.tests.test_subscribe import connect
from tests.journeys.test_channels import platforms  # noqa: F401

SUBSCRIBE = """made => {
  const subscription = { toJSON: () => made, unsubscribe: async () => true, options: {} };
  let there = null;
  PushManager.prototype.subscribe = async () => (there = subscription);
  PushManager.prototype.getSubscription = async () => there;
}"""
SHOWN = """async () => {
  const there = await navigator.serviceWorker.getRegistration();
  const all = (await there.getNotifications()).filter((one) => one.tag !== "chao");
  return all.map(({ title, body, tag }) => ({ title, body, tag }));
}"""


def test_a_notification_is_asked_for_shown_and_opened(
    visitor,
    ward,
    link,
    civil,
    platforms,  # noqa: F811
    live_server,
    axe,
):
    account = connect(ward.locality)
    account.settings |= own_settings(account)
    account.save()
    browser = platforms.call("push_subscribe", key=account.settings["public_key"], person="binh")
    made = {name: browser[name] for name in ("endpoint", "keys")}

    page = visitor.page(permissions=["notifications"])
    page.add_init_script(f"({SUBSCRIBE})({json.dumps(made)})")
    _say_which_house(page, link)
    page.get_by_role("link", name="Lần sau nhận ngay trên máy này").click()
    axe(page)
    page.get_by_role("button", name="Nhận thông báo trên máy này").click()
    page.get_by_text("Máy này đang nhận thông báo.").wait_for()
    axe(page)
    assert ContactPoint.objects.get(kind="push").household == ward.binh

    version = publish_notice(make_approved(ward, deadline_in=timedelta(hours=14)), by=ward.lan)
    _send_until(lambda: _opened(platforms, made))
    (said,) = _opened(platforms, made)
    _deliver(page, live_server.url, said)
    (shown,) = page.evaluate(SHOWN)
    assert shown["title"].endswith(version.title) and "Cần biết trước" in shown["body"]
    assert shown["tag"] == f"tb-{version.notice_id}"

    platforms.wait(lambda: load_raw_events() or Incoming.objects.filter(what="receipt").exists())
    apply_receipts()
    standing = Standing.objects.get(version=version, household=ward.binh)
    assert standing.level == Level.DELIVERED

    page.goto(said["url"])
    standing.refresh_from_db()
    assert standing.level == Level.SEEN
    assert Evidence.objects.filter(level=Level.SEEN, channel="web_push").exists()


def _say_which_house(page, link):
    page.goto(f"/t/{link.code}")
    page.get_by_role("link", name="Nhà tôi đã đọc").click()
    page.get_by_label("Số nhà").fill("12 ngõ 4")
    page.get_by_label("3 số cuối điện thoại").fill("678")
    page.get_by_role("button", name="Nhà tôi đã đọc").click()


def _send_until(done):
    sender = Sender(worker="journey")
    for _turn in range(200):
        sender.turn()
        if done():
            break
    sender.leave()
    sender.remotes.close()


def _opened(service, made):
    return service.look(f"push_opened?endpoint={quote(made['endpoint'], safe='')}")["opened"]


def _deliver(page, origin, said):
    """A push event in the registered worker, as the browser's own service would make it."""
    found = []
    devtools = page.context.new_cdp_session(page)
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    registration = next(one for one in found if not one["isDeleted"])
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": origin,
            "registrationId": registration["registrationId"],
            "data": json.dumps(said),
        },
    )
    page.wait_for_function(f"({SHOWN})().then((all) => all.length > 0)")
