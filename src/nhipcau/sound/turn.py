"""A process of its own that opens sound files of strangers: `python -m nhipcau.sound.turn`.

Reads one JSON value from its input, writes one MP3 and one JSON answer. Whatever a broken or evil
file does to it, it does to this process alone: memory, time and the size of the file are bounded.
"""

import json
import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.audio.resampler import AudioResampler
from av.filter import Graph

from nhipcau.sound.chime import RATE, chime, silence
from nhipcau.sound.kinds import HEAD, OPENED_AS, kind_of

LIMITS = {
    resource.RLIMIT_AS: 1_500_000_000,
    resource.RLIMIT_CPU: 120,
    resource.RLIMIT_FSIZE: 40_000_000,
    resource.RLIMIT_CORE: 0,
}
# Loud enough to stand out from a street, never clipped; what is said softly is brought up.
LEVEL = "I=-16:TP=-1.5:LRA=7"
QUIETEST = 200  # of 32,767: below it nothing was recorded
SHORTEST = 1  # second: less is a slip of the finger
STEP = RATE // 10
ERRORS = (av.FFmpegError, ValueError, EOFError, OSError)


class Fault(Exception):
    """unreadable, short, long, silent"""


def main() -> None:
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))
    try:
        answer = turn(json.load(sys.stdin))
    except Fault as fault:
        answer = {"fault": str(fault)}
    sys.stdout.write(json.dumps(answer))


def turn(order: dict[str, Any]) -> dict[str, Any]:
    """Parts in their order: {"voice": path}, {"chime": "begin"}, {"pause": seconds}."""
    heard: dict[str, bytes] = {}
    whole = bytearray()
    for part in order["parts"]:
        if "chime" in part:
            whole += chime(part["chime"])
        elif "pause" in part:
            whole += silence(part["pause"])
        else:
            path = part["voice"]
            if path not in heard:
                heard[path] = levelled(voice(Path(path), order["longest"]))
            whole += heard[path]
    write(bytes(whole), Path(order["into"]), order["kilobits"])
    return {"seconds": len(whole) / 2 / RATE}


def voice(path: Path, longest: float) -> bytes:
    """The first sound in the file as 16 bit mono."""
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD))
    if not kind:
        raise Fault("unreadable")
    heard = bytearray()
    try:
        with av.open(str(path), format=OPENED_AS[kind]) as box:
            if not box.streams.audio:
                raise Fault("unreadable")
            same = AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in box.decode(box.streams.audio[0]):
                for part in same.resample(frame):
                    heard += _samples(part)
                if len(heard) > longest * RATE * 2:
                    raise Fault("long")
            for part in same.resample(None):
                heard += _samples(part)
    except ERRORS as fault:
        raise Fault("unreadable") from fault
    if len(heard) < SHORTEST * RATE * 2:
        raise Fault("short")
    if max(memoryview(heard).cast("h")) < QUIETEST:
        raise Fault("silent")
    return bytes(heard)


def levelled(heard: bytes) -> bytes:
    """The same voice at the loudness that broadcasters agreed on (EBU R 128)."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="s16", layout="mono", time_base=Fraction(1, RATE)
    )
    chain = [
        source,
        graph.add("loudnorm", LEVEL),
        graph.add("aresample", str(RATE)),
        graph.add("aformat", f"sample_fmts=s16:channel_layouts=mono:sample_rates={RATE}"),
        graph.add("abuffersink"),
    ]
    for one, next_one in pairwise(chain):
        one.link_to(next_one)
    graph.configure()
    out = bytearray()
    for frame in _frames(heard):
        source.push(frame)
        out += _pulled(graph)
    source.push(None)
    return bytes(out + _pulled(graph))


def write(heard: bytes, into: Path, kilobits: int) -> None:
    with av.open(str(into), "w", format="mp3") as box:
        stream = box.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = kilobits * 1000
        for frame in _frames(heard):
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))


def _frames(heard: bytes) -> Iterator[av.AudioFrame]:
    for first in range(0, len(heard), STEP * 2):
        piece = heard[first : first + STEP * 2]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = first // 2
        yield frame


def _pulled(graph: Graph) -> bytes:
    out = bytearray()
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return bytes(out)
        out += _samples(frame)


def _samples(frame: Any) -> bytes:
    """A plane may be padded behind its samples."""
    return bytes(frame.planes[0])[: frame.samples * 2]


if __name__ == "__main__":
    main()
