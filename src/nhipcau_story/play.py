"""Plays one evening on a running installation: `python -m nhipcau_story.play evening.json`."""

import argparse
import json
import sys
from pathlib import Path

from nhipcau_story.assumptions import SETS, load
from nhipcau_story.evening import Evening, Place
from nhipcau_story.habits import PAPER_AT
from nhipcau_story.people import make_ward
from nhipcau_story.questions import Questions


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("nhipcau_story.play")
    parser.add_argument("evening", type=Path)
    parser.add_argument("--pace", type=float, default=0.0, help="giây thật cho một phút")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--assumptions", choices=SETS, default="base")
    parser.add_argument("--questions", action="store_true", help="bà con hỏi, cán bộ trả lời")
    asked = parser.parse_args(argv)
    place = Place.read(json.loads(asked.evening.read_text(encoding="utf-8")))
    assumed = load(asked.assumptions)
    evening = Evening(place, assumed, make_ward(assumed), asked.seed, asked.pace)
    if asked.questions:
        evening.stage.agenda.at(PAPER_AT, Questions(evening.stage, place.demo_key).begin)
    print(json.dumps(evening.play(), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
