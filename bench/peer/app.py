"""The peer: one Celery task per recipient, tuned as its own guides say (celeryconfig.py), on the
same PostgreSQL and against the same sink. Runs in .venv-bench and imports nothing of the product.
"""

import json
import os

import psycopg2
import requests
from celery import Celery
from celery.signals import worker_process_init

from bench.peer import celeryconfig

app = Celery("peer")
app.config_from_object(celeryconfig)
held = {}


@worker_process_init.connect
def open_once(**_given):
    """One database connection and one keep-alive session per process, not per task."""
    held["db"] = psycopg2.connect(os.environ["PEER_DATABASE_URL"])
    held["web"] = requests.Session()
    held["web"].verify = os.environ["PEER_CA_FILE"]
    held["web"].trust_env = False


# Claimed and committed before the message goes, as the ledger does: what was claimed and has no
# answer after a crash may have gone, what was not claimed has not.
CLAIM = """
UPDATE peer_delivery SET state = 'sending' WHERE id = %s AND state = 'queued'
RETURNING address, key
"""


@app.task
def send(row: int) -> None:
    with held["db"] as db, db.cursor() as cursor:
        cursor.execute(CLAIM, (row,))
        claimed = cursor.fetchone()
    if claimed is None:  # delivered twice by the broker: somebody has it
        return
    address, key = claimed
    body = {
        "ApiKey": "0123456789abcdef0123456789abcdef",
        "SecretKey": "fedcba9876543210",
        "Brandname": "UBND SONGCAU",
        "SmsType": "2",
        "Sandbox": "0",
        "Phone": address.lstrip("+"),
        "Content": os.environ["PEER_TEXT"],
        "IsUnicode": "0",
        "RequestId": key,
    }
    answer = (
        held["web"]
        .post(
            os.environ["PEER_URL"],
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            timeout=15,
        )
        .json()
    )
    state = "sent" if answer["CodeResult"] == "100" else "refused"
    with held["db"] as db, db.cursor() as cursor:
        cursor.execute(
            "UPDATE peer_delivery SET state = %s, reference = %s, at = now() WHERE id = %s",
            (state, answer["SMSID"], row),
        )
