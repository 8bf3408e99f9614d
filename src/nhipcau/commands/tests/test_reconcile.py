"""The ledger held against what a platform accepted: nothing lost, nothing doubled."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from tests.cast import FRIDAY_AFTERNOON, song_cau

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.commands.reconcile import reconcile
from nhipcau.dispatch.models import Bucket, Chunk, Delivery, Job

State = Delivery.State
pytestmark = pytest.mark.django_db


class Ledger:
    def __init__(self):
        self.ward = song_cau().locality
        with scope(locality=self.ward):
            self.sms = self.account(ChannelKind.SMS, settings={"brandname": "UBND.SCAU"})
            self.zalo = self.account(ChannelKind.ZALO_OA, external_id="oa")

    def account(self, kind, **more):
        return Account.objects.create(locality=self.ward, kind=kind, name=kind, **more)

    def job(self, account, name, **rows):
        """Rows as address=(state, reference)."""
        with scope(locality=self.ward):
            made = {"locality": self.ward}
            bucket, _ = Bucket.objects.get_or_create(account=account, name=str(account.pk), gap=1)
            job = Job.objects.create(
                account=account, key=name, text=name, created_at=FRIDAY_AFTERNOON, **made
            )
            chunk = Chunk.objects.create(job=job, bucket=bucket, lane=1, nrows=len(rows), **made)
            for pos, (address, (state, reference)) in enumerate(rows.items()):
                Delivery.objects.create(
                    job=job,
                    chunk=chunk,
                    pos=pos,
                    account=account.pk,
                    address=address.replace("p", "+"),
                    state=state,
                    reference=reference,
                    key=f"{name}-{address}",
                    at=timezone.now(),
                    **made,
                )
        return job


@pytest.fixture
def ledger():
    return Ledger()


def sms(address, key, text="a"):
    place = {"channel": "sms", "account": "UBND.SCAU", "address": address}
    return {**place, "hash": text, "key": key, "id": f"sms-{key}", "at": 0, "kind": ""}


def zalo(address, reference, text="a"):
    place = {"channel": "zalo_oa", "account": "oa", "address": address}
    return {**place, "hash": text, "key": "", "id": reference, "at": 0, "kind": "text"}


def found(*accepted):
    with scopes_disabled():
        return reconcile(accepted)


def test_what_fits_is_clean(ledger):
    ledger.job(ledger.sms, "j", p84912345678=(State.SENT, "sms-j-p84912345678"))
    ledger.job(ledger.zalo, "z", u1=(State.SENT, "m1"), u2=(State.UNKNOWN, None))
    findings = found(sms("84912345678", "j-p84912345678"), zalo("u1", "m1"), zalo("u2", "m2"))
    assert findings.is_clean(is_final=True)
    assert findings.states == {State.SENT: 2, State.UNKNOWN: 1}


def test_a_row_sent_that_nobody_accepted_is_lost(ledger):
    ledger.job(ledger.zalo, "z", u1=(State.SENT, "m1"))
    assert found().as_json(is_final=False)["lost"] == 1


def test_accepted_without_a_row_is_found(ledger):
    assert found(zalo("u1", "m1")).as_json(is_final=False)["without_row"] == 1


def test_the_same_job_and_address_accepted_twice_is_doubled(ledger):
    ledger.job(ledger.zalo, "z", u1=(State.SENT, "m2"))
    findings = found(zalo("u1", "m1"), zalo("u1", "m2"))
    assert findings.as_json(is_final=False)["doubled"] == 1
    assert not findings.is_clean(is_final=False)


def test_another_job_to_the_same_address_is_no_double(ledger):
    ledger.job(ledger.zalo, "z", u1=(State.SENT, "m1"))
    ledger.job(ledger.zalo, "y", u1=(State.SENT, "m2"))
    assert found(zalo("u1", "m1"), zalo("u1", "m2", "b")).is_clean(is_final=True)


def test_a_gateway_that_names_no_message_is_matched_by_who_got_it(ledger):
    ledger.job(
        ledger.sms,
        "j",
        p84912345678=(State.SENT, "j-p84912345678"),
        p84987654321=(State.UNKNOWN, None),
    )
    unnamed = {"key": "", "id": ""}
    both = [sms(one, "") | unnamed for one in ("84912345678", "84987654321")]
    assert found(*both).is_clean(is_final=True)
    assert found(both[0], both[0]).as_json(is_final=True)["doubled"] == 1


def test_rows_that_still_wait_are_lost_only_at_the_end(ledger):
    ledger.job(ledger.sms, "j", p84912345678=(State.QUEUED, None))
    findings = found()
    assert findings.is_clean(is_final=False) and not findings.is_clean(is_final=True)
    assert findings.as_json(is_final=True)["lost"] == 1


def test_another_ones_key_matches_no_row(ledger):
    ledger.job(ledger.sms, "j", p84912345678=(State.SENT, "x"))
    findings = found(sms("84987654321", "j-p84912345678"))
    assert len(findings.without_row) == 1 and len(findings.never_accepted) == 1


def test_the_command_prints_json_and_fails_on_a_difference(ledger, tmp_path, capsys):
    ledger.job(ledger.zalo, "z", u1=(State.SENT, "m1"))
    line = {"mark": "mô phỏng", "what": "accepted", **zalo("u1", "m1")}
    (tmp_path / "journal.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    call_command("sandbox", "audit", journal=tmp_path, json=True)
    assert json.loads(capsys.readouterr().out)["lost"] == 0
    (tmp_path / "journal.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="không khớp"):
        call_command("sandbox", "audit", journal=tmp_path, json=True)


def test_a_missing_journal_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="Không thấy nhật ký"):
        call_command("sandbox", "audit", journal=tmp_path / "nowhere")


def test_a_row_in_doubt_is_meant_before_one_that_was_stopped(ledger):
    ledger.job(ledger.zalo, "early", u1=(State.STOPPED, None))
    ledger.job(ledger.zalo, "late", u1=(State.UNKNOWN, None))
    rows = {row.state: row.accepted for row in found(zalo("u1", "m1")).ledger}
    assert rows == {State.STOPPED: 0, State.UNKNOWN: 1}


def test_a_text_of_a_known_job_belongs_to_its_row(ledger):
    """The message to u1 went out twice; the earlier job to u1 is in doubt and was another text."""
    ledger.job(ledger.zalo, "early", u1=(State.UNKNOWN, None))
    ledger.job(ledger.zalo, "late", u1=(State.SENT, "m2"), u2=(State.SENT, "m3"))
    accepted = [zalo("u1", "m1", "b"), zalo("u1", "m2", "b"), zalo("u2", "m3", "b")]
    assert len(found(*accepted).doubled) == 1
