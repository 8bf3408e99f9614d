"""A notice that is out and half known, and people at their desks."""

import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.models import Relay
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.seen import acknowledge, record_seen
from nhipcau.outreach.tests.conftest import (  # noqa: F401
    approved,
    civil,
    make_approved,
    sms,
    zalo,
)


@pytest.fixture
def out(ward, approved, sms, civil):  # noqa: F811
    """Posted after ten minutes; Tùng and Phương have looked; the rest has not."""
    version = publish_notice(approved, by=ward.lan)
    civil.step(10)
    mark_posted(Relay.objects.get(), by=ward.hoa)
    civil.step(12)
    record_seen(version, ward.tung)
    acknowledge(version, ward.phuong, by=SYSTEM)
    civil.step(20)
    version.notice.refresh_from_db()
    return version


@pytest.fixture
def desk(ward, client):
    """Signs somebody of the ward in and hands the browser back."""

    def sign_in(staff=None):
        client.force_login(staff or ward.lan)
        return client

    return sign_in
