"""Every route on an object that is there: its owner gets it, a key of another locality does not."""

import pytest

from nhipcau.api.models import SentNotice
from nhipcau.api.routes import ROUTES
from nhipcau.api.tests.conftest import a_notice, caller_of, make_version
from nhipcau.core.actor import SYSTEM
from nhipcau.notices.models import Notice
from nhipcau.procedures.models import Procedure, ProcedureVersion

HOOK = {"url": "https://hook.example/in", "events": ["notice.published"]}


@pytest.fixture
def there(ward, live, civil):
    """One object of each kind, by the name it has in paths."""
    version = make_version(ward)
    Notice.objects.filter(pk=version.notice_id).update(current=version)
    procedure = Procedure.objects.create(
        locality=ward.locality, code="1.001193", name="Đăng ký khai sinh", created_at=civil.now
    )
    current = ProcedureVersion.objects.create(
        locality=ward.locality, procedure=procedure, name=procedure.name, digest="d",
        written_at=civil.now, written_by=str(SYSTEM), current_since=civil.now,
    )  # fmt: skip
    Procedure.objects.filter(pk=procedure.pk).update(current=current)
    endpoint = live.post("/callbacks", HOOK).json()
    return {"notices": version.notice_id, "procedures": "1.001193", "callbacks": endpoint["id"]}


BODIES = {
    "send_notice": a_notice,
    "add_callback": lambda: HOOK,
    "push_statuses": lambda: {"dossiers": [{"number": "H03-230526-0001", "status": 1}]},
    "change_callback": lambda: {"is_active": True},
}
# Asked of a list, a stranger gets their own list: nothing of it may be ours.
LISTS = {
    "list_notices", "list_neighbourhoods", "list_procedures", "list_callbacks", "send_notice",
    "add_callback", "push_statuses",
}  # fmt: skip


def in_order():
    """What takes away comes last."""
    return sorted(ROUTES, key=lambda route: route.method == "DELETE")


def path_of(route, there):
    room = route.path.split("/")[1]
    return route.path.replace("{id}", str(there.get(room))).replace("{code}", str(there.get(room)))


def call(caller, route, there):
    body = BODIES[route.run.__name__]() if route.body else None
    return caller.call(route.method, path_of(route, there), body)


def test_the_owner_of_an_object_gets_it_by_every_route(there, live):
    for route in in_order():
        response = call(live, route, there)
        assert 200 <= response.status_code < 300, (route.path, response.content)


def test_the_key_of_another_locality_finds_nothing_by_any_route(there, stranger, foreign):
    ours = {str(there["notices"]), str(there["callbacks"])}
    for route in in_order():
        response = call(foreign, route, there)
        if route.run.__name__ in LISTS:
            assert response.status_code in {200, 201, 403}, route.path
            rows = response.json().get("data", [])
            assert not [row for row in rows if row.get("id") in ours and "title" in row]
            assert "1.001193" not in response.content.decode()
        else:
            assert response.status_code == 404, (route.path, response.content)


def test_no_object_of_ours_moved_by_a_strangers_call(there, ward, stranger, foreign):
    for route in in_order():
        call(foreign, route, there)
    assert not SentNotice.objects.exists()
    assert Notice.objects.get().current_id


def test_without_a_key_every_route_is_closed(there, live):
    caller = caller_of(live.key.locality, live.key.made_by, scopes=["dossiers:write"])
    for route in in_order():
        live.token, kept = "", live.token
        assert call(live, route, there).status_code == 401
        live.token = kept
        if route.scope != "dossiers:write":
            assert call(caller, route, there).status_code == 403
