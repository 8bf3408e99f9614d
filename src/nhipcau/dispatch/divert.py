"""The second gateway takes over: what has surely not gone through the first goes by another one.

Only rows that the first gateway surely did not take: never tried, or refused for a reason of the
account's, or nothing had left the house. What may have gone (unknown, in flight, no answer) stays:
sending it elsewhere could tell a household twice.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Account
from nhipcau.channels.prices import price_at
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import Prepares, Transport
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, civil_seconds, machine_seconds
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.dispatch import sql
from nhipcau.dispatch.buckets import bucket_of
from nhipcau.dispatch.lease import LEASE_SECONDS
from nhipcau.dispatch.models import Bucket, Chunk, Delivery, Diversion, Job
from nhipcau.dispatch.outcomes import Outcome, outcomes
from nhipcau.text.sms import sms_parts

OPEN: Final = (Job.State.FILLING, Job.State.READY)
# The wire's words for "nothing has left", beside "": never tried.
NOTHING_LEFT: Final = frozenset(
    {
        "", "connect", "no-such-host", "tls", "certificate", "certificate-time",
        "certificate-name", "no-ca-file", "http-429",
    }
)  # fmt: skip
CHUNKS: Final = 40  # of a job, moved at once; the sender moves the rest


def divert(job: Job, to: Account, *, by: Actor) -> Diversion:
    """Verb. From now on the job goes by `to`; rows that are safe move at once or within moments."""
    former = job.account
    _check(job, former, to)
    with transaction.atomic():
        bucket_of(to)
        open_jobs = Job.objects.filter(
            pk=job.pk, account=former, state__in=OPEN, done_at__isnull=True
        )
        if not open_jobs.update(account=to, unit_vnd=_unit(job, former, to)):
            raise WrongState(_("Đợt gửi này đã xong, đã dừng hoặc đã chuyển kênh trước đó."))
        diversion = Diversion.objects.create(
            locality_id=job.locality_id,
            job=job,
            former=former,
            chosen=to,
            unit_vnd=job.unit_vnd,
            why=former.problem,
            at=civil_now(),
        )
        after = {"from": former.pk, "to": to.pk, "why": former.problem}
        audit.record(by, "job.diverted", job, after=after)
    job.refresh_from_db()
    move_rest(job=job)
    diversion.refresh_from_db()
    return diversion


def move_rest(*, job: Job | None = None) -> int:
    """The sender's chore too: free chunks of diverted jobs that still wait at a former account.
    Returns how many rows moved."""
    with scopes_disabled():  # the sender works for all localities: each is moved in its own
        is_any = Diversion.objects.filter(job__done_at__isnull=True).exists()  # mostly none
        found = list(_waiting(job)[:CHUNKS]) if is_any else []
    moved = 0
    for chunk in found:
        with scope(locality=chunk.locality_id):
            moved += _move(chunk)
    return moved


def _waiting(job: Job | None) -> QuerySet[Chunk]:
    diverted = Diversion.objects.filter(job__done_at__isnull=True)
    if job is not None:
        diverted = diverted.filter(job=job)
    rows = Delivery.objects.filter(chunk=OuterRef("pk"), state=Delivery.State.QUEUED)
    free = Chunk.objects.filter(
        job__in=diverted.values("job"),
        ready_at__isnull=False,
        leased_until__lte=machine_seconds(),
        job__state=Job.State.READY,
    ).exclude(bucket__account=F("job__account"))
    return free.filter(Exists(_safe(rows))).select_related("job__account", "bucket__account")


def _safe(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """`started` rows of a chunk are in doubt: a worker died with them in its hands."""
    return rows.filter(error__in=_not_taken(), pos__gte=F("chunk__started"))


def _not_taken() -> set[str]:
    found = set(NOTHING_LEFT)
    for transport in TRANSPORTS.values():
        codes: frozenset[str] = getattr(transport, "not_taken", frozenset())
        found |= codes
    return found


def _move(chunk: Chunk) -> int:
    """One chunk's safe rows into a chunk of their own, in the other account's bucket."""
    machine = machine_seconds()
    with transaction.atomic():
        free = Chunk.objects.filter(
            pk=chunk.pk, ready_at__isnull=False, leased_until__lte=machine, fence=chunk.fence
        )
        if not free.update(fence=F("fence") + 1, leased_until=machine + LEASE_SECONDS):
            return 0
        queued = Delivery.objects.filter(chunk=chunk, state=Delivery.State.QUEUED)
        _give_up_in_doubt(chunk, queued)
        rows = list(_safe(queued).order_by("pos").only("pk"))
        bucket = bucket_of(chunk.job.account)
        made = _made(chunk, bucket, len(rows))
        for pos, row in enumerate(rows):
            row.chunk, row.pos, row.account = made, pos, chunk.job.account_id
            row.error, row.attempts = "", 0
        Delivery.objects.bulk_update(
            rows, ["chunk", "pos", "account", "error", "attempts"], batch_size=100
        )
        rest = queued.exists()
        Chunk.objects.filter(pk=chunk.pk).update(
            leased_until=0, ready_at=chunk.ready_at if rest else None
        )
        Diversion.objects.filter(job=chunk.job, chosen=chunk.job.account).update(
            rows=F("rows") + len(rows)
        )
    return len(rows)


def _made(chunk: Chunk, bucket: Bucket, rows: int) -> Chunk:
    number = sql.run(sql.NEXT_CHUNK, job=chunk.job_id, locality=chunk.locality_id)[0][0]
    return Chunk.objects.create(
        id=sql.chunk_id(chunk.job_id, number),
        locality_id=chunk.locality_id,
        job=chunk.job,
        bucket=bucket,
        lane=chunk.lane,
        turn=bucket.turn,
        ready_at=civil_seconds(),
        nrows=rows,
    )


def _give_up_in_doubt(chunk: Chunk, queued: QuerySet[Delivery]) -> None:
    """Where no key is taken, what a dead worker had in its hands is unknown, whoever asks."""
    former = chunk.bucket.account
    if former is None or TRANSPORTS[former.speaks].takes_key or not chunk.started:
        return
    at = civil_now()
    doubtful = list(queued.filter(pos__lt=chunk.started))
    queued.filter(pk__in=[row.pk for row in doubtful]).update(
        state=Delivery.State.UNKNOWN, error="takeover", at=at
    )
    outcomes(
        [
            Outcome(
                delivery=row.pk,
                job=chunk.job_id,
                account=row.account,
                household=row.household,
                neighbourhood=row.neighbourhood,
                address=row.address,
                state=Delivery.State.UNKNOWN,
                error="takeover",
                at=at,
            )
            for row in doubtful
        ]
    )


def _check(job: Job, former: Account, to: Account) -> None:
    if to.locality_id != job.locality_id or to.kind != former.kind or to.pk == former.pk:
        raise BadInput(_("Chỉ chuyển được sang một kênh khác cùng loại của phường."), field="to")
    if to.state != Account.State.WORKING:
        raise WrongState(_("Kênh nhận chuyển đang không hoạt động."))
    if _prepares(TRANSPORTS[to.speaks]) or _prepares(TRANSPORTS[former.speaks]):
        raise BadInput(_("Loại kênh này không chuyển giữa chừng được."), field="to")


def _prepares(transport: type[Transport]) -> bool:
    return issubclass(transport, Prepares)


def _unit(job: Job, former: Account, to: Account) -> int:
    """As many parts as before, at the other one's price."""
    now = civil_now()
    was = price_at(former, now)
    parts = round(job.unit_vnd / was) if was else sms_parts(job.text).parts
    return price_at(to, now) * max(1, parts)


def units_of(job: int) -> dict[int, int]:
    """What a message cost at accounts that the job has left."""
    rows = Diversion.objects.filter(job=job).values_list("former", "unit_vnd")
    return {former: unit for former, unit in rows if former is not None}


def cost_of(job: int, unit: int, paid: list[tuple[Any, ...]]) -> int:
    """`paid`: account and how many went through it."""
    units = units_of(job) if len(paid) > 1 or not unit else {}
    return sum(n * units.get(account, unit) for account, n in paid)
