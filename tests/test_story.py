"""One evening of the story, played over HTTP against the product and the sandboxes."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.story, pytest.mark.xdist_group("story")]


@pytest.fixture(scope="module")
def evening() -> dict:
    """The runner's last line; it exits non-zero when a target is missed."""
    command = [sys.executable, "-m", "nhipcau_story.runner", "--seeds", "1"]
    command += ["--pessimistic-seeds", "0", "--hard", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, f"{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def test_every_household_is_accounted_for_at_the_deadline(evening):
    assert evening["unaccounted_worst"] == 0
    assert evening["open_visits"] == 0


def test_nothing_is_lost_and_nothing_is_sent_twice(evening):
    assert (evening["lost"], evening["doubled"]) == (0, 0)


def test_nearly_everybody_knows_and_more_than_by_the_other_ways(evening):
    assert evening["informed"] >= 0.95 * evening["households"]
    assert all(evening["informed"] > other["informed"] for other in evening["others"].values())
