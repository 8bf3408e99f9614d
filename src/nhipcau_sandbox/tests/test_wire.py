"""The hand-written HTTP server: keep-alive, pipelining, chunks, 100-continue, nonsense."""

import asyncio

import pytest

from nhipcau_sandbox.wire import Connection, Request, Response


class Wire:
    def __init__(self):
        self.out, self.closed = b"", False

    def write(self, data):
        self.out += data

    def close(self):
        self.closed = True


def talk(*pieces, answer=None):
    asked = []

    def respond(request: Request) -> Response:
        asked.append(request)
        return answer or Response(b"ok")

    wire, connection = Wire(), Connection(respond)
    connection.connection_made(wire)
    for piece in pieces:
        connection.data_received(piece)
    return asked, wire


def test_two_requests_in_one_packet_are_both_answered():
    asked, wire = talk(b"GET /a?b=1 HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n\r\n")
    assert [(one.path, one.query) for one in asked] == [("/a", "b=1"), ("/c", "")]
    assert wire.out.count(b"200 OK") == 2


def test_a_body_may_come_in_pieces():
    asked, _wire = talk(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab", b"cd")
    assert [one.body for one in asked] == [b"abcd"]


def test_a_chunked_body_is_put_together():
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    asked, _wire = talk(head + b"2\r\nab\r\n", b"3\r\ncde\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n")
    assert [one.body for one in asked] == [b"abcde", b""]


def test_an_expectation_is_met_once():
    head = b"POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    asked, wire = talk(head, b"a", b"b")
    assert wire.out.count(b"100 Continue") == 1 and asked[0].body == b"ab"


@pytest.mark.parametrize("raw", [b"nonsense\r\n\r\n", b"x" * 70_000])
def test_nonsense_is_refused_and_closed(raw):
    asked, wire = talk(raw)
    assert asked == [] and b"400" in wire.out and wire.closed


def test_a_dropped_answer_closes_without_a_byte():
    _asked, wire = talk(b"GET / HTTP/1.1\r\n\r\n", answer=Response(drop=True))
    assert wire.out == b"" and wire.closed


def test_a_slow_answer_holds_the_connection_back():
    async def run():
        asked, wire = talk(b"GET / HTTP/1.1\r\n\r\n", answer=Response(b"late", delay=0.02))
        early = wire.out
        await asyncio.sleep(0.05)
        return asked, early, wire.out

    _asked, early, late = asyncio.run(run())
    assert early == b"" and b"late" in late
