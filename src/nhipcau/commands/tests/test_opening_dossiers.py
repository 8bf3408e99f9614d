"""The demo's desk has dossiers of the last weeks when it begins, and its clock is where it was."""

from nhipcau.commands.opening_dossiers import open_dossiers
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.counter.models import Dossier, DossierRating
from nhipcau.dispatch.models import Job
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.tests.files import BIRTH

ENDED = ("work 2 done 0 over rate3", "work 1 out", "filed 1 refuse")
NOW = (
    "work 1 done",
    "work",
    "papers 3 brought 1 sorry",
    "papers",
    "work 1 fee",
    "stop",
    "",
    "filed",
)


def test_dossiers_stand_in_every_status_and_the_clock_is_put_back(ward, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)
    assert open_dossiers(ward.locality, clock=clock, ended=ENDED, now_on=NOW) == 11
    assert clock.read_text() == "1685093400.000"
    assert set(Dossier.objects.values_list("status", flat=True)) == set(Dossier.Status.values)
    assert not Dossier.objects.filter(received_at__gt=civil_now()).exists()
    assert DossierRating.objects.get().score == 3
    assert not Job.objects.filter(key__startswith="dossier:", state="filling").exists()
