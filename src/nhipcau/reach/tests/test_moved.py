"""A route whose account failed says on the reach page who sends instead."""

from nhipcau.channels.models import Account
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Job
from nhipcau.outreach.models import Route
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.reach.kinds import by_channel


def test_a_diverted_route_names_the_account_that_took_over(ward):
    version = make_version(ward)
    first, second = (
        Account.objects.create(locality=ward.locality, kind="sms", name=name, state="working")
        for name in ("SMS eSMS", "SMS Viettel")
    )
    job = Job.objects.create(
        locality=ward.locality,
        account=first,
        key="k",
        text="x",
        prefix="p",
        created_at=civil_now(),
    )
    Route.objects.create(
        locality=ward.locality, version=version, kind="sms", account=first, job=job, position=1
    )
    assert by_channel(version, {})[0].moved_to == ""
    Job.objects.filter(pk=job.pk).update(account=second)
    assert by_channel(version, {})[0].moved_to == "SMS Viettel"
