"""The drill: back up while somebody writes, restore elsewhere, compare. And forged archives."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from nhipcau.commands.backup import BackupFailed
from nhipcau.commands.restore import unpack

pytestmark = pytest.mark.xdist_group("backup")

ROOT = Path(__file__).resolve().parents[4]
ROW = """INSERT INTO core_auditevent (at, actor_kind, actor_id, verb, subject_kind, subject_id,
 before, after, request) VALUES ('2026-01-01', 'system', 'x', 'tested', 'x', 1, '{}', '{}', '')"""


def nhipcau(data: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "NHIPCAU_DATA": str(data),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
    }
    environment.pop("NHIPCAU_DATABASE_URL", None)
    if url:
        environment["NHIPCAU_DATABASE_URL"] = url
    return subprocess.run(
        [sys.executable, "-m", "nhipcau.commands.main", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def rows(data: Path) -> int:
    with closing(sqlite3.connect(data / "nhipcau.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return database.execute("SELECT count(*) FROM core_auditevent").fetchone()[0]


ONE_HOME = (
    ("places_unit", {}),
    ("places_locality", {"unit_id": 1}),
    ("places_neighbourhood", {"locality_id": 1}),
    ("people_household", {"locality_id": 1, "neighbourhood_id": 1, "head_name": "Nông Thị Bình"}),
)


def fill(database: sqlite3.Connection, table: str, given: dict[str, object]) -> None:
    """A row with something in every column that needs it."""
    row = {"id": 1, **given}
    for _at, name, kind, is_needed, *_ in database.execute(
        f"PRAGMA table_info({table})"
    ).fetchall():
        if is_needed and name not in row:
            is_time = kind in {"datetime", "date"}
            row[name] = "2026-01-01 00:00:00" if is_time else 0 if "int" in kind else ""
    marks = ", ".join("?" for _ in row)
    names = ", ".join(row)
    said = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names of ours
    database.execute(said, [*row.values()])


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An installation as it begins. Its tables take long to make, so they are made once."""
    data = tmp_path_factory.mktemp("empty")
    assert nhipcau(data, "migrate", "-v0").returncode == 0
    return data


@pytest.fixture(scope="module")
def living(empty, tmp_path_factory):
    """An installation with rows, one file and its own key."""
    data = tmp_path_factory.mktemp("living")
    shutil.copytree(empty, data, dirs_exist_ok=True)
    (data / "files/ab").mkdir(parents=True)
    (data / "files/ab/abc").write_bytes(b"paper" * 1000)
    with closing(sqlite3.connect(data / "nhipcau.sqlite3")) as database:
        for _ in range(20_000):
            database.execute(ROW)
        for table, given in ONE_HOME:
            fill(database, table, given)
        database.commit()
    return data


@pytest.fixture(scope="module")
def archive(living, tmp_path_factory):
    """Made while another process keeps writing."""
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(living / "nhipcau.sqlite3", timeout=20)) as database:
            while not stop.is_set():
                database.execute(ROW)
                database.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        folder = tmp_path_factory.mktemp("backups")
        done = nhipcau(living, "backup", str(folder))
    finally:
        stop.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    assert "100 %" in done.stderr
    (made,) = folder.iterdir()
    return made


def test_a_backup_made_while_writing_comes_back_whole_elsewhere(living, archive, tmp_path):
    made = "2026-01-01T00:00:00+00:00"
    erased = {"at": made, "household": 1, "made": made, "resident": None}
    (tmp_path / "erasures.jsonl").write_text(json.dumps(erased) + "\n")
    done = nhipcau(tmp_path, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "nhipcau.sqlite3")) as database:
        homes = database.execute("SELECT head_name, is_gone FROM people_household").fetchall()
        events = database.execute("SELECT count(*) FROM core_auditevent WHERE actor_id = 'nhipcau'")
        again = events.fetchone()[0]
    assert homes == [("Hộ không còn tên", 1)]  # erased since that backup: and again now
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))
    assert rows(tmp_path) - again >= 20_000
    assert rows(tmp_path) - again == manifest["counts"]["core_auditevent"] <= rows(living)
    assert (tmp_path / "files/ab/abc").read_bytes() == b"paper" * 1000
    assert (tmp_path / "secret.key").read_text() == (living / "secret.key").read_text()
    assert oct((tmp_path / "secret.key").stat().st_mode)[-3:] == "600"


def test_the_archive_is_for_its_owner_only_and_leaves_nothing_beside(archive):
    assert oct(archive.stat().st_mode)[-3:] == "600"
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_nothing_is_overwritten_without_a_yes_and_what_was_there_is_kept(archive, empty, tmp_path):
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    refused = nhipcau(tmp_path, "restore", str(archive))
    assert refused.returncode == 1 and "--yes" in refused.stderr and rows(tmp_path) == 0
    assert nhipcau(tmp_path, "restore", str(archive), "--yes").returncode == 0
    assert rows(tmp_path) >= 20_000
    (aside,) = tmp_path.glob("truoc-khoi-phuc-*")
    assert (aside / "nhipcau.sqlite3").exists()


def test_a_database_in_use_is_not_replaced(archive, tmp_path):
    with closing(sqlite3.connect(tmp_path / "nhipcau.sqlite3")) as held:
        held.execute("CREATE TABLE x (y)")
        refused = nhipcau(tmp_path, "restore", str(archive), "--yes")
    assert refused.returncode == 1 and "đang chạy" in refused.stderr


def forged(folder: Path, *members: tuple[str, bytes], link: str = "") -> Path:
    path = folder / "forged.tar.gz"
    with tarfile.open(path, "w:gz") as opened:
        for name, content in members:
            told = tarfile.TarInfo(name)
            told.size = len(content)
            opened.addfile(told, io.BytesIO(content))
        if link:
            told = tarfile.TarInfo("files/link")
            told.type, told.linkname = tarfile.SYMTYPE, link
            opened.addfile(told)
    return path


def manifest_of(**changed) -> bytes:
    told = {"format": 1, "engine": "sqlite", "migrations": {}, "counts": {}, "files": []}
    return json.dumps(told | changed).encode()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/../../evil", "other.txt"])
def test_a_forged_name_writes_nowhere(tmp_path, name):
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BackupFailed, match="không phải"):
        unpack(forged(tmp_path, (name, b"x")), into, progress=lambda _a, _b: None)
    assert not list(into.rglob("*evil*")) and not (tmp_path / "evil").exists()


def test_a_link_in_the_archive_is_refused(tmp_path):
    with pytest.raises(BackupFailed):
        unpack(forged(tmp_path, link="/etc/passwd"), tmp_path, progress=lambda _a, _b: None)


def test_a_changed_file_is_found(tmp_path):
    told = [{"name": "files/a", "size": 1, "sha256": "0" * 64}]
    made = forged(tmp_path, ("files/a", b"x"), ("manifest.json", manifest_of(files=told)))
    with pytest.raises(BackupFailed, match="hỏng ở files/a"):
        unpack(made, tmp_path, progress=lambda _a, _b: None)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00cut"])
def test_what_is_no_archive_is_said_so(tmp_path, content):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(content)
    with pytest.raises(BackupFailed, match="không phải bản sao lưu"):
        unpack(path, tmp_path, progress=lambda _a, _b: None)


def test_another_format_is_said_so(tmp_path):
    made = forged(tmp_path, ("manifest.json", manifest_of(format=99)))
    with pytest.raises(BackupFailed, match="phiên bản khác"):
        unpack(made, tmp_path, progress=lambda _a, _b: None)


@pytest.mark.postgres
def test_on_postgresql_the_drill_goes_through_its_own_tools(tmp_path, db):
    url = f"{os.environ['NHIPCAU_DATABASE_URL'].rsplit('/', 1)[0]}/drill"
    with psycopg.connect(os.environ["NHIPCAU_DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE DATABASE drill")
    count = "from nhipcau.core.models import *; print(PeriodicRun.objects.count())"
    make = "from nhipcau.core.models import *; PeriodicRun.objects.create(name='x', due_at=0)"
    assert nhipcau(tmp_path, "migrate", "-v0", url=url).returncode == 0
    nhipcau(tmp_path, "shell", "-v0", "-c", make, url=url)
    archive = tmp_path / "out.tar.gz"
    assert nhipcau(tmp_path, "backup", str(archive), url=url).returncode == 0
    nhipcau(tmp_path, "shell", "-v0", "-c", make.replace("'x'", "'later'"), url=url)
    assert nhipcau(tmp_path, "restore", str(archive), url=url).returncode == 1
    done = nhipcau(tmp_path, "restore", str(archive), "--yes", url=url)
    assert done.returncode == 0, done.stderr
    assert nhipcau(tmp_path, "shell", "-v0", "-c", count, url=url).stdout.strip() == "1"
