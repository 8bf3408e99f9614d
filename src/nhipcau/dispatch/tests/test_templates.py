"""Template messages through the ledger: the key, the receipt that names it, faults of the host."""

from datetime import timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.fill import fill_job
from nhipcau.dispatch.models import Delivery, EarlyReceipt
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.dispatch.tests.conftest import ask, make_phones, send_all, states
from nhipcau.dispatch.tests.test_receipts import hear
from nhipcau.people.models import ContactPoint

NOTE = {"template": "31239", "data": '{"ten": "Khám sàng lọc", "xem": "{link}"}'}


@pytest.fixture
def oa(town):
    made = Account.objects.create(
        locality=town.locality, kind="zalo_oa", name="OA", state="working", external_id="oa-1"
    )
    keep_secrets(made, {"access_token": "t"}, by=SYSTEM)
    return made


@pytest.fixture
def templates(town, oa, gateway, settings):
    settings.ZALO_BUSINESS_URL = settings.ZALO_API_URL = gateway.url
    gateway.bodies = []

    def accept(asked):
        gateway.bodies.append(asked)
        reference = f"m-{asked.get('tracking_id') or asked.get('user_id')}"
        data = {"msg_id": reference, "message_id": reference}
        return 200, {}, {"error": 0, "message": "Success", "data": data}

    gateway.answer = accept
    return Account.objects.create(
        locality=town.locality,
        kind="zalo_template",
        name="Mẫu tin",
        state="working",
        keeper=oa,
        per_minute=0,
        price_vnd=120,
    )


def code(number):
    return lambda asked: (200, {}, {"error": number, "message": "x"})


def by_uid(town, account):
    rows = ContactPoint.objects.filter(household__neighbourhood=town.to_2, kind="phone")
    address = Concat(Value("uid:"), "household__key")
    return rows.values_list("id", "household_id", "household__neighbourhood_id", address, Value(""))


def test_it_carries_the_template_its_data_and_our_key(town, templates, gateway, heard):
    make_phones(town, 1)
    job = ask(town, templates, note=NOTE, link="https://sc.vn/t/a")
    send_all()
    (asked,) = gateway.bodies
    row = Delivery.objects.get()
    assert asked["phone"] == row.address.lstrip("+") and asked["tracking_id"] == row.key
    assert asked["template_data"] == {"ten": "Khám sàng lọc", "xem": "https://sc.vn/t/a"}
    assert states(job) == {"sent": 1} and row.reference == f"m-{row.key}"


def test_the_receipt_comes_to_the_official_account_and_finds_its_row(
    town, oa, templates, gateway, heard
):
    make_phones(town, 1)
    job = ask(town, templates, note=NOTE)
    send_all()
    row = Delivery.objects.get()
    hear(oa, row.reference, zbs=True, key=row.key)
    apply_receipts()
    assert states(job) == {"delivered": 1}
    assert not EarlyReceipt.objects.exists()


def test_an_answer_that_never_came_is_unknown_and_never_asked_again(
    town, templates, gateway, heard
):
    make_phones(town, 1)
    gateway.answer = lambda asked: None
    job = ask(town, templates, note=NOTE)
    send_all()
    assert states(job) == {"unknown": 1} and gateway.asked == 1


def test_the_receipt_that_names_our_key_settles_what_is_unknown(
    town, oa, templates, gateway, heard
):
    make_phones(town, 2)
    gateway.answer = lambda asked: None
    job = ask(town, templates, note=NOTE)
    send_all()
    first = Delivery.objects.order_by("id").first()
    hear(oa, "m-late", zbs=True, key=first.key)
    apply_receipts()
    first.refresh_from_db()
    assert (first.state, first.reference) == ("delivered", "m-late")
    assert states(job) == {"delivered": 1, "unknown": 1}


def test_a_key_of_nobody_settles_nothing(town, oa, templates, gateway, heard):
    make_phones(town, 1)
    gateway.answer = lambda asked: None
    job = ask(town, templates, note=NOTE)
    send_all()
    for key in ("", "0000000000", "x" * 48):
        hear(oa, "m-1", zbs=True, key=key)
    apply_receipts()
    assert states(job) == {"unknown": 1}


def test_by_user_id_the_echo_settles_what_is_unknown(town, oa, templates, gateway, heard):
    make_phones(town, 1)
    gateway.answer = lambda asked: None
    job = ask(town, templates, note=NOTE, recipients=by_uid(town, templates))
    send_all()
    assert states(job) == {"unknown": 1}
    person = Delivery.objects.get().address.removeprefix("uid:")
    hear(oa, "m-9", "echo", person, event="oa_send_template")
    apply_receipts()
    assert states(job) == {"sent": 1}
    hear(oa, "m-9", person=person)
    apply_receipts()
    assert states(job) == {"delivered": 1}


def test_the_echo_of_a_later_template_is_not_taken_for_one_that_was_given_up(
    town, oa, templates, gateway, heard
):
    """The later one's answer is still to be written back: its reference is not known yet."""
    make_phones(town, 1)
    gateway.answer = lambda asked: None
    job = ask(town, templates, note=NOTE, recipients=by_uid(town, templates))
    send_all()
    given_up = civil_now() - timedelta(seconds=30)
    Delivery.objects.update(at=given_up)
    person = Delivery.objects.get().address.removeprefix("uid:")
    hear(oa, "m-9", "echo", person, event="oa_send_template")
    apply_receipts()
    assert states(job) == {"unknown": 1}


@pytest.mark.parametrize("number", [-118, -141, -1121, -131])
def test_what_zalo_refuses_is_refused_once(town, templates, gateway, heard, number):
    make_phones(town, 1)
    gateway.answer = code(number)
    job = ask(town, templates, note=NOTE)
    send_all()
    assert states(job) == {"refused": 1} and heard.heard[-1].error == str(number)


@pytest.mark.parametrize("number", [-136, -137, -135])
def test_what_only_a_person_can_mend_holds_the_account(town, templates, gateway, heard, number):
    make_phones(town, 2)
    gateway.answer = code(number)
    job = ask(town, templates, note=NOTE)
    send_all()
    templates.refresh_from_db()
    assert (templates.state, templates.problem) == ("troubled", str(number))
    assert states(job) == {"queued": 2}


def test_when_the_day_s_quota_is_over_the_account_rests(town, templates, gateway, heard, clock):
    make_phones(town, 2)
    gateway.answer = code(-144)
    job = ask(town, templates, note=NOTE)
    fill_job(job)
    send_all()
    templates.refresh_from_db()
    assert templates.state == "working" and templates.paused_until is not None
    assert states(job) == {"queued": 2}


def test_without_a_note_nothing_is_sent(town, templates, gateway, heard):
    make_phones(town, 1)
    job = ask(town, templates)
    send_all()
    assert states(job) == {"refused": 1} and gateway.asked == 0
