"""One refresher, and no pair of tokens ever lost."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.channels import credentials, spool, tokens
from nhipcau.channels.accounts import connect_account, disconnect_account
from nhipcau.channels.ask import NoAnswer
from nhipcau.channels.models import Account, ChannelKind, Credential
from nhipcau.channels.tokens import NoToken, refresh_tokens, token_for, token_refused
from nhipcau.channels.transport import Response
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.models import AuditEvent


class Zalo:
    """Zalo's token endpoint: each refresh token works once."""

    def __init__(self):
        self.calls, self.live = 0, "r-1"

    def __call__(self, kind, request):
        self.calls += 1
        if f"refresh_token={self.live}&" not in request.body.decode():
            return answer({"error": -14014, "error_name": "Invalid refresh token."})
        self.live = f"r-{self.calls + 1}"
        return answer(
            {
                "access_token": f"a-{self.calls + 1}",
                "refresh_token": self.live,
                "expires_in": "90000",
            }
        )


def answer(body):
    return Response(200, json.dumps(body).encode())


@pytest.fixture
def zalo(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    platform = Zalo()
    monkeypatch.setattr(tokens, "ask", platform)
    return platform


@pytest.fixture
def account(ward, zalo):
    made = connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường",
        by=ward.quan.actor,
        settings={"app_id": "77"},
        secrets={"app_secret": "s3cret"},
    )
    credentials.keep_pair(
        made, access_token="a-1", refresh_token="r-1", expires_at=civil_now() + timedelta(hours=25)
    )
    Account.objects.filter(pk=made.pk).update(state="working")
    made.refresh_from_db()
    return made


def let_expire():
    Credential.objects.update(expires_at=civil_now() + timedelta(minutes=1))


def test_a_living_token_is_given_without_asking(account, zalo):
    assert token_for(account) == "a-1"
    assert zalo.calls == 0


def test_a_token_near_its_end_is_renewed_first(account, zalo):
    let_expire()
    assert token_for(account) == "a-2"
    assert token_for(account) == "a-2"
    assert zalo.calls == 1
    assert Credential.objects.get().expires_at > civil_now() + timedelta(hours=24)


def test_a_crash_between_the_answer_and_the_commit_loses_nothing(account, zalo, monkeypatch):
    let_expire()

    def killed(account, pair):
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(tokens, "_write", killed)
        with pytest.raises(KeyboardInterrupt):
            token_for(account)
    assert credentials.open_credential(account).secrets["access_token"] == "a-1"
    assert token_for(account) == "a-2"
    let_expire()
    assert token_for(account) == "a-3"  # the adopted refresh token works too
    assert zalo.calls == 2


def test_a_restored_older_database_takes_the_newer_pair_from_disk(account, zalo):
    before = Credential.objects.values().get()
    let_expire()
    token_for(account)
    Credential.objects.filter(pk=before["id"]).update(**before)
    assert token_for(account) == "a-2"


def test_a_pair_of_another_connection_is_never_adopted(account, zalo):
    pair = spool.Spooled("other", 99, "stolen", "stolen", civil_now() + timedelta(days=1))
    spool.keep(account.pk, pair)
    assert token_for(account) == "a-1"


def test_the_file_on_disk_is_sealed_and_for_the_owner_only(account, zalo, tmp_path):
    let_expire()
    token_for(account)
    file = Path(tmp_path) / "spool" / f"token-{account.pk}.sealed"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"a-2" not in file.read_bytes()


def test_only_one_refreshes_and_the_others_use_what_still_lives(account, zalo):
    let_expire()
    Credential.objects.update(refreshing_until=machine_now() + timedelta(seconds=30))
    assert token_for(account) == "a-1"
    Credential.objects.update(expires_at=civil_now() - timedelta(minutes=1))
    with pytest.raises(NoToken) as busy:
        token_for(account)
    assert (busy.value.code, busy.value.is_lasting) == ("token-busy", False)
    assert zalo.calls == 0


def test_a_dead_refresher_s_lease_runs_out(account, zalo):
    let_expire()
    Credential.objects.update(refreshing_until=machine_now() - timedelta(seconds=1))
    assert token_for(account) == "a-2"


def test_a_new_secret_saved_meanwhile_does_not_cost_the_pair(account, zalo, monkeypatch):
    let_expire()
    keep_on_disk = tokens._keep_on_disk

    def admin_saves_meanwhile(of, pair):
        keep_on_disk(of, pair)
        credentials.keep_secrets(of, {"oa_secret": "new"}, by=SYSTEM)

    monkeypatch.setattr(tokens, "_keep_on_disk", admin_saves_meanwhile)
    assert token_for(account) == "a-2"
    assert credentials.open_credential(account).secrets["oa_secret"] == "new"


def test_a_full_disk_does_not_cost_the_pair(account, zalo, monkeypatch):
    let_expire()

    def full(account_id, pair):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "keep", full)
    assert token_for(account) == "a-2"


def test_a_refused_refresh_alerts_a_person(account, zalo):
    let_expire()
    zalo.live = "used-elsewhere"
    with pytest.raises(NoToken) as fault:
        token_for(account)
    assert fault.value.is_lasting
    account.refresh_from_db()
    assert (account.state, account.problem) == ("troubled", "oauth-14014")
    assert AuditEvent.objects.filter(verb="account.troubled").count() == 1


def test_no_answer_alerts_nobody_yet(account, zalo, monkeypatch):
    let_expire()

    def down(kind, request):
        raise NoAnswer("connect")

    monkeypatch.setattr(tokens, "ask", down)
    with pytest.raises(NoToken) as fault:
        token_for(account)
    assert not fault.value.is_lasting
    account.refresh_from_db()
    assert account.state == "working"
    assert Credential.objects.get().refreshing_until is None


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null"])
def test_garbage_instead_of_tokens_changes_nothing(account, zalo, monkeypatch, body):
    let_expire()
    monkeypatch.setattr(tokens, "ask", lambda kind, request: Response(200, body))
    with pytest.raises(NoToken):
        token_for(account)
    assert credentials.open_credential(account).secrets["refresh_token"] == "r-1"


def test_a_token_the_platform_refuses_is_renewed_once(account, zalo):
    token_refused(account, "a-1")
    assert token_for(account) == "a-2"
    token_refused(account, "a-1")  # a slow worker's late word about the old one
    assert token_for(account) == "a-2"
    assert zalo.calls == 1


def test_the_periodic_job_renews_ahead_of_time(account, zalo):
    assert refresh_tokens() == 0
    Credential.objects.update(expires_at=civil_now() + timedelta(hours=1))
    assert refresh_tokens() == 1
    assert token_for(account) == "a-2"


def test_disconnecting_leaves_no_secret_behind(
    account, zalo, ward, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        disconnect_account(account, by=ward.quan.actor)
    assert Credential.objects.get().sealed == ""
    assert spool.newest(account.pk) is None
    with pytest.raises(NoToken):
        token_for(account)


def test_another_locality_s_account_is_not_touched(account, zalo, stranger):
    theirs = Account.objects.create(
        locality=stranger.locality, kind="zalo_oa", name="OA xã", settings={}
    )
    with pytest.raises(NoToken):
        token_for(theirs)
    assert token_for(account) == "a-1"
