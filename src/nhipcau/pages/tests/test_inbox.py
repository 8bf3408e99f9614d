"""The inbox on the digital team's telephones, and what residents see of it on the portal."""

from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.tests.conftest import birth, civil, desk  # noqa: F401
from nhipcau.pages.tests.conftest import phone_of


def test_a_team_member_answers_what_is_of_the_neighbourhood(ward, desk):  # noqa: F811
    mine = ask_at_desk(ward.locality, Asked("Hỏi lịch tiêm"), by=desk.officer)
    mine.conversation.neighbourhood = ward.to_13
    mine.conversation.save()
    other = ask_at_desk(ward.locality, Asked("Hỏi lịch cắt điện"), by=desk.officer)
    phone = phone_of(ward.sinh)
    page = phone.get("/to/hop-thu/").text
    assert "Hỏi lịch tiêm" in page and "Hỏi lịch cắt điện" not in page
    assert phone.get(f"/to/hop-thu/{other.pk}/").status_code == 404
    phone.post(f"/to/hop-thu/{mine.pk}/tra-loi/", {"text": "Sáng thứ Ba bác nhé."})
    mine.refresh_from_db()
    assert (mine.state, mine.assignee) == ("answered", ward.sinh)
    assert phone_of(ward.hoa).get("/to/hop-thu/").status_code == 403
