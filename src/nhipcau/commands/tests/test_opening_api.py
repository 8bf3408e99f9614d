"""The demo's ward shows a key to try with, and only the demo's."""

from nhipcau.api.keys import find_key
from nhipcau.api.models import ApiKey, Rehearsal
from nhipcau.commands.opening_api import open_api


def test_the_demo_gets_a_test_key_and_a_system_that_sends(ward, settings):
    settings.DEMO = True
    key = find_key(open_api(ward.locality))
    assert key.is_test
    assert Rehearsal.objects.get().key == key
    assert ApiKey.objects.get(mode="live").publishes


def test_a_real_ward_gets_no_key_by_itself(ward, settings):
    settings.DEMO = False
    assert open_api(ward.locality) == ""
    assert not ApiKey.objects.exists()
