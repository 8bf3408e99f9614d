from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nhipcau.core.clock import civil_now
from nhipcau.dispatch import fill, sql, sql_fill
from nhipcau.dispatch.limits import chunk_size, gap_for
from nhipcau.dispatch.models import Chunk, Delivery, Job
from nhipcau.dispatch.tests.conftest import ask, make_phones, make_sms, phones
from nhipcau.people.models import ContactPoint, Resident


def test_a_job_is_ready_only_once_its_list_is_whole(town, sms, monkeypatch):
    monkeypatch.setattr(fill, "BATCH", 10)
    make_phones(town, 25)
    job = ask(town, sms)
    seen = []
    while job.state == Job.State.FILLING:
        fill.fill_batch(job)
        job.refresh_from_db()
        seen.append((job.state, job.total))
    assert seen == [("filling", 10), ("filling", 20), ("ready", 25)]
    assert job.query == {}


def test_whoever_comes_after_a_crash_goes_on_behind_the_last_batch(town, sms, monkeypatch):
    monkeypatch.setattr(fill, "BATCH", 10)
    make_phones(town, 25)
    job = ask(town, sms)
    late = Job.objects.get(pk=job.pk)
    fill.fill_batch(job)
    assert not fill.fill_batch(late)  # the same batch, read before the other one committed
    fill.fill_job(Job.objects.get(pk=job.pk))
    assert Delivery.objects.count() == len(set(addresses(job))) == 25


def test_a_list_finished_by_another_worker_meanwhile_is_left_alone(town, sms, monkeypatch):
    make_phones(town, 3)
    job = ask(town, sms)
    seen = sql.run(sql_fill.TO_FILL)
    fill.fill_job(job)
    monkeypatch.setattr(sql, "run", lambda statement, **given: seen)
    fill.fill_waiting()
    assert Delivery.objects.count() == 3


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    people=some.integers(min_value=0, max_value=60),
    batch=some.integers(min_value=1, max_value=25),
    rate=some.sampled_from([0, 100, 2000]),
    stale=some.lists(some.booleans(), max_size=8),
    left_out=some.sampled_from([1, 2, 3]),
)
def test_however_it_is_interrupted_every_address_has_one_row_in_one_place(
    town, monkeypatch, people, batch, rate, stale, left_out
):
    monkeypatch.setattr(fill, "BATCH", batch)
    ContactPoint.objects.filter(kind="phone", household__neighbourhood=town.to_2).delete()
    town.to_2.households.all().delete()
    make_phones(town, people)
    account = make_sms(town, per_minute=rate)
    asked = [
        pk
        for number, pk in enumerate(phones(town).values_list("id", flat=True))
        if number % left_out == 0
    ]
    people = len(asked)
    job = ask(town, account, key=f"j{account.pk}", recipients=phones(town).filter(id__in=asked))
    former = job
    for is_stale in stale:
        fill.fill_batch(former if is_stale else Job.objects.get(pk=job.pk))
        former = Job.objects.get(pk=job.pk)
        if former.state != Job.State.FILLING:
            break
    job = fill.fill_job(Job.objects.get(pk=job.pk))
    rows = list(Delivery.objects.filter(job=job).values_list("address", "key", "chunk", "pos"))
    assert job.total == len(rows) == len({row[0] for row in rows}) == people
    assert len({row[1] for row in rows}) == people
    sizes = Counter(row[2] for row in rows)
    assert dict(Chunk.objects.filter(job=job).values_list("id", "nrows")) == dict(sizes)
    assert max(sizes.values(), default=0) <= chunk_size(gap_for(rate))


def test_an_address_shared_by_two_households_gets_one_message(town, sms):
    make_phones(town, 3)
    ContactPoint.objects.filter(household__key__in=["k0", "k1"]).update(value="+84911111111")
    job = fill.fill_job(ask(town, sms))
    assert sorted(addresses(job)) == ["+84900000002", "+84911111111"]
    assert job.total == 2


def test_nobody_to_send_to_is_a_job_that_ends(town, sms):
    job = fill.fill_job(ask(town, sms))
    assert (job.state, job.total) == (Job.State.READY, 0)


def test_rows_start_when_the_job_may(town, sms):
    make_phones(town, 2)
    later = civil_now() + timedelta(hours=9)
    fill.fill_job(ask(town, sms, not_before=later))
    assert Chunk.objects.get().ready_at == pytest.approx(later.timestamp())


def test_values_of_the_query_survive_being_kept(town, sms):
    """A date, a list, a percent sign, None and a moment, as real selections have them."""
    Resident.objects.create(
        locality=town.locality,
        household=town.mai,
        key="x",
        name="100% Mai",
        born_on=date(1970, 1, 2),
    )
    make_phones(town, 1)
    ContactPoint.objects.filter(household__key="k0").update(household=town.mai)
    found = ContactPoint.objects.filter(
        household__residents__born_on__lte=date(1983, 5, 26),
        household__residents__name__contains="100%",
        household__in=[town.mai.pk, town.binh.pk],
        created_at__lte=civil_now() + timedelta(days=1),
        value="+84900000000",
    ).values_list("id", "household_id", "household__neighbourhood_id", "value", Value(""))
    job = fill.fill_job(ask(town, sms, recipients=found))
    assert addresses(job) == ["+84900000000"]


def test_a_new_job_starts_where_service_is(town, sms):
    make_phones(town, 1)
    fill.fill_job(ask(town, sms, key="a"))
    bucket = Chunk.objects.get().bucket
    type(bucket).objects.update(turn=4000)
    fill.fill_job(ask(town, sms, key="b", recipients=phones(town)))
    assert list(Chunk.objects.order_by("id").values_list("turn", flat=True)) == [0, 4000]


def addresses(job: Job) -> list[str]:
    return list(Delivery.objects.filter(job=job).values_list("address", flat=True))
