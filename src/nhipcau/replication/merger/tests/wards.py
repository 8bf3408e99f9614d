"""Two neighbouring wards of the cast that become one, with something alive in every room."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from tests import cast

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.inbox.models import Conversation, Message, Question, Topic
from nhipcau.links.models import Link, LinkDay, Poster
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Counter, Evidence, Standing
from nhipcau.people.models import ContactPoint, Household
from nhipcau.places.models import Locality, Neighbourhood, OpeningHours, Unit
from nhipcau.replication.merger.carry_out import carry_out
from nhipcau.replication.merger.draft import draft_merger, mark_seen
from nhipcau.replication.merger.plan import PartyPlan, Plan
from nhipcau.replication.merger.preview import preview
from nhipcau.replication.models import Merger

NEITHER_BEFORE_NOR_AFTER = {
    *("Merger", "MergerParty", "MergerDecision", "MergerMove"),
    *("Lineage", "Locality", "AuditEvent", "Unit", "Session"),
}


@dataclass(frozen=True)
class Two:
    song_cau: cast.Ward
    nong_thuong: cast.Stranger
    old: NoticeVersion  # published in Sông Cầu, its deadline is over
    poster: Poster
    question: Question  # open
    closed: Question


def the_unit() -> Unit:
    unit, _made = Unit.objects.get_or_create(
        code="01843", level=Unit.Level.COMMUNE, valid_from=date(2025, 7, 1),
        defaults={"name": "Phường Bắc Kạn", "source": "tests"},
    )  # fmt: skip
    return unit


def plan_of(*slugs: str, **more: Any) -> Plan:
    told: dict[str, Any] = {
        "decision": "1683/NQ-UBTVQH15",
        "signed_on": date(2025, 6, 16),
        "takes_on": date(2025, 7, 1),
        "slug": "bac-kan",
        "unit": "01843",
    }
    parties = tuple(PartyPlan(slug) for slug in slugs)
    return Plan(**{**told, "parties": parties, **more})


def merge(*slugs: str, **more: Any) -> tuple[Merger, Locality]:
    merger = seen(*slugs, **more)
    return merger, carry_out(merger, by=SYSTEM)


def seen(*slugs: str, **more: Any) -> Merger:
    the_unit()
    merger = draft_merger(plan_of(*slugs, **more), by=SYSTEM)
    mark_seen(merger, preview(merger).fingerprint, by=SYSTEM)
    return merger


def two_wards(ward: cast.Ward, stranger: cast.Stranger) -> Two:
    """As the fixtures give them, with history and things that are open."""
    here, now = {"locality": ward.locality}, civil_now()
    OpeningHours.objects.create(**here, weekday=0, opens="07:30", closes="11:30")
    Account.objects.create(**here, kind="sms", name="SMS A", state="working")
    Account.objects.create(
        locality=stranger.locality, kind="sms", name="SMS B", state="working", external_id="b"
    )
    for place in (ward.locality, stranger.locality):
        Topic.objects.create(locality=place, name="Hộ tịch")
    ContactPoint.objects.filter(household=ward.binh).update(verified_at=now)
    link = Link.objects.create(
        **here, code="k7m2pqx23", path="/song-cau/hoi-dap/", place={"neighbourhood": ward.to_13.pk},
        created_at=now,
    )  # fmt: skip
    LinkDay.objects.create(**here, link=link, on=now.date(), people=3)
    poster = Poster.objects.create(
        **here, link=link, kind="portal", title="x", place="Nhà văn hoá", state="hangs",
        neighbourhood=ward.to_13, made_at=now, printed={"issuer": ward.locality.issuer},
    )  # fmt: skip
    return Two(
        ward,
        stranger,
        published(ward.locality, ward.lan, [ward.binh], now - timedelta(days=3)),
        poster,
        asked(ward, "k7m2pqxaa", Question.State.ASSIGNED),
        asked(ward, "k7m2pqxbb", Question.State.CLOSED),
    )


def published(
    locality: Locality, by: Any, homes: list[Household], deadline: Any, **more: Any
) -> NoticeVersion:
    """A notice that went out, with the evidence that each of those households knows."""
    here, at = {"locality": locality}, deadline - timedelta(hours=20)
    notice = Notice.objects.create(**here, created_by=by, created_at=at, **more)
    version = NoticeVersion.objects.create(
        **here, notice=notice, title="Khám sàng lọc", text="Miễn phí.", deadline=deadline,
        state="published", published_at=at, approved_by=by,
    )  # fmt: skip
    Notice.objects.filter(pk=notice.pk).update(current=version)
    for home in homes:
        of = {**here, "version": version, "household": home, "neighbourhood": home.neighbourhood}
        Standing.objects.create(**of, level=5, informed_at=at, accounted_at=at)
        Evidence.objects.create(
            **of, level=5, channel="portal", at=at, recorded_at=at, actor="x", key="x"
        )
    for place in {home.neighbourhood for home in homes}:
        number = sum(home.neighbourhood_id == place.pk for home in homes)
        Counter.objects.create(
            **here, version=version, neighbourhood=place, households=number, informed=number,
            accounted=number, levels={"5": number},
        )  # fmt: skip
    return version


def asked(ward: cast.Ward, tracking: str, state: str) -> Question:
    here, now = {"locality": ward.locality}, civil_now()
    talk = Conversation.objects.create(
        **here, source="portal", person=tracking, household=ward.binh, last_at=now
    )
    question = Question.objects.create(
        **here, conversation=talk, tracking=tracking, gist="Hỏi lịch khám", asked_at=now,
        due_at=now, state=state, topic=Topic.objects.filter(locality=ward.locality).first(),
    )  # fmt: skip
    Message.objects.create(
        **here, conversation=talk, question=question, key="m1", inbound=True, text="x", at=now
    )
    return question


def tables() -> dict[str, list[Any]]:
    """Every row of ours but the account of mergers, to be compared."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for model in apps.get_models()
        if model.__module__.startswith("nhipcau.")
        and model.__name__ not in NEITHER_BEFORE_NOR_AFTER
    }


def where(model: Any, pk: Any) -> int:
    found: int = model._base_manager.get(pk=pk).locality_id
    return found


def names_of(locality: Locality) -> set[str]:
    rows = Neighbourhood._base_manager.filter(locality=locality)
    return set(rows.values_list("name", flat=True))
