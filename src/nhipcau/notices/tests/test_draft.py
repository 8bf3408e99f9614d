import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.audiences.selection import Selection
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.notices.draft import (
    discard_draft,
    draft_notice,
    keep_typed,
    revise_notice,
    suggest_deadline,
)
from nhipcau.notices.given import PaperInput, find_faults, tidied
from nhipcau.notices.models import Notice, NoticeVersion


def test_an_editor_drafts_a_notice_with_its_renditions(draft, ward):
    assert draft.state == NoticeVersion.State.DRAFT
    assert draft.written_by == ward.lan
    assert draft.notice.paper.number == "45/TB-TTYT"
    assert draft.renditions.count() == 9


def test_drafting_leaves_an_event_without_any_words_of_the_notice(draft):
    event = AuditEvent.objects.get(verb="notice.drafted")
    assert "Khám" not in str(event.after)


@pytest.mark.parametrize("who", ["quan", "hoa", "sinh"])
def test_who_has_no_role_for_it_cannot_draft(ward, screening, who):
    with pytest.raises(NotAllowed):
        draft_notice(ward.locality, screening(), by=getattr(ward, who))


def test_a_stranger_cannot_draft_here(ward, stranger, screening):
    with pytest.raises(NotAllowed):
        draft_notice(ward.locality, screening(), by=stranger.thu)


def test_a_neighbourhood_of_a_stranger_is_refused(ward, stranger, screening):
    elsewhere = Selection(neighbourhoods=(stranger.neighbourhood.pk,))
    with pytest.raises(BadInput) as fault:
        draft_notice(ward.locality, screening(selection=elsewhere), by=ward.lan)
    assert fault.value.field == "neighbourhoods"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 161}, "title"),
        ({"text": "ngắn"}, "text"),
        ({"text": "Mời ông A, căn cước 006203004567, đến nhận kết quả."}, "text"),
        ({"deadline": None}, "deadline"),
        ({"deadline": FRIDAY_AFTERNOON - timedelta(minutes=1)}, "deadline"),
        ({"deadline": FRIDAY_AFTERNOON + timedelta(days=500)}, "deadline"),
        ({"deadline": datetime(2023, 5, 27, 5, tzinfo=UTC)}, "deadline"),
        ({"event_at": None}, "event_at"),
        ({"event_until": datetime(2023, 5, 26, 23, tzinfo=UTC)}, "event_until"),
        ({"event_at": datetime(2023, 5, 1, tzinfo=UTC), "event_until": None}, "event_at"),
        ({"kind": "rumour"}, "kind"),
        ({"kind": "call"}, "answers"),
        ({"kind": "call", "answers": ("photo",)}, "answers"),
        ({"selection": Selection(min_age=60, max_age=40)}, "max_age"),
        ({"paper": PaperInput(number="45")}, "issuer"),
        (
            {"paper": PaperInput(issuer="TTYT", received_at=FRIDAY_AFTERNOON + timedelta(hours=1))},
            "received_at",
        ),
    ],
)
def test_each_fault_has_its_field_and_nothing_is_written(ward, screening, changes, field):
    given = screening(**changes)
    assert field in find_faults(tidied(given), now=FRIDAY_AFTERNOON)
    with pytest.raises(BadInput) as fault:
        draft_notice(ward.locality, given, by=ward.lan)
    assert fault.value.message.endswith((".", ")"))
    assert not Notice.objects.exists()


def test_all_faults_are_found_at_once(screening):
    given = screening(title="", text="", deadline=None)
    assert list(find_faults(given, now=FRIDAY_AFTERNOON)) == ["title", "text", "deadline"]


def test_text_is_kept_in_one_unicode_form(ward, screening):
    given = screening(title=unicodedata.normalize("NFD", "Khám  sàng lọc\u200b miễn phí"))
    assert draft_notice(ward.locality, given, by=ward.lan).title == "Khám sàng lọc miễn phí"


def test_answers_belong_to_a_call_only(ward, screening):
    version = draft_notice(ward.locality, screening(answers=("done",)), by=ward.lan)
    assert version.notice.answers == []


def test_revising_writes_the_draft_and_who_wrote_last(draft, ward, screening):
    revise_notice(draft, screening(place="Nhà văn hoá tổ 5"), by=ward.minh)
    draft.refresh_from_db()
    assert (draft.place, draft.written_by) == ("Nhà văn hoá tổ 5", ward.minh)
    assert "Nhà văn hoá tổ 5" in draft.renditions.get(form="board").text


def test_what_was_submitted_is_not_revised(submitted, ward, screening):
    with pytest.raises(WrongState):
        revise_notice(submitted, screening(title="Đổi tiêu đề"), by=ward.lan)
    submitted.notice.refresh_from_db()
    assert submitted.notice.selection["min_age"] == 40


def test_autosave_keeps_what_is_typed_even_when_it_is_not_sound(ward):
    version = keep_typed(ward.locality, None, {"title": "Kh"}, by=ward.lan)
    keep_typed(ward.locality, version, {"title": "Khám", "deadline": "32/5"}, by=ward.lan)
    version.refresh_from_db()
    assert version.typed == {"title": "Khám", "deadline": "32/5"}
    assert AuditEvent.objects.filter(verb="notice.drafted").count() == 1


def test_autosave_does_not_touch_what_has_left_the_desk(submitted, ward):
    with pytest.raises(WrongState):
        keep_typed(ward.locality, submitted, {"title": "x"}, by=ward.lan)


def test_a_discarded_draft_is_over(draft, ward, screening):
    discard_draft(draft, by=ward.lan)
    assert Notice.objects.get().withdrawn_at
    with pytest.raises(WrongState):
        discard_draft(draft, by=ward.lan)
    with pytest.raises(WrongState):
        revise_notice(draft, screening(), by=ward.lan)


def test_the_suggested_deadline_is_the_evening_before_or_just_before():
    sunday = datetime(2023, 5, 28, 0, 0, tzinfo=UTC)
    assert suggest_deadline(sunday, FRIDAY_AFTERNOON) == datetime(2023, 5, 27, 13, tzinfo=UTC)
    late = datetime(2023, 5, 26, 12, 0, tzinfo=UTC)
    assert suggest_deadline(sunday - timedelta(days=1), late) == datetime(
        2023, 5, 26, 23, 30, tzinfo=UTC
    )
