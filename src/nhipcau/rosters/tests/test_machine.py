"""A machine of random acts: nobody at two places at once, no gap unseen, no shift lost."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import DomainError
from nhipcau.people.models import Staff
from nhipcau.rosters.apply import apply_pattern
from nhipcau.rosters.asks import accept_ask, write_ask
from nhipcau.rosters.holidays import bring_back, free_for_holiday
from nhipcau.rosters.leave import leave_team
from nhipcau.rosters.models import Ask, PatternLine, Shift, Swap, Team, TeamMember
from nhipcau.rosters.patterns import Line, add_lines
from nhipcau.rosters.queries import gaps_between
from nhipcau.rosters.shifts import give_shift
from nhipcau.rosters.swap import accept_swap, ask_swap, refuse_swap
from nhipcau.rosters.tests.conftest import MONDAY, moment

TUESDAY = MONDAY + timedelta(days=1)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["ask", "yes", "no", "give", "empty", "stand_in", "apply", "free", "back", "leave"]
        ),
        *[st.integers(0, 5)] * 3,
    ),
    max_size=10,
)


class Machine:
    """Four people, six shifts on two days, a team, a pattern. It is Monday, eight o'clock."""

    def __init__(self, roster, people):
        self.roster, self.people = roster, people
        self.team = Team.objects.get()
        self.pattern = roster.pattern_kept
        hours = [("07:30", "11:30"), ("10:00", "14:00"), ("13:30", "17:00")]
        self.shifts = Shift.objects.bulk_create(
            Shift(
                locality=roster.locality, post="desk", staff=people[n % 4], on=day,
                starts_at=moment(day, opens), ends_at=moment(day, closes), made_at=roster.civil.at,
            )
            for n, (opens, closes) in enumerate(hours * 2)
            for day in [MONDAY + timedelta(days=n // 3)]
        )  # fmt: skip

    def do(self, act, one, two, three):
        getattr(self, act)(list(Shift.objects.order_by("pk"))[one], two, three)

    def ask(self, shift, two, three):
        back = Shift.objects.get(pk=self.shifts[two].pk) if three % 2 else None
        to = back.staff if back else self.people[two % 4]
        if shift.staff and to:
            ask_swap(shift, to=to, by=shift.staff, in_return=back)

    def yes(self, _shift, two, three):
        for swap in Swap.objects.filter(state=Swap.State.WAITING)[two % 2 :][:1]:
            accept_swap(swap, by=swap.to)

    def no(self, _shift, _two, _three):
        for swap in Swap.objects.filter(state=Swap.State.WAITING)[:1]:
            refuse_swap(swap, by=swap.to)

    def give(self, shift, two, _three):
        give_shift(shift, to=self.people[two % 4], by=self.roster.by)

    def empty(self, shift, _two, _three):
        give_shift(shift, to=None, by=self.roster.by)

    def stand_in(self, _shift, two, three):
        """A gap of the two days is asked for, and answered at once."""
        gaps = [gap for gap in self.gaps() if gap.ends_at > self.roster.civil.at]
        staff = self.people[two % 4]
        for gap in gaps[three : three + 1]:
            ask = write_ask(self.roster.locality, gap, staff.pk, by=self.roster.by.actor)
            if ask is not None:
                accept_ask(ask, by=staff)

    def apply(self, _shift, _two, _three):
        apply_pattern(self.pattern, MONDAY, by=self.roster.by)

    def free(self, _shift, two, _three):
        free_for_holiday(self.roster.locality, (MONDAY, TUESDAY)[two % 2], by=self.roster.by.actor)

    def back(self, _shift, two, _three):
        bring_back(self.roster.locality, (MONDAY, TUESDAY)[two % 2], by=self.roster.by.actor)

    def leave(self, _shift, two, _three):
        """And comes back at once, with no shifts."""
        staff = self.people[two % 4]
        leave_team(self.roster.member(self.team, staff), by=self.roster.by)
        Staff.objects.filter(pk=staff.pk).update(is_active=True)
        TeamMember.objects.filter(team=self.team, staff=staff).update(left_at=None)

    def gaps(self):
        return gaps_between(self.roster.locality, MONDAY, TUESDAY)

    def hold(self):
        now = list(Shift.objects.order_by("pk"))
        assert {one.pk for one in self.shifts} <= {one.pk for one in now}
        standing = [one for one in now if one.state == Shift.State.STANDING]
        for left in standing:
            for right in standing:
                if left.pk < right.pk and left.staff_id and left.staff_id == right.staff_id:
                    assert left.ends_at <= right.starts_at or right.ends_at <= left.starts_at

    def see_gaps(self):
        """Seen as gaps: every shift in which nobody is, and no other."""
        empty = Shift.objects.filter(state=Shift.State.STANDING, staff=None)
        seen = {gap.shift for gap in self.gaps() if gap.shift}
        assert set(empty.values_list("pk", flat=True)) == seen


@pytest.mark.django_db
def test_nobody_stands_twice_no_gap_is_unseen_and_no_shift_is_lost(roster, ward):
    people = [roster.oanh, roster.phuc, ward.sinh, ward.lan]
    team = roster.team(*people)
    roster.pattern_kept = roster.pattern()
    friday = roster.civil.at

    @given(ACTS)
    @settings(max_examples=10)
    def play(acts):
        for model in (Ask, Swap, Shift, PatternLine):
            model.objects.all().delete()
        roster.civil.to(friday)
        add_lines(
            roster.pattern_kept, Line((1,), "inbox", "morning", people[0], team=team), by=roster.by
        )
        machine = Machine(roster, people)
        roster.civil.to(moment(MONDAY, "08:00"))
        for act in acts:
            with suppress(DomainError):
                machine.do(*act)
            machine.hold()
        machine.see_gaps()

    play()
