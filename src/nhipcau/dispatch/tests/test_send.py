from nhipcau.dispatch.models import Chunk, Delivery, Job
from nhipcau.dispatch.tests.conftest import ask, make_phones, send_all, states, with_links


def test_every_address_gets_the_message_once_and_the_room_above_hears_of_each(
    town, sms, gateway, heard
):
    make_phones(town, 120)
    job = ask(town, sms)
    send_all()
    job.refresh_from_db()
    assert (job.state, job.total, job.cost_vnd) == (Job.State.DONE, 120, 120 * 300)
    assert states(job) == {"sent": 120}
    assert len({phone for _key, phone, _id, _text in gateway.accepted}) == 120
    assert len(gateway.accepted) == len(heard.heard) == 120
    assert {each.household for each in heard.heard} == set(
        Delivery.objects.values_list("household", flat=True)
    )
    assert not Chunk.objects.filter(ready_at__isnull=False).exists()


def test_the_link_of_a_household_takes_its_place_in_the_text(town, sms, gateway, heard):
    make_phones(town, 2)
    ask(town, sms, text="Xem {link} nhé", recipients=with_links(town))
    send_all()
    assert {text for *_rest, text in gateway.accepted} == {"Xem k0 nhé", "Xem k1 nhé"}
