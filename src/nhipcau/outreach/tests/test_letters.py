"""Letters by e-mail: planned, sent to a real mail server, opened, stopped, returned."""

import email
from datetime import timedelta
from email.policy import default

import pytest
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON, stranger

from nhipcau.audiences.selection import Selection
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, RawEvent
from nhipcau.channels.tests.centres import LOOPBACK, mail_server
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.dispatch.tests.conftest import send_all
from nhipcau.outreach.carry import start_due
from nhipcau.outreach.models import Route, Standing
from nhipcau.outreach.plan import Wish, keep_plan, propose
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.models import ContactPoint

pytestmark = pytest.mark.usefixtures("civil")


@pytest.fixture
def post():
    with mail_server() as found:
        yield found


@pytest.fixture
def mailbox(ward, post):
    return Account.objects.create(
        locality=ward.locality,
        kind="email",
        name="Thư phường",
        state=Account.State.WORKING,
        per_minute=0,
        settings={
            "host": LOOPBACK, "port": post.port, "security": "none",
            "from_address": "thongbao@scau.vn", "from_name": "UBND phường Sông Cầu",
        },
    )  # fmt: skip


@pytest.fixture
def address(ward):
    return link_contact(ward.binh, Address("email", " Binh@Example.com "), by=SYSTEM)


def line_of(ward, now=FRIDAY_AFTERNOON):
    wish = Wish(Selection(), now + timedelta(hours=14))
    return next(way for way in propose(ward.locality, wish, now).ways if way.kind == "email")


def send(version, ward):
    wish = Wish.of(version)
    keep_plan(version, propose(ward.locality, wish, FRIDAY_AFTERNOON))
    Route.objects.filter(version=version).exclude(kind="email").update(state="skipped")
    start_due(version, by=SYSTEM)
    send_all()
    return Job.objects.get(key=f"v{version.pk}:email:households")


def test_an_address_is_kept_as_mail_servers_want_it(address):
    assert address.value == "binh@example.com"


def test_the_plan_says_how_many_and_that_it_is_free(ward, mailbox, address):
    way = line_of(ward)
    assert way.is_used and way.account == mailbox
    assert "1 hộ" in way.why
    assert way.cost_vnd == 0


def test_without_a_mailbox_or_addresses_the_plan_says_why(ward):
    assert "hộp thư" in line_of(ward).why
    Account.objects.create(locality=ward.locality, kind="email", name="Thư", state="working")
    assert "địa chỉ" in line_of(ward).why


def test_a_household_gets_its_own_link_and_is_covered(ward, mailbox, address, version, post):
    job = send(version, ward)
    standing = Standing.objects.get(version=version, household=ward.binh)
    letter = email.message_from_bytes(post.letters[0][2], policy=default)
    assert letter["To"] == "binh@example.com"
    assert f"/t/{standing.code}" in letter.get_body(("plain",)).get_content()
    assert letter["Message-ID"].startswith(f"<{Delivery.objects.get(job=job).key}@")
    assert standing.covered
    assert not standing.informed_at


def unsubscribe(letter):
    return email.message_from_bytes(letter, policy=default)["List-Unsubscribe"].strip("<>")


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_one_click_in_the_mail_program_stops_letters(ward, mailbox, address, version, post, client):
    send(version, ward)
    path = path_of(unsubscribe(post.letters[0][2]))
    page = client.get(path)
    assert page.status_code == 200
    assert "binh@" not in page.content.decode()
    address.refresh_from_db()
    assert address.stopped_at is None  # a look changes nothing
    for _ in range(2):  # twice is once
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    address.refresh_from_db()
    assert address.stopped_at
    assert not line_of(ward).is_used


def test_a_link_for_somebody_else_cannot_be_made(ward, mailbox, address, version, post, client):
    send(version, ward)
    path = path_of(unsubscribe(post.letters[0][2]))
    account, contact, mac = path.rstrip("/").rpartition("/")[2].split("-")
    there = stranger()
    with scope(locality=there.locality):
        home = there.home if hasattr(there, "home") else None
        other = ContactPoint.objects.create(
            locality=there.locality, household=home or there.households[0], kind="email",
            value="thu@example.com",
        ) if home else None  # fmt: skip
    for token in (f"{account}-{int(contact) + 1}-{mac}", f"{account}-{contact}-{'0' * 32}", "x"):
        assert client.post(f"/thu/ngung/{token}/").status_code == 404
    address.refresh_from_db()
    assert address.stopped_at is None
    assert other is None or other.stopped_at is None


def test_a_letter_that_came_back_gives_up_the_address(ward, mailbox, address, version, post):
    job = send(version, ward)
    row = Delivery.objects.get(job=job)
    assert (row.state, row.reference) == ("sent", row.key)
    RawEvent.objects.create(
        kind="email",
        received_at=FRIDAY_AFTERNOON,
        headers={"accounts": [mailbox.pk], "variant": "dsn"},
        body=f'{{"key": "{row.key}", "action": "failed", "status": "5.1.1"}}'.encode(),
    )
    load_raw_events()
    apply_receipts()
    row.refresh_from_db()
    address.refresh_from_db()
    assert (row.state, row.error) == ("refused", "5.1.1")
    assert address.failed_at
    assert not line_of(ward).is_used
