"""Sound made by other processes: the spoken script (espeak-ng, never imported), and MP3 files.

Both are given a time and killed after it. Files in and out are paths; the caller keeps them.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPEAKER = "espeak-ng"
# Slower than a person reads: between houses each word comes back as an echo.
WORDS_A_MINUTE, PITCH, GAP = 135, 46, 6
SECONDS_TO_SPEAK, SECONDS_TO_TURN = 60, 180
SOURCE = Path(__file__).resolve().parents[2]


class SoundFault(Exception):
    """`code`: missing (no espeak-ng), killed, unreadable, short, long, silent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Part:
    """One of: a voice's file, a chime by name, a pause in seconds."""

    voice: Path | None = None
    chime: str = ""
    pause: float = 0.0

    def said(self) -> dict[str, Any]:
        if self.voice is not None:
            return {"voice": str(self.voice)}
        return {"chime": self.chime} if self.chime else {"pause": self.pause}


def may_speak() -> bool:
    return shutil.which(SPEAKER) is not None


def speak(text: str, into: Path, *, language: str) -> None:
    """The text read aloud by the machine, as WAV."""
    program = shutil.which(SPEAKER)
    if program is None:
        raise SoundFault("missing")
    order = [
        program, "-v", language, "-s", str(WORDS_A_MINUTE), "-p", str(PITCH), "-g", str(GAP),
        "-w", str(into), "--stdin",
    ]  # fmt: skip
    if _run(order, text, SECONDS_TO_SPEAK).returncode or not into.exists():
        raise SoundFault("killed")


def make_mp3(parts: Sequence[Part], into: Path, *, longest: float, kilobits: int) -> float:
    """One file of all parts, each voice at the same loudness. Returns its seconds; a voice that is
    longer than `longest` seconds, silent or broken is a SoundFault."""
    order = {
        "parts": [part.said() for part in parts],
        "into": str(into),
        "longest": longest,
        "kilobits": kilobits,
    }
    done = _run([sys.executable, "-m", "nhipcau.sound.turn"], json.dumps(order), SECONDS_TO_TURN)
    if done.returncode:
        raise SoundFault("killed")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise SoundFault(answer["fault"])
    return float(answer["seconds"])


def _run(order: list[str], given: str, seconds: int) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(  # noqa: S603  (our own words; what people wrote goes by the input)
            order,
            input=given,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env={"PYTHONPATH": str(SOURCE), "LANG": "C.UTF-8"},
        )
    except (subprocess.TimeoutExpired, OSError) as fault:
        raise SoundFault("killed") from fault
