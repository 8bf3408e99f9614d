"""A job is asked for here: content, account and who, as a compiled address query. Nothing is sent
and no delivery is made here: the sender fills the job (fill.py) and sends it.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.dispatch.buckets import bucket_of
from nhipcau.dispatch.models import Job

COLUMNS = ("id", "household", "neighbourhood", "address", "thread", "link")
URGENT, USUAL, WHEN_IDLE = 0, 1, 2


def enqueue(  # noqa: PLR0913  one job is said in one place
    account: Account,
    *,
    key: str,
    text: str,
    recipients: models.QuerySet[Any, Any],
    by: Actor,
    title: str = "",
    link: str = "",
    image: str = "",
    lane: int = USUAL,
    unit_vnd: int | None = None,
    note: Mapping[str, str] | None = None,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
) -> Job:
    """Verb. One content to everybody whom `recipients` yields when the job is filled.

    `recipients` is a `values_list` of, in this order: a unique whole number (rows are taken in its
    order), household, neighbourhood, address, thread, and, if each has a link of its own, the link
    that takes the place of `{link}` in the text. Who asked to be left alone must not be in it. An
    address gets one message a job. The same `key` again is the same job: nothing happens twice.
    `note`: what the channel must know beside the text (a topic, until when), in its transport's
    words.
    """
    _check(account, text, lane, not_before, not_after)
    values = {
        "account": account,
        "title": title,
        "text": text,
        "link": link,
        "image": image,
        "lane": lane,
        "not_before": not_before,
        "not_after": not_after,
        "query": compiled(recipients),
        "note": dict(note or {}),
        "prefix": secrets.token_hex(5),
        "unit_vnd": account.price_vnd if unit_vnd is None else unit_vnd,
        "created_at": civil_now(),
    }
    with transaction.atomic():
        bucket_of(account)
        job, is_new = Job.objects.get_or_create(
            locality_id=account.locality_id, key=key, defaults=values
        )
        if is_new:
            audit.record(by, "job.enqueued", job, after={"account": account.pk, "lane": lane})
    return job


def compiled(recipients: models.QuerySet[Any, Any]) -> dict[str, Any]:
    """The query as text and plain values: a worker that takes over after a crash can go on."""
    query = recipients.order_by().query
    compiler = query.get_compiler(using=recipients.db, elide_empty=False)
    sql, params = compiler.as_sql()
    width = len(compiler.select)
    if width not in {len(COLUMNS) - 1, len(COLUMNS)}:
        raise TypeError(f"recipients must yield {COLUMNS}, not {width} columns")
    return {"sql": sql, "params": [_plain(value) for value in params], "width": width}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.datetime | dt.date):  # SQLite has compiled them to text already
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"an address query cannot be kept with a {type(value).__name__} in it")


def _check(
    account: Account,
    text: str,
    lane: int,
    not_before: dt.datetime | None,
    not_after: dt.datetime | None,
) -> None:
    if account.speaks not in TRANSPORTS:
        raise BadInput(_("Kênh này không gửi tin tự động được."), field="account")
    if account.state == Account.State.CLOSED:
        raise WrongState(_("Kênh này đã ngừng sử dụng."))
    if not text.strip():
        raise BadInput(_("Tin gửi đi chưa có nội dung."), field="text")
    if lane not in {URGENT, USUAL, WHEN_IDLE}:
        raise ValueError(f"no lane {lane}")
    if not_after is not None and not_after <= (not_before or civil_now()):
        raise BadInput(_("Hạn cuối của đợt gửi đã qua."), field="not_after")
