"""Prices by day: of the account, of its kind, or as its page says; never two at once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django_scopes import scope
from tests.cast import stranger

from nhipcau.channels.models import Account, ChannelKind, Price
from nhipcau.channels.prices import PriceLine, end_price, price_at, prices_on, set_price
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, WrongState

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2023, 5, 1), date(2023, 6, 1), date(2023, 7, 1)
LAST_OF_MAY = datetime(2023, 5, 31, 16, 59, tzinfo=UTC)  # 23:59 at home
FIRST_OF_JUNE = datetime(2023, 5, 31, 17, 0, tzinfo=UTC)  # midnight at home


@pytest.fixture
def sms(ward):
    return Account.objects.create(
        locality=ward.locality, kind="sms", name="SMS", state="working", price_vnd=800
    )


def put(ward, vnd, begins, **more):
    line = {"kind": "sms", "unit": "part", "vnd": vnd, "valid_from": begins} | more
    return set_price(ward.locality, PriceLine(**line), by=SYSTEM)


def test_without_a_dated_price_the_account_says_it(ward, sms):
    assert price_at(sms, LAST_OF_MAY) == 800
    assert price_at("sms", LAST_OF_MAY) == 0


def test_a_price_changes_at_midnight_of_the_ward(ward, sms):
    put(ward, 700, MAY)
    put(ward, 750, JUNE)
    assert price_at(sms, LAST_OF_MAY) == 700
    assert price_at(sms, FIRST_OF_JUNE) == 750


def test_the_price_of_an_account_goes_before_that_of_its_kind(ward, sms):
    put(ward, 700, MAY)
    put(ward, 650, MAY, account=sms)
    assert price_at(sms, FIRST_OF_JUNE) == 650
    assert price_at(ChannelKind.SMS, FIRST_OF_JUNE) == 700


def test_a_follower_closes_the_open_price_before_it(ward, sms):
    first = put(ward, 700, MAY)
    put(ward, 750, JUNE)
    first.refresh_from_db()
    assert first.valid_until == date(2023, 5, 31)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(JUNE, None), (MAY, JUNE), (date(2023, 6, 10), date(2023, 6, 20)), (MAY, date(2023, 12, 31))],
)
def test_two_prices_never_hold_on_one_day(ward, begins, ends):
    put(ward, 700, JUNE, valid_until=date(2023, 6, 30))
    with pytest.raises(BadInput):
        put(ward, 750, begins, valid_until=ends)
    assert Price.objects.count() == 1


def test_units_and_accounts_have_prices_of_their_own(ward, sms):
    put(ward, 700, MAY)
    put(ward, 200, MAY, unit="template_phone")
    put(ward, 650, MAY, account=sms)
    assert Price.objects.count() == 3


def test_a_price_is_ended_once(ward):
    price = put(ward, 700, MAY)
    end_price(price, on=JUNE, by=SYSTEM)
    with pytest.raises(WrongState):
        end_price(price, on=JULY, by=SYSTEM)
    assert [p.vnd for p in prices_on(JUNE)] == [700]
    assert not prices_on(JULY)


def test_a_price_that_never_began_goes_away(ward):
    end_price(put(ward, 700, JULY), on=JUNE, by=SYSTEM)
    assert not Price.objects.exists()


@pytest.mark.parametrize("wrong", [{"vnd": -1}, {"vnd": 2_000_000}, {"unit": "kilo"}])
def test_what_is_no_price_is_refused(ward, wrong):
    with pytest.raises(BadInput):
        put(ward, **{"vnd": 1, "begins": MAY} | wrong)


def test_another_localitys_account_and_prices_stay_apart(ward, sms):
    there = stranger()
    line = PriceLine("sms", "part", 1, MAY)
    with pytest.raises(BadInput):
        set_price(there.locality, replace(line, account=sms), by=SYSTEM)
    with scope(locality=there.locality):
        set_price(there.locality, line, by=SYSTEM)
        assert price_at("sms", FIRST_OF_JUNE) == 1
    assert price_at(sms, FIRST_OF_JUNE) == 800


def test_a_message_of_sms_is_priced_by_its_part(ward, sms):
    put(ward, 700, MAY, unit="message")
    assert Price.objects.get().unit == "part"
    assert price_at(sms, FIRST_OF_JUNE) == 700
