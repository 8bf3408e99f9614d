"""Another system pushes statuses: judged line by line, told on by callbacks, nobody's name."""

import json

import pytest

from nhipcau.api.emit import find_news
from nhipcau.api.models import Happened
from nhipcau.api.tests.conftest import caller_of
from nhipcau.counter.models import Dossier

ONE = {
    "number": "H03-230526-0001",
    "status": 2,
    "procedure": "1.001193",
    "name": "Nông Thị Bình",
    "phone": "0912345678",
    "received_at": "2023-05-26T08:00:00+07:00",
}


def push(caller, *lines):
    response = caller.post("/dossiers/statuses", {"dossiers": list(lines)})
    assert response.status_code == 200, response.content
    return response.json()


def test_new_changed_and_unchanged_lines_are_told_apart(ward, live, civil):
    assert push(live, ONE)["counts"] == {"new": 1}
    assert push(live, ONE)["counts"] == {"same": 1}
    assert push(live, ONE | {"status": 4})["counts"] == {"changed": 1}
    assert Dossier.objects.get().status == 4


def test_a_line_that_cannot_be_is_refused_alone_with_its_reason(ward, live, civil):
    said = push(live, ONE, ONE | {"number": "H03-230526-0002", "received_at": None})
    assert said["counts"] == {"new": 1, "refused": 1}
    assert said["dossiers"][1]["reason"]
    assert Dossier.objects.count() == 1


def test_a_time_that_is_none_is_named_by_its_place(ward, live):
    response = live.post("/dossiers/statuses", {"dossiers": [ONE | {"due_at": "26/5"}]})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/dossiers/0/due_at"


def test_a_test_key_judges_and_writes_no_dossier(ward, trial, civil):
    assert push(trial, ONE)["counts"] == {"new": 1}
    assert not Dossier.objects.exists()


def test_a_key_of_another_locality_writes_to_its_own_only(ward, live, stranger, foreign, civil):
    push(live, ONE)
    push(foreign, ONE | {"status": 4})
    assert Dossier.objects.get().status == 2


def test_a_change_of_status_is_told_without_a_name(ward, live, civil):
    hook = {"url": "https://hook.example/in", "events": ["dossier.status_changed"]}
    live.post("/callbacks", hook)
    push(live, ONE)
    push(live, ONE | {"status": 4})
    find_news()
    body = Happened.objects.order_by("-id").first().body
    data = json.loads(body)["data"]
    assert (data["number"], data["status"], data["was"]) == ("H03-230526-0001", 4, 2)
    assert "Bình" not in body
    assert "912345678" not in body


@pytest.mark.parametrize("lines", [[], [ONE] * 201])
def test_a_call_holds_a_few_lines(ward, lines):
    caller = caller_of(ward.locality, ward.quan, scopes=["dossiers:write"])
    assert caller.post("/dossiers/statuses", {"dossiers": lines}).status_code == 400
