"""Runs a command with a real PostgreSQL of its own: `python tests/with_postgres.py pytest …`.

A new server on a free loopback port, fsync on, in a temporary folder; dropped at the end. As root
it runs as the `postgres` user that apt makes, because initdb and the server refuse root.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = [Path(f"/usr/lib/postgresql/{version}/bin") for version in (15, 16, 17)]
LIMITS = ["max_connections=60", "shared_buffers=256MB", "max_wal_size=2GB", "fsync=on"]


def bin_folder() -> Path:
    for folder in BINARIES:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    raise SystemExit("PostgreSQL 15 is missing: apt-get install postgresql-15")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_postgres(*command: str) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def quiet(*command: str, cwd: Path) -> None:
    done = subprocess.run(
        as_postgres(*command), cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")


@contextmanager
def postgres() -> Iterator[str]:
    """Yields the database URL of a server that lives as long as the block."""
    binaries, port = bin_folder(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pg-"))
    password = secrets.token_hex(12)
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    data, log = folder / "data", folder / "log"
    flags = " ".join(f"-c {limit}" for limit in LIMITS)
    flags += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = str(binaries / "pg_ctl")
    try:
        quiet(
            *(str(binaries / "initdb"), "-D", str(data), "-U", "nhipcau", "-A", "scram-sha-256"),
            *("--pwfile", str(secret), "-E", "UTF8", "--locale=C.UTF-8"),
            cwd=folder,
        )
        quiet(control, "-D", str(data), "-l", str(log), "-w", "-o", flags, "start", cwd=folder)
        yield f"postgres://nhipcau:{password}@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            quiet(control, "-D", str(data), "-w", "-m", "immediate", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    if not command:
        raise SystemExit("usage: with_postgres.py COMMAND …")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as url:
        child = subprocess.Popen(command, env={**os.environ, "NHIPCAU_DATABASE_URL": url})
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
