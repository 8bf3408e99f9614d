"""What people ask about their data: in time by the law, each step once, never somebody else's."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django_scopes import scope
from tests.test_tenancy import browser_of

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.outreach.tests.conftest import civil  # noqa: F401
from nhipcau.people.known import known_of
from nhipcau.people.models import ContactPoint, Household, Resident
from nhipcau.places.models import Holiday
from nhipcau.places.working import office_of
from nhipcau.replication.models import DataRequest
from nhipcau.replication.personal import ERASED
from nhipcau.replication.requests.due import due_of
from nhipcau.replication.requests.held import GIVEN, NOT_GIVEN, UNSAID
from nhipcau.replication.requests.person_file import held, person_file
from nhipcau.replication.requests.receive import Asked, receive_request
from nhipcau.replication.requests.settle import (
    answer_request,
    erase_for,
    extend_request,
    finish_request,
    refuse_request,
)
from nhipcau.tables.read import read_table

Kind, State = DataRequest.Kind, DataRequest.State
HERE = "/lam-viec/du-lieu/"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings, civil):  # noqa: F811
    settings.DATA = tmp_path


def ask(ward, kind=Kind.ACCESS, **more):
    given = {"asker": "Nông Thị Bình", "contact": "0912345678", "household": ward.binh, **more}
    return receive_request(ward.locality, Asked(kind, **given), by=ward.quan)


def test_it_is_answered_by_the_close_of_the_second_working_day(ward):
    friday = datetime(2023, 5, 26, 9, 30, tzinfo=UTC)  # 16:30 in Bắc Kạn
    due = due_of(Kind.STOP, friday, office_of(ward.locality))
    assert due.answer_by == datetime(2023, 5, 30, 10, 0, tzinfo=UTC)  # Tuesday, 17:00
    assert due.due_at.date() == date(2023, 6, 10)
    Holiday.objects.create(locality=ward.locality, on=date(2023, 5, 29), name="Nghỉ bù")
    later = due_of(Kind.ERASE, friday, office_of(ward.locality))
    assert later.answer_by == datetime(2023, 5, 31, 10, 0, tzinfo=UTC)
    assert later.due_at.date() == date(2023, 6, 15)


def test_only_an_admin_of_this_locality_takes_it_in_and_numbers_are_hidden(ward, stranger):
    asked = Asked(Kind.ACCESS, "Bình", "0912345678", "CCCD 024051000123", household=ward.binh)
    for other in (ward.lan, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            receive_request(ward.locality, asked, by=other)
    made = receive_request(ward.locality, asked, by=ward.quan)
    assert "024051000123" not in made.words
    said = AuditEvent.objects.get(verb="data_request.received")
    assert "Bình" not in str(said.after)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"asker": " "}, "asker"), ({"contact": ""}, "contact"), ({"household": None}, "whose")],
)
def test_what_is_missing_is_said_with_its_place(ward, wrong, field):
    head = ward.binh.residents.get(is_head=True)
    with pytest.raises(BadInput) as fault:
        ask(ward, **{"resident": head, **wrong})
    assert fault.value.field == field
    assert not DataRequest.objects.exists()


def test_each_step_is_done_once(ward, stranger):
    request = ask(ward)
    twin = DataRequest.objects.get()
    answer_request(request, by=ward.quan)
    with pytest.raises(WrongState):
        answer_request(twin, by=ward.quan)
    until = request.due_at
    extend_request(request, why="Chờ cấp trên xác nhận", by=ward.quan)
    assert request.due_at - until == timedelta(days=15)
    for again in (request, twin):
        with pytest.raises(WrongState):
            extend_request(again, why="x", by=ward.quan)
    with pytest.raises(NotAllowed):
        finish_request(request, outcome="x", by=stranger.thu)
    finish_request(request, outcome="Đã đưa bản sao.", by=ward.quan)
    with pytest.raises(WrongState):
        refuse_request(twin, why="x", by=ward.quan)
    assert (request.state, request.ended_at) == (State.DONE, civil_now())


def test_what_is_late_is_not_given_more_time_and_a_refusal_has_its_reason(ward, civil):  # noqa: F811
    request = ask(ward)
    with pytest.raises(BadInput):
        refuse_request(request, why=" ", by=ward.quan)
    civil.step(60 * 24 * 11)
    with pytest.raises(WrongState, match="quá hạn"):
        extend_request(request, why="x", by=ward.quan)
    refuse_request(request, why="Theo Điều 14, đang phải lưu giữ.", by=ward.quan)
    assert request.state == State.REFUSED and request.answered_at == request.ended_at


def test_an_erasure_goes_through_all_rooms_and_takes_the_request_s_words_along(ward):
    head = ward.binh.residents.get(is_head=True)
    other = ask(ward, words="Tôi là Bình", resident=head)
    request = ask(ward, Kind.ERASE, resident=head)
    with pytest.raises(WrongState):
        erase_for(other, by=ward.quan)
    erase_for(request, by=ward.quan)
    assert not Resident.objects.filter(pk=head.pk).exists()
    assert not ContactPoint.objects.filter(household=ward.binh).exists()
    for row in DataRequest.objects.all():
        assert (row.asker, row.contact, row.words, row.resident) == ("", "", "", None)
    assert request.state == State.DONE and request.outcome
    with pytest.raises(WrongState):
        erase_for(request, by=ward.quan)


def test_a_whole_household_goes_as_well(ward):
    erase_for(ask(ward, Kind.ERASE), by=ward.quan)
    assert Household.objects.get(pk=ward.binh.pk).head_name == "Hộ không còn tên"


def test_the_file_holds_what_is_theirs_and_nobody_else_s(ward, stranger):
    head = ward.binh.residents.get(is_head=True)
    child = ward.binh.residents.get(is_head=False)
    Resident.objects.filter(pk=child.pk).update(name="Nông Văn Bé")
    alone = told(person_file(ask(ward, resident=head, words="xem"), by=ward.quan))
    assert ("Người dân", "Họ và tên", "Nông Thị Bình") in alone
    assert ("Địa chỉ liên lạc của hộ", "Địa chỉ, số", "+84912345678") in alone
    assert ("Yêu cầu về dữ liệu cá nhân", "Nội dung", "xem") in alone
    values = {value for _part, _what, value in alone}
    assert not values & {"Nông Văn Bé", "Hoàng Văn Tùng", "Ma Văn Lạ"}
    whole = told(person_file(ask(ward), by=ward.quan))
    assert "Nông Văn Bé" in {value for _part, _what, value in whole}


def told(file: bytes) -> set[tuple[str, str, str]]:
    (sheet,) = read_table(io.BytesIO(file))
    rows = [[str(cell) for cell in row.cells] for row in sheet.rows if len(row.cells) > 3]
    return {(part, what, value) for part, _nth, what, value in rows}


def test_of_everything_personal_it_is_said_whether_they_are_given_it(ward):
    assert set(ERASED) <= set(GIVEN) | set(NOT_GIVEN)
    assert not set(GIVEN) & set(NOT_GIVEN)
    for label, fields in GIVEN.items():
        every = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        unsaid = set(UNSAID.get(label, "").split())
        assert set(fields) <= every and not set(fields) & unsaid, label
        assert set(ERASED.get(label, "").split()) <= set(fields) | unsaid, label
    for known in (known_of(ward.binh), known_of(ward.binh, ward.binh.residents.first())):
        assert {found.model._meta.label for found in held(known)} == set(GIVEN)


def test_an_admin_takes_in_answers_and_ends_a_request_on_the_pages(ward, stranger):
    admin = browser_of(ward.quan)
    assert "Không có yêu cầu nào" in admin.get(HERE).text
    assert "Nông Thị Bình" in admin.get(HERE + "moi/?tim=binh").text
    new = f"{HERE}moi/?ho={ward.binh.pk}"
    empty = admin.post(new, {"asker": "Nông Thị Bình"})
    assert empty.status_code == 422 and 'value="Nông Thị Bình"' in empty.text
    given = {"kind": "erase", "whose": "", "asker": "Nông Thị Bình", "contact": "tới phường"}
    page = admin.post(new, given, follow=True)
    (request,) = DataRequest.objects.all()
    assert page.status_code == 200 and "Xoá hẳn" in page.text
    here = f"{HERE}{request.pk}/"
    assert admin.post(here + "xong/", {"outcome": ""}).status_code == 422
    file = admin.post(here + "tep/")
    assert file.content[:2] == b"PK" and "attachment" in file["Content-Disposition"]
    assert admin.post(here + "tra-loi/").status_code == 302
    assert admin.post(here + "tra-loi/").status_code == 409
    assert admin.post(here + "xoa/").status_code == 422
    assert admin.post(here + "xoa/", {"sure": "on"}).status_code == 302
    assert "đã xong" in admin.get(HERE).text
    with scope(locality=stranger.locality):
        assert browser_of(stranger.thu).get(here).status_code == 404
    assert browser_of(ward.lan).get(HERE).status_code == 403
