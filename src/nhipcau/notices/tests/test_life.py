"""The life of a version as a machine: whatever people press in whatever order, the rules hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests import cast

from nhipcau.core.errors import DomainError
from nhipcau.core.models import AuditEvent
from nhipcau.notices import approve, correct, draft, publish, renditions
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Role

State = NoticeVersion.State
AFTER = {
    State.DRAFT: {State.DRAFT, State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {State.SUBMITTED, State.APPROVED, State.DRAFT, State.WITHDRAWN},
    State.APPROVED: {State.APPROVED, State.PUBLISHED, State.DRAFT, State.WITHDRAWN},
    State.PUBLISHED: {State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN},
    State.SUPERSEDED: {State.SUPERSEDED},
    State.WITHDRAWN: {State.WITHDRAWN},
}
PEOPLE = ("lan", "minh", "nga", "quan")
who = st.sampled_from(PEOPLE)
which = st.integers(min_value=0, max_value=3)


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.seen = {}

    @initialize()
    def begin(self):
        ward = self.ward
        self.people = {"lan": ward.lan, "minh": ward.minh, "quan": ward.quan, "nga": self.nga}
        version = draft.draft_notice(ward.locality, self.given(), by=ward.lan)
        self.notice = version.notice

    def attempt(self, verb, number, by, **more):
        versions = list(self.notice.versions.select_related("notice").order_by("number"))
        version = versions[min(number, len(versions) - 1)]
        events = AuditEvent.objects.count()
        before = [(row.pk, row.state) for row in versions]
        try:
            verb(version, by=self.people[by], **more)
        except DomainError as refused:
            assert refused.message.endswith((".", "”"))
            assert before == list(
                self.notice.versions.order_by("number").values_list("pk", "state")
            )
            assert AuditEvent.objects.count() == events
        else:
            assert AuditEvent.objects.count() == events + 1

    @rule(number=which, by=who)
    def submit(self, number, by):
        self.attempt(approve.submit_notice, number, by)

    @rule(number=which, by=who)
    def approve(self, number, by):
        self.attempt(approve.approve_notice, number, by)

    @rule(number=which, by=who)
    def reject(self, number, by):
        self.attempt(approve.reject_notice, number, by, reason="Sửa lại giờ")

    @rule(number=which, by=who)
    def recall(self, number, by):
        self.attempt(approve.recall_notice, number, by)

    @rule(number=which, by=who)
    def release(self, number, by):
        self.attempt(approve.release_urgently, number, by)

    @rule(number=which, by=who)
    def review(self, number, by):
        self.attempt(approve.review_release, number, by)

    @rule(number=which, by=who)
    def publish(self, number, by):
        self.attempt(publish.mark_published, number, by)

    @rule(number=which, by=who)
    def withdraw(self, number, by):
        self.attempt(publish.mark_withdrawn, number, by, why="Hoãn lại")

    @rule(number=which, by=who)
    def revise(self, number, by):
        given = self.given(correction="Đổi giờ")
        self.attempt(lambda version, by: draft.revise_notice(version, given, by=by), number, by)

    @rule(number=which, by=who)
    def edit(self, number, by):
        self.attempt(
            lambda version, by: renditions.edit_rendition(
                version, "board", "vi", text="Chữ trên bảng.", by=by
            ),
            number,
            by,
        )

    @rule(by=who)
    def correct(self, by):
        self.attempt(lambda version, by: correct.correct_notice(self.notice, by=by), 0, by)

    @invariant()
    def states_follow_the_order(self):
        for pk, state in self.notice.versions.values_list("pk", "state"):
            assert state in AFTER[self.seen.get(pk, state)]
            self.seen[pk] = state

    @invariant()
    def one_is_in_hand_and_one_is_out_at_the_most(self):
        states = list(self.notice.versions.values_list("state", flat=True))
        assert states.count(State.PUBLISHED) <= 1
        assert sum(state in {State.DRAFT, State.SUBMITTED, State.APPROVED} for state in states) <= 1

    @invariant()
    def nobody_passed_their_own_words(self):
        for version in self.notice.versions.filter(approved_by__isnull=False):
            hands = {version.submitted_by_id, version.written_by_id}
            assert version.released_urgently or version.approved_by_id not in hands
            if version.reviewed_by_id:
                assert version.reviewed_by_id not in {*hands, version.approved_by_id}


@pytest.mark.django_db(transaction=False)
def test_the_life_of_a_version_keeps_its_rules(ward, screening):
    Life.ward, Life.given = ward, staticmethod(screening)
    Life.nga = cast.make_staff(ward.locality, "nga", "Vi Thị Nga", Role.APPROVER)
    case = Life.TestCase
    case.settings = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()
