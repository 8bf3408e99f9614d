"""What docs/api.md tells others to write works, and it names everything there is."""

import re
from pathlib import Path

import pytest

from nhipcau.api import limits
from nhipcau.api.deliver import WAITS
from nhipcau.api.models import Event, Publish, Scope
from nhipcau.api.rehearse import EACH_ONE
from nhipcau.api.signing import headers, new_secret
from nhipcau.core.clock import machine_seconds

DOC = (Path(__file__).resolve().parents[4] / "docs/api.md").read_text(encoding="utf-8")
BODY = b'{"type":"notice.published"}'


@pytest.fixture(scope="module")
def verify():
    told = {}
    (snippet,) = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    exec(snippet, told)  # noqa: S102  our own page
    return told["verify"]


def test_the_snippet_of_the_page_believes_what_we_sign_and_nothing_else(verify):
    old, new = new_secret(), new_secret()
    now = int(machine_seconds())
    signed = headers([new, old], "evt_1", now, BODY)
    assert verify(new, signed, BODY) and verify(old, signed, BODY)
    assert not verify(new_secret(), signed, BODY)
    assert not verify(new, signed, BODY + b" ")
    assert not verify(new, headers([new], "evt_1", now - 3600, BODY), BODY)


def test_the_page_names_every_scope_event_choice_and_test_address():
    for name in [*Scope.values, *Event.values, *Publish.values, *EACH_ONE]:
        assert f"`{name}`" in DOC, name


def test_the_page_says_the_limits_as_they_are():
    assert f"{limits.MOST} lần một phút" in DOC
    assert len(WAITS) == 9
