"""A notice that is out, a group's link to it, and telephones that are signed in."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.clock import civil_now, machine_now
from nhipcau.links.models import Link
from nhipcau.outreach.models import Relay
from nhipcau.outreach.tests.conftest import civil, make_version, version  # noqa: F401
from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.people.models import Device
from nhipcau.people.tokens import make_token


@pytest.fixture
def notice(version):  # noqa: F811
    """The version in force of its notice, as the portal shows it."""
    version.notice.current = version
    version.notice.save()
    return version.notice


def make_link(ward, notice, code="k7m2pqxyz", **place) -> Link:
    return Link.objects.create(
        locality=ward.locality,
        code=code,
        path=f"/{ward.locality.slug}/thong-bao/{notice.pk}/",
        place={"neighbourhood": ward.to_13.pk, "channel": "relay", **place},
        created_at=civil_now(),
    )


@pytest.fixture
def link(ward, notice):
    return make_link(ward, notice, group=ward.group_13.pk)


@pytest.fixture
def relay(ward, version, link):  # noqa: F811
    return Relay.objects.create(
        locality=ward.locality,
        version=version,
        group=ward.group_13,
        neighbourhood=ward.to_13,
        link=link,
        text="Khám sàng lọc miễn phí, xem ở http://127.0.0.1/t/k7m2pqxyz",
        asked_at=civil_now(),
    )


def phone_of(staff) -> Client:
    """A browser with this person's enrolled telephone."""
    token, token_hash = make_token()
    now = machine_now()
    Device.objects.create(
        locality=staff.locality,
        staff=staff,
        token_hash=token_hash,
        enrolled_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=90),
    )
    client = Client()
    client.cookies[PHONE_COOKIE] = token
    return client


@pytest.fixture
def hoa(ward):
    return phone_of(ward.hoa)
