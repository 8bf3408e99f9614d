"""A person goes out of every room: by a list over all fields, and by looking into every table."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON as NOW

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.notices.models import Notice
from nhipcau.outreach.models import Evidence
from nhipcau.people.erase import erase_everywhere
from nhipcau.people.models import ContactPoint, Household, Resident
from nhipcau.places.models import Lineage, Locality
from nhipcau.replication import journal
from nhipcau.replication.erase import erase_household, erase_resident, replay
from nhipcau.replication.personal import ERASED, personal_fields
from nhipcau.replication.tests.not_personal import NOT_PERSONAL

SIGN = "moc-sen-7"
NEEDED = {
    "DateTimeField": NOW,
    "DateField": NOW.date(),
    "PositiveIntegerField": 1,
    "PositiveSmallIntegerField": 1,
    "SmallIntegerField": 1,
    "BigIntegerField": 1,
    "BooleanField": False,
    "FloatField": 1.0,
}
FREE = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("nhipcau.")]


def test_of_every_field_it_is_said_whether_it_is_about_a_person():
    told = personal_fields()
    lines = NOT_PERSONAL.replace("\n    ", " ").strip().splitlines()
    for label, fields in (line.split(": ") for line in lines):
        assert not told.get(label, set()) & set(fields.split()), label
        told[label] = told.get(label, set()) | set(fields.split())
    for model in ours():
        every = {field.name: field for field in model._meta.concrete_fields}
        free = {name for name, one in every.items() if isinstance(one, FREE) and not one.choices}
        known = told.pop(model._meta.label, set())
        assert free <= known <= set(every), (model._meta.label, free ^ known)
    assert told == {}


def make(label: str, **given: Any) -> Any:
    """One row with the sign in all its personal fields, and something in all that it needs."""
    model = apps.get_model(label)
    for field in model._meta.concrete_fields:
        if not field.null and not field.has_default() and field.get_internal_type() in NEEDED:
            given.setdefault(field.name, NEEDED[field.get_internal_type()])
    for name in ERASED.get(label, "").split():
        field = model._meta.get_field(name)
        if isinstance(field, models.JSONField):
            given.setdefault(name, {"name": SIGN})
        elif isinstance(field, FREE) and not field.choices:
            given.setdefault(name, SIGN[: field.max_length or 99])
    return model._base_manager.create(**given)


@pytest.fixture
def signed(ward):
    """Bình's home with the sign in every field that the list names."""
    home, person = ward.binh, ward.binh.residents.get(is_head=True)
    for one, label in ((home, "people.Household"), (person, "people.Resident")):
        free = [name for name in ERASED[label].split() if name not in SKIPPED]
        type(one)._base_manager.filter(pk=one.pk).update(**dict.fromkeys(free, SIGN[:8]))
    Household.objects.filter(pk=home.pk).update(key=SIGN, head_name=SIGN)
    Resident.objects.filter(pk=person.pk).update(key=SIGN, name=SIGN)
    ContactPoint.objects.filter(household=home).delete()
    home.refresh_from_db()
    here = {"locality": ward.locality}
    of = {**here, "household": home}
    account = Account.objects.create(**here, kind="zalo_oa", name="OA", external_id="1")
    at = {**here, "account": account}
    make("people.ContactPoint", **of, resident=person, account=account, kind="zalo")
    make("people.ContactPoint", **of, resident=person, kind="phone")
    make("people.Subscriber", **at, subscribed_at=NOW)
    make("people.Consent", **of, purpose="x", basis="consent", wording="x", channel="x",
         given_at=NOW)  # fmt: skip
    make("people.Membership", **of, group=ward.group_13, asked_at=NOW)
    make("people.JoinAsk", **here, group=ward.group_13, source="x", at=NOW)
    oa = make(
        "people.OaGroup", **at, group=ward.group_13, external_id="g", name="x", created_at=NOW
    )
    make("people.OaMember", **here, group=oa, since=NOW)
    make("people.LinkCode", **of, made_at=NOW, expires_at=NOW)
    _staged(here, home, person)
    _talked(ward, here, of, at)
    _at_the_desk(ward, here, of, at, person)
    _told(ward, here, of, account)
    merger = make(
        "replication.Merger",
        decision="x", signed_on=NOW, takes_on=NOW, unit=ward.locality.unit, slug="x", issuer="x",
        made_by="x", made_at=NOW,
    )  # fmt: skip
    make("replication.DataRequest", **of, kind="access", received_at=NOW, answer_by=NOW, due_at=NOW,
         made_by=ward.quan)  # fmt: skip
    kept = {"key": {str(home.pk): [SIGN, SIGN], "0": ["a", "b"]}}
    make("replication.MergerMove", **here, merger=merger, model="people.Household", position=1,
         rows=1, ids="1", changed=kept)  # fmt: skip
    return ward


SKIPPED = {"born_on", "birth_year", "sex", "residence", "best_way", "key"}


def _staged(here, home, person) -> None:
    batch = make(
        "people.ImportBatch",
        **here,
        file_name="x",
        file_hash="x",
        state="ready",
        created_at=NOW,
        created_by="x",
    )
    of = {**here, "batch": batch}
    make("people.ImportRow", **of, row=1, verdict="new")
    make("people.StagedHousehold", **of, household=home)
    make("people.StagedResident", **of, resident=person)
    make("people.StagedContact", **of, takes_sms=True)


def _talked(ward, here, of, at) -> None:
    make("channels.Incoming", **at, what="message", key="1", at=NOW)
    make("channels.Window", **at, last_act_at=NOW)
    talk = make("inbox.Conversation", **at, source="zalo", last_at=NOW)
    asked = {**here, "question": make(
        "inbox.Question", **here, conversation=talk, tracking="k7m2pqxyw", asked_at=NOW, due_at=NOW
    )}  # fmt: skip
    job = make("dispatch.Job", **at, key="one", query={}, created_at=NOW)
    make("inbox.Message", **asked, conversation=talk, key="m", inbound=False, at=NOW, job=job,
         files=[SIGN])  # fmt: skip
    make("inbox.Note", **asked, at=NOW)
    make("inbox.Forwarding", **asked, body="x", how="x", at=NOW, due_at=NOW)
    make("inbox.Rating", **asked, score=1, at=NOW)
    make("inbox.FaqEntry", **here, drawn_from=asked["question"], proposed_at=NOW)
    many = make("dispatch.Job", **at, key="many", text="x", title="", query={}, note={})
    chunk = make(
        "dispatch.Chunk",
        **here,
        job=many,
        bucket=make("dispatch.Bucket", name="x"),
        lane=1,
        turn=1,
        nrows=1,
    )
    make("dispatch.Delivery", **here, job=many, chunk=chunk, pos=1, account=at["account"].pk,
         household=of["household"].pk, key="x")  # fmt: skip


def _at_the_desk(ward, here, of, at, person) -> None:
    kind = make("counter.HelpKind", **here, letter="A", name="x")
    waiting = make("counter.Ticket", **here, kind=kind, day=NOW.date(), number=1, code="t1",
                   source="kiosk", taken_at=NOW, queue_at=NOW)  # fmt: skip
    make("counter.Appointment", **at, kind=kind, at=NOW, code="a1", source="desk", booked_at=NOW,
         ticket=waiting)  # fmt: skip
    make("counter.ChatOffer", **at, kind=kind, at=NOW)
    make("counter.Assist", **of, staff=ward.hoa, place="home", started_at=NOW)
    dossier = make("counter.Dossier", **here, number="H03-1", key="h031", filed=1, status=2,
                   filed_at=NOW, created_at=NOW)  # fmt: skip
    about = {**here, "dossier": dossier}
    step = make("counter.DossierStep", **about, kind="received", after=2, at=NOW)
    make("counter.DossierPaper", **about, step=step, name="x")
    make("counter.DossierMessage", **about, step=step, way="zalo", state="lost", at=NOW)
    make("counter.DossierRating", **about, score=1, at=NOW)
    batch = make(
        "counter.DossierBatch", **here, file_name="x", file_hash="x", created_at=NOW, created_by="x"
    )
    make("counter.DossierRow", **about, batch=batch, row=1)


def _told(ward, here, of, account) -> None:
    notice = Notice.objects.create(**here, created_by=ward.lan, created_at=NOW)
    version = make(
        "notices.NoticeVersion",
        **here,
        notice=notice,
        title="x",
        text="x",
        deadline=NOW,
        approved_by=ward.minh,
    )
    told = {**of, "version": version, "neighbourhood": ward.to_13}
    visit = make("outreach.Visit", **told, why="x", opened_at=NOW)
    make("outreach.VisitTry", **here, id="00000000-0000-0000-0000-000000000001", visit=visit,
         result="told", at=NOW, received_at=NOW, by=ward.hoa)  # fmt: skip
    make("outreach.Claim", **told, at=NOW)
    make("outreach.PassedOn", **told, at=NOW)
    make("outreach.Standing", **told)
    make(
        "outreach.Evidence",
        **told,
        level=5,
        channel="door",
        at=NOW,
        recorded_at=NOW,
        actor="staff:1",
        key="e",
    )
    make("outreach.CallPhoto", **of, notice=notice, neighbourhood=ward.to_13, at=NOW, actor="x")


def tables_with(sign: str) -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if any(sign in str(row) for row in model._base_manager.values_list())
    }


def test_a_household_leaves_no_trace_in_any_table(signed):
    assert tables_with(SIGN) == set(ERASED)
    counts = erase_household(signed.binh, by=signed.quan.actor)
    assert tables_with(SIGN[:8]) == set()
    assert counts["conversations"] == counts["deliveries"] == 1
    assert Evidence.objects.filter(household=signed.binh).exists()
    assert "Bình" not in str(list(AuditEvent.objects.values_list()))


def test_a_person_leaves_no_address_and_nothing_that_they_said(signed):
    person = signed.binh.residents.get(is_head=True)
    erase_everywhere(person, by=signed.quan.actor)
    of_the_home = {
        *("people.Household", "people.Consent", "people.Membership", "people.LinkCode"),
        "people.StagedHousehold",
        *("outreach.CallPhoto", "outreach.Standing", "replication.MergerMove"),
    }
    assert tables_with(SIGN) <= of_the_home
    assert not Resident.objects.filter(pk=person.pk).exists()
    with pytest.raises(WrongState):
        erase_resident(person, signed.quan.actor)


def test_erasing_twice_is_erasing_once(signed):
    erase_household(signed.binh, by=SYSTEM)
    assert erase_household(signed.binh, by=SYSTEM)["conversations"] == 0


def test_what_another_household_has_as_well_stays_with_it(ward):
    shared = ContactPoint.objects.get(household=ward.binh)
    ContactPoint.objects.create(
        locality=ward.locality, household=ward.tung, kind="phone", value=shared.value
    )
    erase_household(ward.binh, by=ward.quan.actor)
    assert ContactPoint.objects.filter(household=ward.tung, value=shared.value).exists()


def test_what_was_said_before_a_merger_goes_too(ward, stranger):
    former = stranger.locality
    with scope(locality=former):
        make("inbox.Conversation", locality=former, source="zalo", last_at=NOW, household=ward.binh)
    Lineage.objects.create(
        predecessor=former, successor=ward.locality, on=NOW, is_whole=True, basis="x", record=0
    )
    erase_household(ward.binh, by=ward.quan.actor)
    assert "inbox.Conversation" in tables_with(SIGN)  # it lives on: its books are its own
    Locality.objects.filter(pk=former.pk).update(closed_at=NOW)
    erase_household(ward.binh, by=ward.quan.actor)
    assert tables_with(SIGN) == set()


def test_nobody_else_erases(ward, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            erase_household(ward.binh, by=who.actor)
        with pytest.raises(NotAllowed):
            erase_resident(ward.binh.residents.first(), who.actor)


def test_the_journal_makes_the_erasures_again_and_spares_who_came_later(ward):
    home, other = ward.binh, ward.tung
    person = ward.yen.residents.get(is_head=True)
    journal.note(home)
    journal.note(ward.yen, person)
    journal.note(other)
    Household.objects.filter(pk=other.pk).update(created_at=NOW)  # the number was given anew
    text = (settings.DATA / journal.JOURNAL).read_text()
    assert "Bình" not in text and len(text.splitlines()) == 3
    assert replay() == 2
    assert Household.objects.get(pk=home.pk).is_gone
    assert not Resident.objects.filter(pk=person.pk).exists()
    assert not Household.objects.get(pk=other.pk).is_gone
    assert len(journal.entries()) == 3


def test_a_failed_erasure_leaves_everything_as_it_was(signed, monkeypatch):
    monkeypatch.setattr(journal, "note", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        erase_household(signed.binh, by=SYSTEM)
    assert tables_with(SIGN) == set(ERASED)
