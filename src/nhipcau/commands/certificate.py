"""A self-made certificate for HTTPS on a local network: phones share and push only over HTTPS.

A small authority signs the server's certificate. The phones install `ca.crt` once; the server
may then get a new certificate for a new address without touching them again.
"""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nhipcau.core.clock import machine_now

AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=397)  # what telephones accept at the most
NOWHERE = "192.0.2.1"  # TEST-NET-1: nothing is sent, it only tells which address we would use


@dataclass(frozen=True, slots=True)
class Certificate:
    chain: Path
    key: Path
    authority: Path


def lan_address() -> str:
    """The address under which other machines of this network see this one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOWHERE, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def make_certificate(folder: Path, names: list[str]) -> Certificate:
    """For these host names and addresses, and this machine. The authority is kept and reused."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate(folder / "tls.crt", folder / "tls.key", folder / "ca.crt")
    authority, authority_key = _authority(made.authority, folder / "ca.key")
    key = ec.generate_private_key(ec.SECP256R1())
    wanted = list(dict.fromkeys([*names, "localhost", "127.0.0.1"]))
    certificate = (
        _builder(names[0] if names else "localhost", authority.subject, SERVER_LASTS)
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName([_name(n) for n in wanted]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    made.chain.write_bytes(_pem(certificate) + _pem(authority))
    _keep_key(made.key, key)
    return made


def _authority(kept: Path, kept_key: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if kept.exists() and kept_key.exists():
        key = serialization.load_pem_private_key(kept_key.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(kept.read_bytes()), key
    made_key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject("Nhip Cau (may cua phuong)")
    made = (
        _builder("Nhip Cau (may cua phuong)", subject, AUTHORITY_LASTS)
        .public_key(made_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_may_sign(), critical=True)
        .sign(made_key, hashes.SHA256())
    )
    kept.write_bytes(_pem(made))
    _keep_key(kept_key, made_key)
    return made, made_key


def _builder(subject: str, issuer: x509.Name, lasts: timedelta) -> x509.CertificateBuilder:
    now = machine_now()
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(subject))
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + lasts)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
