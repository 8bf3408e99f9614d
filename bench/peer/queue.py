"""Puts one task per row into the queue: `python -m bench.peer.queue FIRST LAST`, at a word.

Timed: it is how the peer is asked to send, as a job with its list is for the product."""

import sys

from bench.peer.app import app, send

if __name__ == "__main__":
    sys.stdin.readline()
    with app.producer_pool.acquire() as producer:
        for row in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
            send.apply_async((row,), producer=producer)
