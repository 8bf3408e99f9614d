"""What machines ask of us: are you well, are you idle (the story asks), what are your numbers."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView
from django_scopes import scopes_disabled
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nhipcau.channels.models import RawEvent
from nhipcau.core import periodic
from nhipcau.core.clock import civil_seconds, machine_now, machine_seconds
from nhipcau.core.models import Heartbeat
from nhipcau.dispatch import queries
from nhipcau.dispatch.models import Chunk
from nhipcau.people.demo import is_demo_here, is_loopback
from nhipcau.places.row_security import over_localities

SILENT_AFTER_SECONDS = 60
LONGEST_TASK = timedelta(minutes=5)
KINDS = ("sending", "background")


@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when notices can go out, 503 when not. Says nothing about people or places."""
    try:
        ages = heartbeat_ages()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    alive = {kind: is_alive(ages, kind) for kind in KINDS}
    ok = all(alive.values())
    return JsonResponse({"ok": ok, "database": True, **alive}, status=200 if ok else 503)


@login_not_required
@never_cache
def idle(request: HttpRequest) -> HttpResponse:
    """For the story's driver: may the civil clock be stepped, and when does the next thing come?"""
    if not is_demo_here(request):
        raise Http404
    is_idle, coming, ledger = idle_until(civil_seconds())
    return JsonResponse({"idle": is_idle, "next": coming, "ledger": ledger})


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not is_loopback(request):
        raise Http404
    page: HttpResponse = ExportToDjangoView(request)
    return page


def is_alive(ages: dict[str, float], kind: str) -> bool:
    """A worker of that kind, or one that does everything, was seen a moment ago."""
    age = min(ages.get(kind, float("inf")), ages.get("all", float("inf")))
    return age < SILENT_AFTER_SECONDS


def heartbeat_ages() -> dict[str, float]:
    """Seconds since each kind of worker was last seen."""
    newest = Heartbeat.objects.values_list("kind").annotate(at=Max("at"))
    return {kind: machine_seconds() - at for kind, at in newest}


def idle_until(now: float) -> tuple[bool, float | None, float | None]:
    """Nothing to load, to run or to send at civil `now`; the next known moment of any work, and of
    the ledger's alone: the story may stride over periodic jobs, but no limit or retry."""
    busy = (False, None, None)
    if _tasks_wait():  # the usual answer while something goes on, and the cheapest to find
        return busy
    # In the order in which work goes: what the ledger sent comes back as an event to load.
    ledger_idle, ledger_next = queries.idle_until(now)
    if not ledger_idle:
        return busy
    periodic_idle, periodic_next = periodic.idle_until(now)
    if not periodic_idle or _tasks_wait():
        return busy
    moments = [moment for moment in (periodic_next, ledger_next) if moment is not None]
    return True, min(moments, default=None), ledger_next


def _tasks_wait() -> bool:
    # A task whose worker was killed stays RUNNING for ever; none of ours takes minutes.
    began = machine_now() - LONGEST_TASK
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__gt=began)
    tasks = DBTaskResult.objects.ready() | running
    return RawEvent.objects.filter(loaded_at__isnull=True).exists() or tasks.exists()


class Workload(Collector):
    """Read when asked for: what waits, and how long ago each kind of worker was seen."""

    def collect(self) -> Iterator[Metric]:
        with (
            scopes_disabled(),
            over_localities(),
        ):  # numbers of the whole installation, no row leaves
            waiting = Chunk.objects.filter(ready_at__isnull=False).count()
        yield GaugeMetricFamily("nhipcau_chunks_waiting", "Chunks not done", waiting)
        unloaded = RawEvent.objects.filter(loaded_at__isnull=True).count()
        yield GaugeMetricFamily("nhipcau_raw_events_waiting", "Webhooks not loaded", unloaded)
        ages = GaugeMetricFamily(
            "nhipcau_heartbeat_age_seconds", "Since a worker was seen", labels=["kind"]
        )
        for kind, age in heartbeat_ages().items():
            ages.add_metric([kind], age)
        yield ages

    def describe(self) -> Iterator[Metric]:
        """Without this the registry would ask the database while Django is still starting."""
        return iter(())


REGISTRY.register(Workload())
