"""Sign-ins leave nothing behind for longer than it is of use."""

from datetime import timedelta

from axes.models import AccessLog
from django.contrib.sessions.models import Session

from nhipcau.core.clock import machine_now
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.forget import forget_sign_ins
from nhipcau.people.models import Device, Invitation
from nhipcau.people.tests.test_invite import token_of


def test_what_is_long_over_goes_and_what_is_in_use_stays(ward):
    now = machine_now()
    for key, ends in (("old", now - timedelta(days=1)), ("new", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    enrol_phone(token_of(phone_link(ward.hoa, by=ward.quan.actor)), label="used")
    enrol_phone(token_of(phone_link(ward.hoa, by=ward.quan.actor)), label="lost")
    Device.objects.filter(label="lost").update(revoked_at=now - timedelta(days=400))
    Invitation.objects.filter(pk=Invitation.objects.first().pk).update(
        expires_at=now - timedelta(days=91)
    )
    AccessLog.objects.create(username="lan", ip_address="10.0.0.1")
    AccessLog.objects.update(attempt_time=now - timedelta(days=91))
    forget_sign_ins()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(Device.objects.values_list("label", flat=True)) == ["used"]
    assert Invitation.objects.count() == 1
    assert not AccessLog.objects.exists()
