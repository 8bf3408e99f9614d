"""Templates read from Zalo, chosen for notices; what webhooks tell; two hosts, one token."""

import json
from datetime import timedelta

import pytest
from tests.platforms import OA

from nhipcau.channels import incoming
from nhipcau.channels.accounts import connect_account, speak_for
from nhipcau.channels.check import check_account
from nhipcau.channels.incoming import Taker, set_takers, take_incoming
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, ChannelKind, RawEvent, Template
from nhipcau.channels.quotas import TEMPLATES, left_as_read
from nhipcau.channels.template_news import take_template_news
from nhipcau.channels.templates import (
    NotRead,
    choose_template,
    chosen_template,
    drop_template,
    misfit,
    read_all_templates,
    read_templates,
)
from nhipcau.channels.tests.test_with_platforms import connect_zalo, sign_in
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState

PARAMS = [
    {"name": "title", "require": True, "type": "STRING", "maxLength": 30, "minLength": 3},
    {"name": "when", "require": True, "type": "DATE", "maxLength": 20},
]
SEED = {"id": "31239", "name": "Thông báo của phường", "text": "<title>", "params": PARAMS}
FILLED = {"title": "title", "when": "event_at"}


def connect_templates(ward, oa):
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_TEMPLATE,
        name="Mẫu tin",
        by=ward.quan.actor,
        external_id=oa.external_id,
    )
    speak_for(account, oa, by=ward.quan.actor)
    return account


@pytest.fixture
def account(ward, platforms):
    oa = connect_zalo(ward)
    sign_in(ward, oa, platforms)
    platforms.call("make", zbs=[{"oa": OA, "templates": [SEED]}])
    made = connect_templates(ward, oa)
    assert check_account(made, by=ward.quan.actor).is_working
    return made


def test_it_speaks_with_the_token_of_its_official_account(account):
    assert account.settings["facts"]["daily_quota"] == "500"
    assert account.settings["facts"]["approved"] == "1"


def test_a_token_that_cannot_be_renewed_is_the_official_account_s_trouble(ward, account, platforms):
    platforms.call("token", oa=OA)  # somebody else's sign-in kills ours
    with pytest.raises(NotRead):
        read_templates(account)
    assert Account.objects.get(pk=account.keeper_id).state == Account.State.TROUBLED


def test_a_token_near_its_end_is_renewed_on_the_official_account(account):
    keeper = account.keeper
    keeper.credential.expires_at = civil_now() + timedelta(minutes=1)
    keeper.credential.save()
    assert read_templates(account) == 1
    keeper.credential.refresh_from_db()
    assert keeper.credential.expires_at > civil_now() + timedelta(hours=20)


def test_templates_prices_and_the_quota_are_read_and_never_guessed(account):
    assert left_as_read(account, TEMPLATES, civil_now()) is None
    assert read_templates(account) == 1
    template = Template.objects.get()
    assert (template.price_phone_vnd, template.price_uid_vnd) == (120, 84)
    assert [one["name"] for one in template.parameters] == ["title", "when"]
    assert left_as_read(account, TEMPLATES, civil_now()) == 500
    assert left_as_read(account, TEMPLATES, civil_now() + timedelta(days=1)) is None


def test_reading_twice_keeps_one_row_and_what_a_person_chose(ward, account):
    read_templates(account)
    choose_template(Template.objects.get(), FILLED, by=ward.quan.actor)
    read_templates(account)
    assert chosen_template(account).filled_from == FILLED


def test_a_template_that_is_gone_from_zalo_is_no_longer_used(ward, account, platforms):
    read_templates(account)
    choose_template(Template.objects.get(), FILLED, by=ward.quan.actor)
    Template.objects.update(external_id="other")
    read_templates(account)
    gone = Template.objects.get(external_id="other")
    assert (gone.state, gone.is_chosen) == ("GONE", False)


@pytest.mark.parametrize("mode", ["down", "garbage", "refuse", "error"])
def test_a_platform_in_trouble_changes_nothing(account, platforms, mode):
    read_templates(account)
    platforms.call("mode", platform="zbs", mode=mode)
    with pytest.raises(NotRead):
        read_templates(account)
    assert Template.objects.get().state == "ENABLE"


def test_the_hourly_reading_goes_on_when_one_account_fails(account, platforms):
    platforms.call("mode", platform="zbs", mode="down")
    assert read_all_templates() == 0


@pytest.fixture
def template(ward, db):
    account = Account.objects.create(
        locality=ward.locality, kind="zalo_template", name="Mẫu tin", state="working"
    )
    return make_template(account)


def make_template(account, **fields):
    return Template.objects.create(
        locality_id=account.locality_id,
        account=account,
        external_id=fields.pop("external_id", "31239"),
        name="Thông báo",
        parameters=PARAMS,
        read_at=civil_now(),
        price_phone_vnd=120,
        price_uid_vnd=84,
        **{"state": "ENABLE", **fields},
    )


def test_one_template_is_chosen_at_a_time(ward, template):
    other = make_template(template.account, external_id="2")
    choose_template(template, FILLED, by=ward.quan.actor)
    choose_template(other, FILLED, by=ward.quan.actor)
    assert chosen_template(template.account) == other


def test_what_is_not_approved_is_not_chosen(ward, template):
    Template.objects.update(state="PENDING_REVIEW")
    template.refresh_from_db()
    with pytest.raises(WrongState, match="chưa được Zalo duyệt"):
        choose_template(template, FILLED, by=ward.quan.actor)


def test_the_state_may_change_while_somebody_looks(ward, template):
    Template.objects.update(state="DISABLE")
    with pytest.raises(WrongState, match="vừa bị Zalo đổi"):
        choose_template(template, FILLED, by=ward.quan.actor)
    assert not Template.objects.filter(is_chosen=True).exists()


@pytest.mark.parametrize("filled", [{}, {"title": "title"}, {"title": "=", "when": "event_at"}])
def test_every_needed_parameter_is_filled(ward, template, filled):
    with pytest.raises(BadInput, match="chưa được điền"):
        choose_template(template, filled, by=ward.quan.actor)


def test_fixed_words_must_fit_as_well(ward, template):
    with pytest.raises(BadInput, match="Zalo nhận 3–30"):
        choose_template(template, FILLED | {"title": "=" + "x" * 31}, by=ward.quan.actor)


def test_a_template_is_put_aside_once(ward, template):
    choose_template(template, FILLED, by=ward.quan.actor)
    drop_template(template, by=ward.quan.actor)
    with pytest.raises(WrongState):
        drop_template(template, by=ward.quan.actor)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("STRING", "Khám sàng lọc", True),
        ("STRING", "x" * 31, False),
        ("STRING", "", False),
        ("DATE", "07:00 27/05/2023", True),
        ("DATE", "sáng mai", False),
        ("CURRENCY", "50.000", True),
        ("CURRENCY", "năm mươi", False),
    ],
)
def test_a_value_fits_by_type_and_length(kind, value, fits):
    parameter = {"name": "p", "type": kind, "maxLength": 30, "require": True}
    assert (misfit(parameter, value) == "") is fits


def test_the_stranger_sees_no_template_of_ours(template, stranger):
    assert not Template.objects.filter(locality=stranger.locality).exists()


def told(ward, oa, event):
    raw = json.dumps({"timestamp": str(int(civil_now().timestamp() * 1000)), **event}).encode()
    RawEvent.objects.create(
        kind="zalo_oa", received_at=civil_now(), headers={"accounts": [oa.pk]}, body=raw
    )
    before = list(incoming._takers)
    set_takers([Taker("channels.templates", frozenset({"other"}), take_template_news)])
    load_raw_events()
    take_incoming()
    set_takers(before)


def test_zalo_tells_of_a_template_s_state_and_of_the_quota(ward, template):
    oa = Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA", state="working", external_id=OA
    )
    Account.objects.filter(pk=template.account_id).update(keeper=oa)
    status = {"prev_status": "ENABLE", "new_status": "DISABLE"}
    event = {"event_name": "change_template_status", "oa_id": OA, "template_id": "31239"}
    told(ward, oa, event | {"status": status, "reason": "Mẫu tin bị lặp"})
    template.refresh_from_db()
    assert (template.state, template.reason) == ("DISABLE", "Mẫu tin bị lặp")
    told(ward, oa, {"event_name": "change_oa_daily_quota", "oaId": OA, "quota": {"new_value": 9}})
    assert left_as_read(template.account, TEMPLATES, civil_now()) is None
