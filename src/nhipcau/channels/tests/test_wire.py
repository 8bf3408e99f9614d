import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nhipcau.channels.transport import Outcome, Request, Response, Step
from nhipcau.channels.wire import WINDOW, Wire

CA = "/etc/ssl/certs/ca-certificates.crt"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-RateLimit-Remain: 7\r\n\r\nok"


@contextmanager
def server(serve: Callable[[socket.socket, int], None]) -> Iterator[str]:
    """Each connection is handed to `serve` with its number, in a thread."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:

        def accept() -> None:
            number = 0
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection, number), daemon=True).start()
                number += 1

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def read_request(connection: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        part = connection.recv(65536)
        if not part:
            return b""
        raw += part
    head, _blank, body = raw.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    size = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < size:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def post(body: bytes = b"{}", *, repeatable: bool = False, path: str = "/send") -> Step:
    return Step(Request("POST", path, body, (("X-Token", "secret"),), is_repeatable=repeatable))


def keep(step: Step, response: Response) -> Outcome:
    return Outcome("sent", f"{response.status} {response.body.decode()}")


def ends(wire: Wire, seconds: float = 5.0) -> list[tuple[object, Outcome]]:
    found, until = [], time.monotonic() + seconds
    while wire.busy and time.monotonic() < until:
        found += wire.run(0.05)
    assert not wire.busy
    return found


def always_ok(connection: socket.socket, _number: int) -> None:
    while read_request(connection):
        connection.sendall(OK)


def test_an_answer_comes_back_with_its_token():
    with server(always_ok) as url:
        wire = Wire(CA)
        for number in range(300):
            wire.begin({"api": url}, post(), keep, number)
        found = ends(wire)
        wire.close()
    assert sorted(token for token, _ in found) == list(range(300))
    assert {outcome.reference for _, outcome in found} == {"200 ok"}


def test_no_more_than_a_window_is_in_flight_to_one_host():
    open_now, most, lock = [0], [0], threading.Lock()

    def slow(connection, _number):
        while read_request(connection):
            with lock:
                open_now[0] += 1
                most[0] = max(most[0], open_now[0])
            time.sleep(0.02)
            with lock:
                open_now[0] -= 1
            connection.sendall(OK)

    with server(slow) as url:
        wire = Wire(CA)
        for number in range(200):
            wire.begin({"api": url}, post(), keep, number)
        assert len(ends(wire)) == 200
        wire.close()
    assert most[0] <= WINDOW


def test_a_post_on_a_dead_reused_connection_is_not_sent_again():
    """libcurl would: the server got it twice and the client saw 200."""
    got = []

    def dies_second(connection, number):
        count = 0
        while request := read_request(connection):
            got.append(request.rpartition(b"\r\n")[2])
            count += 1
            if number == 0 and count == 2:
                connection.close()
                return
            connection.sendall(OK)

    with server(dies_second) as url:
        wire = Wire(CA)
        for number in range(2):
            wire.begin({"api": url}, post(b"m%d" % number), keep, number)
            found = ends(wire)
        wire.close()
    assert found == [(1, Outcome("unknown", error="broken"))]
    assert got == [b"m0", b"m1"]


def test_what_bears_repeating_is_free_to_be_asked_again():
    def hangs_up(connection, _number):
        read_request(connection)
        connection.close()

    with server(hangs_up) as url:
        wire = Wire(CA)
        wire.begin({"api": url}, post(repeatable=True), keep, 1)
        found = ends(wire)
        wire.close()
    assert found == [(1, Outcome("unavailable", error="broken"))]


def test_silence_after_sending_is_unknown():
    def silent(connection, _number):
        read_request(connection)
        time.sleep(3)

    with server(silent) as url:
        wire = Wire(CA, answer_seconds=0.3)
        wire.begin({"api": url}, post(), keep, 1)
        found = ends(wire)
        wire.close()
    assert found == [(1, Outcome("unknown", error="timeout"))]


def test_a_host_that_cannot_be_reached_got_nothing_and_the_account_waits():
    wire = Wire(CA)
    wire.begin({"api": "http://127.0.0.1:9"}, post(), keep, 1)
    ((_, outcome),) = ends(wire)
    wire.close()
    assert (outcome.state, outcome.error, outcome.scope) == ("unavailable", "connect", "account")
    assert outcome.retry_after


def test_a_plain_server_behind_https_got_nothing():
    with server(always_ok) as url:
        wire = Wire(CA)
        wire.begin({"api": url.replace("http:", "https:")}, post(), keep, 1)
        ((_, outcome),) = ends(wire)
        wire.close()
    assert (outcome.state, outcome.scope) == ("unavailable", "account")


def test_an_endless_answer_is_cut_off():
    def endless(connection, _number):
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            for _ in range(100):
                connection.sendall(b"x" * 65536)
        except OSError:
            pass

    with server(endless) as url:
        wire = Wire(CA)
        wire.begin({"api": url}, post(), keep, 1)
        ((_, outcome),) = ends(wire)
        wire.close()
    assert (outcome.state, outcome.error) == ("unknown", "too-long-answer")


def test_steps_follow_each_other_and_a_step_that_waits_is_handed_back():
    def second(step: Step, response: Response) -> Step | Outcome:
        if step.note.get("at") == "first":
            return Step(step.request, {"at": "second"})
        return Step(step.request, {"at": "third"}, wait_seconds=2)

    with server(always_ok) as url:
        wire = Wire(CA)
        wire.begin({"api": url}, Step(post().request, {"at": "first"}), second, 1)
        ((_, step),) = ends(wire)
        wire.close()
    assert isinstance(step, Step)
    assert step.note == {"at": "third"}


def test_a_transport_that_stumbles_costs_its_own_row_only():
    def stumble(step: Step, response: Response) -> Outcome:
        raise ValueError(response.body)

    with server(always_ok) as url:
        wire = Wire(CA)
        wire.begin({"api": url}, post(), stumble, 1)
        wire.begin({"api": url}, post(), keep, 2)
        found = dict(ends(wire))
        wire.close()
    assert found[1] == Outcome("unknown", error="unreadable")
    assert found[2].state == "sent"


def test_headers_are_there_for_those_who_look():
    def look(step: Step, response: Response) -> Outcome:
        return Outcome("sent", dict(response.headers)["X-RateLimit-Remain"])

    with server(always_ok) as url:
        wire = Wire(CA)
        wire.begin({"api": url}, post(), look, 1)
        ((_, outcome),) = ends(wire)
        wire.close()
    assert outcome.reference == "7"


def test_nothing_of_a_request_or_an_answer_reaches_the_log(caplog):
    def hangs_up(connection, _number):
        read_request(connection)
        connection.close()

    def stumble(step: Step, response: Response) -> Outcome:
        raise ValueError(response.body)

    caplog.set_level(logging.DEBUG)
    with server(hangs_up) as url, server(always_ok) as fine:
        wire = Wire(CA)
        wire.begin({"api": url}, post(b"0912345678", path="/x?access_token=geheim"), keep, 1)
        wire.begin({"api": fine}, post(b"0912345678"), stumble, 2)
        ends(wire)
        wire.close()
    assert caplog.text
    for word in ("0912345678", "geheim", "secret", "ok'"):
        assert word not in caplog.text
