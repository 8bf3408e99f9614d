"""The raw statements of filling a job's deliveries; {query} is the compiled address query."""

from typing import Final

LAST: Final = 2**62  # above every id

TO_FILL = (
    "SELECT id, locality_id FROM dispatch_job WHERE state = 'filling' ORDER BY lane, id LIMIT 8"
)

# The next rows of the query: how far they reach shows how dense its ids are.
NEXT = """
WITH q ({columns}) AS ({query})
SELECT MIN(id), MAX(id), COUNT(*)
FROM (SELECT id FROM q WHERE id > %(after)s ORDER BY id LIMIT %(sample)s) s
"""

BOUNDARY = """
WITH q ({columns}) AS ({query})
SELECT id FROM q WHERE id > %(after)s ORDER BY id LIMIT 1 OFFSET %(batch)s - 1
"""

# {nth} is the row's number in the batch: counted, or read off its id where ids are dense.
FILL = """
INSERT INTO dispatch_delivery (locality_id, job_id, chunk_id, pos, account, household,
  neighbourhood, address, thread, link, state, attempts, error, key)
WITH q ({columns}) AS ({query}),
n AS (SELECT household, neighbourhood, address, thread, {link} AS link,
             {nth} AS nth
      FROM q WHERE id > %(after)s AND id <= %(upto)s)
SELECT %(locality)s, %(job)s, %(chunk)s + nth / %(size)s, nth %% %(size)s, %(account)s, household,
  neighbourhood, address, COALESCE(thread, ''), COALESCE(link, ''), 'queued', 0, '',
  %(prefix)s || ((%(number)s + nth / %(size)s) * 512 + nth %% %(size)s)
FROM n WHERE address <> ''
ON CONFLICT (job_id, address) DO NOTHING
"""
# The key's number: the running number of the chunk it is made in, and the place there (under 512).

FILL_CHUNKS = """
INSERT INTO dispatch_chunk (id, locality_id, job_id, bucket_id, lane, turn, ready_at, leased_until,
  nrows, started, worker, fence)
SELECT d.chunk_id, %(locality)s, %(job)s, %(bucket)s, %(lane)s,
  %(turn)s + (d.chunk_id - %(first)s) * %(size)s, %(ready_at)s, 0, COUNT(*), 0, '', 0
FROM dispatch_delivery d
WHERE d.chunk_id >= %(chunk)s AND d.chunk_id < %(end)s
GROUP BY d.chunk_id
"""

FILL_BEGIN = """
UPDATE dispatch_job SET filled_up_to = %(upto)s
WHERE id = %(job)s AND locality_id = %(locality)s AND state = 'filling'
  AND filled_up_to = %(after)s
"""

FILL_END = """
UPDATE dispatch_job SET total = total + %(rows)s, state = %(state)s, first_turn = %(turn)s,
  chunks_made = COALESCE((SELECT MAX(c.id) - %(first)s + 1 FROM dispatch_chunk c
    WHERE c.locality_id = %(locality)s AND c.id >= %(first)s AND c.id < %(end)s), 0)
WHERE id = %(job)s AND locality_id = %(locality)s
"""
