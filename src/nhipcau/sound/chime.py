"""The chime before and after a notice: three struck tones, made here and owed to nobody."""

import array
import math
from functools import cache

RATE = 24_000  # samples a second of everything here; a loudspeaker on a pole carries less
UP = (523.25, 659.26, 783.99)  # C, E, G
DOWN = (783.99, 523.25)
APART, RINGS = 0.42, 1.3  # seconds
LOUD = 0.32  # of the most there is; the voice is louder


@cache
def chime(name: str) -> bytes:
    """ "begin" or "end", 16 bit, mono."""
    tones = UP if name == "begin" else DOWN
    length = int((APART * (len(tones) - 1) + RINGS) * RATE)
    heard = [0.0] * length
    for number, pitch in enumerate(tones):
        first = int(number * APART * RATE)
        for place in range(first, min(length, first + int(RINGS * RATE))):
            heard[place] += _struck(pitch, (place - first) / RATE)
    most = max(map(abs, heard))
    return array.array("h", [round(one / most * LOUD * 32767) for one in heard]).tobytes()


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


def _struck(pitch: float, at: float) -> float:
    """A bell: the overtones die first, and the stroke begins without a click."""
    turn = 2 * math.pi * pitch * at
    rises = min(1.0, at / 0.008)
    falls = min(1.0, (RINGS - at) / 0.05)
    return (
        rises
        * falls
        * (
            math.exp(-3.2 * at) * math.sin(turn)
            + 0.4 * math.exp(-5.5 * at) * math.sin(2 * turn)
            + 0.15 * math.exp(-9.0 * at) * math.sin(3 * turn)
        )
    )
