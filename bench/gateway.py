"""The sink: nginx with a certificate of its own (EC P-256), answering as the SMS gateway does; and
wrk against it, which says what this machine can do at most."""

import datetime as dt
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.with_postgres import free_port

PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  keepalive_requests 1000000;
  ssl_protocols TLSv1.2 TLSv1.3;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem;
    ssl_certificate_key {folder}/key.pem;
    default_type application/json;
    location / {{
      return 200 '{{"CodeResult":"100","CountRegenerate":0,"SMSID":"$request_id"}}';
    }}
  }}
}}
"""
TEXT = (
    "UBND phuong Song Cau: kham tieu duong mien phi 7h sang mai 27/5 tai nha van hoa to 13, "
    "nhan doi. Xem https://songcau.example/t/ab12cd"
)
BODY = json.dumps(
    {
        "ApiKey": "0123456789abcdef" * 2,
        "SecretKey": "fedcba9876543210",
        "Brandname": "UBND SONGCAU",
        "SmsType": "2",
        "Sandbox": "0",
        "Phone": "84912345678",
        "Content": TEXT,
        "IsUnicode": "0",
        "RequestId": "a1b2c3d4e5123456",
    }
)


@dataclass(frozen=True)
class Gateway:
    url: str
    ca_file: str
    pid: int


@contextmanager
def gateway() -> Iterator[Gateway]:
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as name:
        folder, port = Path(name), free_port()
        _certify(folder)
        conf = folder / "nginx.conf"
        conf.write_text(NGINX.format(folder=folder, port=port))
        server = subprocess.Popen(["nginx", "-c", str(conf), "-p", str(folder)])
        try:
            found = Gateway(f"https://localhost:{port}", str(folder / "cert.pem"), server.pid)
            _wait(found)
            yield found
        finally:
            server.terminate()
            server.wait(10)


def wrk(found: Gateway, *, seconds: int) -> float:
    """Requests a second of wrk with 64 connections, posting the same body."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
            f"wrk.body = [[{BODY}]]\n"
        )
        script.flush()
        done = subprocess.run(
            ["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", script.name, found.url + PATH],
            capture_output=True,
            text=True,
            check=True,
        )
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"the sink refuses wrk:\n{done.stdout}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)[1])


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _wait(found: Gateway) -> None:
    for _ in range(100):
        done = subprocess.run(
            ["curl", "-s", "--cacert", found.ca_file, "-d", "{}", found.url + PATH],
            capture_output=True,
            check=False,
        )
        if b"CodeResult" in done.stdout:
            return
        time.sleep(0.05)
    raise SystemExit("nginx did not start")
