"""The self-made certificate: phones trust the authority, the authority signed the server."""

import ipaddress
import socket
import ssl
import threading

from cryptography import x509

from nhipcau.commands.certificate import lan_address, make_certificate


def test_a_browser_that_trusts_the_authority_trusts_the_server(tmp_path):
    made = make_certificate(tmp_path, ["192.168.1.5"])
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.chain, made.key)
    client = ssl.create_default_context(cafile=str(made.authority))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            taken, _address = listening.accept()
            with server.wrap_socket(taken, server_side=True) as secured:
                secured.sendall(b"ok")

        thread = threading.Thread(target=serve)
        thread.start()
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            client.wrap_socket(plain, server_hostname="localhost") as secured,
        ):
            assert secured.recv(2) == b"ok"
        thread.join()


def test_the_authority_is_kept_when_the_address_changes(tmp_path):
    first = make_certificate(tmp_path, ["192.168.1.5"]).authority.read_bytes()
    second = make_certificate(tmp_path, ["192.168.1.9", "phuong.local"])
    assert second.authority.read_bytes() == first
    leaf = x509.load_pem_x509_certificate(second.chain.read_bytes())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("192.168.1.9") in names.get_values_for_type(x509.IPAddress)
    assert "phuong.local" in names.get_values_for_type(x509.DNSName)


def test_keys_are_for_their_owner_only(tmp_path):
    make_certificate(tmp_path, ["localhost"])
    for name in ("tls.key", "ca.key"):
        assert oct((tmp_path / name).stat().st_mode)[-3:] == "600"


def test_the_own_address_is_one():
    assert ipaddress.ip_address(lan_address())
