"""Keys of rows in little space: "1-3000,3005,3007-3010"; other kinds of keys one by one."""

from collections.abc import Iterable, Iterator
from typing import Any

BATCH = 800  # parameters of one statement; SQLite's oldest limit is 999


def pack(ids: Iterable[Any]) -> str:
    keys = sorted(ids)
    if not keys or not isinstance(keys[0], int):
        return ",".join(str(key) for key in keys)
    runs: list[list[int]] = []
    for key in keys:
        if runs and key == runs[-1][1] + 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def unpack(packed: str, *, is_number: bool = True) -> list[Any]:
    if not is_number:
        return packed.split(",") if packed else []
    found: list[int] = []
    for run in filter(None, packed.split(",")):
        first, _dash, last = run.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def batches(ids: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
