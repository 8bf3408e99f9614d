"""Puts one task per row into the queue: `python -m bench.peer.queue ROWS`. Not timed."""

import sys

from bench.peer.app import app, send

if __name__ == "__main__":
    with app.producer_pool.acquire() as producer:
        for row in range(1, int(sys.argv[1]) + 1):
            send.apply_async((row,), producer=producer)
