"""The civil clock of the soak: real seconds from a morning of the story, written every few
milliseconds by a process that does nothing else."""

import os
import sys
import time
from pathlib import Path


def main(tick: float) -> None:
    file = Path(os.environ["NHIPCAU_CLOCK_FILE"])
    fresh = file.with_suffix(".new")
    begins, began = float(file.read_text(encoding="ascii")), time.monotonic()
    while True:
        fresh.write_text(f"{begins + time.monotonic() - began:.3f}", encoding="ascii")
        fresh.replace(file)
        time.sleep(tick)


if __name__ == "__main__":
    main(float(sys.argv[1]))
