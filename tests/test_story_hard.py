"""The hard evening: a leader in the field, ten households without smartphones, an account whose
package is dead (-224), a gateway that fails, one village without signal. Played over HTTP."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.db import connection

from nhipcau.commands.installation import tables_of


@pytest.fixture(scope="module")
def evening(tmp_path_factory, django_db_setup, django_db_blocker) -> dict:
    """The runner's last line; it exits non-zero when something is not kept. The tables are those
    that the tests have made already (where this one does not run alone): migrating takes longer
    than half the evening."""
    folder = tmp_path_factory.mktemp("hard")
    if "mode=memory" in str(connection.settings_dict["NAME"]):
        with django_db_blocker.unblock(), closing(sqlite3.connect(tables_of(folder))) as kept:
            connection.ensure_connection()
            connection.connection.backup(kept)
    command = [sys.executable, "-m", "nhipcau_story.runner", "--seeds", "0"]
    command += ["--pessimistic-seeds", "0", "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return json.loads(done.stdout.splitlines()[-1])["hard"]


def test_the_hard_evening_leaves_nobody_out_and_its_report_says_by_which_way_and_price(evening):
    assert evening["faults"] == []
    assert (evening["unaccounted"], evening["lost"], evening["doubled"]) == (0, 0, 0)
    report = evening["report"]
    assert sum(report["by_kind"].values()) == evening["households"]
    assert len(report["by_kind"]) >= 3
    assert report["homes_vnd"] + report["ours_vnd"] == evening["cost_vnd"]
