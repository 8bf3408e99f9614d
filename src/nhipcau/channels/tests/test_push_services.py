"""No address that a browser names leads our server anywhere but to a push service."""

import pytest

from nhipcau.channels.push_services import PushServices, origin_of
from nhipcau.channels.transport import Outcome, Request, Step
from nhipcau.channels.wire import Wire

OWN = "https://updates.push.services.mozilla.com"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/a",
        "https://updates.push.services.mozilla.com/wpush/v2/a",
        "https://wns2-db5p.notify.windows.com/w/?token=a",
        "https://web.push.apple.com/a",
    ],
)
def test_the_services_of_the_browsers_are_known(endpoint):
    origin = origin_of(endpoint)
    assert PushServices(OWN)[origin] == origin


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/a",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com.evil.example/a",
        "https://evil.example/?fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/a",
        "https://.notify.windows.com/a",
        "https://notify.windows.com/a",
        "https://127.0.0.1/a",
        "http://127.0.0.1:8000/a",
        "https://[::1]/a",
        "https://169.254.169.254/latest",
        "https://localhost/a",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_else_is(endpoint):
    assert PushServices(OWN).get(origin_of(endpoint)) is None


def test_the_simulator_is_known_only_where_the_settings_name_it():
    here = "http://127.0.0.1:8800"
    assert PushServices(here)[here] == here
    assert PushServices(here)["api"] == here
    assert PushServices(OWN).get(here) is None


def test_the_wire_goes_nowhere_else(settings):
    wire = Wire(settings.CA_FILE)
    step = Step(Request("POST", "/x", base="http://127.0.0.1:1"))
    wire.begin(PushServices(OWN), step, lambda _s, _r: Outcome("sent"), "row")
    assert wire.run(0) == [("row", Outcome("refused", error="no-such-service"))]
    wire.close()
