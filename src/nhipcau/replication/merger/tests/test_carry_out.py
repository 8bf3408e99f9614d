"""Wards become one: what is alive goes, what is history stays, everything counts as before."""

from datetime import timedelta

import pytest
from django.apps import apps
from django_scopes import scope

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.inbox.models import Question, Topic
from nhipcau.links.models import LinkDay, Poster
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Evidence
from nhipcau.people.models import Group, Household, Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.strays import find_strays
from nhipcau.places.tenant import Tenanted
from nhipcau.replication.merger.carry_out import carry_out
from nhipcau.replication.merger.counts import count
from nhipcau.replication.merger.draft import agree, decide, draft_merger, mark_seen
from nhipcau.replication.merger.preview import preview
from nhipcau.replication.merger.rules import RULES
from nhipcau.replication.merger.tests import wards

BOTH = ("song-cau", "nong-thuong")


@pytest.fixture
def two(ward, stranger):
    return wards.two_wards(ward, stranger)


def test_of_every_model_it_is_said_whether_it_goes():
    told = [rule.label for rule in RULES]
    ours = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Tenanted) or model is Staff
    }
    assert (set(told) ^ ours, len(told)) == (set(), len(ours))


def test_the_counts_before_and_after_agree(two):
    places = [two.song_cau.locality.pk, two.nong_thuong.locality.pk]
    before = count(places)
    assert before["households"] == 8
    merger, heir = wards.merge(*BOTH)
    assert (count([heir.pk]), merger.before, merger.after) == (before, before, before)
    assert sum(count(places).values()) == 0


def test_history_stays_and_only_lineage_joins_what_is_apart(two):
    _merger, heir = wards.merge(*BOTH)
    old = two.song_cau.locality.pk
    assert wards.where(NoticeVersion, two.old.pk) == old
    assert {row.locality_id for row in Evidence._base_manager.all()} == {old}
    assert wards.where(Question, two.closed.pk) == old
    assert wards.where(Household, two.song_cau.binh.pk) == heir.pk
    assert wards.where(Question, two.question.pk) == heir.pk
    assert wards.where(Poster, two.poster.pk) == heir.pk
    assert LinkDay._base_manager.get().locality_id == heir.pk
    assert find_strays() == []


def test_places_that_share_a_name_are_told_apart_and_remember_their_unit(two):
    _merger, heir = wards.merge(*BOTH)
    assert wards.names_of(heir) == {
        *("Tổ 1", "Tổ 2", "Tổ 13 (Sông Cầu)", "Tổ 13 (Nông Thượng)"),
    }
    kept = Neighbourhood._base_manager.get(name="Tổ 13 (Sông Cầu)")
    assert kept.former_unit == two.song_cau.locality.unit


def test_a_register_that_says_the_new_name_finds_its_households(two):
    Household.objects.filter(pk=two.song_cau.binh.pk).update(key="13|ma 12")
    wards.merge(*BOTH)
    assert Household._base_manager.get(pk=two.song_cau.binh.pk).key == "13 (song cau)|ma 12"


def test_the_former_ones_are_closed_and_say_so_in_the_trail(two):
    _merger, heir = wards.merge(*BOTH)
    closed = Locality.objects.filter(closed_at__isnull=False)
    assert {one.slug for one in closed} == set(BOTH)
    done = AuditEvent.objects.filter(verb="merger.done").values_list("locality_id_plain", flat=True)
    assert set(done) == {heir.pk, *(one.pk for one in closed)}


def test_the_main_ones_hours_and_topics_go_on(two):
    _merger, heir = wards.merge(*BOTH)
    with scope(locality=heir):
        assert Topic.objects.count() == 1
        question = Question.objects.get()
        assert question.topic == Topic.objects.get()
    assert heir.issuer == "UBND phường Bắc Kạn"
    assert apps.get_model("places.OpeningHours")._base_manager.get().locality_id == heir.pk


def test_who_decides_names_the_first_account(two):
    merger = wards.seen(*BOTH)
    second = Account._base_manager.get(name="SMS B")
    decide(merger, "main:sms", str(second.pk), by=SYSTEM)
    mark_seen(merger, preview(merger).fingerprint, by=SYSTEM)
    heir = carry_out(merger, by=SYSTEM)
    ranked = Account._base_manager.filter(locality=heir).order_by("rank")
    assert [one.name for one in ranked] == ["SMS B", "SMS A"]


def test_one_person_with_two_accounts_may_keep_one(two):
    thu, hoa = two.nong_thuong.thu, two.song_cau.hoa
    Staff.objects.filter(pk=thu.pk).update(phone=hoa.phone)
    merger = wards.seen(*BOTH)
    decide(merger, f"staff:{thu.pk}", "stops", by=SYSTEM)
    mark_seen(merger, preview(merger).fingerprint, by=SYSTEM)
    carry_out(merger, by=SYSTEM)
    thu.refresh_from_db()
    assert (thu.is_active, thu.locality.slug) == (False, "nong-thuong")


def test_in_the_middle_of_an_urgent_notice_nothing_is_merged(two):
    ward, soon = two.song_cau, civil_now() + timedelta(hours=3)
    version = wards.published(ward.locality, ward.lan, [ward.binh], soon, urgency="urgent")
    merger = wards.seen(*BOTH)
    before = wards.tables()
    with pytest.raises(WrongState, match="đang phát thông báo khẩn “Khám sàng lọc”"):
        carry_out(merger, by=SYSTEM)
    assert wards.tables() == before
    Notice.objects.filter(pk=version.notice_id).update(withdrawn_at=civil_now())
    assert carry_out(merger, by=SYSTEM).slug == "bac-kan"


def test_a_usual_notice_goes_on_in_the_successor_to_its_own_people(two):
    ward, soon = two.song_cau, civil_now() + timedelta(hours=30)
    version = wards.published(ward.locality, ward.lan, [ward.binh], soon)
    _merger, heir = wards.merge(*BOTH)
    notice = Notice._base_manager.get(pk=version.notice_id)
    assert Evidence._base_manager.get(version=version).locality_id == heir.pk
    assert notice.selection["neighbourhoods"] == [ward.to_1.pk, ward.to_2.pk, ward.to_13.pk]


def test_a_merger_is_carried_out_once(two):
    merger, _heir = wards.merge(*BOTH)
    with pytest.raises(WrongState, match="đã sáp nhập"):
        carry_out(merger, by=SYSTEM)


def test_of_two_mergers_over_one_ward_the_second_is_refused(two):
    first, second = wards.seen(*BOTH), wards.seen("song-cau", slug="thanh-pho")
    carry_out(first, by=SYSTEM)
    before = wards.tables()
    with pytest.raises(WrongState, match="đã có một lần sáp nhập khác"):
        carry_out(second, by=SYSTEM)
    assert wards.tables() == before


def test_what_dies_in_the_middle_has_done_nothing(two, monkeypatch):
    merger, before = wards.seen(*BOTH), wards.tables()

    def dies(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("nhipcau.replication.merger.carry_out.close_locality", dies)
    with pytest.raises(RuntimeError):
        carry_out(merger, by=SYSTEM)
    merger.refresh_from_db()
    assert (merger.state, wards.tables()) == ("previewed", before)
    monkeypatch.undo()
    assert carry_out(merger, by=SYSTEM).slug == "bac-kan"


def test_an_admin_alone_does_not_take_over_another_ward(two):
    quan, thu = two.song_cau.quan.actor, two.nong_thuong.thu.actor
    merger = wards.seen(*BOTH)
    shown = preview(merger).fingerprint
    agree(merger, shown, by=quan)
    with pytest.raises(NotAllowed, match="Xã Nông Thượng"):
        carry_out(merger, by=quan)
    agree(merger, shown, by=thu)
    assert carry_out(merger, by=quan).slug == "bac-kan"


def test_nobody_but_an_admin_of_one_that_takes_part(two):
    wards.the_unit()
    for staff in (two.song_cau.lan, two.nong_thuong.thu):
        with pytest.raises(NotAllowed):
            draft_merger(wards.plan_of("song-cau"), by=staff.actor)


def test_a_decision_after_agreeing_asks_everybody_again(two):
    merger = wards.seen(*BOTH)
    agree(merger, preview(merger).fingerprint, by=two.song_cau.quan.actor)
    decide(merger, f"name:{two.song_cau.to_13.pk}", "Tổ 13A", by=SYSTEM)
    assert not merger.parties.filter(agreed_at__isnull=False).exists()
    with pytest.raises(WrongState):
        carry_out(merger, by=SYSTEM)


def test_only_the_named_neighbourhoods_of_one_that_lives_on(two):
    plan = {"parties": (wards.PartyPlan("song-cau", ("Tổ 13",)),)}
    _merger, heir = wards.merge(**plan)
    ward = two.song_cau
    ward.locality.refresh_from_db()
    assert ward.locality.closed_at is None
    assert wards.names_of(heir) == {"Tổ 13"}
    assert {wards.where(Household, one.pk) for one in ward.households_13} == {heir.pk}
    assert wards.where(Household, ward.mai.pk) == ward.locality.pk
    assert wards.where(Staff, ward.hoa.pk) == heir.pk
    assert wards.where(Staff, ward.lan.pk) == ward.locality.pk
    assert wards.where(Group, ward.group_13.pk) == heir.pk
    assert wards.where(Poster, two.poster.pk) == heir.pk
    assert Account._base_manager.get(name="SMS A").locality == ward.locality
    assert find_strays() == []
