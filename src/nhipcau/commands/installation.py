"""A whole demo installation in one folder: the product's data, the sandbox's journal, the clock.

A template is opened once (units, staff, register by the importer, platforms connected) and copied
for each evening, so the second start takes seconds and every evening begins alike.
"""

import contextlib
import hashlib
import json
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from nhipcau.commands.processes import NHIPCAU, everything, fewest
from nhipcau.commands.supervisor import Child, Supervisor, with_ours

STORY_BEGINS = 1685093400.0  # Friday 26 May 2023, 16:30 in Việt Nam: the paper arrives
MERGER_BEGINS = 1751331600.0  # Tuesday 1 July 2025, 08:00: four units become Phường Bắc Kạn
SOURCE = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60.0
LIVED = "lived.txt"


@dataclass(slots=True)
class Installation:
    folder: Path
    port: int
    sandbox_port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    def environment(self) -> dict[str, str]:
        return {
            "NHIPCAU_DATA": str(self.folder / "data"),
            "NHIPCAU_DEMO": "1",
            "NHIPCAU_DEMO_KEY": self.key,
            "NHIPCAU_CLOCK_FILE": str(self.clock),
            "NHIPCAU_BASE_URL": self.url,
            "NHIPCAU_LOG_LEVEL": "WARNING",
            "NHIPCAU_ZALO_API_URL": self.sandbox_url,
            "NHIPCAU_ZALO_BUSINESS_URL": self.sandbox_url,
            "NHIPCAU_ZALO_BOT_URL": self.sandbox_url,
            "NHIPCAU_ZALO_OAUTH_URL": self.sandbox_url,
            "NHIPCAU_FACEBOOK_API_URL": self.sandbox_url,
            "NHIPCAU_PUSH_SERVICE_URL": self.sandbox_url,
            "NHIPCAU_SMS_API_URL": self.sandbox_url,
            "NHIPCAU_VIETTEL_API_URL": f"{self.sandbox_url}/bulkapi",
        }

    def sandbox(self) -> Child:
        command = [
            *(sys.executable, "-m", "nhipcau_sandbox.server", "--port", str(self.sandbox_port)),
            *("--journal", str(self.folder / "sandbox")),
            *("--seed", str(self.folder / "ward" / "sandbox.json")),
        ]
        return Child("sandbox", command, self.environment())

    def children(self, *, is_bare: bool = False) -> list[Child]:
        processes = (fewest if is_bare else everything)(self.host, self.port)
        for child in processes:
            child.environment.update(self.environment())
        return [self.sandbox(), *processes]

    def web(self) -> list[Child]:
        """To look at pages: nothing is sent, no platform is played."""
        return [child for child in self.children(is_bare=True) if child.name == "web"]

    def run(self, *arguments: str) -> None:
        """One command of ours in this installation; its words go to the terminal."""
        done = subprocess.run(
            [*NHIPCAU, *arguments], env=with_ours(self.environment()), check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"nhipcau {arguments[0]}: dừng với mã {done.returncode}")

    def told_by(self, *arguments: str) -> str:
        """What one command of ours says."""
        command, environment = [*NHIPCAU, *arguments], with_ours(self.environment())
        done = subprocess.run(
            command, env=environment, check=False, stdout=subprocess.PIPE, encoding="utf-8"
        )
        if done.returncode != 0:
            raise SystemExit(f"nhipcau {arguments[0]}: dừng với mã {done.returncode}")
        return done.stdout

    def wait_until_up(self) -> None:
        for url in (f"{self.sandbox_url}/sandbox/idle", f"{self.url}/dang-nhap/"):
            wait_for(url)


def free_port(wanted: int = 0) -> int:
    """`wanted` when it is free, else any free one on loopback."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            found: int = probe.getsockname()[1]
            return found
    raise SystemExit("Không còn cổng mạng nào trống trên máy này.")


def wait_for(url: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  loopback
            return
        time.sleep(0.1)
    raise SystemExit(f"{url} không trả lời sau {WAIT_SECONDS:.0f} giây.")


@contextlib.contextmanager
def running(children: list[Child]) -> Iterator[None]:
    supervisor = Supervisor(children)
    for child in children:
        child.start()
    try:
        yield
    finally:
        supervisor.stop()


def template(root: Path, world: str = "base") -> Path:
    """The opened ward for this very source, made when it is not there. Older ones are removed."""
    ready = root / f"template-{world}-{fingerprint()}"
    if (ready / "opened.json").exists():
        return ready
    for old in root.glob(f"template-{world}-*"):
        shutil.rmtree(old, ignore_errors=True)
    for old in set(root.glob("tables-*")) - {tables_of(root)}:
        old.unlink(missing_ok=True)
    making = root / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    make_template(making, world, tables_of(root))
    making.rename(ready)
    return ready


def lived_in(ready: Path, port: int) -> Path:
    """The template with months of work behind it. It is kept, too: words that were published hold
    the address, hence one for the port."""
    lived = ready.with_name(f"{ready.name}-lived-{port}")
    if (lived / LIVED).exists():
        return lived
    for old in ready.parent.glob(f"{ready.name}-lived-*"):
        shutil.rmtree(old, ignore_errors=True)
    making = ready.with_name("making")
    copy_of(ready, making)
    installation = Installation(making, port=port, sandbox_port=free_port())
    said = installation.told_by("ward", "live", str(installation.clock))
    (making / LIVED).write_text(said, encoding="utf-8")
    making.rename(lived)
    return lived


def lived_words(installation: Installation) -> str:
    """What is in the ward, and addresses and a key that are told once."""
    return (installation.folder / LIVED).read_text(encoding="utf-8")


def tables_of(root: Path) -> Path:
    """An empty database with all its tables: made once, since that takes longest of all."""
    return root / f"tables-{fingerprint()}.sqlite3"


def make_template(folder: Path, world: str, tables: Path) -> None:
    installation = Installation(folder, port=free_port(8000), sandbox_port=free_port())
    installation.clock.write_text(f"{STORY_BEGINS - 86400 * 7:.3f}", encoding="ascii")
    command = [sys.executable, "-m", "nhipcau_story.ward", str(folder / "ward"), world]
    subprocess.run(command, check=True)
    fill_tables(installation, tables)
    with running([installation.sandbox()]):
        wait_for(f"{installation.sandbox_url}/sandbox/idle")
        installation.run("ward", "open", str(folder / "ward"), str(folder / "opened.json.new"))
    (folder / "opened.json.new").rename(folder / "opened.json")


def fill_tables(installation: Installation, tables: Path) -> None:
    """From the empty database that is kept, which is made when it is not there."""
    database = installation.folder / "data" / "nhipcau.sqlite3"
    if tables.exists():
        database.parent.mkdir(parents=True)
        shutil.copyfile(tables, database)
        return
    installation.run("migrate", "-v0")
    with closing(sqlite3.connect(database)) as made, closing(sqlite3.connect(tables)) as kept:
        made.backup(kept)


def copy_of(ready: Path, folder: Path) -> None:
    """A new evening: everything as the template left it, the clock at 16:30."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ready, folder)
    (folder / "clock").write_text(f"{STORY_BEGINS:.3f}", encoding="ascii")


def begin_evening(ready: Path, folder: Path, port: int) -> Installation:
    copy_of(ready, folder)
    return Installation(folder, port=free_port(port), sandbox_port=free_port())


def fingerprint() -> str:
    """Changes with any file that the template is made by."""
    told = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".toml", ".gz", ".css", ".js"} and "tests" not in path.parts:
            stat = path.stat()
            told.update(f"{path}{stat.st_size}{stat.st_mtime_ns}".encode())
    return told.hexdigest()[:12]


def describe(installation: Installation) -> str:
    """What a driver may know, as one JSON line; also kept beside the clock as evening.json."""
    opened = json.loads((installation.folder / "opened.json").read_text(encoding="utf-8"))
    told = json.dumps(
        {
            "url": installation.url,
            "sandbox": installation.sandbox_url,
            "clock": str(installation.clock),
            "key": installation.key,
            "folder": str(installation.folder),
            **opened,
        },
        ensure_ascii=False,
    )
    (installation.folder / "evening.json").write_text(told, encoding="utf-8")
    return told


def four_localities(root: Path, port: int) -> Installation:
    """Opened anew each time: they are small."""
    folder = root / "merger"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    installation = Installation(folder, port=free_port(port), sandbox_port=free_port())
    installation.clock.write_text(f"{MERGER_BEGINS:.3f}", encoding="ascii")
    fill_tables(installation, tables_of(root))
    installation.run("ward", "four", str(installation.clock))
    return installation
