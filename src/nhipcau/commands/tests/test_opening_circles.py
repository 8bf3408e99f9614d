"""The demo's internal groups, and its months of learning."""

from nhipcau.circles.models import Viewer
from nhipcau.circles.queries import known_circles, my_circles
from nhipcau.commands.opening_circles import learn_for_three_months, open_circles
from nhipcau.counter.models import Campaign, SkillVisit


def test_the_demo_has_circles_that_the_admin_does_not_see(ward):
    assert open_circles(ward.locality) == 3
    assert len(known_circles()) == 3
    assert my_circles(Viewer.of(ward.quan)) == []
    assert len(my_circles(Viewer.of(ward.hoa))) == 2


def test_three_months_of_learning_and_the_clock_is_put_back(ward, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    n = learn_for_three_months(ward.locality, clock=clock)
    assert clock.read_text() == "1685093400.000"
    assert SkillVisit.objects.count() == n > 20
    assert Campaign.objects.count() == 1
