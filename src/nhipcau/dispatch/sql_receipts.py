"""The raw statements of receipts and echoes: what came back, found and raised."""

from nhipcau.dispatch.sql import N, T

CLAIM_INCOMING = """
UPDATE channels_incoming SET taken_by = %(taker)s, taken_at = %(at)s
FROM {batch} v
WHERE channels_incoming.id = v.id AND channels_incoming.locality_id = %(locality)s
  AND channels_incoming.taken_at IS NULL
RETURNING channels_incoming.id
"""
CLAIM_COLUMNS = {"id": N}

LIFT = """
UPDATE dispatch_delivery SET state = v.state, error = v.error, at = %(at)s
FROM {batch} v
WHERE dispatch_delivery.account = v.account AND dispatch_delivery.reference = v.reference
  AND dispatch_delivery.reference IS NOT NULL AND dispatch_delivery.locality_id = %(locality)s
  AND {new_rank} > {old_rank}
RETURNING dispatch_delivery.id, job_id, dispatch_delivery.account, household, neighbourhood,
  address, dispatch_delivery.state, dispatch_delivery.error, dispatch_delivery.reference
"""
LIFT_COLUMNS = {"account": N, "reference": T, "state": T, "error": T}

KNOWN = """
SELECT d.account, d.reference FROM {batch} v
JOIN dispatch_delivery d ON d.account = v.account AND d.reference = v.reference
  AND d.reference IS NOT NULL
WHERE d.locality_id = %(locality)s
"""
KNOWN_COLUMNS = {"account": N, "reference": T}

ANY_EARLY = "SELECT 1 FROM dispatch_earlyreceipt WHERE locality_id = %(locality)s LIMIT 1"

EARLY = """
SELECT e.id, e.account, e.reference, e.state FROM {batch} v
JOIN dispatch_earlyreceipt e ON e.account = v.account AND e.reference = v.reference
WHERE e.locality_id = %(locality)s
"""

# An echo of our own send names the person and says the message's id: the row without an answer. One
# that was given up before the platform took this message is another's.
UNKNOWN_TO = """
SELECT d.id, d.job_id, j.text, j.link, d.link FROM dispatch_delivery d
JOIN dispatch_job j ON j.id = d.job_id AND j.locality_id = %(locality)s
WHERE d.locality_id = %(locality)s AND d.account = %(account)s AND d.address = %(address)s
  AND d.state = 'unknown' AND j.account_id = %(account)s AND j.created_at > %(since)s
  AND (d.at IS NULL OR d.at >= %(given_up_from)s)
"""

KNOWN_AFTER_ALL = """
UPDATE dispatch_delivery SET state = 'sent', reference = %(reference)s, at = %(at)s
WHERE id = %(delivery)s AND locality_id = %(locality)s AND state = 'unknown'
RETURNING id, job_id, account, household, neighbourhood, address, state, error, reference
"""
