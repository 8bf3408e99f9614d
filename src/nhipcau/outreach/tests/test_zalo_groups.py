"""Groups that the account owns: planned, carried, counted, taken back; codes answered."""

from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON
from tests.gmf import OA, Gmf

from nhipcau.channels import incoming
from nhipcau.channels.incoming import Taker, set_takers, take_incoming
from nhipcau.channels.models import Incoming
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.tokens import credential_for_sending
from nhipcau.channels.transport import Message
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.beside import make_room
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Bucket, Delivery, Job
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.notices.models import Notice
from nhipcau.outreach.audience import count_audience
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.link_answers import take_codes
from nhipcau.outreach.models import Level, Route, Standing
from nhipcau.outreach.oa_groups import reconcile_groups, take_quotes
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import connect
from nhipcau.outreach.tests.test_plan import plan_for, way
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.contacts import Address, household_of, link_contact
from nhipcau.people.link_codes import TRIES, make_code, make_staff_code
from nhipcau.people.models import Household, OaGroup
from nhipcau.people.oa_groups import adopt_oa_group
from nhipcau.people.oa_members import read_oa_group


@pytest.fixture
def gmf(ward, civil, monkeypatch):
    made = Gmf(ward.locality, monkeypatch)
    group = {"oa": OA, "id": "nhom13", "name": "Tổ 13", "asset": "a100"}
    made.change("make", {"oa_groups": [{**group, "members": ["tung", "yen", "quan"]}]})
    return made


@pytest.fixture
def group(ward, gmf):
    """Of the three people in it tùng is known."""
    row = adopt_oa_group(ward.group_13, "nhom13", by=ward.quan.actor)
    link_contact(ward.tung, Address("zalo", gmf.uid("tung"), gmf.account), by=ward.quan.actor)
    assert read_oa_group(row)
    return row


@pytest.fixture
def takers():
    before = list(incoming._takers)
    message = frozenset({"message"})
    set_takers([Taker("quotes", message, take_quotes), Taker("codes", message, take_codes)])
    yield
    set_takers(before)


def route_of(version):
    return Route.objects.get(version=version, kind="zalo_group")


def say(version, state, error=""):
    [row] = Delivery.objects.filter(job=route_of(version).job)
    Delivery.objects.filter(pk=row.pk).update(state=state)
    at = FRIDAY_AFTERNOON + timedelta(minutes=5)
    fields = (row.household, row.neighbourhood, row.address, state, error, at)
    take_outcomes([Outcome(row.pk, row.job_id, row.account, *fields)])


@pytest.fixture
def out(ward, group, approved):
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    return version


def level(version, home):
    return Standing.objects.get(version=version, household=home).level


def test_without_a_group_the_plan_says_so(ward, civil, zalo):
    assert not way(plan_for(ward), "zalo_group").is_used


def test_with_a_group_the_machine_posts_free_of_charge(ward, group):
    found = way(plan_for(ward), "zalo_group")
    assert found.is_used and found.cost_vnd == 0
    assert "1 nhóm" in found.why and "1 hộ" in found.why


def test_at_night_it_waits_for_the_morning_unless_that_is_too_late(ward, group):
    night = FRIDAY_AFTERNOON + timedelta(hours=6)
    assert way(plan_for(ward, hours=12, at=night), "zalo_group").starts_at > night
    assert way(plan_for(ward, hours=4, at=night), "zalo_group").starts_at == night
    found = plan_for(ward, hours=12, at=night, kind=Notice.Kind.EMERGENCY)
    assert way(found, "zalo_group").starts_at == night


@pytest.mark.parametrize("fields", [{"state": "disabled"}, {"state": "gone"}])
def test_a_group_that_does_not_work_is_no_way(ward, group, fields):
    OaGroup.objects.update(**fields)
    assert not way(plan_for(ward), "zalo_group").is_used


def test_who_is_in_the_group_is_not_left_apart(ward, group, gmf):
    link_contact(ward.binh, Address("zalo", gmf.uid("yen"), gmf.account), by=ward.quan.actor)
    homes = Household.objects.filter(pk=ward.binh.pk)
    [place] = count_audience(ward.locality, homes).places
    assert (place.in_oa_group, place.apart) == (1, 0)


def test_each_group_gets_its_own_link(out, group):
    [row] = Delivery.objects.filter(job=route_of(out).job)
    assert row.address == "group:nhom13"
    assert "/t/" in row.link
    assert (row.household, row.neighbourhood) == (None, group.group.neighbourhood_id)
    assert route_of(out).job.unit_vnd == 0


def test_what_went_reaches_the_phones_of_the_group(out, group, gmf):
    [row] = Delivery.objects.filter(job=route_of(out).job)
    secrets = credential_for_sending(gmf.account).secrets
    spoken = TRANSPORTS["zalo_oa"](gmf.account.settings, secrets)
    said = route_of(out).job.text.replace("{link}", row.link)
    step = spoken.start(Message(row.key, row.address, said))
    done = spoken.next(step, gmf.ask("zalo_oa", step.request))
    assert done.state == "sent"
    shown = [item for item in gmf.box.world.shown if item.channel == "zalo_group"]
    assert {item.person for item in shown} == {"tung", "yen", "quan"}
    assert row.link in shown[0].text


def test_a_post_covers_the_households_of_known_members_and_no_other(out, ward):
    say(out, "sent")
    say(out, "sent")
    assert level(out, ward.tung) == Level.POSTED
    assert level(out, ward.yen) == Level.NONE
    assert Standing.objects.get(version=out, household=ward.tung).covered
    assert reconcile(out) == []


def test_an_answer_that_was_lost_is_settled_by_the_group_s_echo(out, ward, gmf):
    [row] = Delivery.objects.filter(job=route_of(out).job)
    Delivery.objects.filter(pk=row.pk).update(state="unknown")
    both = {"sender": {"id": OA}, "recipient": {"id": "nhom13"}}
    said = route_of(out).job.text.replace("{link}", row.link)
    message = {"text": said, "msg_id": "m7"}
    gmf.hear(event_name="oa_send_group_text", message=message, **both)
    former = outcomes.fill(take_outcomes)
    assert apply_receipts() == 1
    outcomes.fill(former)
    row.refresh_from_db()
    assert (row.state, row.reference) == ("sent", "m7")
    assert level(out, ward.tung) == Level.POSTED


@pytest.mark.parametrize("state", ["troubled", "closed"])
def test_an_account_in_trouble_carries_nothing_into_groups(ward, group, gmf, state):
    gmf.account.state = state
    gmf.account.save()
    found = plan_for(ward)
    assert not way(found, "zalo_group").is_used
    assert found.audience.total("in_oa_group") == 0


def test_a_lapsed_group_is_shown_and_the_route_failed_in_words(out, group):
    say(out, "refused", "-237")
    group.refresh_from_db()
    assert (group.state, group.problem) == ("disabled", "-237")
    assert route_of(out).state == Route.State.FAILED
    assert "hết hạn" in route_of(out).why


def test_a_text_too_long_for_a_group_fails_only_this_route(ward, group, approved):
    approved.renditions.create(
        locality=ward.locality, form="group", text="ả" * 2100 + "{link}", is_edited=True
    )
    version = publish_notice(approved, by=ward.lan)
    assert route_of(version).state == Route.State.FAILED
    assert "2.000" in route_of(version).why
    relay = Route.objects.get(version=version, kind="relay", purpose="households")
    assert relay.state == Route.State.RUNNING


def test_a_withdrawal_follows_into_the_group(out, ward):
    say(out, "sent")
    withdraw_notice(out, why="Trạm Y tế hoãn", by=ward.minh)
    job = Job.objects.get(key=f"v{out.pk}:withdrawn:groups")
    fill_waiting()
    assert "THU HỒI" in job.text
    assert Delivery.objects.get(job=job).address == "group:nhom13"


def test_who_quotes_our_message_in_the_group_has_seen_it(out, ward, gmf, takers):
    say(out, "sent")
    Delivery.objects.filter(job=route_of(out).job).update(reference="ours")
    both = {"sender": {"id": gmf.uid("tung")}, "recipient": {"id": "nhom13"}}
    message = {"text": "Vâng", "msg_id": "m9", "quote_msg_id": "ours"}
    gmf.hear(event_name="user_send_group_text", message=message, **both)
    take_incoming()
    assert level(out, ward.tung) == Level.SEEN
    assert Incoming.objects.get(what="message").taken_by == "nobody"


def test_lists_are_read_in_turn_and_never_while_messages_go(group, gmf, civil):
    civil.step(61)
    assert reconcile_groups() == 1
    assert reconcile_groups() == 0
    civil.step(61)
    Bucket.objects.update(tat=civil.now.timestamp() + 10)
    assert reconcile_groups() == 0
    assert not make_room(gmf.account, 1)


def test_a_code_written_to_the_account_links_and_is_answered_once(ward, gmf, takers, civil):
    made = make_code(ward.binh, by=ward.hoa.actor)
    gmf.says("yen", made.shown)
    take_incoming()
    take_incoming()
    assert household_of(gmf.account, gmf.uid("yen")) == ward.binh
    job = Job.objects.get(key__startswith="link:")
    assert "cảm ơn" in job.text
    fill_waiting()
    assert Delivery.objects.get(job=job).address == gmf.uid("yen")


def test_a_code_written_to_the_page_links_its_messenger(ward, takers, civil):
    page = connect(ward, "facebook_page")
    Incoming.objects.create(
        locality=ward.locality,
        account=page,
        what="message",
        key="mid:1",
        person="31415",
        text=make_code(ward.binh, by=ward.hoa.actor).code,
        at=civil.now,
    )
    take_incoming()
    contact = ward.binh.contacts.get(account=page)
    assert (contact.kind, contact.value) == ("messenger", "31415")
    fill_waiting()
    assert Delivery.objects.get().address == "psid:31415"


def test_a_wrong_code_is_answered_kindly_until_it_is_too_often(ward, gmf, takers):
    for n in range(TRIES + 1):
        gmf.says("yen", f"{n}00000", msg_id=f"m{n}")
    take_incoming()
    said = list(Job.objects.order_by("pk").values_list("text", flat=True))
    assert "Mã không đúng" in said[0]
    assert "chờ một giờ" in said[-1]


def test_a_code_in_a_group_or_in_a_sentence_is_none(ward, gmf, takers):
    made = make_code(ward.binh, by=ward.hoa.actor)
    gmf.says("yen", f"Nhà tôi có 5 người, mã {made.code} đúng không?")
    both = {"sender": {"id": gmf.uid("yen")}, "recipient": {"id": "nhom13"}}
    message = {"text": made.code, "msg_id": "m9"}
    gmf.hear(event_name="user_send_group_text", message=message, **both)
    take_incoming()
    assert household_of(gmf.account, gmf.uid("yen")) is None
    assert not Job.objects.exists()


def test_one_of_ours_is_answered_as_such(ward, gmf, takers):
    made = make_staff_code(ward.quan, by=ward.quan.actor)
    gmf.says("quan", made.code)
    take_incoming()
    assert "tài khoản của bạn" in Job.objects.get().text
    assert ward.quan.ways.get(kind="zalo_oa").value == gmf.uid("quan")


def test_an_account_that_serves_nobody_alone_links_in_silence(ward, gmf, takers):
    gmf.account.settings["sender"] = "none"
    gmf.account.save()
    gmf.says("yen", make_code(ward.binh, by=ward.hoa.actor).code)
    take_incoming()
    assert household_of(gmf.account, gmf.uid("yen")) == ward.binh
    assert not Job.objects.exists()
