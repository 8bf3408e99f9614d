"""A month after the deadline nobody's typed words are left; what they amounted to is."""

import uuid
from datetime import timedelta

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.claims import make_claim, settle_claim
from nhipcau.outreach.forget import forget_words
from nhipcau.outreach.models import Claim, Evidence, PassedOn, Visit, VisitTry
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.visits import open_visits, record_try


def test_words_go_and_evidence_stays(version, ward, civil):
    settle_claim(
        make_claim(version, ward.to_13, house="Số 9", digits="123", browser="b"),
        ward.dung,
        by=ward.hoa,
    )
    say_passed_on(version, ward.to_13, "bà Bình")
    open_visits(version, [ward.binh.pk], why="not_seen", by=SYSTEM)
    record_try(
        Visit.objects.get(),
        try_id=uuid.uuid4(),
        result="absent",
        at=civil.now,
        by=ward.hoa,
        note="con gái nói tối mới về",
    )
    civil.set(version.deadline + timedelta(days=29))
    assert forget_words() == 0
    civil.set(version.deadline + timedelta(days=31))
    assert forget_words() == 3
    assert forget_words() == 0
    assert (Claim.objects.get().house, PassedOn.objects.get().words) == ("", "")
    assert VisitTry.objects.get().note == ""
    assert Evidence.objects.count() == 1
