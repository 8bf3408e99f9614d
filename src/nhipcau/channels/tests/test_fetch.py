"""Only the open internet is asked, whatever an admin or a feed names."""

import socket
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from nhipcau.channels import fetch as fetching
from nhipcau.channels.fetch import NotFetched, check_address, fetch, public_address
from nhipcau.channels.post import post
from nhipcau.core.clock import machine_now


def resolves_to(monkeypatch, *addresses):
    def look_up(_host, port, **_how):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "0.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1",
        "2002:7f00:1::",
    ],
)  # fmt: skip
def test_no_address_inside_the_house_is_asked(monkeypatch, inside):
    resolves_to(monkeypatch, inside)
    with pytest.raises(NotFetched, match="inside"):
        fetch("https://named-well.example/feed", limit=10)


def test_one_inside_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(NotFetched, match="inside"):
        public_address("x", 443)


def test_a_name_that_no_resolver_takes_is_no_name():
    with pytest.raises(NotFetched, match="name"):
        public_address("9" * 70, 443)


def test_a_public_address_may_be_asked(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34")
    assert public_address("x", 443) == "93.184.216.34"


@pytest.mark.parametrize(
    "url", ["http://x", "https://", "https://a@x/", "https://x:80/", "https://[x"]
)
def test_addresses_that_are_not_plain_https_are_refused(url):
    with pytest.raises(NotFetched, match="address"):
        check_address(url)


class Feed(BaseHTTPRequestHandler):
    def do_GET(self):
        status = {"/there": 200, "/big": 200}.get(self.path, 302)
        body = b"x" * (5000 if self.path == "/big" else 10)
        self.send_response(status)
        self.send_header("Location", "https://127.0.0.1/inside")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.got = self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers)
        self.send_response(307 if self.path == "/elsewhere" else 202)
        self.send_header("Location", "https://127.0.0.1/inside")
        self.end_headers()

    def log_message(self, *_words):
        """Says nothing."""


@pytest.fixture
def served(tmp_path, monkeypatch, settings):
    """A server of others at feed.example, with a certificate that we trust."""
    made = certificate(tmp_path / "feed.pem", "feed.example")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CA_FILE = str(made)
    monkeypatch.setattr(fetching, "PORTS", {server.server_port})
    monkeypatch.setattr(fetching, "public_address", lambda _host, _port: "127.0.0.1")
    yield f"https://feed.example:{server.server_port}"
    server.shutdown()


def certificate(path, name):
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = machine_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_what_is_there_is_fetched_and_no_more_than_allowed(served):
    assert fetch(f"{served}/there", limit=10) == b"x" * 10
    with pytest.raises(NotFetched, match="too_big"):
        fetch(f"{served}/big", limit=1000)


def test_a_redirect_is_not_followed(served):
    with pytest.raises(NotFetched, match="answer"):
        fetch(f"{served}/elsewhere", limit=1000)


def test_a_certificate_of_another_name_is_not_believed(served):
    with pytest.raises(NotFetched, match="broken"):
        fetch(served.replace("feed.example", "other.example"), limit=1000)


def test_a_message_is_posted_as_it_is_and_no_redirect_followed(served):
    assert post(f"{served}/in", b"{}", {"webhook-id": "evt_1"}) == 202
    assert post(f"{served}/elsewhere", b"{}", {}) == 307


def test_a_message_to_an_address_inside_is_not_sent(monkeypatch):
    resolves_to(monkeypatch, "10.0.0.1")
    with pytest.raises(NotFetched, match="inside"):
        post("https://named-well.example/in", b"{}", {})


def test_who_does_not_answer_is_told_apart_from_who_refuses(served):
    with pytest.raises(NotFetched, match="broken"):
        post(served.replace("feed.example", "other.example"), b"{}", {})
