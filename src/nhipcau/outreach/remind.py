"""Telling our own people: one message by one way, each a row first, so nothing goes out twice.

Without any working way the ward is asked to call instead. What climbs from way to way and from
person to person is decided in ladder.py and climb.py.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT
from nhipcau.dispatch.models import Job
from nhipcau.dispatch.stop import stop_job
from nhipcau.links.shorten import make_links
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_words import (
    alert_text,
    carries_link_apart,
    is_by_sms,
    long_alert,
    note_by,
)
from nhipcau.outreach.budget import OverBudget, enqueue_paid
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.our_people import working_ways
from nhipcau.people.models import Staff, StaffWay

RELAY, DOORS = "relay", "doors"
FIRST = 0  # the round of the first word; later ones remind


@dataclass(frozen=True, slots=True)
class Reminding:
    """What for (`relay`, `doors`), which round, and the first words of it."""

    what: str
    number: int
    begins: str


@dataclass(frozen=True, slots=True)
class Step:
    """One message to be sent: to whom, which step of the round, by which way if any."""

    person: Staff
    said: Reminding
    step: int
    way: StaffWay | None


def remind(version: NoticeVersion, people: Sequence[Staff], said: Reminding) -> int:
    """Verb. The first step of a round, to those who did not have it yet. Returns to how many."""
    had = set(
        Reminder.objects.filter(
            version=version, what=said.what, number=said.number, staff__in=people
        ).values_list("staff_id", flat=True)
    )
    fresh = [person for person in people if person.pk not in had]
    if not fresh:
        return 0
    ways = working_ways(version.locality, fresh, civil_now())
    best = _answered_by(version, fresh) if said.number > FIRST else {}
    steps = [
        Step(person, said, 1, _choose(ways[person.pk], said, best.get(person.pk)))
        for person in fresh
    ]
    return send_steps(version, steps)


def send_steps(version: NoticeVersion, steps: Sequence[Step]) -> int:
    """Verb. Rows, links and jobs in one short transaction; a step that somebody else has taken
    meanwhile is left to them."""
    with transaction.atomic():
        made = [row for step in steps if (row := _claim(version, step)) is not None]
        _give_links(version, made)
        for row in made:
            if row.way is None:
                ask_to_call(version, row.staff, row.what)
        for _group, rows in groupby(sorted(made, key=_batch), key=_batch):
            _send(version, list(rows))
        if made:
            what, number = made[0].what, made[0].number
            after = {"people": len(made), "number": number, "step": made[0].step}
            audit.record(SYSTEM, f"reminded.{what}", version, after=after)
    return len(made)


def stop_words(version: NoticeVersion, *, by: Actor) -> int:
    """Verb. What was not sent yet to our own is not sent any more. Returns how many jobs."""
    return stop_jobs_of(Reminder.objects.filter(version=version), by=by)


def stop_jobs_of(reminders: QuerySet[Reminder], *, by: Actor) -> int:
    stopped = 0
    jobs = reminders.filter(job__done_at__isnull=True).values("job")
    for job in Job.objects.filter(pk__in=jobs):
        with suppress(WrongState):  # it is done, or was stopped before
            stop_job(job, by=by)
            stopped += 1
    return stopped


def ask_to_call(version: NoticeVersion, person: Staff, what: str = RELAY) -> None:
    """What no message can do: somebody of the ward picks up the telephone."""
    words = _("Gọi %(who)s (%(where)s): chưa đăng tin vào nhóm.")
    if what == DOORS:
        words = _("Gọi %(who)s (%(where)s): còn nhà cần báo tận nơi.")
    make_task(
        version,
        kind="call_leader",
        text=words % {"who": person.name, "where": person.neighbourhood},
        neighbourhood=person.neighbourhood,
        by=SYSTEM,
    )


def call_if_last(version: NoticeVersion, row: Reminder) -> None:
    """A message did not arrive. Another way goes out with the next minute; without one the ward
    calls, now."""
    used = Reminder.objects.filter(
        version=version, staff=row.staff_id, what=row.what, number=row.number
    ).values_list("way_id", flat=True)
    left = working_ways(version.locality, [row.staff], civil_now())[row.staff_id]
    if all(way.pk in set(used) for way in left):
        with house_language():
            ask_to_call(version, row.staff, row.what)


def _choose(ways: Sequence[StaffWay], said: Reminding, best: int | None) -> StaffWay | None:
    """A later round goes by the way that was answered, or by another one than the last time."""
    if not ways:
        return None
    answered = next((way for way in ways if way.pk == best), None)
    return answered or ways[max(0, said.number - 1) % len(ways)]


def _answered_by(version: NoticeVersion, people: Sequence[Staff]) -> Mapping[int, int | None]:
    rows = Reminder.objects.filter(version=version, staff__in=people, opened_at__isnull=False)
    return dict(rows.order_by("opened_at").values_list("staff_id", "way_id"))


def _claim(version: NoticeVersion, step: Step) -> Reminder | None:
    row, is_new = Reminder.objects.get_or_create(
        version=version,
        staff=step.person,
        what=step.said.what,
        number=step.said.number,
        step=step.step,
        defaults={
            "locality_id": version.locality_id,
            "way": step.way,
            "channel": step.way.kind if step.way else "",
            "begins": step.said.begins[:120],
            "at": civil_now(),
        },
    )
    return row if is_new else None


def _give_links(version: NoticeVersion, made: Sequence[Reminder]) -> None:
    """Each its own: whoever opens it has answered this very message."""
    sent = [row for row in made if row.way is not None]
    if not sent:
        return
    places = [
        {"channel": row.channel, "neighbourhood": row.staff.neighbourhood_id, "reminder": row.pk}
        for row in sent
    ]
    paths = [f"/to/mo/{row.pk}/" for row in sent]
    links = make_links(version.locality, paths, places, by=SYSTEM)
    for row, link in zip(sent, links, strict=True):
        row.link = link
    Reminder.objects.bulk_update(sent, ["link"])


def _batch(row: Reminder) -> tuple[int, str, str, int]:
    account = row.way.account_id or 0 if row.way else 0
    return account, row.channel, row.begins, row.pk if account == 0 else 0


def _send(version: NoticeVersion, rows: list[Reminder]) -> None:
    way, first = rows[0].way, rows[0]
    account = way.account if way else None
    if account is None:
        return
    text = alert_text if is_by_sms(first.channel) else long_alert
    words = text(version, first.begins)
    if carries_link_apart(first.channel):
        words = words.replace("{link}", "").strip()
    ids = [row.pk for row in rows]
    try:
        note, unit_vnd = note_by(version, first.begins, account, civil_now())
        job = enqueue_paid(
            version,
            account,
            key=f"v{version.pk}:{first.what}:{first.number}:{min(ids)}",
            title=version.title,
            text=words,
            recipients=addresses.reminded(ids),
            lane=URGENT,
            note=note,
            unit_vnd=unit_vnd,
            not_after=version.deadline,
            by=SYSTEM,
        )
    except (OverBudget, BadInput, WrongState):  # no money, no template: the next way may do
        Reminder.objects.filter(pk__in=ids).update(failed_at=civil_now())
        for row in rows:
            call_if_last(version, row)
        return
    Reminder.objects.filter(pk__in=ids).update(job=job)
