"""`make soak`: every channel at its limits for ten minutes, with faults from a seed, on SQLite and
on PostgreSQL. Ends with 1 when anything was lost, doubled without being unknown, or a limit passed
or left unused."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.with_postgres import postgres

from bench.soak.run import Soak, breaches, table
from nhipcau_story.runner import quick_folder

DATABASES = ("sqlite", "postgres")


def main() -> int:
    parser = argparse.ArgumentParser("bench.soak")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--keep", type=Path, help="giữ mọi thứ trong thư mục này")
    asked = parser.parse_args()
    chosen = DATABASES if asked.database == "both" else (asked.database,)
    broken = []
    for name in chosen:
        with folder_for(asked.keep, name) as folder:
            found = soak(name, folder, asked)
        print(table(found))
        print(json.dumps(found, ensure_ascii=False), flush=True)
        broken += [f"{name}: {words}" for words in breaches(found)]
    for words in broken:
        print(f"MISSED: {words}", file=sys.stderr)
    return 1 if broken else 0


@contextmanager
def folder_for(kept: Path | None, name: str) -> Iterator[Path]:
    if kept is not None:
        (kept / name).mkdir(parents=True)
        yield kept / name
        return
    with tempfile.TemporaryDirectory(prefix="nhipcau-soak-", dir=quick_folder()) as folder:
        yield Path(folder)


def soak(database: str, folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    if database == "sqlite":
        return {"database": database, **Soak(folder, "", asked.seed, asked.seconds).run()}
    with postgres() as url:
        return {"database": database, **Soak(folder, url, asked.seed, asked.seconds).run()}


if __name__ == "__main__":
    sys.exit(main())
