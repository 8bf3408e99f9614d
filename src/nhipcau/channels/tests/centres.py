"""Message centres and mail servers that others wrote, on loopback, each in a thread of its own."""

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import smpp34
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        return int(free.getsockname()[1])


class Centre:
    """smpp34's server. `answers`: command statuses for the next submissions, 0 takes it, None hangs
    up, "wait" never answers; empty takes all. `taken` holds (id, event)."""

    def __init__(self) -> None:
        self.answers: deque[int | str | None] = deque()
        self.taken: list[tuple[str, smpp34.SubmitSmEvent]] = []
        self.bound: list[smpp34.Esme] = []
        self.held: list[smpp34.SubmitSmEvent] = []
        self.hang_up = lambda: None
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._server: smpp34.Server | None = None

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = self._loop.create_task(self._serve())
        self._loop.run_forever()
        serving.cancel()
        self._loop.run_until_complete(asyncio.gather(serving, return_exceptions=True))

    async def _serve(self) -> None:
        self.port = free_port()
        self._server = smpp34.Server(LOOPBACK, self.port, system_id="TEST-SMSC")
        await self._server.start()
        self._ready.set()
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.bound.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                await self._answer(event)

    async def _answer(self, event: smpp34.SubmitSmEvent) -> None:
        status = self.answers.popleft() if self.answers else 0
        if status is None:
            self.held.append(event)
            self.hang_up()
        elif status == "wait":
            self.held.append(event)
        elif status:
            event.reject(status)
        else:
            name = f"m{len(self.taken) + 1}"
            self.taken.append((name, event))
            event.accept(name)

    def report(self, name: str, state: str = "DELIVRD") -> bool:
        """A receipt as centres write it; whether it was acknowledged."""
        text = (
            f"id:{name} sub:001 dlvrd:001 submit date:2305261635 done date:2305261636 "
            f"stat:{state} err:000 text:"
        )

        async def ask() -> bool:
            answer = await self.bound[-1].deliver_sm(
                "SONGCAU", text.encode(), source_addr="84912345678", esm_class=4
            )
            return answer.is_success

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def message_centre() -> Iterator[Centre]:
    centre = Centre()
    thread = threading.Thread(target=centre.run, daemon=True)
    thread.start()
    assert centre._ready.wait(5)
    yield centre
    centre.stop()
    thread.join(5)


@contextmanager
def relay(to: int) -> Iterator[tuple[int, Callable[[], None]]]:
    """A port that leads to another one, until it is cut."""
    door = socket.create_server((LOOPBACK, 0))
    ends: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while octets := source.recv(65536):
                target.sendall(octets)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _address = door.accept()
                far = socket.create_connection((LOOPBACK, to))
                ends.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    def cut() -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    threading.Thread(target=serve, daemon=True).start()
    yield door.getsockname()[1], cut
    door.close()
    cut()


class Post:
    """aiosmtpd's server. `answers`: stage → the line it says instead of taking the letter."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.letters: list[tuple[str, str, bytes]] = []
        self.port = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "data" in self.answers:
            return self.answers["data"]
        if "hang up" in self.answers:
            server.transport.abort()
            return "250 nobody hears this"
        self.letters.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return "250 2.0.0 taken"


def signs_in(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"thu@scau.vn", b"mat-khau")
    return AuthResult(success=is_right, handled=is_right)


@contextmanager
def mail_server(*, tls=None, needs_login: bool = False, at_once: bool = False) -> Iterator[Post]:
    """`tls`: STARTTLS with this context; `at_once`: TLS from the first octet."""
    post = Post()

    class Server(Controller):
        def factory(self):
            return SMTP(
                self.handler,
                hostname="mail.test",
                tls_context=None if at_once else tls,
                require_starttls=bool(tls) and not at_once,
                authenticator=signs_in if needs_login else None,
                auth_required=needs_login,
                auth_require_tls=False,
            )

    post.port = free_port()
    server = Server(post, hostname=LOOPBACK, port=post.port, ssl_context=tls if at_once else None)
    server.start()
    try:
        yield post
    finally:
        server.stop()


def certificate(folder: Path, *, days: int = 1, name: str = LOOPBACK) -> tuple[Path, Path]:
    """A self-signed one; valid from a day ago until `days` from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    alternative = x509.IPAddress(ip_address(name)) if name[0].isdecimal() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, private
