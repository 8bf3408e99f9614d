"""Callbacks: signed as the standard says, tried again, stopped after days, never sent inside."""

import json
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from nhipcau.api.deliver import WAITS, deliver_callbacks
from nhipcau.api.emit import find_news
from nhipcau.api.endpoints import renew_secret, secrets_of
from nhipcau.api.models import Callback, Endpoint, Happened
from nhipcau.api.tests.conftest import a_notice, caller_of, make_version
from nhipcau.channels.fetch import NotFetched
from nhipcau.core.actor import SYSTEM
from nhipcau.core.models import AuditEvent
from nhipcau.notices.models import Notice
from nhipcau.notices.publish import mark_withdrawn
from nhipcau.outreach.models import Counter

HOOK = "https://hook.example/in"
EVENTS = ["notice.published", "notice.deadline_reached", "notice.withdrawn", "reach.changed"]


class Receiver:
    """The other system's end: keeps what came and answers as it is told."""

    def __init__(self, *answers) -> None:
        self.answers, self.got = list(answers), []

    def __call__(self, url, body, headers):
        self.got.append((url, body, dict(headers)))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer


def listen(caller, **fields):
    response = caller.post("/callbacks", {"url": HOOK, "events": EVENTS, **fields})
    assert response.status_code == 201, response.content
    return Endpoint.objects.get(pk=response.json()["id"]), response.json()["secret"]


def test_what_is_sent_convinces_a_reader_that_is_not_ours(ward, trial):
    _endpoint, secret = listen(trial)
    trial.post("/notices", a_notice(reference="TYT-1"))
    receiver = Receiver()
    assert deliver_callbacks(receiver) == 2
    (url, body, headers), _reach = receiver.got
    said = Webhook(secret).verify(body, headers)
    assert url == HOOK
    assert said["type"] == "notice.published"
    assert said["data"]["reference"] == "TYT-1"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)


def test_after_a_rotation_both_secrets_convince_for_a_day(ward, trial):
    endpoint, old = listen(trial, events=["notice.published"])
    new = trial.post(f"/callbacks/{endpoint.pk}/secret").json()["secret"]
    trial.post("/notices", a_notice())
    receiver = Receiver()
    deliver_callbacks(receiver)
    _url, body, headers = receiver.got[0]
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers)
    Endpoint.objects.update(former_until=endpoint.made_at - timedelta(days=2))
    assert secrets_of(Endpoint.objects.get()) == [new]


def test_what_fails_is_tried_again_with_the_same_id_ever_more_rarely(ward, trial, civil):
    endpoint, _secret = listen(trial, events=["notice.published"])
    trial.post("/notices", a_notice())
    receiver = Receiver(500, NotFetched("broken"))
    deliver_callbacks(receiver)
    deliver_callbacks(receiver)
    assert len(receiver.got) == 1  # not before its time
    for wait in WAITS[:2]:
        civil.step(wait.total_seconds() * 1.21 / 60)
        deliver_callbacks(receiver)
    ids = {headers["webhook-id"] for _url, _body, headers in receiver.got}
    assert (len(receiver.got), len(ids)) == (3, 1)
    callback = Callback.objects.get()
    assert (callback.state, callback.attempts) == (Callback.State.DONE, 3)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_callback_ends_after_its_last_try(ward, trial, civil):
    listen(trial, events=["notice.published"])
    trial.post("/notices", a_notice())
    Callback.objects.update(attempts=len(WAITS))
    deliver_callbacks(Receiver(503))
    callback = Callback.objects.get()
    assert (callback.state, callback.last_status) == (Callback.State.FAILED, 503)


def test_an_endpoint_that_fails_for_days_is_stopped_and_begins_again_when_told(ward, trial, civil):
    endpoint, _secret = listen(trial)
    trial.post("/notices", a_notice())
    Endpoint.objects.update(failing_since=civil.now - timedelta(days=6))
    deliver_callbacks(Receiver(500))
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.DISABLED
    assert not Callback.objects.filter(state=Callback.State.WAITING).exists()
    assert AuditEvent.objects.filter(verb="api.endpoint_stopped").exists()
    said = trial.call("PATCH", f"/callbacks/{endpoint.pk}", {"is_active": True}).json()
    assert (said["is_active"], said["failing_since"]) == (True, None)


def test_whoever_answers_gone_is_not_asked_again(ward, trial):
    endpoint, _secret = listen(trial)
    trial.post("/notices", a_notice())
    deliver_callbacks(Receiver(410))
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.DISABLED


def test_one_silent_endpoint_is_asked_once_a_round(ward, trial):
    listen(trial)
    trial.post("/notices", a_notice())
    receiver = Receiver(NotFetched("broken"))
    deliver_callbacks(receiver)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.9/x", "https://u@hook.example/",
     "https://hook.example:22/x"],
)  # fmt: skip
def test_an_address_inside_the_house_or_beside_https_is_refused(ward, live, url):
    assert live.post("/callbacks", {"url": url, "events": EVENTS}).status_code == 422
    assert (
        live.post("/callbacks", {"url": "http://a.example/", "events": EVENTS}).status_code == 400
    )


def test_a_key_hears_of_nothing_that_it_may_not_read(ward):
    narrow = caller_of(
        ward.locality, ward.quan, scopes=["callbacks:write", "notices:read"], name="Hẹp"
    )
    for event in ("reach.changed", "notice.deadline_reached", "dossier.status_changed"):
        refused = narrow.post("/callbacks", {"url": HOOK, "events": [event]})
        assert refused.status_code == 422 and event in refused.content.decode()
    endpoint, _secret = listen(narrow, events=["notice.published"])
    path = f"/callbacks/{endpoint.pk}"
    assert narrow.call("PATCH", path, {"events": ["reach.changed"]}).status_code == 422


def test_an_endpoint_is_read_changed_and_removed_by_its_own_key_only(ward, live, trial, foreign):
    endpoint, secret = listen(live)
    path = f"/callbacks/{endpoint.pk}"
    assert secret not in live.get(path).content.decode()
    changed = live.call("PATCH", path, {"events": ["reach.changed"]}).json()
    assert changed["events"] == ["reach.changed"]
    for other in (trial, foreign):
        for method in ("GET", "PATCH", "DELETE"):
            assert other.call(method, path, {"is_active": False}).status_code == 404
    assert live.call("DELETE", path).status_code == 204
    assert live.get(path).status_code == 404


def test_publishing_and_withdrawing_are_told_once_each(ward, live, civil):
    listen(live, events=["notice.published", "notice.withdrawn"])
    version = make_version(ward)
    Notice.objects.filter(pk=version.notice_id).update(current=version)
    AuditEvent.objects.create(
        at=civil.now, actor_kind="staff", actor_id="1", verb="notice.published",
        subject_kind="notices.noticeversion", subject_id=str(version.pk),
        locality_id_plain=ward.locality.pk,
    )  # fmt: skip
    mark_withdrawn(version, why="Đã hoãn sang tuần sau", by=ward.lan)
    assert find_news() == 2
    assert find_news() == 0
    civil.step(2)
    assert find_news() == 0
    kinds = list(Happened.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["notice.published", "notice.withdrawn"]


def test_a_commit_that_came_late_is_still_told(ward, live, civil):
    endpoint, _secret = listen(live, events=["notice.withdrawn"])
    version = make_version(ward)
    mark_withdrawn(version, why="Đã hoãn sang tuần sau", by=ward.lan)
    find_news()
    endpoint.refresh_from_db()
    row = AuditEvent.objects.get(verb="notice.withdrawn")
    assert endpoint.read_to < row.pk  # what is younger than a minute is read again
    civil.step(2)
    find_news()
    endpoint.refresh_from_db()
    assert endpoint.read_to >= row.pk


def test_the_deadline_is_told_when_it_comes(ward, live, civil):
    listen(live, events=["notice.deadline_reached"])
    make_version(ward)
    assert find_news() == 0
    civil.step(60 * 14 + 1)
    assert (find_news(), find_news()) == (1, 0)
    assert json.loads(Happened.objects.get().body)["data"]["households"] == 7


def test_reach_is_told_when_a_number_moved_and_not_more_than_once_in_five_minutes(
    ward, live, civil
):
    listen(live, events=["reach.changed"])
    make_version(ward)
    assert find_news() == 1
    civil.step(6)
    assert find_news() == 0
    Counter.objects.filter(neighbourhood=ward.to_13).update(informed=3)
    assert find_news() == 1
    Counter.objects.filter(neighbourhood=ward.to_13).update(informed=4)
    civil.step(3)
    assert find_news() == 0
    civil.step(3)
    assert find_news() == 1


def test_nothing_of_another_locality_is_told(ward, live, stranger, civil):
    listen(live, events=["notice.withdrawn"])
    AuditEvent.objects.create(
        at=civil.now, actor_kind="staff", actor_id="1", verb="notice.withdrawn",
        subject_kind="notices.noticeversion", subject_id="1",
        locality_id_plain=stranger.locality.pk,
    )  # fmt: skip
    assert find_news() == 0


def test_a_secret_changed_twice_at_once_is_refused_once(ward, live):
    endpoint, _secret = listen(live)
    stale = Endpoint.objects.get(pk=endpoint.pk)
    renew_secret(endpoint, by=SYSTEM)
    with pytest.raises(Exception, match="thay đổi"):
        renew_secret(stale, by=SYSTEM)
