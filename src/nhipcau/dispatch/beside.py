"""Calls to a platform beside the ledger (a look at a group's members), within the same rate."""

from django.db import transaction

from nhipcau.channels.models import Account
from nhipcau.core.clock import civil_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.buckets import bucket_of


def make_room(account: Account, calls: int) -> bool:
    """Verb. Takes that many calls of the account's time, when nothing wanted it just now: False
    while messages are going out, which never wait for a look."""
    now = civil_seconds()
    with transaction.atomic():
        bucket = bucket_of(account)
        idle = -bucket.gap * calls  # behind its time by so much: the minute stays within its limit
        for one in (bucket.pk, bucket.app_id):
            if one is not None and not sql.run(
                sql.RESERVE, bucket=one, now=now, ahead=idle, rows=calls, turn=0.0
            ):
                transaction.set_rollback(True)
                return False
    return True
