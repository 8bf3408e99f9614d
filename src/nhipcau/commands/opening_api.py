"""The demo's ward has a system of the health station that sends through it, and a key to try with.

A key is shown once, to whoever makes it; here that is the person at the terminal.
"""

from datetime import timedelta

from django.conf import settings

from nhipcau.api.keys import KeyInput, accept_key, make_key
from nhipcau.api.models import Mode, Scope
from nhipcau.api.rehearse import EACH_ONE, rehearse
from nhipcau.api.shapes import NoticeIn
from nhipcau.core.clock import civil_now
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality

STATION = "Phần mềm của Trạm Y tế"


def open_api(locality: Locality) -> str:
    """Inside the scope, under the demo setting only. Returns the token of a test key."""
    here = Staff.objects.filter(locality=locality, is_active=True)
    admin, editor = (here.filter(role=role).first() for role in (Role.ADMIN, Role.EDITOR))
    if not settings.DEMO or admin is None or editor is None:
        return ""
    live = KeyInput(STATION, Mode.LIVE, Scope.values, editor, may_publish=True)
    key, _token = make_key(locality, live, by=admin)
    accept_key(key, by=editor)
    trial, token = make_key(
        locality, KeyInput(f"{STATION} (chạy thử)", Mode.TEST, Scope.values), by=admin
    )
    rehearse(
        trial,
        NoticeIn(
            title="Tiêm nhắc vắc xin cho trẻ dưới 5 tuổi",
            text="Trạm Y tế tiêm nhắc cho trẻ dưới 5 tuổi. Mang theo sổ tiêm chủng.",
            deadline=(civil_now() + timedelta(days=2)).isoformat(),
            test_recipients=EACH_ONE,
            reference="TYT-THU-1",
        ),
    )
    return token
