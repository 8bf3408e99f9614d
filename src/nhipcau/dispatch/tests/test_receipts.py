from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nhipcau.channels.models import Incoming
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Delivery, EarlyReceipt
from nhipcau.dispatch.receipts import apply_kept, apply_receipts
from nhipcau.dispatch.tests.conftest import ask, make_phones, send_all, states


def hear(
    account, reference: str, what: str = "receipt", person: str = "", text: str = "", **detail
) -> Incoming:
    return Incoming.objects.create(
        locality_id=account.locality_id,
        account=account,
        what=what,
        key=f"{what}:{reference}:{detail.get('state', '')}:{Incoming.objects.count()}",
        person=person,
        text=text,
        reference=reference,
        detail=detail,
        at=civil_now(),
    )


def test_a_receipt_lifts_its_row_and_the_room_above_hears(town, sms, gateway, heard):
    make_phones(town, 2)
    job = ask(town, sms)
    send_all()
    row = Delivery.objects.order_by("id").first()
    hear(sms, row.reference, state="delivered")
    assert apply_receipts() == 1
    assert states(job) == {"delivered": 1, "sent": 1}
    assert (heard.heard[-1].state, heard.heard[-1].household) == ("delivered", row.household)


def test_a_failed_receipt_refuses_what_was_sent(town, sms, gateway, heard):
    make_phones(town, 1)
    job = ask(town, sms)
    send_all()
    hear(sms, Delivery.objects.get().reference, state="failed", error="UNDELIV")
    apply_receipts()
    assert states(job) == {"refused": 1}
    assert heard.heard[-1].error == "UNDELIV"


def test_a_receipt_that_comes_before_the_write_back_is_kept_and_applied(town, sms, gateway, heard):
    make_phones(town, 1)
    job = ask(town, sms)
    gateway.answer = lambda asked: (200, {}, {"CodeResult": "100", "SMSID": "early"})
    hear(sms, "early", "seen")
    apply_receipts()
    assert EarlyReceipt.objects.count() == 1
    send_all()
    assert states(job) == {"seen": 1}
    assert [each.state for each in heard.heard] == ["sent", "seen"]
    assert not EarlyReceipt.objects.exists()


def test_a_receipt_that_slipped_past_the_write_back_is_found_again(town, sms, gateway, heard):
    make_phones(town, 1)
    job = ask(town, sms)
    send_all()
    EarlyReceipt.objects.create(
        locality=town.locality,
        account=sms.pk,
        reference=Delivery.objects.get().reference,
        state="delivered",
        at=civil_now(),
    )
    apply_kept()
    assert states(job) == {"delivered": 1}


def test_what_is_kept_in_vain_is_forgotten(town, sms):
    EarlyReceipt.objects.create(
        locality=town.locality,
        account=sms.pk,
        reference="nobody's",
        state="seen",
        at=civil_now() - timedelta(days=3),
    )
    apply_kept()
    assert not EarlyReceipt.objects.exists()


def test_a_report_that_names_our_key_finds_the_row_without_the_gateways_id(
    town, sms, gateway, heard
):
    make_phones(town, 1)
    job = ask(town, sms)
    gateway.answer = lambda asked: (200, {}, {"CodeResult": "124"})
    send_all()
    hear(sms, "their-id", state="delivered", key=Delivery.objects.get().key)
    apply_receipts()
    assert states(job) == {"delivered": 1}


def test_a_receipt_of_a_strangers_account_lifts_nothing(town, sms, gateway, heard):
    make_phones(town, 1)
    job = ask(town, sms)
    send_all()
    other = type(sms).objects.create(locality=town.locality, kind="sms", name="b")
    hear(other, Delivery.objects.get().reference, state="delivered")
    apply_receipts()
    assert states(job) == {"sent": 1}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.permutations(["send", "delivered", "seen", "delivered"]))
def test_whatever_order_news_comes_in_the_end_is_seen(town, sms, gateway, heard, order):
    gateway.answer = lambda asked: (200, {}, {"CodeResult": "100", "SMSID": asked["RequestId"]})
    Delivery.objects.all().delete()
    EarlyReceipt.objects.all().delete()
    town.to_2.households.all().delete()
    make_phones(town, 1)
    job = ask(town, sms, key=f"{heard.heard!r}"[-70:] + str(len(heard.heard)))
    number = f"{job.prefix}0"
    for news in order:
        if news == "send":
            send_all()
        else:
            hear(sms, number, what="seen" if news == "seen" else "receipt", state=news)
            apply_receipts()
    assert states(job) == {"seen": 1}


def test_the_echo_of_a_send_without_an_answer_says_that_it_went(town, sms, gateway, heard, keyless):
    make_phones(town, 2)
    gateway.answer = lambda asked: None
    job = ask(town, sms, text="Mời họp tổ. {link}", link="https://x/t/a")
    send_all()
    assert states(job) == {"unknown": 2}
    said = "Mời họp tổ. https://x/t/a"
    hear(sms, "m1", "echo", person="+84900000001", text=said)
    hear(sms, "m2", "typed", person="+84900000000", text=said)
    apply_receipts()
    row = Delivery.objects.get(state="sent")
    assert (row.address, row.reference) == ("+84900000001", "m1")
    assert states(job) == {"unknown": 1, "sent": 1}
    assert heard.heard[-1].state == "sent"


def test_an_echo_that_fits_two_rows_decides_nothing(town, sms, gateway, heard, keyless):
    make_phones(town, 1)
    gateway.answer = lambda asked: None
    ask(town, sms, key="a", text="Như nhau")
    ask(town, sms, key="b", text="Như nhau")
    send_all()
    hear(sms, "m1", "echo", person="+84900000000", text="Như nhau")
    apply_receipts()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"unknown"}
