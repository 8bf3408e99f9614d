"""What sign-in leaves behind holds names and addresses: it is kept no longer than of use."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.sessions.models import Session
from django_scopes import scopes_disabled

from nhipcau.core.clock import civil_seconds, machine_now
from nhipcau.people.models import Device, Invitation, TryCount

LOG_DAYS = 90
LINKS_KEPT = timedelta(days=90)
PHONES_KEPT = timedelta(days=365)


def forget_sign_ins() -> None:
    """Daily: ended sessions, attempts and counted tries, links and phones that are long over."""
    now = machine_now()
    Session.objects.filter(expire_date__lt=now).delete()
    AxesProxyHandler.reset_logs(age_days=LOG_DAYS)
    TryCount.objects.filter(until__lt=civil_seconds()).delete()
    with scopes_disabled():  # of every locality alike
        Invitation.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
        Device.objects.filter(expires_at__lt=now - PHONES_KEPT).delete()
        Device.objects.filter(revoked_at__lt=now - PHONES_KEPT).delete()
